"""An action on an account put together in place: what, how much, why, and who has to confirm."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.accounts.account import LOOSENING, ActionKind
from workbench.credit.reasons import ReasonKind, reason_list
from workbench.i18n import N_, _, money, percent
from workbench.money.typed_figures import typed_figure
from workbench.ui import theme
from workbench.ui.account_asks import Proposed, who_confirms
from workbench.ui.account_sides import Shown
from workbench.ui.account_words import kind_word, kinds_of, signed_money
from workbench.ui.buttons import KeyButton
from workbench.ui.fields import HEIGHT, choice_field
from workbench.ui.labels import Picture, label, repolish, set_ink
from workbench.ui.layouts import clear, column, row, scrolled
from workbench.ui.words import say

_LIMITS = (ActionKind.LIMIT_INCREASE, ActionKind.LIMIT_DECREASE)
_RATES = (ActionKind.RATE_CUT, ActionKind.RATE_RISE)
_WIDE = (ActionKind.FREEZE, ActionKind.SUSPENSION)
_ADVERSE = (ActionKind.LIMIT_DECREASE, ActionKind.RATE_RISE, *_WIDE)
SCOPES = (
    ("account", N_("this account")),
    ("customer", N_("all accounts of the customer")),
    ("product", N_("all accounts of the product")),
)
_CONFIRMS = {
    "": N_("Done at once, under your name."),
    "person": N_("Gives more credit: it waits until a person confirms it."),
    "second_person": N_("Gives more credit: a second person has to confirm it."),
}


class AccountForm(QWidget):
    """`recorded` carries what is proposed, `left` nothing. The workflow judges it."""

    recorded = Signal(object)
    left = Signal()

    def __init__(self, one: Shown) -> None:
        super().__init__()
        self._one = one
        self.setProperty("role", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._later = QTimer(self, singleShot=True, interval=120)
        self._later.timeout.connect(self._check)
        self._make_fields()
        self._lay()
        self._on_kind()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._record)

    def _make_fields(self) -> None:
        self.kind = choice_field(N_("What is proposed"), 210)
        for kind in kinds_of(self._one.file.account.state):
            self.kind.addItem(kind_word(kind), kind.value)
        self.kind.activated.connect(lambda _at: self._on_kind())
        self.amount = QLineEdit()
        self.amount.setFixedSize(theme.grown(130), HEIGHT)
        self.amount.setFont(theme.font(1.0, tabular=True))
        self.amount.textEdited.connect(lambda _text: self._later.start())
        self.scope = choice_field(N_("For which accounts"), 210)
        for word, words in SCOPES:
            self.scope.addItem(_(words), word)
        self.note = QLineEdit()
        self.note.setFixedHeight(HEIGHT)
        say(self.note, self.note.setAccessibleName, N_("Note for the record"))
        say(self.note, self.note.setPlaceholderText, N_("Why, for the record"))
        self.note.textEdited.connect(lambda _text: self._later.start())
        self.reasons: dict[str, QCheckBox] = {}
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(4)

    def _lay(self) -> None:
        self._amount_name = label("", ink="text2", scale=0.96)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        self._scope_name = label(N_("For"), ink="text2", scale=0.96)
        self._reason_name = label(N_("Reasons for the letter"), ink="text2", scale=0.96)
        self._reason_pane = scrolled(self._reasons)
        self._reason_pane.setFixedHeight(104)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(N_("Propose"), ink="text2", scale=0.96), 0, 0)
        grid.addLayout(row(self.kind, None), 0, 1)
        grid.addWidget(self._amount_name, 1, 0)
        grid.addLayout(row(self.amount, None), 1, 1)
        grid.addWidget(self._scope_name, 2, 0)
        grid.addLayout(row(self.scope, None), 2, 1)
        grid.addWidget(self._reason_name, 3, 0, top)
        grid.addWidget(self._reason_pane, 3, 1)
        grid.addWidget(label(N_("Note"), ink="text2", scale=0.96), 4, 0)
        grid.addWidget(self.note, 4, 1)
        self.effect = label(ink="text2", scale=0.94, wrap=True)
        self.cancel = KeyButton(N_("Cancel"), "Esc", "close")
        self.cancel.clicked.connect(lambda _checked=False: self.left.emit())
        self.record = KeyButton(N_("Propose"), "Ctrl ⏎", "check", primary=True)
        self.record.clicked.connect(lambda _checked=False: self._record())
        foot = row(Picture("user", 16, "text2"), self.effect, self.cancel, self.record, gap=8)
        foot.setStretch(1, 1)
        self.setLayout(column(grid, foot, gap=10, margins=(16, 12, 14, 12)))

    def chosen(self) -> ActionKind:
        """The kind of action chosen now."""
        return ActionKind(str(self.kind.currentData()))

    def choose(self, kind: ActionKind) -> None:
        """Begin with this kind."""
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind.value)))
        self._on_kind()

    def _on_kind(self) -> None:
        kind, account = self.chosen(), self._one.file.account
        typed = kind in _LIMITS + _RATES
        name = N_("New limit") if kind in _LIMITS else N_("New daily rate")
        self._amount_name.setText(_(name))
        self.amount.setAccessibleName(_(name))
        self._amount_name.setVisible(typed)
        self.amount.setVisible(typed)
        if kind in _LIMITS:
            self.amount.setText(f"{account.limit:,.0f}")
        elif kind in _RATES:
            self.amount.setText(f"{(account.daily_rate * 100).normalize():f}%")
        self.scope.setVisible(kind in _WIDE)
        self._scope_name.setVisible(kind in _WIDE)
        self._reason_pane.setVisible(kind in _ADVERSE)
        self._reason_name.setVisible(kind in _ADVERSE)
        self._fill_reasons()
        self._check()

    def _fill_reasons(self) -> None:
        clear(self._reasons)
        self.reasons = {}
        if self.chosen() not in _ADVERSE:
            return
        for code, text in account_reasons():
            box = QCheckBox(text)
            box.toggled.connect(lambda _on: self._check())
            self.reasons[code] = box
            self._reasons.addWidget(box)

    def proposed(self) -> Proposed:
        """What stands in the form now; an amount that cannot be read is None."""
        kind = self.chosen()
        amount = _number(self.amount.text(), rate=kind in _RATES)
        return Proposed(
            kind=kind,
            new_limit=amount if kind in _LIMITS else None,
            new_rate=amount if kind in _RATES else None,
            reasons=tuple(code for code, box in self.reasons.items() if box.isChecked()),
            note=self.note.text().strip(),
            scope=str(self.scope.currentData()) if kind in _WIDE else "account",
        )

    def _check(self) -> None:
        asked = self.proposed()
        why = self._lacks(asked)
        self.record.setEnabled(not why)
        self.amount.setProperty("wrong", "true" if why and self._needs_amount(asked) else "false")
        repolish(self.amount)
        set_ink(self.effect, "refer" if why else "text2")
        self.effect.setText(why or self._effect(asked))

    def _needs_amount(self, asked: Proposed) -> bool:
        return asked.kind in _LIMITS + _RATES and asked.new_limit is None and asked.new_rate is None

    def _lacks(self, asked: Proposed) -> str:
        """What is still missing, in a sentence."""
        if self._needs_amount(asked):
            return _("Enter the new value.")
        why = self._wrong_way(asked)
        if not why and asked.kind in _ADVERSE and not asked.reasons:
            why = _("Choose what the letter gives as the reason.")
        if not why and asked.kind in LOOSENING and not asked.note:
            why = _("Say why in the note; the second person reads it.")
        return why

    def _wrong_way(self, asked: Proposed) -> str:
        """Whether the new value goes the other way, or below what is owed."""
        account = self._one.file.account
        up = asked.kind in (ActionKind.LIMIT_INCREASE, ActionKind.RATE_RISE)
        if asked.new_limit is not None:
            if asked.new_limit == account.limit or (asked.new_limit > account.limit) != up:
                return _("The limit is {limit} now.", limit=money(account.limit, account.currency))
            if asked.new_limit < self._one.file.position.balance:
                return _("A limit is never lowered below the balance.")
        rate = account.daily_rate
        if asked.new_rate is not None and (asked.new_rate == rate or (asked.new_rate > rate) != up):
            return _("The rate is {rate} a day now.", rate=f"{(rate * 100).normalize():f}%")
        return ""

    def _effect(self, asked: Proposed) -> str:
        who = _(_CONFIRMS[who_confirms(self._one, asked)])
        account = self._one.file.account
        if asked.new_limit is not None:
            change = (asked.new_limit - account.limit) * self._one.file.product.undrawn_factor
            words = signed_money(change.quantize(Decimal("0.01")), account.currency)
            return _("Exposure at default {change}. {who}", change=words, who=who)
        if asked.new_rate is not None:
            yearly = percent(asked.new_rate * 365, places=2)
            return _("{rate} a year from then on. {who}", rate=yearly, who=who)
        return who

    def _record(self) -> None:
        if self.record.isEnabled():
            self.recorded.emit(self.proposed())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def account_reasons() -> tuple[tuple[str, str], ...]:
    """The reasons a letter about an account may give when a person decides, with their texts."""
    known = reason_list()
    codes = known.codes(ReasonKind.JUDGEMENT, ReasonKind.POLICY)
    return tuple((code, known.text(code)) for code in codes)


def _number(text: str, *, rate: bool) -> Decimal | None:
    value = typed_figure(text.rstrip("% "))
    if value is None or value <= 0:
        return None
    return value / 100 if rate else value
