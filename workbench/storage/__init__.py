"""Everything that is kept: applications, assessments, decisions, letters, and their journal."""
