"""The portfolio: the book of decisions in figures, filtered, compared with development."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import polars as pl

from workbench.credit.facts import Fact, dictionary
from workbench.errors import NotKnown
from workbench.i18n import N_, _, pick
from workbench.money.amounts import minor_places
from workbench.portfolio import decision_figures as reckoned
from workbench.portfolio.decision_figures import Band, Rates
from workbench.portfolio.fairness import GroupRate, approval_ratios
from workbench.portfolio.population import Population, population_of
from workbench.portfolio.population_stability import Shift, bin_shift, score_shift
from workbench.portfolio.thresholds import Level, thresholds
from workbench.scoring.explain import bin_text
from workbench.scoring.strategy import Strategy, parse_strategy
from workbench.storage import applications, book_figures
from workbench.workflow.desk import Desk, Step, no_step, now
from workbench.workflow.populations import development_population

LEVEL_WORDS = {
    Level.GREEN: N_("stable"),
    Level.AMBER: N_("look into it"),
    Level.RED: N_("moved"),
    Level.UNKNOWN: N_("too few"),
}
_BAND = 20
"""Points a band of scores is wide."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What part of the book is looked at; "" is all."""

    product: str = ""
    month: str = ""
    branch: str = ""
    officer: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """The whole book read once: the frame of decision_figures, what can be filtered by, and
    for every product in it the strategy that assessed most of it, with its bins by application."""

    frame: pl.DataFrame
    products: tuple[tuple[str, str], ...]
    strategies: dict[str, Strategy]
    bins: dict[str, pl.DataFrame]

    def choices(self, column: str) -> tuple[str, ...]:
        """The values of month, branch or officer, in order."""
        known = self.frame[column].drop_nulls().unique().to_list()
        return tuple(sorted(value for value in known if value))


