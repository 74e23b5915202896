"""A fee sentence on its page: its parts, rates, verdicts, other plans and the payments."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from workbench import i18n
from workbench.errors import CostUnclear
from workbench.i18n import MINUS, N_, _, day, money, number, percent, pick
from workbench.ui import theme
from workbench.ui.bar_charts import Bar, Bars
from workbench.ui.buttons import button
from workbench.ui.chart_card import ChartCard
from workbench.ui.chips import Chip
from workbench.ui.cost_charts import FlowBars, MonthFlow
from workbench.ui.cost_parts import CostParts
from workbench.ui.fields import can_be_cleared, choice_field
from workbench.ui.labels import Elided, heading, label, shown
from workbench.ui.layouts import card, clear, column, row, scrolled
from workbench.ui.notices import Blank, remark
from workbench.ui.words import again, say
from workbench.workflow import fee_parts
from workbench.workflow import true_cost_lens as lens

_TYPING_MS = 250
EXAMPLES = (
    N_("Borrow 10,000 yuan, 0.6% a month, 12 months"),
    N_("8.8% fee in all over 12 instalments, charged with the first instalment"),
    N_("0.05% per day, equal payments, 12 months"),
)


class CostSentence(QWidget):
    """Everything follows from the sentence at the top, and from what is corrected in its parts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: lens.Lens | None = None
        self._wait = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._wait.timeout.connect(self._read)
        self._make_fields()
        self._make_answers()
        self._lay()
        again(self, self._on_language)
        self._read()

    def _make_fields(self) -> None:
        self.sentence = QLineEdit()
        self.sentence.setFixedHeight(40)
        self.sentence.setFont(theme.font(1.15))
        can_be_cleared(self.sentence, N_("Clear the sentence"))
        say(self.sentence, self.sentence.setAccessibleName, N_("Fee sentence"))
        say(
            self.sentence,
            self.sentence.setPlaceholderText,
            N_("What the advertisement says, such as 0.6% a month, 12 months"),
        )
        self.sentence.textEdited.connect(lambda _text: self._wait.start())
        self.sentence.returnPressed.connect(self._read)
        self.currency = choice_field(N_("Currency"), 92)
        for code in ("CNY", "USD"):
            self.currency.addItem(code, code)
        self.currency.activated.connect(lambda _at: self._look())
        self.parts = CostParts()
        self.parts.corrected.connect(self._look)

    def _make_answers(self) -> None:
        self.left = QVBoxLayout()
        self.tiles = QHBoxLayout()
        self.tiles.setSpacing(12)
        self.verdicts = QGridLayout()
        self.verdicts.setHorizontalSpacing(10)
        self.verdicts.setVerticalSpacing(7)
        self.verdicts.setColumnStretch(1, 1)
        self.compared = Bars(N_("The same amount elsewhere"))
        self.flows = FlowBars()
        self.settled = Bars(N_("When settled early"))
        self.why = label(ink="refer", wrap=True)

    def _lay(self) -> None:
        asked = column(
            row(self.sentence, self.currency, gap=8),
            self._tries(),
            gap=9,
            margins=(16, 14, 16, 12),
        )
        self._parts_card = card(
            column(
                heading(N_("What was understood"), N_("correct it here")),
                self.parts,
                self.left,
                gap=10,
                margins=(16, 11, 14, 13),
            )
        )
        self._verdict_card = card(
            column(
                heading(N_("Held against ceilings")), self.verdicts, gap=9, margins=(16, 11, 14, 13)
            )
        )
        self._cards = QWidget()
        self._cards.setLayout(self._answers())
        self._blank = Blank(
            "scale",
            N_("Enter what the advertisement says"),
            N_(
                "Fees a period, in all, up front, by the day, discounts and early settlement are "
                "understood, in English and Chinese."
            ),
        )
        body = column(
            card(asked), self.why, self._cards, self._blank, None, gap=12, margins=(18, 14, 18, 16)
        )
        self.setLayout(column(scrolled(body)))

    def _answers(self) -> QVBoxLayout:
        self.compared_card = ChartCard(
            N_("The same amount elsewhere"), self.compared, N_("effective rate a year")
        )
        self.flows_card = ChartCard(N_("Payments month by month"), self.flows)
        self.settled_card = ChartCard(
            N_("When settled early"), self.settled, N_("effective rate a year")
        )
        left = column(self._parts_card, self._verdict_card, None, gap=12)
        right = column(self.compared_card, self.settled_card, self.flows_card, None, gap=12)
        both = row(left, right, gap=12)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        return column(self.tiles, both, gap=12)

    def _tries(self) -> QBoxLayout:
        """The examples side by side, or one below the other where the type is large."""
        said = label(N_("Try:"), ink="text3", scale=0.92)
        if theme.grown(100) == 100:
            return row(said, *self._examples(), None, gap=6)
        return column(said, *(row(one, None) for one in self._examples()), gap=6)

    def _examples(self) -> list[QWidget]:
        self.examples = []
        for example in EXAMPLES:
            chip = button(example, partial(self._ask_example, example), role="chip", height=26)
            chip.setStyleSheet("padding: 0 5px;")  # three sentences stand in the least window
            self.examples.append(chip)
        return list(self.examples)

    def _ask_example(self, example: str) -> None:
        self.ask(_(example))

    def ask(self, sentence: str) -> None:
        """Look at this sentence, as if it had been typed; its own currency sign counts."""
        self.sentence.setText(sentence)
        for sign, code in (("$", "USD"), ("¥", "CNY"), ("元", "CNY")):
            if sign in sentence:
                self.currency.setCurrentIndex(self.currency.findData(code))
        self._read()

    def _read(self) -> None:
        self._wait.stop()
        self.parts.start()
        self._look()

    def _look(self) -> None:
        text = self.sentence.text().strip()
        self.why.setVisible(False)
        if not text and not self.parts.changes:
            self._show(None)
            return
        try:
            self._show(
                lens.look(text, corrected=self.parts.changes, currency=self.currency.currentData())
            )
        except CostUnclear as unclear:
            self._say_unclear(unclear)

    def _say_unclear(self, unclear: CostUnclear) -> None:
        """The last figures stay while something is being corrected; else the page says why."""
        self.why.setText(unclear.text())
        self.why.setVisible(True)
        if not self.parts.changes:
            self._show(None)

    def _show(self, found: lens.Lens | None) -> None:
        self.found = found
        self._cards.setVisible(found is not None)
        self._blank.setVisible(found is None)
        if found is None:
            return
        self.parts.show_parts(found)
        self._show_left(found)
        self._show_tiles(found)
        self._show_verdicts(found)
        self._show_compared(found)
        self._show_settled(found)
        self._show_flows(found)

    def _show_left(self, found: lens.Lens) -> None:
        clear(self.left)
        for piece in found.sentence.not_understood:
            said = _("Not understood: “{piece}”. It does not count here.", piece=piece)
            self.left.addWidget(remark("refer", "refer", said))

    def _show_tiles(self, found: lens.Lens) -> None:
        clear(self.tiles)
        rates = found.cost.by_basis()
        self.tiles.addWidget(
            _tile(
                _("Cost of the credit"),
                money(found.cost.cost, found.currency),
                _in_and_out(found),
            )
        )
        for basis in lens.bases():
            language = i18n.current().value
            rate = percent(rates[basis.word], places=2)
            tile = _tile(basis.label[language], rate, "", strong=basis.word == "irr_compound")
            tile.setToolTip(basis.what[language])
            tile.setAccessibleDescription(basis.what[language])
            self.tiles.addWidget(tile)

    def _show_verdicts(self, found: lens.Lens) -> None:
        clear(self.verdicts)
        for at, verdict in enumerate(found.verdicts):
            chip, words = _verdict_chip(verdict)
            name = shown(verdict.name, scale=0.96, wrap=True)
            where = _(
                "{basis}; in force since {date}. {source}",
                basis=_basis(verdict.basis),
                date=day(verdict.since),
                source=verdict.source,
            )
            name.setToolTip(where)
            rate = shown(words, scale=0.96, weight=theme.MEDIUM, tabular=True)
            rate.setToolTip(where)
            self.verdicts.addWidget(chip, at, 0)
            self.verdicts.addWidget(name, at, 1)
            self.verdicts.addWidget(rate, at, 2)

    def _show_compared(self, found: lens.Lens) -> None:
        own = Bar(
            _("This sentence"),
            float(found.cost.effective),
            percent(found.cost.effective, places=2),
            "accent",
        )
        others = [_compared_bar(other) for other in found.compared]
        self.compared.show_bars([own, *sorted(others, key=lambda one: -one.value)])

    def _show_settled(self, found: lens.Lens) -> None:
        self.settled_card.setVisible(bool(found.settled))
        if found.settled:
            whole = Bar(
                _("Paid to the end"),
                float(found.cost.effective),
                percent(found.cost.effective, places=2),
            )
            self.settled.show_bars([whole, *(_settled_bar(one) for one in found.settled)])

    def _show_flows(self, found: lens.Lens) -> None:
        received = found.flows[0]
        names = (_("repaid"), _("interest and fees"))
        words = _("{received} received", received=money(received, found.currency))
        self.flows.show_flows(float(received), words, _months(found), names)

    def _on_language(self) -> None:
        self._look()


