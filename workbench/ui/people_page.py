"""People: who works with this store, in which role, and what each role may decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from workbench.credit.authority import Authority, Matrix
from workbench.credit.roles import Person, PersonState
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, money, number, plural
from workbench.ui.buttons import button
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import Picture, heading, label, set_ink, shown
from workbench.ui.layouts import card, clear, column, row, scrolled
from workbench.ui.notices import Action, Blank, ProblemBar
from workbench.ui.overrides_card import OverridesCard
from workbench.ui.page import Page
from workbench.ui.people_dialogs import PasswordDialog, PersonAnswer, PersonDialog
from workbench.ui.reading import Reading
from workbench.ui.recovery_sheet import OF_KEYRING, OF_PASSWORDS, RecoverySheet
from workbench.ui.table import Column, TableModel, TableView
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk
    from workbench.workflow.key_keeping import KeptKey
    from workbench.workflow.people import Guard

_HEAD, _ROW = 40, 36
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_SIDES = (_LEFT, _RIGHT, _RIGHT, _LEFT, _LEFT)


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as the list shows them."""

    person: Person
    role: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the page shows: everybody, the matrix in force, and how the store is guarded."""

    people: tuple[Person, ...]
    matrix: Matrix
    guard: Guard


def _standing(one: Listed) -> str:
    if one.person.elsewhere:
        return _("Signs on another machine")
    return _("May sign in") if one.person.is_active else _("May no longer sign in")


COLUMNS: tuple[Column[Listed], ...] = (
    Column("shown_name", N_("Name"), lambda one: one.person.shown_name, width=190, strong=True),
    Column("name", N_("Sign-in name"), lambda one: one.person.name, width=130, ink="text2"),
    Column("role", N_("Role"), lambda one: one.role, width=150),
    Column("branch", N_("Branch"), lambda one: one.person.branch, width=120, ink="text2", spare=2),
    Column("title", N_("Title"), lambda one: one.person.title, width=140, ink="text2", spare=1),
    Column("state", N_("Sign-in"), _standing, width=170, stretch=True),
)


class PeoplePage(Page):
    """The list of people with what can be done, the guard of the store, and the matrix."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._known: Known | None = None
        self.problems = ProblemBar()
        self.model: TableModel[Listed] = TableModel(COLUMNS)
        self.table = TableView(self.model, N_("People"))
        self.table.picked.connect(lambda _one: self._tell_buttons())
        self.blank = Blank(
            "user",
            N_("Nobody was added yet"),
            N_("One person works with this store. Add a person, and whoever works here signs in."),
        )
        self.blank.hide()
        self._make_buttons()
        self.overrides = OverridesCard(desk, jobs)
        self._guard_icon = Picture("lock", 18, "text2")
        self._guard_said = label(ink="text2", wrap=True)
        self._rows = QGridLayout()
        body = column(
            self._guard_card(), self._people_card(), self._matrix_card(),
            self.overrides, None,
            gap=12, margins=(18, 16, 18, 16),
        )  # fmt: skip
        trouble = column(self.problems, margins=(18, 10, 18, 0))
        self.setLayout(column(trouble, scrolled(body), gap=0))
        self._reading = Reading(self, N_("Reading who works here"), "user")
        again(self, self._tell)

    def title(self) -> str:
        return _("People")

    def subtitle(self) -> str:
        if self._known is None:
            return ""
        if not self._known.people:
            return _("One person works here; no sign-in is needed")
        n = len(self._known.people)
        return plural("{n} person works with this store", "{n} people work with this store", n)

    def take_focus(self) -> None:
        rows = self.model.rowCount()
        (self.table if rows else self.add).setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        self._reading.ask(self._jobs, lambda _step: known(self._desk), self._on_known)
        self.overrides.refresh()

    def _make_buttons(self) -> None:
        self.add = button(N_("Add a person…"), self._add, role="primary", icon="plus")
        self.case_file = button(N_("Open a sealed case file…"), self._open_file, icon="folder")
        self.change = button(N_("Change…"), self._change, icon="user")
        self.password = button(N_("Set a password…"), self._password, icon="lock")
        self.state = button(N_("Disable"), self._turn)
        self.recovery = button(N_("New recovery code…"), self._new_code)
        self.to_keyring = button(N_("Move it into the keyring"), lambda: self._move("keyring"))
        self.to_file = button(N_("Move it into a file"), lambda: self._move("file"))
        for press in (self.to_keyring, self.to_file):
            press.hide()

    def _guard_card(self) -> QFrame:
        presses = (self.to_keyring, self.to_file, self.recovery)
        words = row(self._guard_icon, self._guard_said, *presses, gap=12)
        words.setStretch(1, 1)
        return card(column(words, margins=(18, 14, 18, 14)))

    def _people_card(self) -> QFrame:
        foot = row(self.add, self.case_file, None, self.change, self.password, self.state, gap=8)
        return card(column(heading(N_("People")), self.blank, self.table, foot, gap=10,
                            margins=(18, 14, 18, 16)))  # fmt: skip

    def _matrix_card(self) -> QFrame:
        self._rows.setHorizontalSpacing(26)
        self._rows.setVerticalSpacing(7)
        hint = N_("on the total exposure of the person and connected people; hard rules: nobody")
        layout = column(heading(N_("What each role may decide"), hint), gap=10,
                        margins=(18, 14, 18, 16))  # fmt: skip
        layout.addLayout(self._rows)
        return card(layout)

    def _on_known(self, found: Known) -> None:
        self._known = found
        self._tell()

    def _tell(self) -> None:
        found = self._known
        if found is None:
            return
        chosen = self._chosen()
        rows = [Listed(one, found.matrix.roles[one.role].text()) for one in found.people]
        self.model.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.blank.setVisible(not rows)
        self.table.setFixedHeight(_HEAD + _ROW * max(3, min(len(rows), 12)))
        at = next((n for n, one in enumerate(rows) if chosen and one.person.id == chosen.id), 0)
        if rows:
            self.table.select_row(at)
        self._tell_guard(found)
        self._tell_matrix(found.matrix)
        self._tell_buttons()
        self.described.emit()

    def _tell_guard(self, found: Known) -> None:
        kept = found.guard
        if not kept.is_file:
            said = _("The store is on a server, which guards it; people sign in with passwords.")
        elif kept.guarded:
            said = _(
                "The store's key is protected by people's passwords and the recovery code. "
                "It takes one of them to read the store."
            )
        elif kept.in_keyring:
            said = _(
                "No password guards the store: its key lies in the keyring of this account of "
                "the computer. Add a person with a password to guard it."
            )
        else:
            said = _(
                "No password guards the store: its key lies in a file that only this account of "
                "the computer can read. Add a person with a password to guard it."
            )
        self._guard_said.setText(said)
        open_ = kept.is_file and not kept.guarded
        set_ink(self._guard_said, "refer" if open_ else "text2")
        self._guard_icon.show_icon("lock", "refer" if open_ else "approve")
        self.recovery.setVisible(kept.guarded or kept.in_keyring)
        self.to_keyring.setVisible(open_ and not kept.in_keyring)
        self.to_file.setVisible(open_ and kept.in_keyring)

    def _tell_matrix(self, matrix: Matrix) -> None:
        clear(self._rows)
        heads = (N_("Role"), N_("Amount"), N_("Below the cut-off"), N_("Sets aside"),
                 N_("Second person"))  # fmt: skip
        for at, head in enumerate(heads):
            self._rows.addWidget(label(head, ink="text3", scale=0.92), 0, at, _SIDES[at])
        held = [one for name, one in matrix.roles.items() if name != matrix.alone]
        for line, role in enumerate(held, 1):
            for at, text in enumerate(_matrix_row(role)):
                ink = "text" if at == 0 else "text2"
                said = shown(text, ink=ink, scale=0.97, tabular=True)
                self._rows.addWidget(said, line, at, _SIDES[at])
        self._rows.setColumnStretch(len(heads), 1)

    def _tell_buttons(self) -> None:
        chosen = self._chosen()
        for press in (self.change, self.password, self.state):
            press.setEnabled(chosen is not None)
        disabled = chosen is not None and not chosen.is_active
        self.state.setText(_("Enable") if disabled else _("Disable"))

    def _chosen(self) -> Person | None:
        at = self.table.current_row()
        rows = self.model.rows()
        return rows[at].person if 0 <= at < len(rows) else None

    def _roles(self) -> list[tuple[str, str]]:
        found = self._known
        if found is None:
            return []
        matrix = found.matrix
        return [(name, one.text()) for name, one in matrix.roles.items() if name != matrix.alone]

    def _add(self, before: PersonAnswer | None = None) -> None:
        said = PersonDialog.ask(self, self._roles(), said=before)
        if said is None:
            return
        new = Person(
            id=0,
            name=said.name,
            shown_name=said.shown_name,
            title=said.title,
            role=said.role,
            branch=said.branch,
            state=PersonState.ACTIVE,
            public_key=said.public_key,
            elsewhere=bool(said.public_key),
        )

        def work(_step: Step) -> str:
            from workbench.workflow import people

            return people.add_person(self._desk, new, said.password)[1]

        self._start(work, self._on_code, lambda: self._add(said))

    def _change(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._change_one(chosen)

    def _change_one(self, chosen: Person, before: PersonAnswer | None = None) -> None:
        said = PersonDialog.ask(self, self._roles(), chosen, before)
        if said is None:
            return
        name = chosen.name
        changes = {
            "shown_name": said.shown_name,
            "title": said.title,
            "branch": said.branch,
            "role": said.role,
        }
        self._start(
            lambda _step: _changed(self._desk, name, changes),
            again_=lambda: self._change_one(chosen, said),
        )

    def _turn(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        name = chosen.name
        state = PersonState.DISABLED if chosen.is_active else PersonState.ACTIVE
        self._start(lambda _step: _changed(self._desk, name, {"state": state.value}))

    def _password(self) -> None:
        chosen, signed = self._chosen(), self._desk.seat.signed
        if chosen is None:
            return
        own = signed is not None and signed.person.id == chosen.id
        said = PasswordDialog.ask(self, own=own)
        if said is None:
            return
        old, new = said
        name = chosen.name

        def work(_step: Step) -> str:
            from workbench.workflow import people

            return people.set_password(self._desk, name, new, old=old)

        def done(code: str) -> None:
            self._on_code(code)
            self.problems.show_done(_("{name} has a new password.", name=chosen.shown_name))

        self._start(work, done, self._password)

    def _open_file(self) -> None:
        from workbench.ui.case_file_dialogs import take_file

        take_file(self, self._desk, self._jobs, self.changed.emit)

    def _new_code(self) -> None:
        def work(_step: Step) -> str:
            from workbench.workflow import people

            return people.new_recovery_code(self._desk)

        in_keyring = self._known is not None and self._known.guard.in_keyring
        what_for = OF_KEYRING if in_keyring else OF_PASSWORDS
        self._start(work, lambda code: self._on_code(code, what_for))

    def _move(self, home: str) -> None:
        def work(_step: Step) -> KeptKey:
            from workbench.storage.keys import KeyHome
            from workbench.workflow import key_keeping

            return key_keeping.move_key(self._desk, KeyHome(home))

        self._jobs.start(self, work, self._on_moved, self._on_refused)

    def _on_moved(self, kept: KeptKey) -> None:
        self._on_code(kept.recovery_code, OF_KEYRING)
        if kept.left:
            self.problems.show_text(kept.left_text())

    def _start(
        self,
        work: Callable[[Step], str],
        done: Callable[[str], object] | None = None,
        again_: Callable[[], object] | None = None,
    ) -> None:
        """`again_` opens the dialog anew, where one had asked, when what it said is refused."""
        actions = [(N_("Go on there"), again_)] if again_ else []
        self._jobs.start(
            self, work, done or self._on_code, lambda error: self._on_refused(error, actions)
        )

    def _on_code(self, code: str, what_for: str = OF_PASSWORDS) -> None:
        self.problems.hide()
        self.changed.emit()
        self.refresh()
        if code:
            RecoverySheet(self, code, what_for).exec()

    def _on_refused(self, error: WorkbenchError, actions: Sequence[Action] = ()) -> None:
        self.problems.show_error(error, actions)
        self.refresh()


def known(desk: Desk) -> Known:
    """Everything the page shows, asked off the GUI thread."""
    from workbench.workflow import people

    return Known(people.everybody(desk), people.matrix(desk), people.guard(desk))


def _changed(desk: Desk, name: str, changes: dict[str, str]) -> str:
    from workbench.workflow import people

    people.change_person(desk, name, **changes)
    return ""


def _matrix_row(role: Authority) -> tuple[str, ...]:
    from workbench.credit.assessment import RuleClass
    from workbench.credit.decision import OverrideDirection
    from workbench.credit.roles import Right

    if not role.rights & {Right.DECIDE}:
        return (role.text(), "–", "–", _("decides nothing"), "")
    amount = _("any amount") if role.amount_most is None else money(role.amount_most, places=0)
    points = _("any") if role.points_below is None else number(role.points_below)
    soft = RuleClass.SOFT in role.sets_aside
    rules = _("soft rules and referrals") if soft else _("referrals")
    if not role.second_person_for:
        second = _("not needed")
    elif OverrideDirection.DECLINE_OVER_APPROVE in role.second_person_for:
        second = _("every override")
    else:
        second = _("approving over a decline")
    return (role.text(), amount, points, rules, second)