@dataclass(frozen=True, slots=True)
class Drift:
    """How one product's population moved: its score, then its characteristics, worst first.

    `against` says in the reader's language what it was compared with.
    """

    product: str
    label: str
    strategy: str
    against: str
    expected_rows: int
    actual_rows: int
    score: Shift
    expected_scores: dict[int, float]
    actual_scores: dict[int, float]
    cut_off: tuple[int, int]
    characteristics: tuple[tuple[str, Shift], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the page shows of decisions. `before` is the month before the newest one."""

    filters: Filters
    all: Rates
    newest: Rates | None
    before: Rates | None
    months: tuple[Rates, ...]
    bands: tuple[Band, ...]
    bands_before: tuple[Band, ...]
    officers: tuple[Rates, ...]
    reasons: tuple[tuple[str, int], ...]
    expected_loss: float | None
    expected_loss_level: Level
    median_hours: float | None
    amounts: dict[str, float]
    drifts: tuple[Drift, ...]


def read_book(desk: Desk, step: Step = no_step) -> Book:
    """The whole book, read once; figures of any part of it follow without the store."""
    raw = book_figures.book_frame(desk.store, lambda read: step(read, 0))
    texts = book_figures.strategy_texts(desk.store)
    known = {sha: parse_strategy(text) for sha, text in texts.items()}
    used = raw.drop_nulls("strategy_sha256").group_by("product", "strategy_sha256").len()
    newest = used.sort("len").group_by("product", maintain_order=True).last()
    chosen = {row["product"]: known[row["strategy_sha256"]] for row in newest.to_dicts()}
    bins = {
        product: _bins(book_figures.latest_bins(desk.store, strategy.sha256), strategy)
        for product, strategy in chosen.items()
    }
    labels = [(product, pick(one.label.both())) for product, one in sorted(chosen.items())]
    return Book(_figures_frame(raw, known), tuple(labels), chosen, bins)


def _figures_frame(raw: pl.DataFrame, known: dict[str, Strategy]) -> pl.DataFrame:
    """The store's rows as decision_figures reads them: units, ratios, months, hours."""
    lgd = {sha: float(one.price.loss_given_default) for sha, one in known.items()}
    places = {code: 10 ** minor_places(code) for code in raw["currency"].unique()}
    units = pl.col("currency").replace_strict(places, default=100, return_dtype=pl.Float64)
    arrived = pl.coalesce("applied_on", pl.col("received_at").dt.date())
    terms = pl.col("terms").str.json_path_match("$.amount").cast(pl.Float64, strict=False)
    took = (pl.col("decided_at") - pl.col("received_at")).dt.total_seconds() / 3600
    return raw.select(
        "application_id",
        "product",
        arrived.dt.strftime("%Y-%m").alias("month"),
        pl.col("branch"),
        pl.col("officer"),
        pl.col("advice"),
        pl.col("outcome"),
        pl.col("score"),
        (pl.col("pd_ppm") / 1e6).alias("pd"),
        pl.col("strategy_sha256").replace_strict(lgd, default=None, return_dtype=pl.Float64)
        .alias("lgd"),
        pl.col("grade"),
        (pl.col("amount") / units).alias("amount"),
        pl.coalesce(terms, pl.col("amount") / units).alias("offered"),
        pl.col("currency"),
        pl.col("direction").fill_null(""),
        pl.col("reasons").fill_null("[]").str.json_decode(pl.List(pl.String)),
        took.alias("hours"),
    )  # fmt: skip


def _bins(rows: pl.DataFrame, strategy: Strategy) -> pl.DataFrame:
    names = [f"bin_{one.name}" for one in strategy.scorecard.characteristics]
    read = [
        pl.col("detail").str.json_path_match(f"$.{name}").cast(pl.Int32).alias(name)
        for name in names
    ]
    return rows.select("application_id", "score", *read)


def figures(book: Book, filters: Filters = Filters()) -> Figures:
    """The figures of a part of the book; quick enough to follow every change of a filter."""
    frame = _filtered(book.frame, filters)
    months = reckoned.rates_by(frame, "month")
    newest = months[-1] if months else None
    before = _month_before(book, filters, months)
    earlier = frame.filter(pl.col("month") == before.name) if before else frame.clear()
    loss = reckoned.expected_loss(frame)
    return Figures(
        filters=filters,
        all=reckoned.rates(frame),
        newest=newest,
        before=before,
        months=months,
        bands=reckoned.score_bands(frame, _BAND),
        bands_before=reckoned.score_bands(earlier, _BAND),
        officers=reckoned.rates_by(frame, "officer"),
        reasons=reckoned.decline_reasons(frame),
        expected_loss=loss,
        expected_loss_level=thresholds().expected_loss.level(loss),
        median_hours=reckoned.median_hours(frame),
        amounts=reckoned.approved_amounts(frame),
        drifts=tuple(_drifts(book, frame, filters)),
    )


def _filtered(frame: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    wanted = [(f.name, getattr(filters, f.name)) for f in fields(filters)]
    return frame.filter(pl.lit(value=True), *(pl.col(n) == value for n, value in wanted if value))


def _month_before(book: Book, filters: Filters, months: Sequence[Rates]) -> Rates | None:
    """The month before the one looked at: of the filter, or before the newest of the book."""
    if not filters.month:
        return months[-2] if len(months) > 1 else None
    others = _filtered(book.frame, Filters(filters.product, "", filters.branch, filters.officer))
    earlier = [one for one in reckoned.rates_by(others, "month") if one.name < filters.month]
    return earlier[-1] if earlier else None


def _drifts(book: Book, frame: pl.DataFrame, filters: Filters) -> Iterable[Drift]:
    for product, label in book.products:
        if filters.product not in ("", product):
            continue
        strategy, rows = book.strategies[product], book.bins[product]
        wanted = frame.filter(pl.col("product") == product)
        now = rows.join(wanted.select("application_id", "month"), on="application_id")
        population, against, now = _reference(strategy, now)
        if population is not None and not now.is_empty():
            yield _drift((product, label, against), strategy, population, now)


def _reference(
    strategy: Strategy, now: pl.DataFrame
) -> tuple[Population | None, str, pl.DataFrame]:
    """What to compare with: the development sample, else the book's first month with enough."""
    shipped = development_population(strategy)
    if shipped is not None:
        return shipped, pick(dict(shipped.of)), now
    counted = now.group_by("month").len().sort("month")
    enough = counted.filter(pl.col("len") >= thresholds().too_few)
    if enough.is_empty() or counted.height < 2:
        return None, "", now
    first = enough["month"][0]
    earlier, later = now.filter(pl.col("month") == first), now.filter(pl.col("month") > first)
    against = _("the applications of {month}, the first month in the book", month=first)
    return population_of(earlier, strategy, {}), against, later


def _drift(
    named: tuple[str, str, str], strategy: Strategy, population: Population, now: pl.DataFrame
) -> Drift:
    product, label, against = named
    shifts = []
    for one in strategy.scorecard.characteristics:
        expected = population.bins.get(one.name)
        if expected is not None and len(expected) == len(one.bins):
            points = [bin_.points for bin_ in one.bins]
            names = [pick(bin_text(bin_, one)) for bin_ in one.bins]
            shift = bin_shift(one.name, names, expected, now[f"bin_{one.name}"], points)
            shifts.append((pick(one.label.both()), shift))
    shifts.sort(key=lambda pair: -(pair[1].psi or 0.0))
    scores = now["score"].drop_nulls().value_counts()
    return Drift(
        product=product,
        label=label,
        strategy=f"{strategy.id} {strategy.version}",
        against=against,
        expected_rows=population.rows,
        actual_rows=now.height,
        score=score_shift(population, now["score"]),
        expected_scores=dict(population.scores),
        actual_scores=dict(zip(scores["score"], map(float, scores["count"]), strict=True)),
        cut_off=(strategy.cut_off.decline, strategy.cut_off.approve),
        characteristics=tuple(shifts),
    )


def protected_facts() -> tuple[Fact, ...]:
    """The facts by which the fairness screen may be asked for; it is never run by itself."""
    return tuple(fact for fact in dictionary() if fact.personal == "protected")


def fairness(desk: Desk, book: Book, filters: Filters, fact: str) -> tuple[GroupRate, ...]:
    """Approvals by a protected fact of the decided applications, each against the largest rate.

    A screen, not a finding. Dates of birth count as age by decades. Raises NotKnown for a fact
    that is not protected.
    """
    known = {one.name for one in protected_facts()}
    if fact not in known:
        raise NotKnown(kind=_("protected fact"), name=fact, known=sorted(known))
    decided = _filtered(book.frame, filters).filter(
        pl.col("outcome").is_in(["approve", "counter_offer", "decline"])
    )
    facts = applications.fact_frame(desk.store, decided["application_id"].to_list())
    if decided.is_empty() or fact not in facts.columns:
        return ()
    told = decided.join(facts.select("application_id", fact), on="application_id")
    value = pl.col(fact)
    if told.schema[fact] == pl.Date:
        decade = (pl.lit(now().year) - value.dt.year()) // 10 * 10
        value = pl.when(value.is_not_null()).then(pl.format("{}+", decade))
    return approval_ratios(
        told.select(
            value.cast(pl.String).alias("group"),
            pl.col("outcome").is_in(list(reckoned.YES)).alias("approved"),
        ),
        "group",
    )
