"""How the shipped demonstration cards are made from the public data they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from workbench.scoring.develop.fine_bins import Field, Floats
from workbench.scoring.develop.penalised import Held

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Recipe:
    """One shipped card: its data, its fields with directions and reason codes, its sample.

    `held` sets the smoothness where one that follows from the rows does not last over the years.

    `read` gives the facts, 1.0 for bad, and which rows are like those that will be scored:
    the others help to fit, but nothing is calibrated or measured on them.
    """

    product: str
    read: Callable[[Path], tuple[pl.DataFrame, Floats, Flags]]
    fields: tuple[tuple[Field, str], ...]
    horizon_months: int
    sample: Mapping[str, str]
    time: str | None
    others: Mapping[str, Mapping[str, tuple[str, ...]]]
    held: Held | None = None


def lendingclub_facts(file: Path) -> tuple[pl.DataFrame, Floats, Flags]:
    """LendingClub's own columns as facts, 1.0 for bad, and which loans were within its policy.

    Loans it booked outside its policy are riskier, but ranked by the same facts.
    """
    raw = pl.read_csv(file, infer_schema_length=None).sort("issue_d", maintain_order=True)
    years = (
        pl.when(pl.col("emp_length") == "< 1 year")
        .then(0)
        .otherwise(pl.col("emp_length").str.extract(r"^(\d+)").cast(pl.Int64))
    )
    housing = {"RENT": "rent", "MORTGAGE": "mortgage", "OWN": "own"}
    facts = raw.select(
        amount_requested=pl.col("loan_amnt") * 100,
        term_months=pl.col("term"),
        purpose=pl.col("purpose"),
        employment_years=years.cast(pl.Float64),
        housing=pl.col("home_ownership").replace_strict(housing, default="other"),
        income_annual=(pl.col("annual_inc") * 100).round(0).cast(pl.Int64),
        debt_to_income=pl.col("dti") / 100,
        delinquencies_24m=pl.col("delinq_2yrs"),
        oldest_account_on=pl.col("earliest_cr_line").str.to_date(),
        inquiries_6m=pl.col("inq_last_6mths"),
        open_accounts=pl.col("open_acc"),
        total_accounts=pl.col("total_acc"),
        public_records=pl.col("pub_rec"),
        bankruptcies=pl.col("pub_rec_bankruptcies"),
        revolving_balance=pl.col("revol_bal") * 100,
        revolving_utilisation=pl.col("revol_util"),
        application_date=pl.col("issue_d").str.to_date(),
    )
    return facts, raw["bad"].to_numpy().astype(np.float64), raw["meets_policy"].to_numpy()


def tarragona_facts(file: Path) -> tuple[pl.DataFrame, Floats, Flags]:
    """The Tarragona branch's columns as facts; one monetary unit there is 100 units here.

    Amounts in the source are in thousands of pesetas; scaling them keeps every ratio.
    """
    raw = pl.read_csv(file, null_values=["99999999", "NA"]).filter(pl.col("Status") > 0)
    housing = {1: "rent", 2: "own", 3: "other", 4: "other", 5: "family", 6: "other"}
    job = {1: "employed", 2: "temporary", 3: "self_employed", 4: "other"}
    money = {
        "living_costs_monthly": "Expenses",
        "income_monthly": "Income",
        "total_assets": "Assets",
        "total_debts": "Debt",
        "amount_requested": "Amount",
        "goods_price": "Price",
    }
    facts = raw.select(
        employment_years=pl.col("Seniority").cast(pl.Float64),
        housing=pl.col("Home").replace_strict(housing, default=None, return_dtype=pl.String),
        term_months=pl.col("Time"),
        credit_record_bad=(pl.col("Records") == 2),
        employment_status=pl.col("Job").replace_strict(job, default=None, return_dtype=pl.String),
        **{name: pl.col(column) * 100 * SCALE for name, column in money.items()},
    )
    bad = (raw["Status"] == 2).to_numpy().astype(np.float64)
    return facts, bad, np.ones(len(bad), np.bool_)


SCALE = 100
"""Currency units of the demonstration card per monetary unit of the Tarragona data."""


def _number(name: str, direction: str = "any") -> Field:
    return Field(name, is_number=True, direction=direction)


def _words(name: str) -> Field:
    return Field(name, is_number=False)


PERSONAL_LOAN = Recipe(
    product="personal-loan",
    read=lendingclub_facts,
    fields=(
        (_number("term_months", "falling"), "TERM"),
        (_words("purpose"), "PURC"),
        (_number("income_yearly"), "INCM"),
        (_number("income_left"), "DTI"),
        (_number("amount_to_revolving"), "AMTR"),
        (_number("revolving_to_income"), "AMT"),
        (_number("revolving_utilisation"), "UTIL"),
        (_number("inquiries_6m", "falling"), "INQ"),
        (_number("delinquencies_24m", "falling"), "DLQ"),
        (_number("public_records", "falling"), "COL"),
        (_number("employment_years"), "EMP"),
    ),
    horizon_months=36,
    sample={
        "en": "LendingClub, US unsecured personal loans issued 2007-2010: 18,065 within the "
        "lender's policy, on which PDs are calibrated, and 2,749 outside it; bad = charged off "
        "or in default.",
        "zh": "LendingClub 2007–2010 年发放的美国无抵押个人贷款：符合其政策的 18,065 笔"
        "（用于校准违约概率）与不符合政策的 2,749 笔；坏客户指已核销或违约。",
    },
    time="application_date",
    others={"purpose": {"other": ("consumption",)}},
    held=Held(steps=10.0, apart=20.0),
)

BRANCH_LOAN = Recipe(
    product="branch-loan",
    read=tarragona_facts,
    fields=(
        (_number("employment_years", "rising"), "EMP"),
        (_words("employment_status"), "EMPT"),
        (_words("housing"), "HOUS"),
        (_words("credit_record_bad"), "DLQ"),
        (_number("income_monthly", "rising"), "INCM"),
        (_number("free_income", "rising"), "AFF"),
        (_number("net_assets", "rising"), "AMT"),
        (_number("term_months", "falling"), "TERM"),
        (_number("amount_requested", "falling"), "AMTR"),
        (_number("amount_to_price", "falling"), "DOWN"),
    ),
    horizon_months=24,
    sample={
        "en": "4,454 loans of a Spanish branch; bad = the bank's own classification.",
        "zh": "西班牙某支行 4,454 笔贷款；坏客户按该行自身分类。",
    },
    time=None,
    others={
        "employment_status": {
            "employed": ("public_service",),
            "other": ("retired", "student", "unemployed"),
        },
        "housing": {"own": ("mortgage",)},
    },
)

_LINE_FIELDS = BRANCH_LOAN.fields[:6]

PURCHASE_LINE = replace(BRANCH_LOAN, product="purchase-line", fields=_LINE_FIELDS)

CASH_LOAN = replace(
    BRANCH_LOAN,
    product="cash-loan",
    fields=(*_LINE_FIELDS, (_number("months_of_income", "falling"), "AMTR")),
)

RECIPES: Mapping[str, Recipe] = {
    r.product: r for r in (PERSONAL_LOAN, BRANCH_LOAN, PURCHASE_LINE, CASH_LOAN)
}
