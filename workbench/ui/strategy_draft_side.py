"""A next version in a form: figures changed, past decisions that would flip, then proposed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, plural
from workbench.ui import strategy_asks, theme
from workbench.ui.buttons import KeyButton, button
from workbench.ui.fields import HEIGHT, day_field
from workbench.ui.jobs import Jobs
from workbench.ui.labels import heading, label, repolish
from workbench.ui.layouts import card, clear, column, pane, row, scrolled
from workbench.ui.notices import ProblemBar
from workbench.ui.strategy_changes import ChangesCard
from workbench.ui.strategy_figures import GROUPS, Figure, figures_of
from workbench.ui.words import again, say, spoken

if TYPE_CHECKING:
    from workbench.scoring.strategy import Strategy
    from workbench.workflow.desk import Desk
    from workbench.workflow.strategies import Difference, Listed

_FIELD, _WIDEST = 104, 900


class DraftSide(QWidget):
    """The form at the left, what it would do at the right. `proposed` tells of a new proposal."""

    proposed = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._strategy: Strategy | None = None
        self._asked = 0
        self.fields: dict[tuple[str, ...], QLineEdit] = {}
        self._figures: dict[tuple[str, ...], Figure] = {}
        self.version, self.first_day = _version_field(), day_field(N_("In force from"))
        self.look = button(N_("See what would change"), self.see, icon="eye")
        self.propose = KeyButton(N_("Propose"), "Ctrl ⏎", "check", primary=True)
        self.propose.clicked.connect(lambda _checked=False: self.hand_in())
        self.reset = button(N_("Start over"), self.start_over, icon="undo")
        self.problems, self.changes = ProblemBar(), ChangesCard()
        self._lay()
        again(self, self._say_state)

    def _lay(self) -> None:
        self._form = QVBoxLayout()
        self._form.setContentsMargins(18, 2, 10, 18)
        self._form.setSpacing(10)
        named = QGridLayout()
        named.setVerticalSpacing(8)
        rows = ((N_("New version"), self.version), (N_("In force from"), self.first_day))
        for at, (name, field) in enumerate(rows):
            named.addWidget(label(name, ink="text2"), at, 0)
            named.addWidget(field, at, 1)
        named.setColumnStretch(0, 1)
        rest = label(
            N_("A second person publishes it. Until then nothing changes."), ink="text2", wrap=True
        )
        self.state = label(ink="text2", wrap=True)
        foot = column(named, self.state, row(self.reset, None, self.propose), rest, gap=10)
        foot.setContentsMargins(16, 12, 16, 14)
        right = column(row(self.look, None), self.changes, card(foot), gap=10)
        right.setContentsMargins(6, 2, 18, 18)
        right.setStretch(1, 1)
        side = pane(right)
        side.setFixedWidth(max(384, theme.grown(300)))
        figures = scrolled(self._form)
        figures.setMaximumWidth(theme.grown(_WIDEST))  # a name and its figure are read together
        whole = row(figures, side, None, gap=0)
        whole.setStretch(0, 10_000)  # all the room there is, before any is left over
        layout = column(row(self.problems, margins=(18, 0, 18, 0)), whole, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_strategy(self, strategy: Strategy) -> None:
        """Start from this strategy; what was typed for another is let go."""
        if self._strategy is None or strategy.sha256 != self._strategy.sha256:
            self._strategy = strategy
            self.start_over()

    def start_over(self) -> None:
        """Every figure as it is in force now."""
        if self._strategy is None:
            return
        self._asked += 1
        self.version.setText(next_version(self._strategy.version))
        self.first_day.setDate(QDate.currentDate())
        self._figures = {figure.path: figure for figure in figures_of(self._strategy)}
        self.fields = {path: self._field(figure) for path, figure in self._figures.items()}
        clear(self._form)
        for group in GROUPS:
            figures = [figure for figure in self._figures.values() if figure.group == group]
            if figures:
                self._form.addWidget(self._group(group, figures))
        self._form.addStretch(1)
        self.problems.hide()
        self.changes.show_nothing()
        self._say_state()

    def _group(self, title: str, figures: list[Figure]) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for at, figure in enumerate(figures):
            name = label(figure.name, wrap=True)
            if figure.source:
                name.setToolTip(figure.source)
            said = [label(figure.rule, ink="text3", scale=0.92, wrap=True)] if figure.rule else []
            grid.addLayout(column(name, *said, gap=1), at, 0)
            grid.addWidget(self.fields[figure.path], at, 1)
        grid.setColumnStretch(0, 1)
        inner = column(heading(title), gap=8, margins=(16, 12, 16, 14))
        inner.addLayout(grid)
        return card(inner)

    def _field(self, figure: Figure) -> QLineEdit:
        made = QLineEdit(figure.text())
        made.setFixedSize(theme.grown(_FIELD), HEIGHT)
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        made.setFont(theme.font(1.0, tabular=True))
        say(made, made.setAccessibleName, figure.name)
        made.textEdited.connect(lambda _text: self._on_edited(figure.path))
        made.returnPressed.connect(self.see)
        return made

    def _on_edited(self, path: tuple[str, ...]) -> None:
        field, figure = self.fields[path], self._figures[path]
        value = figure.read(field.text())
        wrong = value is None
        field.setProperty("wrong", wrong)
        field.setFont(
            theme.font(
                1.0, theme.REGULAR if value == figure.value else theme.SEMIBOLD, tabular=True
            )
        )
        field.setToolTip(
            _("Enter a figure such as {example}.", example=figure.text()) if wrong else ""
        )
        repolish(field)
        self._say_state()

    def values(self) -> dict[tuple[str, ...], Decimal]:
        """The figures that differ from the strategy's own."""
        changed = {}
        for path, field in self.fields.items():
            value = self._figures[path].read(field.text())
            if value is not None and value != self._figures[path].value:
                changed[path] = value
        return changed

    def is_whole(self) -> bool:
        """Whether every field holds a figure."""
        return all(self._figures[p].read(f.text()) is not None for p, f in self.fields.items())

    def _say_state(self) -> None:
        changed, whole = len(self.values()), self.is_whole()
        self.look.setEnabled(whole and changed > 0)
        self.propose.setEnabled(whole and changed > 0)
        if not whole:
            self.state.setText(self._first_wrong())
        elif not changed:
            self.state.setText(_("Change a figure to make a new version of it."))
        else:
            said = plural("{n} figure is changed.", "{n} figures are changed.", changed)
            self.state.setText(said)

    def _first_wrong(self) -> str:
        for path, field in self.fields.items():
            figure = self._figures[path]
            if figure.read(field.text()) is None:
                return _(
                    "“{rule}”: “{value}” is not a figure. Enter one such as {example}.",
                    rule=spoken(figure.name),
                    value=field.text(),
                    example=figure.text(),
                )
        return ""

    def _draft(self) -> strategy_asks.Draft:
        assert self._strategy is not None
        day = self.first_day.date().toPython()
        return strategy_asks.Draft(
            self._strategy.source_text,
            self.version.text().strip(),
            {**self.values(), ("effective_from",): day},
        )

    def see(self) -> None:
        """Show each change with the past cases it would flip."""
        if self._strategy is None or not self.look.isEnabled():
            return
        self._asked += 1
        asked, draft = self._asked, self._draft()
        self._jobs.start(
            self,
            lambda _step: strategy_asks.difference(self._desk, draft),
            lambda found: self._on_seen(found, asked),
            self.problems.show_error,
            title=N_("Trying the changes on past cases"),
            reads=True,
        )

    def _on_seen(self, found: Difference, asked: int) -> None:
        if asked == self._asked:
            self.problems.hide()
            self.changes.show_difference(found)

    def hand_in(self) -> None:
        """Propose the new version; a second person publishes it."""
        if self._strategy is None or not self.propose.isEnabled():
            return
        draft = self._draft()
        self._jobs.start(
            self,
            lambda _step: strategy_asks.propose(self._desk, draft),
            self._on_proposed,
            self._on_refused,
            title=N_("Proposing a strategy"),
        )

    def _on_proposed(self, listed: Listed) -> None:
        self.problems.hide()
        self.start_over()
        self.proposed.emit(listed.strategy.sha256)

    def _on_refused(self, error: WorkbenchError) -> None:
        self.problems.show_error(error)


def next_version(version: str) -> str:
    """The version after this one: "1.0" is followed by "1.1"."""
    parts = version.split(".")
    return ".".join([*parts[:-1], str(int(parts[-1]) + 1)])


def _version_field() -> QLineEdit:
    made = QLineEdit()
    made.setFixedSize(theme.grown(_FIELD + 20), HEIGHT)
    say(made, made.setAccessibleName, N_("New version"))
    return made
