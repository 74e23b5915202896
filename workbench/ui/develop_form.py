"""What a development is asked: the file, the outcome's column, time, and what to leave out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from workbench.i18n import N_, _, plural
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.develop_options import Held, Options, ask_options
from workbench.ui.fields import choice_field
from workbench.ui.labels import Elided, label
from workbench.ui.layouts import clear, column, scrolled
from workbench.ui.words import Text, again, say

if TYPE_CHECKING:
    from workbench.workflow.develop import Wish
    from workbench.workflow.developing import Offered

_WIDE = 268


class DevelopForm(QWidget):
    """The questions at the left. `asked` tells that another book or outcome was chosen."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self._offered: Offered | None = None
        self.choose = button(N_("Choose a spreadsheet…"), icon="folder")
        self.file, self.rows = Elided(), label(ink="text2", scale=0.94)
        self.outcome = choice_field(N_("Outcome column"), _WIDE)
        self.time = choice_field(N_("Column of dates"), _WIDE)
        self.holdout = QLineEdit()
        self.holdout.setFixedSize(theme.grown(_WIDE), 32)
        say(self.holdout, self.holdout.setAccessibleName, N_("Hold back rows from"))
        self.left_out: dict[str, QCheckBox] = {}
        self._boxes = column(gap=2)
        self._listed = scrolled(column(self._boxes, None))
        self._listed.setMinimumHeight(110)
        say(self._listed, self._listed.setAccessibleName, N_("Columns to leave out"))
        self.product = choice_field(N_("Product of the draft"), _WIDE)
        self.options = Options()
        self.suspects: tuple[str, ...] = ()
        self.more = button(N_("More options…"), self._ask_options, icon="settings")
        self.go = button(N_("Develop the card"), role="primary", icon="play", height=36)
        self.stop = button(N_("Stop"), icon="stop", height=36)
        self.stop.hide()
        self._lay()
        for combo in (self.outcome, self.time):
            combo.activated.connect(lambda _at: self._on_column())
        again(self, self._on_language)
        self.show_busy(busy=False)

    def _lay(self) -> None:
        fields: tuple[tuple[Text, QWidget], ...] = (
            (N_("Which column tells bad from good"), self.outcome),
            (N_("Column of dates, for drift"), self.time),
            (N_("Hold back rows from"), self.holdout),
            (N_("Columns to leave out"), self._listed),
            (N_("Rules and prices for the draft from"), self.product),
        )
        asked = [column(label(words, ink="text2"), field, gap=4) for words, field in fields]
        layout = column(
            self.choose, self.file, self.rows, *asked, self.more, 4, self.go, self.stop,
            gap=9, margins=(16, 14, 16, 14),
        )  # fmt: skip
        layout.setStretch(6, 1)
        self.setLayout(layout)

    def show_products(self, products: list[tuple[str, str]]) -> None:
        """The products whose policy a draft may take: word and name."""
        kept = self.product.currentData()
        self.product.clear()
        for word, name in products:
            self.product.addItem(name, word)
        self.product.setCurrentIndex(max(0, self.product.findData(kept)))

    def show_book(self, path: Path, offered: Offered) -> None:
        """Offer the columns of a book that was read."""
        self.path, self._offered = path, offered
        self.options = Options()
        self.file.show_text(path.name)
        self.outcome.clear()
        others = [name for name in offered.columns if name not in offered.outcomes]
        for name in (*offered.outcomes, *others):
            self.outcome.addItem(name, name)
        self._fill_times(offered)
        clear(self._boxes)
        self.left_out = {name: QCheckBox(name) for name in offered.columns}
        for box in self.left_out.values():
            box.clicked.connect(lambda _checked=False: self.asked.emit())
            self._boxes.addWidget(box)
        self._on_language()
        self.show_busy(busy=False)
        self._on_column()

    def wish(self) -> Wish:
        """What is asked, as the workflow takes it."""
        from workbench.workflow.develop import Wish

        target = str(self.outcome.currentData() or "")
        out = [name for name, box in self.left_out.items() if box.isChecked() and name != target]
        time = str(self.time.currentData() or "") or None
        wish = Wish(
            target=target,
            exclude=tuple(name for name in out if name != time),
            time=time,
            holdout=self.holdout.text().strip() or None if time else None,
            product=str(self.product.currentData() or ""),
        )
        return self.options.put_into(wish)

    def use_options(self, options: Options) -> None:
        """Take these options; how many are not the usual ones stands on the button."""
        self.options = options
        self._on_language()
        self.asked.emit()

    def _ask_options(self) -> None:
        if self._offered is None:
            return
        words = self._offered.words.get(str(self.outcome.currentData()), ())
        held = Held(words, self.suspects, self._offered.rivals)
        chosen = ask_options(self, self.options, held)
        if chosen is not None:
            self.use_options(chosen)

    def show_busy(self, *, busy: bool) -> None:
        """While a card is made only stopping is offered."""
        has_book = self.path is not None
        for each in (self.outcome, self.time, self._listed, self.product, self.more, self.go):
            each.setEnabled(has_book and not busy)
        self.choose.setEnabled(not busy)
        self.go.setVisible(not busy)
        self.stop.setVisible(busy)
        self._allow_holdout(has_book and not busy)

    def _fill_times(self, offered: Offered) -> None:
        self.time.clear()
        self.time.addItem(_("None"), "")
        for name in offered.times:
            self.time.addItem(name, name)
        self.time.setCurrentIndex(1 if offered.times else 0)

    def _allow_holdout(self, allowed: bool) -> None:
        self.holdout.setEnabled(allowed and bool(self.time.currentData()))

    def _on_column(self) -> None:
        self._allow_holdout(self.path is not None)
        told = {self.outcome.currentData(), self.time.currentData()}
        for name, box in self.left_out.items():
            box.setHidden(name in told)
        self.asked.emit()

    def _on_language(self) -> None:
        self.holdout.setPlaceholderText(_("such as 2024-07"))
        if self.time.count():
            self.time.setItemText(0, _("None"))
        if self._offered is not None:
            count = self.options.count()
            more = plural("More options ({n} set)…", "More options ({n} set)…", count)
            self.more.setText(more if count else _("More options…"))
            self.rows.setText(plural("{n} row", "{n} rows", self._offered.rows))
