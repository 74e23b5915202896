"""The page a customer is given: what they owe, what it costs, what moves their score, who helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workbench.accounts.account import Account, MonthRow, Position
from workbench.accounts.customer_flags import FlagRule, care
from workbench.accounts.product import Product, ProductKind
from workbench.i18n import Language, _, day, money, number, percent, plural
from workbench.money.amounts import exact, round_money
from workbench.money.revolving import minimum_course

NONE = Decimal(0)
DAYS_A_YEAR = 365
MONTHS_SHOWN = 12

Figure = tuple[str, str]
"""What a number is, and the number as people read it."""


@dataclass(frozen=True, slots=True)
class ScoreMove:
    """What a customer could do next month, and what it would do to their score, in points."""

    label: str
    points: int


@dataclass(frozen=True, slots=True)
class ApplicationScore:
    """The score of the decision behind an account, and where it left most points, at most so
    many each."""

    score: int
    open_points: Sequence[ScoreMove]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One part of the page: heading, sentences, figures."""

    heading: str
    paragraphs: tuple[str, ...]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerSheet:
    """The whole page in one language."""

    title: str
    account: str
    name: str
    language: Language
    lines: tuple[SheetPart, ...]
    contact: str


@dataclass(frozen=True, slots=True)
class Customer:
    """What the page is made from: one account, where it stands, and what is known of it."""

    account: Account
    product: Product
    position: Position
    months: Sequence[MonthRow]
    score: int | None
    moves: Sequence[ScoreMove]
    application: ApplicationScore | None
    flags: Sequence[FlagRule]
    phone: str


def sheet_of_customer(customer: Customer, language: Language) -> CustomerSheet:
    """The page in a language; every number on it is the customer's own."""
    parts = (
        _owed(customer, language),
        _cost(customer, language),
        _score(customer, language),
        _late(customer, language),
        _records(language),
        _help(customer, language),
    )
    return CustomerSheet(
        title=_("Your credit with us, in your own numbers", language=language),
        account=customer.account.number,
        name=customer.account.name,
        language=language,
        lines=parts,
        contact=_(
            "Questions: call {phone}. Account {number}.",
            language=language,
            phone=customer.phone,
            number=customer.account.number,
        ),
    )


def _owed(customer: Customer, language: Language) -> SheetPart:
    standing, account = customer.position, customer.account
    said = _Said(account.currency, language)
    figures = [
        (_("Owed in all", language=language), said.money(standing.balance)),
        (_("Limit", language=language), said.money(account.limit)),
        (_("May still be drawn", language=language), said.money(standing.available)),
    ]
    if standing.minimum_due:
        figures.append(
            (_("To be paid at least", language=language), said.money(standing.minimum_due))
        )
    if standing.due_on and standing.minimum_due:
        figures.append(
            (_("By", language=language), day(standing.due_on, language=language, long=True))
        )
    if standing.past_due:
        figures.append((_("Of it past due", language=language), said.money(standing.past_due)))
    return SheetPart(_("What you owe", language=language), (), tuple(figures))


@exact
def _cost(customer: Customer, language: Language) -> SheetPart:
    account, product = customer.account, customer.product
    said = _Said(account.currency, language)
    recent = list(customer.months)[-MONTHS_SHOWN:]
    charged = sum((row.interest + row.fees for row in recent), NONE)
    figures = [
        (
            _("Daily rate", language=language),
            percent(account.daily_rate, language=language, places=3),
        ),
        (
            _("Rate a year (simple)", language=language),
            percent(account.daily_rate * DAYS_A_YEAR, language=language, places=2),
        ),
        (_("Interest and fees of the last twelve months", language=language), said.money(charged)),
    ]
    paragraphs = []
    if product.kind is ProductKind.LINE and customer.position.balance > 0:
        course = minimum_course(
            customer.position.balance, account.daily_rate * DAYS_A_YEAR / 12, product.minimum,
            currency=account.currency,
        )  # fmt: skip
        if course:
            paragraphs.append(
                _(
                    "If you pay only the minimum each month and buy nothing more, it takes "
                    "{months} "
                    "months to be free of this debt, and {interest} of interest.",
                    language=language,
                    months=number(len(course), language=language),
                    interest=said.money(sum((row.interest for row in course), NONE)),
                )
            )
    return SheetPart(_("What it costs", language=language), tuple(paragraphs), tuple(figures))


