"""What offers and paths to yes are called, in the window and on the command line."""

from __future__ import annotations

from workbench.i18n import N_

OFFER_WORDS = {
    "as_asked": N_("As asked"),
    "longer_term": N_("Longer term"),
    "smaller_amount": N_("Smaller amount"),
}
PATH_WORDS = {
    "already": N_("It is approved as it stands."),
    "terms": N_("Other terms would be approved:"),
    "facts": N_("These changes would be approved:"),
    "none": N_("No realistic change leads to an approval."),
}
