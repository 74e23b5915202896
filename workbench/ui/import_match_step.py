"""Step 2 of an import: which fact each column of the file holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QInputDialog, QWidget

from workbench.credit.facts import Fact, Kind, dictionary
from workbench.i18n import N_, _, plural
from workbench.ui import icons, theme
from workbench.ui.buttons import button
from workbench.ui.import_fact_picker import FactPicker
from workbench.ui.labels import heading, label
from workbench.ui.layouts import clear, column, pane, row, scrolled
from workbench.ui.notices import remark
from workbench.ui.table import Column, TableModel, TableView
from workbench.ui.tabs import Tabs
from workbench.ui.words import again, say

_VCENTRE = Qt.AlignmentFlag.AlignVCenter
SIDE = 300
CONFIDENCE = {
    "exact": ("check", "approve", N_("Exact")),
    "likely": ("refer", "refer", N_("Likely, check it")),
    "chosen": ("user", "accent_text", N_("Chosen by you")),
    "none": ("minus", "text3", N_("Not used")),
}
"""Icon, ink and words for how sure a match is."""


UNIT_WORDS = {
    "": N_("as written"),
    "percent_points": N_("in percent"),
    "thousand": N_("in thousands"),
    "ten_thousand": N_("in ten thousands (万)"),
    "hundred_million": N_("in hundred millions (亿)"),
    "months": N_("in months"),
    "years": N_("in years"),
}
"""How the numbers of a column are meant."""
_UNITS = {
    Kind.MONEY: ("", "thousand", "ten_thousand", "hundred_million"),
    Kind.RATIO: ("", "percent_points"),
    Kind.DURATION: ("", "months", "years"),
}


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A column of the file and the fact it is taken for.

    `confidence` is a key of CONFIDENCE, `unit` one of UNIT_WORDS.
    """

    letter: str
    header: str
    samples: tuple[str, ...]
    fact: str | None
    confidence: str
    unit: str = ""

    def units(self) -> tuple[str, ...]:
        """How the numbers of this column can be meant; empty where there is no choice."""
        fact = _fact(self)
        return _UNITS.get(fact.kind, ()) if fact else ()

    def kind(self) -> str:
        """The tab this line belongs to: "matched", "look" or "ignored"."""
        if self.fact is None:
            return "ignored"
        return "look" if self.confidence == "likely" else "matched"


def _paint_check(painter: QPainter, box: QRectF, line: MatchLine) -> None:
    name, ink, words = CONFIDENCE[line.confidence if line.fact else "none"]
    picture = icons.pixmap(name, 15, ink, painter.device().devicePixelRatio())
    painter.drawPixmap(box.topLeft() + _down(box, 15), picture)
    painter.setFont(theme.font(0.96, theme.MEDIUM))
    painter.setPen(theme.colour(ink))
    painter.drawText(box.adjusted(22, 0, 0, 0), _VCENTRE, _(words))


def _check_words(line: MatchLine) -> str:
    words = _(CONFIDENCE[line.confidence if line.fact else "none"][2])
    return f"{words} · {_(UNIT_WORDS[line.unit])}" if line.fact and line.unit else words