def _score(customer: Customer, language: Language) -> SheetPart:
    heading = _("What moves your score", language=language)
    if customer.score is None and customer.application is not None:
        return _application_score(customer.application, heading, language)
    if customer.score is None:
        return SheetPart(
            heading,
            (_("There is no score yet: it begins with your first statement.", language=language),),
        )
    figures = [(_("Your score now", language=language), number(customer.score, language=language))]
    figures += [(move.label, _signed(move.points, language)) for move in customer.moves]
    return SheetPart(
        heading,
        (
            _(
                "Points that each of these would move it by at your next statement, if you buy as "
                "much as in the latest month:",
                language=language,
            ),
        ),
        tuple(figures),
    )


def _application_score(known: ApplicationScore, heading: str, language: Language) -> SheetPart:
    figures = [(_("Your score", language=language), number(known.score, language=language))]
    figures += [(move.label, _signed(move.points, language)) for move in known.open_points]
    said = _(
        "Your score when you applied, and the points each of these could still add to it:",
        language=language,
    )
    return SheetPart(heading, (said,), tuple(figures))


def _signed(points: int, language: Language) -> str:
    sign = "+" if points > 0 else ""
    shown = plural("{n} point", "{n} points", points, language=language)
    return f"{sign}{shown}"


@exact
def _late(customer: Customer, language: Language) -> SheetPart:
    account, standing = customer.account, customer.position
    said = _Said(account.currency, language)
    owed = standing.on_statement + standing.revolving
    rate = account.late_rate
    a_day = round_money(owed * rate, account.currency)
    paragraphs = [
        _(
            "Payments of the due date are in time; from the day after it you are late, with no "
            "days "
            "of grace.",
            language=language,
        ),
        _(
            "One late day on what you owe now costs {amount} ({rate} a day), and the account is "
            "shown as late from then on.",
            language=language,
            amount=said.money(a_day),
            rate=percent(rate, language=language, places=3),
        ),
    ]
    return SheetPart(_("What one late day does", language=language), tuple(paragraphs))


def _records(language: Language) -> SheetPart:
    rules = care()
    return SheetPart(
        _("How long records last", language=language),
        (
            _(
                "A negative record is kept for {years} years from the day on which it ended. You "
                "may "
                "add a statement of your own to it.",
                language=language,
                years=number(rules.negative_years, language=language),
            ),
            _(
                "You get {reports} credit reports a year without charge. Nobody may read your "
                "report "
                "without your written consent.",
                language=language,
                reports=number(rules.free_reports, language=language),
            ),
        ),
    )


def _help(customer: Customer, language: Language) -> SheetPart:
    rules = care()
    paragraphs = [
        _(
            "If you cannot pay, call us before the due date: a later due day, a longer term, or "
            "interest alone for some months can be agreed, and we tell you what each costs.",
            language=language,
        )
    ]
    mark = "：" if language is Language.ZH else ": "
    paragraphs += [
        f"{rule.text(language)}{mark}{rule.what_follows(language)}" for rule in customer.flags
    ]
    figures = (
        (_("Us", language=language), customer.phone),
        (_("Complaints to the regulator", language=language), rules.hotline),
        (_("Credit reference centre", language=language), rules.credit_centre),
    )
    return SheetPart(_("Who helps", language=language), tuple(paragraphs), figures)


@dataclass(frozen=True, slots=True)
class _Said:
    """Amounts in one currency and language."""

    currency: str
    language: Language

    def money(self, amount: Decimal) -> str:
        return money(amount, self.currency, language=self.language)
