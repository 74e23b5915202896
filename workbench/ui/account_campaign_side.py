"""A campaign: what the rules would do to every account, seen before anything is done."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from workbench.accounts.account import ACTION_WORDS, TIGHTENING, Action, ActionKind
from workbench.accounts.product import ActionRule, products
from workbench.i18n import MINUS, N_, _, money, number, percent, plural
from workbench.money.typed_figures import typed_figure
from workbench.ui import account_asks, theme
from workbench.ui import account_words as said
from workbench.ui.account_campaign_columns import proposal_columns, sample_columns
from workbench.ui.bar_charts import Bar, Bars
from workbench.ui.buttons import button, rest, wake
from workbench.ui.chart_card import ChartCard
from workbench.ui.fields import choice_field
from workbench.ui.histogram import Histogram, classes
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import Elided, heading, label, repolish
from workbench.ui.layouts import card, clear, column, row, scrolled
from workbench.ui.notices import Blank, ProblemBar
from workbench.ui.reading import Reading
from workbench.ui.table import TableModel, TableView
from workbench.ui.tiles import Tile
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.errors import WorkbenchError
    from workbench.workflow.account_campaign import SampleRow
    from workbench.workflow.account_review import Proposal, Review
    from workbench.workflow.desk import Desk

_TYPING_MS = 400
_HEAD, _ROW, _MOST_ROWS = 36, 28, 16
_UNITS = {"days": N_(" days"), "months": N_(" months"), "lenders": N_(" lenders")}


class CampaignSide(QWidget):
    """Rules with thresholds to try, counts, a histogram, the accounts; and one button that acts."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._asked, self._unread = 0, False
        self.now: Review | None = None
        self.tried: Review | None = None
        self.thresholds: dict[str, QLineEdit] = {}
        self._wait = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._wait.timeout.connect(self.look)
        self._make_parts()
        self._lay()
        self._reading = Reading(self, N_("Reviewing the accounts"), "wallet")
        again(self, self._on_language)

    def _make_parts(self) -> None:
        self.problems = ProblemBar()
        self.product = choice_field(N_("Product"), 200)
        self.product.activated.connect(lambda _at: self._on_chosen())
        self._chosen = False
        self.back = button(
            N_("As in force"), self._as_in_force, role="flat", icon="undo", height=28
        )
        self.act = button(N_("Act"), self._act, role="primary", icon="check", height=34)
        self.sample = button(N_("Sample for examiners"), self._toggle_sample, icon="eye", height=32)
        self.sample.setCheckable(True)
        self.changes = Tile(N_("Accounts to change"))
        self.exposure = Tile(N_("Exposure, change"))
        self.loss = Tile(N_("Expected loss, change"))
        self.waits = Tile(N_("Wait for people"))
        self.kinds = Bars(N_("Proposals by kind"))
        self.scores = Histogram(N_("Used of the limit, accounts to change"))
        self.model: TableModel[Proposal] = TableModel(proposal_columns())
        self.table = TableView(self.model, N_("Proposals"), density="compact")
        self.drawn: TableModel[SampleRow] = TableModel(sample_columns())
        self.drawn_table = TableView(self.drawn, N_("Sample for examiners"), density="compact")
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.drawn_table)
        self.rules = QGridLayout()
        self.rules.setHorizontalSpacing(10)
        self.rules.setVerticalSpacing(5)
        self.rules.setColumnStretch(0, 1)
        self.wrong = label(ink="decline", scale=0.94, wrap=True)

    def _lay(self) -> None:
        head = row(self.product, None, self.sample, self.act, gap=8)
        tiles: QHBoxLayout = row(self.changes, self.exposure, self.loss, self.waits, gap=12)
        for at in range(4):
            tiles.setStretch(at, 1)
        rules = card(
            column(
                row(heading(N_("Rules"), N_("try other thresholds")), None, self.back),
                self.rules,
                self.wrong,
                None,
                gap=7,
                margins=(16, 10, 14, 12),
            )
        )
        self.kind_card = ChartCard(N_("Proposals by kind"), self.kinds, N_("tick: as in force"))
        self.score_card = ChartCard(N_("Used of the limit"), self.scores, N_("accounts to change"))
        right = column(self.kind_card, self.score_card, None, gap=12)
        both = row(rules, right, gap=12)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        self._list_name = label("", weight=theme.SEMIBOLD)
        listed = card(column(self._list_name, self._lists, gap=6, margins=(16, 10, 16, 10)))
        body = scrolled(column(tiles, both, listed, None, gap=12, margins=(18, 10, 18, 16)))
        self._blank = Blank(
            "compare",
            N_("No account to review"),
            N_("A campaign needs accounts with at least one closed month."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(body)
        self._stack.addWidget(self._blank)
        layout = column(
            column(head, self.problems, gap=8, margins=(18, 10, 18, 0)), self._stack, gap=0
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Products and rules anew, then what they propose."""
        kept = self.product.currentData()
        self.product.clear()
        for word in sorted(products()):
            self.product.addItem(said.product_word(word), word)
        self.product.setCurrentIndex(max(0, self.product.findData(kept)))
        typed = {word: field.text() for word, field in self.thresholds.items()}
        self._fill_rules()
        for word, text in typed.items():
            if kept == self.product.currentData() and word in self.thresholds:
                self.thresholds[word].setText(text)
        self.look()

    def _on_language(self) -> None:
        if self.now is not None:
            self.refresh()

    def _on_chosen(self) -> None:
        self._chosen = True
        self._on_product()

    def _on_product(self) -> None:
        self._fill_rules()
        self.look()

    def _rules_of(self) -> tuple[ActionRule, ...]:
        from workbench.workflow.desk import now

        product = products().get(str(self.product.currentData()))
        return product.policy.in_force(now().date()) if product else ()

    def _fill_rules(self) -> None:
        clear(self.rules)
        self.thresholds = {}
        for at, rule in enumerate(self._rules_of()):
            name = Elided(rule.text(), scale=0.96)
            name.setToolTip(f"{rule.condition}\n{rule.source}")
            field = QLineEdit(_shown_threshold(rule.threshold, rule.unit))
            field.setFixedSize(theme.grown(56), 28)
            field.setFont(theme.font(0.96, tabular=True))
            field.setAccessibleName(_("Threshold: {rule}", rule=rule.text()))
            field.textEdited.connect(lambda _text: self._wait.start())
            self.thresholds[rule.id] = field
            self.rules.addWidget(name, at, 0)
            self.rules.addWidget(label(ACTION_WORDS[rule.kind], ink="text3", scale=0.9), at, 1)
            self.rules.addWidget(field, at, 2)
            counted = label(_UNITS.get(rule.unit, ""), ink="text3", scale=0.9)
            self.rules.addWidget(counted, at, 3)

    def _as_in_force(self) -> None:
        self._fill_rules()
        self.look()

    def tried_thresholds(self) -> dict[str, Decimal]:
        """The thresholds that differ from those in force; what cannot be read is named."""
        changed: dict[str, Decimal] = {}
        wrong: list[str] = []
        for rule in self._rules_of():
            field = self.thresholds[rule.id]
            value = _threshold(field.text(), rule.unit)
            field.setProperty("wrong", "true" if value is None else "false")
            repolish(field)
            if value is None:
                wrong.append(
                    _(
                        "“{rule}”: “{value}” is not a figure. Enter one such as {example}.",
                        rule=rule.text(),
                        value=field.text(),
                        example=_shown_threshold(rule.threshold, rule.unit),
                    )
                )
            if value is not None and value != rule.threshold:
                changed[rule.id] = value
        self.wrong.setText("\n".join(wrong))
        self.wrong.setVisible(bool(wrong))
        return changed

    def look(self) -> None:
        """Reckon anew; nothing is recorded."""
        product = self.product.currentData()
        if product is None:
            self._stack.setCurrentWidget(self._blank)
            return
        self._asked += 1
        asked, tried = self._asked, self.tried_thresholds()
        self.act.setEnabled(False)

        def work(step: Step) -> Any:
            return account_asks.simulate(self._desk, str(product), tried, step)

        self._reading.ask(
            self._jobs, work, lambda found: self._on_found(found, asked), self._on_unread,
            title=N_("Reviewing the accounts"),
        )  # fmt: skip

    def _on_unread(self, error: WorkbenchError) -> None:
        self._unread = True
        self.problems.show_error(error, [(N_("Try again"), self.look)])

    def _on_found(self, found: tuple[Review, Review], asked: int) -> None:
        if asked != self._asked:
            return
        if self._unread:
            self.problems.hide()
        self._unread = False
        self.now, self.tried = found
        review = self.tried
        none = not review.proposals and not review.held
        at = self.product.currentIndex()
        if none and not self._chosen and at + 1 < self.product.count():
            self.product.setCurrentIndex(at + 1)  # begin with a product that has accounts
            self._on_product()
            return
        self._stack.setCurrentIndex(1 if none else 0)
        self._show_tiles(review)
        self._show_kinds(self.now, review)
        self._show_scores(review)
        self._show_rows()
        same = not self.tried_thresholds()
        if review.proposals and not self.wrong.text():
            wake(self.act)
        n = len(review.proposals)
        self.act.setText(plural("Act on {n} account", "Act on {n} accounts", n))
        self.act.setToolTip("" if same else _("Acts by the thresholds as they stand here."))

    def _show_tiles(self, review: Review) -> None:
        people = sum(bool(one.needs) for one in review.proposals)
        held = plural("{n} held as it is", "{n} held as they are", review.held)
        self.changes.show_figure(number(len(review.proposals)), held)
        by = plural("{n} by rule", "{n} by rule", len(review.proposals) - people)
        product = products().get(str(self.product.currentData()))
        currency = product.currency if product else ""
        exposure, loss = (
            _whole(change, currency) for change in (review.exposure_change, review.loss_change)
        )
        self.exposure.show_figure(exposure, _("at default, as expected"))
        self.loss.show_figure(loss, _("as the scores expect"))
        self.waits.show_figure(number(people), by)

    def _show_kinds(self, now: Review, tried: Review) -> None:
        order = [kind for kind in ActionKind if tried.counts.get(kind) or now.counts.get(kind)]
        self.kinds.show_bars(
            [
                Bar(
                    said.kind_word(kind),
                    float(tried.counts.get(kind, 0)),
                    number(tried.counts.get(kind, 0)),
                    said.KIND_INKS[kind],
                    float(now.counts.get(kind, 0)),
                )
                for kind in order
            ]
        )
        if order:
            self.kind_card.show_chart()
        else:
            self.kind_card.show_words(N_("The rules propose nothing: every account is held."))

    def _show_scores(self, review: Review) -> None:
        used = [float(one.utilisation) for one in review.proposals if one.utilisation is not None]
        if not used:
            self.score_card.show_words(N_("No account to change has a limit in use."))
            return
        edges = [at / 10 for at in range(13)]
        counts = classes([min(value, 1.15) for value in used], 0.0, 1.2, 0.1)
        self.scores.show_counts(edges, counts, say=lambda value: percent(value, places=0))
        self.score_card.show_chart()

    def _show_rows(self) -> None:
        review = self.tried
        if review is None:
            return
        rows = list(review.proposals)
        kinds = Counter(one.kind in TIGHTENING for one in rows)
        self._list_name.setText(
            _(
                "{tighter} tighten, {looser} loosen",
                tighter=number(kinds[True]),
                looser=number(kinds[False]),
            )
        )
        self.model.show_rows(rows)
        self._fit_lists(len(rows))

    def _toggle_sample(self) -> None:
        on = self.sample.isChecked()
        self._lists.setCurrentIndex(1 if on else 0)
        if on:
            self._jobs.start(
                self, lambda _step: account_asks.sample(self._desk), self._on_sample,
                self.problems.show_error, reads=True,
            )  # fmt: skip
        else:
            self._show_rows()

    def _on_sample(self, rows: tuple[SampleRow, ...]) -> None:
        self.drawn.show_rows(rows)
        self._fit_lists(len(rows))
        self._list_name.setText(
            plural(
                "{n} increase that was done, use above 75% first",
                "{n} increases that were done, use above 75% first",
                len(rows),
            )
        )

    def _fit_lists(self, rows: int) -> None:
        """As high as what is listed: the page scrolls, and a long list in itself."""
        self._lists.setFixedHeight(_HEAD + _ROW * min(_MOST_ROWS, max(1, rows)))

    def _act(self) -> None:
        review = self.tried
        if review is None or not review.proposals:
            return
        tried = self.tried_thresholds()
        words = ", ".join(f"{name} {value}" for name, value in tried.items())
        note = _("Campaign with other thresholds: {rules}", rules=words) if tried else _("Campaign")
        rest(self.act)

        def work(_step: Step) -> Any:
            return account_asks.act(self._desk, review.proposals, note)

        self._jobs.start(
            self, work, self._on_acted, self._on_stopped,
            title=N_("Acting on the accounts"),
        )  # fmt: skip

    def _on_acted(self, actions: tuple[Action, ...]) -> None:
        self.changed.emit()
        self.look()
        self.problems.show_done(
            plural("{n} action recorded.", "{n} actions recorded.", len(actions))
        )

    def _on_stopped(self, error: WorkbenchError) -> None:
        """What was recorded before it stopped stays: the rest is reckoned anew."""
        self.changed.emit()
        self.look()
        self.problems.show_error(error)


def _whole(amount: Decimal, currency: str) -> str:
    sign = "+" if amount > 0 else MINUS if amount < 0 else ""
    return sign + money(abs(amount), currency, places=0)


def _shown_threshold(value: Decimal, unit: str) -> str:
    return f"{(value * 100).normalize():f}%" if unit == "ratio" else f"{value.normalize():f}"


def _threshold(text: str, unit: str) -> Decimal | None:
    value = typed_figure(text.rstrip("% "))
    if value is None or value < 0:
        return None
    return value / 100 if unit == "ratio" else value