def _tile(name: str, figure: str, below: str, *, strong: bool = False) -> QFrame:
    top = Elided(name, ink="text2", scale=0.94)
    big = shown(
        figure,
        scale=1.75,
        weight=theme.SEMIBOLD,
        tabular=True,
        ink="accent_text" if strong else "text",
    )
    lines = [top, big]
    if below:
        lines.append(Elided(below, ink="text3", scale=0.88))
    made = card(column(*lines, None, gap=3, margins=(16, 10, 12, 10)))
    made.setAccessibleName(f"{name}: {figure}")
    return made


def _in_and_out(found: lens.Lens) -> str:
    received, *paid = found.flows
    return _(
        "{received} received, {paid} paid",
        received=money(received, found.currency),
        paid=money(-sum(paid, Decimal(0)), found.currency),
    )


def _verdict_chip(verdict: lens.Verdict) -> tuple[Chip, str]:
    sign = "≤" if verdict.within else ">"
    words = f"{percent(verdict.rate, places=2)} {sign} {percent(verdict.most, places=2)}"
    if not verdict.binds:
        said = _("below the line") if verdict.within else _("above the line")
        return Chip("info", said), words
    if verdict.within:
        return Chip("approve", _("within") if verdict.is_law else _("within, other basis")), words
    if verdict.is_law:
        return Chip("decline", _("above")), words
    return Chip("refer", _("above, other basis")), words


