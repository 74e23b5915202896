"""Amounts, day counts, schedules, true cost (APR, IRR) and coverage ratios; pure arithmetic."""
