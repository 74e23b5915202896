"""What the journal says of people, second signatures and work on cases, in words."""

from __future__ import annotations

from workbench.i18n import N_

PEOPLE_WORDS = {
    "person_added": (N_("Person added"), "user"),
    "person_changed": (N_("Person changed"), "user"),
    "person_signed_key": (N_("Signing key renewed"), "lock"),
    "key_changed": (N_("Key of the store changed"), "lock"),
    "proposed": (N_("Proposed to a second person"), "pending"),
    "proposal_approved": (N_("Signed by the second person"), "approve"),
    "proposal_returned": (N_("Returned by the second person"), "undo"),
    "proposal_withdrawn": (N_("Proposal withdrawn"), "undo"),
    "decision_detailed": (N_("Circumstances recorded"), "note"),
    "case_reopened": (N_("Case reopened"), "undo"),
    "case_taken": (N_("Case taken"), "user"),
    "case_released": (N_("Case released"), "user"),
    "case_assigned": (N_("Case assigned"), "user"),
    "noted": (N_("Noted"), "note"),
    "note_settled": (N_("Paper came, or condition met"), "check"),
    "evidence_kept": (N_("Paper attached"), "link"),
    "case_file_made": (N_("Case file sealed"), "lock"),
    "case_file_answered": (N_("Case file answered"), "lock"),
    "case_file_merged": (N_("Case file merged"), "lock"),
    "day_closed": (N_("Day closed"), "calendar"),
}
"""Each event's word and icon."""
