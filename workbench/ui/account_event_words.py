"""What the journal says of living accounts, in words."""

from __future__ import annotations

from workbench.i18n import N_

ACCOUNT_WORDS = {
    "accounts_opened": (N_("Accounts opened"), "wallet"),
    "accounts_scored": (N_("Accounts scored"), "spark"),
    "account_action": (N_("Account action"), "wallet"),
    "account_changed": (N_("Account changed"), "wallet"),
    "account_notice": (N_("Notice on an account"), "letter"),
    "account_entry": (N_("Entry on an account"), "note"),
    "schedule_set": (N_("Schedule of instalments set"), "calendar"),
    "restructured": (N_("Account restructured"), "calendar"),
    "month_posted": (N_("Interest and charges posted"), "note"),
    "month_closed": (N_("Month closed"), "calendar"),
    "holders_told": (N_("Holders' addresses brought in"), "user"),
    "months_told": (N_("Months brought in"), "import"),
    "performance_told": (N_("Performance brought in"), "import"),
}
"""Each event's word and icon."""