def _basis(word: str) -> str:
    return next(pick(dict(basis.label)) for basis in lens.bases() if basis.word == word)


def _compared_bar(other: lens.Compared) -> Bar:
    if other.cost is None:
        return Bar(other.name, 0.0, other.why_not)
    words = percent(other.cost.effective, places=2)
    if other.interest_free_days:
        words = _("{rate}, {n} days free", rate=words, n=number(other.interest_free_days))
    return Bar(other.name, float(other.cost.effective), words)


def _settled_bar(one: lens.Settled) -> Bar:
    name = _(
        "After month {n}, remaining fees {regime}",
        n=one.after,
        regime=_(fee_parts.SETTLING_WORDS[one.regime.value]),
    )
    if one.cost is None:
        return Bar(name, 0.0, MINUS)
    return Bar(name, float(one.cost.effective), percent(one.cost.effective, places=2), "loss")


def _months(found: lens.Lens) -> list[MonthFlow]:
    plan, paid = found.plan, [-flow for flow in found.flows[1:]]
    evenly = [plan.amount / len(paid)] * len(paid)
    parts = plan.principal_parts() if plan.instalment is None else evenly
    return [
        _month(at, payment, min(part, payment), found.currency)
        for at, (payment, part) in enumerate(zip(paid, parts, strict=True), start=1)
    ]


def _month(at: int, payment: Decimal, repaid: Decimal, currency: str) -> MonthFlow:
    cost = payment - repaid
    words = _(
        "{payment}, of it {cost} cost",
        payment=money(payment, currency),
        cost=money(cost, currency),
    )
    return MonthFlow(_("Month {n}", n=at), float(repaid), float(cost), words)
