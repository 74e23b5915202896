"""What the pages ask of the rest of the program, loaded beside the work before they are opened.

Qt's own classes are not among it: those are made by the GUI thread alone.
"""

from __future__ import annotations

import importlib

from workbench.ui.jobs import Step

ASKED_FOR = (
    "workbench.workflow.taking_back",
    "workbench.workflow.samples",
    "workbench.workflow.repair",
    "workbench.workflow.overrides",
    "workbench.workflow.consider_words",
    "workbench.workflow.letter_check",
    "workbench.workflow.letter_register",
    "workbench.workflow.letter_signing",
    "workbench.workflow.called_letters",
    "pypdfium2",
    "workbench.workflow.account_campaign",
    "workbench.workflow.account_notices",
    "workbench.accounts.customer_answers",
    "workbench.workflow.portfolio_accounts",
    "workbench.workflow.portfolio_export",
    "workbench.workflow.developing",
    "workbench.workflow.audit",
    "workbench.workflow.fee_parts",
    "workbench.workflow.true_cost_lens",
)
"""In the order of the day; each with all that it needs in turn."""


def load(step: Step) -> None:
    """Load them, one after another. Raises Cancelled when the window closes meanwhile."""
    for at, name in enumerate(ASKED_FOR):
        step(at, len(ASKED_FOR))
        importlib.import_module(name)
