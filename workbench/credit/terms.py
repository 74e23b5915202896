"""The terms of an offer: amount, term, rate with its basis, instalment, true cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered. Rates are yearly ratios (0.119 is 11.9 %), each with its basis.

    `annual_rate` is nominal with monthly rest. `apr` is `apr_basis`: "regulation_z" (nominal
    actuarial) in the US, "irr_simple" (monthly IRR x 12, 单利) or "irr_compound" in the PRC.
    """

    amount: Decimal
    currency: str
    term_months: int
    annual_rate: Decimal
    rate_basis: str
    repayment_method: str
    instalment: Decimal
    last_instalment: Decimal
    fee: Decimal
    total_interest: Decimal
    total_of_payments: Decimal
    amount_financed: Decimal
    finance_charge: Decimal
    apr: Decimal
    apr_basis: str
    annual_cost_compound: Decimal
    first_due_on: date
    valid_until: date
    annual_cost_simple: Decimal | None = None  # monthly IRR x 12, kept beside the compound one
