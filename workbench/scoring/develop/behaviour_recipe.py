"""How the shipped behaviour card is made from the public accounts it comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np
import polars as pl

from workbench.scoring.behaviour import with_behaviour_facts
from workbench.scoring.develop.additive import fit
from workbench.scoring.develop.draft import Means, Sample, Wording, card_text, with_card
from workbench.scoring.develop.fine_bins import Field, Floats
from workbench.scoring.develop.points_card import PointsCard, Rows, make_card
from workbench.scoring.develop.shipped_cards import Developed, model_card
from workbench.scoring.develop.validation import Quality, folds, mean_quality, measure
from workbench.scoring.strategy_format import Derived

_TARGET = "default.payment.next.month"
_STATUS = ("PAY_0", "PAY_2", "PAY_3", "PAY_4", "PAY_5", "PAY_6")
_INPUT_WORDS = {
    "status_1": {"en": "Status at the latest statement", "zh": "最近一期账单状态"},
    "status_2": {"en": "Status one statement earlier", "zh": "上一期账单状态"},
    "status_3": {"en": "Status two statements earlier", "zh": "上两期账单状态"},
    "balance_6": {"en": "Balance at the oldest statement", "zh": "最早一期余额"},
}
_FIELDS = (
    ("status_1", "falling", "OURS"),
    ("status_2", "falling", "OURS"),
    ("status_3", "falling", "OURS"),
    ("months_of_delay", "falling", "SLOW"),
    ("late_lately", "falling", "SLOW"),
    ("statements_late", "falling", "NDLQ"),
    ("worst_status", "falling", "SEV"),
    ("utilisation", "falling", "UTIL"),
    ("utilisation_mean", "falling", "UTIL"),
    ("paid_to_balance", "rising", "CASH"),
    ("paid_to_balance_2", "rising", "CASH"),
    ("paid_to_balance_3", "rising", "CASH"),
    ("paid_to_balances", "rising", "CASH"),
    ("paid_to_limit", "rising", "CASH"),
    ("paid_lately", "rising", "CASH"),
    ("paid_in_all", "rising", "CASH"),
    ("months_unpaid", "falling", "CASH"),
    ("room", "rising", "AMT"),
    ("spent_1", "any", "AMT"),
    ("spent", "any", "AMT"),
    ("spent_to_limit", "any", "AMT"),
    ("balance_6", "any", "AMT"),
)
"""Facts, directions and reasons. Whoever pays more, owes less or is late less never has fewer
points for it; only what was bought, and what was owed half a year ago, which paying does not
change, is left as the data has it."""
_SAMPLE = {
    "en": "30,000 card accounts of a Taiwanese bank, April to September 2005; bad = default in "
    "the next month.",
    "zh": "台湾某银行 30,000 个信用卡账户，2005 年 4 月至 9 月；坏客户指次月违约。",
}


def develop_behaviour(table: pl.DataFrame, text: str) -> Developed:
    """The behaviour card's new text, made from the accounts; its upper part stays.

    Raises pl.exceptions.ColumnNotFoundError where the table is another one.
    """
    raw = tomllib.loads(text, parse_float=Decimal)
    derived = {name: Derived.model_validate(entry) for name, entry in raw["derived"].items()}
    frame = with_behaviour_facts(_inputs(table), derived, tuple(raw["inputs"]))
    bad = table[_TARGET].cast(pl.Float64).to_numpy().astype(np.float64)
    fields = [Field(name, is_number=True, direction=way) for name, way, _reason in _FIELDS]
    qualities = _tried(frame, bad, fields)
    card = _card(frame, bad, fields)
    qualities = (*qualities, measure("all rows, as fitted", card, frame, bad))
    score = card.score(frame)
    near = frame.filter(pl.Series(np.abs(score - np.median(score)) <= 15))
    wording = {name: Wording(_label(name, derived), "behaviour", why) for name, _w, why in _FIELDS}
    means = Means(of_all=card.means(frame), of_near=card.means(near))
    made = card_text(card, means, wording, Sample(_SAMPLE, 1, {}), model_card(qualities))
    return Developed(with_card(text, made), card, qualities)


def _inputs(table: pl.DataFrame) -> pl.DataFrame:
    months = range(1, 7)
    return table.select(
        credit_limit=pl.col("LIMIT_BAL"),
        **{f"status_{n}": pl.col(name) for n, name in zip(months, _STATUS, strict=True)},
        **{f"balance_{n}": pl.col(f"BILL_AMT{n}") for n in months},
        **{f"payment_{n}": pl.col(f"PAY_AMT{n}") for n in months},
    )


def _tried(frame: pl.DataFrame, bad: Floats, fields: Sequence[Field]) -> tuple[Quality, ...]:
    parts = [
        measure(
            f"fold {number + 1} of 5",
            _card(frame[train], bad[train], fields),
            frame[test],
            bad[test],
        )
        for number, (train, test) in enumerate(folds(bad, 5))
    ]
    return (*parts, mean_quality("five folds, mean", parts))


def _card(frame: pl.DataFrame, bad: Floats, fields: Sequence[Field]) -> PointsCard:
    return make_card(fit(frame, bad, fields), Rows.of(frame, bad))


def _label(name: str, derived: Mapping[str, Derived]) -> Mapping[str, str]:
    return derived[name].label.both() if name in derived else _INPUT_WORDS[name]
