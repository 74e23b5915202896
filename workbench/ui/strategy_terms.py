"""The parts of a strategy's document about money: affordability, price and limit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from workbench.i18n import N_, _, money, percent, pick
from workbench.ui import theme
from workbench.ui.case_words import FactWords
from workbench.ui.labels import heading, label, shown
from workbench.ui.layouts import Item, card, column, row
from workbench.ui.source_words import source_words
from workbench.ui.strategy_words import condition_words
from workbench.ui.words import Text

if TYPE_CHECKING:
    from workbench.scoring.strategy import Strategy
    from workbench.scoring.strategy_format import LimitTerm


def part_card(title: Text, *items: Item, hint: Text = "") -> QFrame:
    """A part of the document under its heading."""
    return card(column(heading(title, hint), 4, *items, gap=4, margins=(18, 12, 18, 14)))


def named_line(name: Text, value: str, *, wide: int = 250) -> Item:
    """A name, and what the strategy says of it, which can be marked and copied."""
    said = label(name, ink="text2")
    said.setFixedWidth(theme.grown(wide))
    told = shown(value, wrap=True)
    told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    layout = row(said, told, gap=12)
    layout.setStretch(1, 1)
    return layout


def amount_words(amount: Decimal | None, strategy: Strategy) -> str:
    """An amount in the strategy's currency, with cents only where it has some; "–" for none."""
    if amount is None:
        return "–"
    places = 0 if amount == amount.to_integral_value() else 2
    return money(amount, strategy.currency, places=places)


def room_and_price(strategy: Strategy) -> Iterable[QWidget]:
    """A card each for affordability, price and limit."""
    room, price, names = strategy.affordability, strategy.price, FactWords(strategy.derived)
    yield part_card(
        N_("Affordability"),
        named_line(N_("Debt service at most"), percent(room.cap)),
        named_line(N_("Share of"), names.label(room.income)),
        named_line(N_("Existing obligations"), names.label(room.existing)),
        named_line(
            N_("Under stress"),
            _(
                "rate up {up}, income down {down}: at most {cap}",
                up=percent(room.stress.rate_up),
                down=percent(room.stress.income_down),
                cap=percent(room.stress.cap),
            ),
        ),
        named_line(N_("Left each month at least"), amount_words(room.residual_floor, strategy)),
        named_line(N_("Source"), source_words(room.source)),
    )
    basis = N_("nominal, monthly rest") if price.legal_cap_basis == "nominal" else N_("compounded")
    yield part_card(
        N_("Price"),
        named_line(N_("Funding"), percent(price.funding, places=2)),
        named_line(N_("Loss given default"), percent(price.loss_given_default)),
        named_line(N_("Cost"), percent(price.cost, places=2)),
        named_line(
            N_("Capital"),
            _(
                "{capital} at a hurdle of {hurdle}",
                capital=percent(price.capital),
                hurdle=percent(price.hurdle),
            ),
        ),
        named_line(
            N_("Legal cap"),
            _("{rate} ({basis})", rate=percent(price.legal_cap, places=2), basis=_(basis)),
        ),
        named_line(
            N_("Above the cap"),
            _("smaller amount or shorter term, else declined")
            if price.cap_reason
            else _("cut to the cap and referred"),
        ),
        named_line(N_("Source"), source_words(price.legal_cap_source)),
    )
    yield _limitpart_card(strategy)


def _limitpart_card(strategy: Strategy) -> QFrame:
    lines = [
        named_line(partial(pick, term.label.both()), _limit_words(term, strategy))
        for term in strategy.limit.terms
    ]
    step = _("rounded down to {step}", step=amount_words(strategy.limit.step, strategy))
    return part_card(
        N_("Limit"),
        *lines,
        label(
            N_("and what the applicant can carry each month, and the amount requested"),
            ink="text2",
        ),
        hint=lambda: _("the least of these") + _(", ") + step,
    )


def _limit_words(term: LimitTerm, strategy: Strategy) -> str:
    if term.amount is not None:
        return amount_words(term.amount, strategy)
    if term.formula is not None:
        return condition_words(term.formula, strategy.derived)
    if term.loss_budget is not None:
        return _("expected loss of {amount}", amount=amount_words(term.loss_budget, strategy))
    limits = [(g.name, g.limit) for g in strategy.grades if g.limit is not None]
    return " · ".join(f"{name} {amount_words(limit, strategy)}" for name, limit in limits)