def _paint_fact(painter: QPainter, box: QRectF, line: MatchLine) -> None:
    field = box.adjusted(-2, 4, 0, -4)
    painter.setPen(QPen(theme.colour("line_strong"), 1))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(field.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    font = theme.font(1.0, theme.MEDIUM if line.fact else theme.REGULAR)
    painter.setFont(font)
    painter.setPen(theme.colour("text" if line.fact else "text3"))
    words = field.adjusted(9, 0, -26, 0)
    short = QFontMetrics(font).elidedText(
        _fact_words(line), Qt.TextElideMode.ElideRight, int(words.width())
    )
    painter.drawText(words, _VCENTRE, short)
    arrow = icons.pixmap("chevron_down", 14, "text2", painter.device().devicePixelRatio())
    painter.drawPixmap(field.topRight() + _down(field, 14, -22), arrow)


def _down(box: QRectF, size: int, across: int = 0) -> QPointF:
    return QPointF(across, (box.height() - size) / 2)


def _fact_words(line: MatchLine) -> str:
    fact = _fact(line)
    return fact.text() if fact else _("Ignore this column")


def _fact(line: MatchLine) -> Fact | None:
    known = dictionary()
    return known[line.fact] if line.fact and line.fact in known else None


def _samples(line: MatchLine) -> str:
    return "  ·  ".join(line.samples)


COLUMNS: tuple[Column[MatchLine], ...] = (
    Column("letter", "", lambda m: m.letter, width=48, ink="text3"),
    Column(
        "header",
        N_("Column in the file"),
        lambda m: m.header,
        width=170,
        stretch=True,
        strong=True,
        tip=lambda m: m.header,
    ),
    Column("samples", N_("First values"), _samples, stretch=True, ink="text2", tip=_samples),
    Column("fact", N_("Goes to"), _fact_words, width=236, paint=_paint_fact, tip=_fact_words),
    Column("check", N_("Match"), _check_words, width=150, paint=_paint_check, tip=_check_words),
)
_FACT_COLUMN = 3


class MatchStep(QWidget):
    """The columns of the file beside the facts they are taken for; what is needed on top."""

    fact_chosen = Signal(str, object)
    """Letter of the column and the fact (None: ignore it)."""
    unit_chosen = Signal(str, str, str)
    """Letter of the column, its fact, and how its numbers are meant."""
    profile_chosen = Signal(str)
    profile_saved = Signal(str)
    own_fact_wanted = Signal(str)
    """The letter of a column that is to become a fact of the lender's own."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[MatchLine, ...] = ()
        self._needed: tuple[str, ...] = ()
        self.model = TableModel(COLUMNS)
        self.table = TableView(self.model, N_("Columns of the file"))
        self.picker = FactPicker(self)
        self.tabs = Tabs(
            (
                ("all", N_("All columns")),
                ("look", N_("To check")),
                ("matched", N_("Matched")),
                ("ignored", N_("Ignored")),
            ),
            N_("Columns shown"),
        )
        self.profiles = QComboBox()
        for part in (self.profiles, self.profiles.view()):
            say(part, part.setAccessibleName, N_("Profile"))
        self.unit = QComboBox()
        for part in (self.unit, self.unit.view()):
            say(part, part.setAccessibleName, N_("How its numbers are meant"))
        self.unit_title = label(weight=theme.SEMIBOLD, wrap=True)
        self.own_title = label(ink="text2", wrap=True)
        self.needed = column(gap=8)
        self.summary = label(ink="text2", wrap=True)
        self.setLayout(self._lay_out())
        self.tabs.chosen.connect(lambda _tab: self._show_tab())
        self.table.opened.connect(lambda _line: self.choose_fact(self.table.currentIndex()))
        self.table.clicked.connect(self._on_clicked)
        self.profiles.activated.connect(self._on_profile)
        self.table.picked.connect(self._show_unit)
        self.unit.activated.connect(self._on_unit)
        again(self, self._refresh)

    def show_lines(self, lines: Sequence[MatchLine], needed: Sequence[str]) -> None:
        """Show the matching; `needed` are required facts that no column holds yet."""
        self._lines, self._needed = tuple(lines), tuple(needed)
        self._refresh()

    def show_profiles(self, names: Sequence[str], current: str = "") -> None:
        """The profiles that can be chosen, and the one this matching came from."""
        self.profiles.clear()
        self.profiles.addItem(_("By name and values"), "")
        for name in names:
            self.profiles.addItem(name, name)
        self.profiles.setCurrentIndex(max(0, self.profiles.findData(current)))

    def choose_fact(self, index: QModelIndex) -> None:
        """Open the list of facts under a line."""
        if not index.isValid():
            return
        line = self.model.row(index.row())
        cell = self.table.visualRect(self.model.index(index.row(), _FACT_COLUMN))
        at = self.table.viewport().mapToGlobal(cell.bottomLeft())
        taken = frozenset(other.fact for other in self._lines if other.fact)
        self.picker.ask(at, line.fact, taken, lambda fact: self.fact_chosen.emit(line.letter, fact))

    def _lay_out(self) -> QHBoxLayout:
        top = row(self.tabs, None, margins=(12, 10, 12, 8))
        left = column(top, self.table, gap=0)
        save = button(N_("Save as profile…"), self._on_save, icon="save")
        self.own = button(N_("Make it an own fact…"), self._on_own, icon="plus")
        self.own.hide()
        side = column(
            heading(N_("Still needed")),
            self.needed,
            10,
            self.unit_title,
            self.unit,
            self.own_title,
            self.own,
            10,
            heading(N_("Profile")),
            self.profiles,
            save,
            self.summary,
            None,
            margins=(16, 16, 16, 16),
            gap=8,
        )
        right = pane(column(scrolled(side), gap=0), "side")
        right.setFixedWidth(theme.grown(SIDE))
        layout = row(pane(left, "surface"), right, gap=0)
        layout.setStretch(0, 1)
        return layout

    def _refresh(self) -> None:
        counts = {"all": len(self._lines), "look": 0, "matched": 0, "ignored": 0}
        for line in self._lines:
            counts[line.kind()] += 1
        self.tabs.set_counts(counts)
        self._show_tab()
        self._show_needed()
        ignored = [line.header or line.letter for line in self._lines if line.fact is None]
        self.summary.setText(
            plural(
                "{n} column is not used: {names}",
                "{n} columns are not used: {names}",
                len(ignored),
                names=", ".join(ignored),
            )
            if ignored
            else ""
        )

    def _show_tab(self) -> None:
        tab = self.tabs.current()
        at = self.table.current_row()
        for part in (self.unit, self.unit_title, self.own, self.own_title):
            part.hide()
        self.model.show_rows([m for m in self._lines if tab in ("all", m.kind())])
        self.table.select_row(max(0, min(at, self.model.rowCount() - 1)))

    def _show_unit(self, line: MatchLine) -> None:
        self.own.setVisible(line.fact is None)
        self.own_title.setVisible(line.fact is None)
        self.own_title.setText(
            _(
                "“{column}” is kept with every row as it stands. Made an own fact, it is checked, "
                "shown and exported like the others, and strategies can read it.",
                column=line.header or line.letter,
            )
        )
        units = line.units()
        self.unit.setVisible(bool(units))
        self.unit_title.setVisible(bool(units))
        self.unit_title.setText(_("Numbers of “{column}”", column=line.header or line.letter))
        self.unit.clear()
        for unit in units:
            self.unit.addItem(_(UNIT_WORDS[unit]), unit)
        self.unit.setCurrentIndex(max(0, self.unit.findData(line.unit)))

    def _on_unit(self, at: int) -> None:
        line = self.model.row(self.table.current_row())
        self.unit_chosen.emit(line.letter, line.fact or "", str(self.unit.itemData(at)))

    def _show_needed(self) -> None:
        clear(self.needed)
        for fact in self._needed:
            words = _("{fact}: choose the column that holds it.", fact=dictionary()[fact].text())
            self.needed.addWidget(remark("refer", "refer", words))
        if not self._needed:
            words = _("Every required fact has its column.")
            self.needed.addWidget(remark("check", "approve", words))

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == _FACT_COLUMN:
            self.choose_fact(index)

    def _on_profile(self, at: int) -> None:
        self.profile_chosen.emit(str(self.profiles.itemData(at)))

    def _on_own(self) -> None:
        self.own_fact_wanted.emit(self.model.row(self.table.current_row()).letter)

    def _on_save(self) -> None:
        name, given = QInputDialog.getText(
            self,
            _("Save as profile"),
            _("Name of the profile. A file with the same columns is matched by it from now on."),
            text=str(self.profiles.currentData() or ""),
        )
        if given and name.strip():
            self.profile_saved.emit(name.strip())
