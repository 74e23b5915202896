"""Filters as chips: added from a menu, taken off with a click, kept until they are cleared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from workbench.i18n import N_, _, number, percent
from workbench.ui.buttons import button
from workbench.ui.layouts import clear, row
from workbench.ui.window_memory import keep_words, words_kept
from workbench.ui.words import again

Filter = tuple[str, Any]
"""("amount_from", Decimal(10000)): a name the queue knows, and its bound."""

MINE = "@mine"
"""Stands for who sits here, in a filter that is kept."""

OFFERED: tuple[tuple[str, str, tuple[Filter, ...]], ...] = (
    (
        N_("Amount"),
        N_("Amount ≥ {value}"),
        tuple(("amount_from", Decimal(n)) for n in (5_000, 10_000, 20_000, 50_000, 100_000)),
    ),
    (
        N_("Debt service"),
        N_("Debt service ≥ {value}"),
        tuple(("dsr_from", Decimal(n) / 100) for n in (30, 40, 50)),
    ),
    (
        N_("Advice"),
        N_("Advice: {value}"),
        tuple(("advice", w) for w in ("approve", "counter_offer", "refer", "decline")),
    ),
    (N_("Casework"), N_("Held by {value}"), (("held_by", MINE), ("held_by", ""))),
)
"""What can be filtered by: heading, the chip's words, and the values offered."""


def filter_words(chosen: Filter) -> str:
    """A filter as its chip says it: "Amount ≥ 10,000"."""
    words = next(said for _title, said, values in OFFERED if chosen in values)
    return _(words, value=_value_words(chosen))


def _value_words(chosen: Filter) -> str:
    from workbench.credit.status import Outcome, outcome_word

    name, value = chosen
    if name == "held_by":
        return _("me") if value == MINE else _("nobody")
    if name == "advice":
        return outcome_word(Outcome(value))
    return percent(value, places=0) if name.startswith("dsr") else number(value)


def kept_word(chosen: Filter) -> str:
    """A filter as it is written down: "amount_from=10000"."""
    return f"{chosen[0]}={chosen[1]}"


def recalled(words: Sequence[str]) -> list[Filter]:
    """The filters that were written down so, as far as they are still offered."""
    known = {kept_word(each): each for _t, _w, values in OFFERED for each in values}
    return [known[word] for word in words if word in known]


class FilterChips(QWidget):
    """The filters in force, and a menu to add one. `changed` tells that they are others now."""

    changed = Signal()

    def __init__(self, officer: Callable[[], str] = str) -> None:
        super().__init__()
        self._officer = officer
        self._chosen: list[Filter] = []
        self._shown: list[QPushButton] = []
        self._groups: list[QMenu] = []
        self.add = button(N_("Filter"), role="chip", icon="plus", height=26)
        self._menu = QMenu(self)
        self.add.setMenu(self._menu)
        self._chips = row(gap=6)
        self.setLayout(row(self._chips, self.add, gap=6))
        self._chosen = recalled(words_kept("queue/filters"))
        self._put_chips()
        self._fill_menu()
        again(self, self._fill_menu)
        again(self, self._put_chips)

    def filters(self) -> tuple[Filter, ...]:
        """The filters in force, as the queue knows them: "mine" is who sits here now."""
        return tuple((n, self._officer() if v == MINE else v) for n, v in self._chosen)

    def chosen(self) -> tuple[Filter, ...]:
        """The filters in force, as they are kept."""
        return tuple(self._chosen)

    def put(self, filters: Sequence[Filter]) -> None:
        """Put these in force in place of all others, without telling."""
        self._chosen = list(filters)
        self._show()

    def add_filter(self, chosen: Filter) -> None:
        """Put a filter in force, in the place of another of its name."""
        self._chosen = [kept for kept in self._chosen if kept[0] != chosen[0]] + [chosen]
        self._show()
        self.changed.emit()

    def take_off(self, chosen: Filter) -> None:
        """Take a filter off."""
        self._chosen.remove(chosen)
        self._show()
        self.changed.emit()

    def clear(self) -> None:
        """Take all off, without telling."""
        self._chosen = []
        self._show()

    def chips(self) -> list[QPushButton]:
        """The chips shown."""
        return [chip for chip in self._shown if chip.isVisibleTo(self)]

    def _fill_menu(self) -> None:
        self._menu.clear()
        for group in self._groups:
            group.deleteLater()  # clearing a menu leaves its submenus alive
        self._groups = [self._menu.addMenu(_(title)) for title, _words, _values in OFFERED]
        for group, (_title, _words, values) in zip(self._groups, OFFERED, strict=True):
            for value in values:
                group.addAction(filter_words(value), partial(self.add_filter, value))

    def _show(self) -> None:
        keep_words("queue/filters", [kept_word(chosen) for chosen in self._chosen])
        self._put_chips()

    def _put_chips(self) -> None:
        clear(self._chips)
        self._shown = []
        for chosen in self._chosen:
            chip = button(
                partial(filter_words, chosen),
                partial(self.take_off, chosen),
                role="chip-on",
                icon="close",
                tip=N_("Remove this filter"),
                height=26,
            )
            self._chips.addWidget(chip)
            self._shown.append(chip)
