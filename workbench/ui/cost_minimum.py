"""What paying only the minimum costs: the balance over the months, and other ways out."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.errors import CostUnclear
from workbench.i18n import N_, _, day, money, number, percent, pick, plural
from workbench.ui import theme
from workbench.ui.bar_charts import Bar, Bars
from workbench.ui.chart_card import ChartCard
from workbench.ui.fields import HEIGHT
from workbench.ui.labels import heading, label, repolish
from workbench.ui.layouts import card, column, row, scrolled
from workbench.ui.line_charts import Lines, Series
from workbench.ui.words import again, say
from workbench.workflow import fee_parts
from workbench.workflow import true_cost_lens as lens

_TYPING_MS = 250
_FIELDS = (
    ("amount", N_("Balance owed")),
    ("interest_daily", N_("Interest a day")),
    ("share", N_("Minimum share")),
    ("floor", N_("At least")),
)


class CostMinimum(QWidget):
    """Four figures of a revolving account; what follows when no more than the minimum is paid."""

    def __init__(self) -> None:
        super().__init__()
        self.found: lens.MinimumOnly | None = None
        self._wait = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._wait.timeout.connect(self.look)
        self.fields = {word: self._field(name) for word, name in _FIELDS}
        self._usual()
        self.said = label(scale=1.3, weight=theme.SEMIBOLD, wrap=True)
        self.more = label(ink="text2", wrap=True)
        self.balance = Lines(N_("Balance month by month"))
        self.ways = Bars(N_("Interest by way of paying"))
        self._lay()
        again(self, self.look)
        self.look()

    def _field(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setFixedSize(theme.grown(130), HEIGHT)
        made.setFont(theme.font(1.0, tabular=True))
        say(made, made.setAccessibleName, name)
        made.textEdited.connect(lambda _text: self._wait.start())
        return made

    def _usual(self) -> None:
        terms = lens.minimum_only(Decimal(10_000)).terms
        usual = {
            "amount": Decimal(10_000),
            "interest_daily": terms.interest_daily,
            "discount": terms.rule.share,
            "fee_fixed": terms.rule.floor,
        }
        for field, (name, value) in zip(self.fields.values(), usual.items(), strict=True):
            field.setText(fee_parts.value_text(name, value))

    def _lay(self) -> None:
        asked = row(gap=16)
        for word, name in _FIELDS:
            asked.addLayout(column(label(name, ink="text2", scale=0.94), self.fields[word], gap=4))
        asked.addStretch(1)
        top = card(column(asked, margins=(16, 12, 16, 14)))
        told = card(
            column(
                heading(N_("When only the minimum is paid")),
                self.said,
                self.more,
                gap=6,
                margins=(16, 11, 16, 13),
            )
        )
        self.balance_card = ChartCard(
            N_("Balance month by month"), self.balance, N_("and interest paid so far")
        )
        self.ways_card = ChartCard(N_("Interest by way of paying"), self.ways)
        self.balance.setMinimumHeight(300)
        both = row(self.balance_card, self.ways_card, gap=12)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        body = column(top, told, both, None, gap=12, margins=(18, 14, 18, 16))
        self.setLayout(column(scrolled(body)))

    def look(self) -> None:
        """Reckon anew with the figures as they stand."""
        try:
            read = self._typed()
        except CostUnclear as unclear:
            self._say(unclear.text(), "")
            return
        self.found = lens.minimum_only(
            read["amount"],
            daily_rate=read["interest_daily"],
            share=read["share"],
            floor=read["floor"],
        )
        self._tell(self.found)

    def _typed(self) -> dict[str, Decimal]:
        """Every field's value; marks the field that cannot be read and raises CostUnclear."""
        kinds = {"share": "discount", "floor": "fee_fixed"}
        read = {}
        for word, field in self.fields.items():
            wrong = True
            try:
                value = fee_parts.typed_value(kinds.get(word, word), field.text())
                if value is None:
                    raise CostUnclear(sentence="", why=_("Enter all four figures."))
                read[word] = Decimal(str(value))
                wrong = False
            finally:
                field.setProperty("wrong", "true" if wrong else "false")
                repolish(field)
        return read

    def _say(self, text: str, more: str) -> None:
        self.said.setText(text)
        self.more.setText(more)

    def _tell(self, found: lens.MinimumOnly) -> None:
        if found.course is None or found.interest is None:
            self._say(
                _("The debt is never paid off: the minimum does not cover the interest."),
                _("Raise the least share to pay, or the least amount."),
            )
            self.balance_card.show_words(N_("There is no end to show."))
            self._show_ways(found)
            return
        self._say(
            plural(
                "It takes {n} month and costs {interest} of interest.",
                "It takes {n} months and costs {interest} of interest.",
                len(found.course),
                interest=money(found.interest, found.currency),
            ),
            self._terms(found),
        )
        self._show_balance(found)
        self._show_ways(found)

    def _terms(self, found: lens.MinimumOnly) -> str:
        assert found.course is not None
        return _(
            "First payment {first}, last {last}. Interest {rate} a month of {days} days. "
            "Usual terms as of {date}: {source}.",
            first=money(found.course[0].payment, found.currency),
            last=money(found.course[-1].payment, found.currency),
            rate=percent(found.monthly_rate, places=2),
            days=found.terms.days_a_month,
            date=day(found.terms.as_of),
            source=pick(dict(found.terms.source)),
        )

    def _show_balance(self, found: lens.MinimumOnly) -> None:
        assert found.course is not None
        paid, costs = 0.0, [(0.0, 0.0)]
        for at, month in enumerate(found.course, start=1):
            paid += float(month.interest)
            costs.append((float(at), paid))
        left = [(0.0, float(found.balance))]
        left += [(float(at), float(m.balance)) for at, m in enumerate(found.course, start=1)]
        self.balance.show_series(
            [Series(_("owed"), tuple(left)), Series(_("interest"), tuple(costs), "loss")],
            say_x=lambda at: _("Month {n}", n=round(at)),
            say_y=lambda value: number(Decimal(round(value))),
        )
        self.balance_card.show_chart()

    def _show_ways(self, found: lens.MinimumOnly) -> None:
        bars = []
        if found.course is not None and found.interest is not None:
            words = money(found.interest, found.currency)
            bars.append(Bar(_("Only the minimum"), float(found.interest), words, "loss"))
        for way in found.instead:
            name = plural(
                "{n} payment of {payment}",
                "{n} payments of {payment}",
                way.months,
                payment=money(way.payment, found.currency),
            )
            bars.append(Bar(name, float(way.interest), money(way.interest, found.currency)))
        self.ways.show_bars(bars)
