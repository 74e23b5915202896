"""Develop: a scorecard from a lender's own labelled table, or a shipped card made again."""

from __future__ import annotations

import codecs
import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from workbench import paths
from workbench.credit.facts import dictionary
from workbench.errors import DevelopNotInstalled, FileNotReadable, TableUnsuitable
from workbench.files import read_whole, write_whole
from workbench.i18n import _, number
from workbench.scoring.behaviour import CARD_FILE
from workbench.scoring.strategy import FILE_NAME, Strategy, shipped_strategy
from workbench.spreadsheets.convert import every_row
from workbench.spreadsheets.frame_sheets import sheet_of
from workbench.spreadsheets.matching import match
from workbench.spreadsheets.tabular import read_table
from workbench.workflow.desk import Step, no_step

if TYPE_CHECKING:
    from workbench.scoring.develop.development import Development, Plan
    from workbench.scoring.develop.fine_bins import Field
    from workbench.scoring.develop.points_card import Scaling
    from workbench.scoring.develop.report_parts import ReportPart
    from workbench.scoring.develop.validation import Quality

Scale = tuple[int, int, int]
"""Points, the odds of good to bad that they stand for, and the points that double the odds."""
SCALE: Scale = (600, 50, 40)
"""The usual scale of a card of one's own. Where 20 points double the odds, whole points and bins
joined for them cost up to 0.0008 of AUC (30,000 Taiwanese card accounts)."""
SCALES = ((100, 2_000), (1, 1_000), (5, 200))
"""The least and the most of each number of a scale."""

_TEXT_ENDINGS = (".csv", ".csv.gz", ".tsv", ".txt", ".asc")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Developed:
    """What was developed: the figures by split (AUC, KS, mean PD, bad rate), report and files.

    `same` says whether a shipped card came out byte by byte as it ships.
    """

    figures: dict[str, dict[str, float]]
    rivals: dict[str, float]
    files: tuple[Path, ...]
    parts: tuple[ReportPart, ...] = ()
    same: bool | None = None
    made: Development | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """How to develop: the outcome's column, what to leave out, and how to try the card.

    `breaks` is a file of declarations; `declared` holds those given elsewhere, which win.
    `product` names the strategy under whose policy a draft is written. Without a `scale` the
    card has the usual one, and the draft that of its product.
    """

    target: str
    bad: str = ""
    good: str = ""
    exclude: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    time: str | None = None
    holdout: str | None = None
    cv: int = 5
    against: tuple[str, ...] = ()
    breaks: Path | None = None
    rejects: Path | None = None
    declared: dict[str, dict[str, object]] = field(default_factory=dict)
    product: str = ""
    scale: Scale | None = None


def develop(data: Path, wish: Wish, out: Path | None, *, step: Step = no_step) -> Developed:
    """Develop a card from labelled rows; writes report and scorecard to `out` where named.

    Raises TableUnsuitable, FileNotReadable, FileNotWritable, or DevelopNotInstalled without the
    extra.
    """
    table = labelled_table(data)
    _need_columns(data, table, wish)
    rejected = labelled_table(wish.rejects) if wish.rejects else None
    try:
        from workbench.scoring.develop import development
        from workbench.scoring.develop.development_report import report_parts
        from workbench.scoring.develop.labelled import NoOutcome

        made = development.develop(table, _plan(wish), rejected=rejected, step=step)
    except NoOutcome as fault:
        raise _no_outcome(data, wish, table) from fault
    except pl.exceptions.ColumnNotFoundError as fault:
        why = _("The table of rejected rows lacks columns that the card reads.")
        raise TableUnsuitable(file=str(wish.rejects), why=why) from fault
    except ImportError as fault:
        raise DevelopNotInstalled from fault
    parts = tuple(report_parts(made))
    files = _written(made, parts, out) if out else ()
    if out and wish.product:
        file = out / FILE_NAME
        write_whole(file, draft_text(data, wish).encode())
        files = (*files, file)
    return Developed(_figures(made.qualities), dict(made.rivals), files, parts, made=made)


def check_book(data: Path, wish: Wish) -> tuple[ReportPart, ...]:
    """The leakage and quality report alone, before anything is fitted. Raises as `develop`."""
    table = labelled_table(data)
    _need_columns(data, table, wish)
    try:
        from workbench.scoring.develop import development
        from workbench.scoring.develop.development_report import book_parts
        from workbench.scoring.develop.labelled import NoOutcome

        ready = development.made_ready(table, _plan(wish))
        return tuple(book_parts(ready, wish.time))
    except NoOutcome as fault:
        raise _no_outcome(data, wish, table) from fault
    except ImportError as fault:
        raise DevelopNotInstalled from fault


def spoken_again(made: Developed) -> Developed:
    """The same development, its report in the language spoken now."""
    from workbench.scoring.develop.development_report import report_parts

    assert made.made is not None
    return replace(made, parts=tuple(report_parts(made.made)))


def _plan(wish: Wish) -> Plan:
    from workbench.scoring.develop import development

    return development.Plan(
        target=wish.target,
        bad_word=wish.bad,
        good_word=wish.good,
        exclude=wish.exclude,
        keep=wish.keep,
        time=wish.time,
        holdout=wish.holdout,
        cv=wish.cv,
        against=wish.against,
        declared=_declared(wish),
        scaling=_scaling(wish.scale or SCALE),
    )


def _scaling(scale: Scale) -> Scaling:
    from workbench.scoring.develop.points_card import Scaling

    score, odds, double = scale
    return Scaling(score, float(odds), float(double))


def _no_outcome(data: Path, wish: Wish, table: pl.DataFrame) -> TableUnsuitable:
    counted = table[wish.target].cast(pl.String).drop_nulls().value_counts(sort=True)
    held = (f"{word[:20]} ({number(count)})" for word, count in counted.head(6).iter_rows())
    why = _(
        "Column {column} does not tell bad from good; it holds {words}. Name the word that means "
        "bad, and the one that means good where the others mean neither. Each needs ten rows.",
        column=wish.target,
        words=", ".join(held),
    )
    return TableUnsuitable(file=data.name, why=why)


def develop_shipped(product: str, data: Path, out: Path) -> Developed:
    """Make a shipped card again from its public data; writes its file to `out`.

    Raises StrategyUnknown, or DevelopNotInstalled without the extra.
    """
    if product == "behaviour":
        return _develop_behaviour(data, out)
    strategy = shipped_strategy(product)
    try:
        from workbench.scoring.develop import shipped_cards

        made = shipped_cards.develop_shipped(product, data, strategy.source_text)
    except ImportError as fault:
        raise DevelopNotInstalled from fault
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise FileNotReadable(file=data.name, why=_("it cannot be read.")) from fault
    file = out / FILE_NAME
    write_whole(file, made.text.encode())
    same = made.text == strategy.source_text
    return Developed(_figures(made.qualities), {}, (file,), same=same)


def _develop_behaviour(data: Path, out: Path) -> Developed:
    file = max((paths.resources() / "behaviour").glob(f"*/{CARD_FILE}"))
    text = file.read_text(encoding="utf-8")
    try:
        from workbench.scoring.develop.behaviour_recipe import develop_behaviour

        made = develop_behaviour(labelled_table(data), text)
    except ImportError as fault:
        raise DevelopNotInstalled from fault
    except pl.exceptions.PolarsError as fault:
        raise FileNotReadable(file=data.name, why=_("it cannot be read.")) from fault
    write_whole(out / CARD_FILE, made.text.encode())
    same = made.text == text
    return Developed(_figures(made.qualities), {}, (out / CARD_FILE,), same=same)


def labelled_table(data: Path) -> pl.DataFrame:
    """A table of labelled rows from .csv, .csv.gz, .parquet or a workbook.

    Raises FileNotReadable.
    """
    if not data.name.lower().endswith(_TEXT_ENDINGS):
        return read_table(data)
    raw = read_whole(data)
    try:
        raw = _as_utf8(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return pl.read_csv(
            io.BytesIO(raw),
            infer_schema_length=None,
            separator=_mark(raw.split(b"\n", 1)[0]),
            null_values=["NA", ""],
        )
    except (OSError, EOFError, pl.exceptions.PolarsError) as fault:
        why = _("it holds no table of rows and columns. Open it and save it as .csv or .xlsx.")
        raise FileNotReadable(file=data.name, why=why) from fault


def _mark(head: bytes) -> str:
    """What parts the columns; headers may hold spaces, so those only where nothing else does."""
    marks = b",;\t|"
    most = max(marks, key=lambda code: (head.count(code), -marks.index(code)))
    return chr(most) if most in head else " "


def _as_utf8(raw: bytes) -> bytes:
    """UTF-8 from a text in it or in a usual Chinese or Western encoding."""
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in _WIDE_MARKS else "gb18030"):
        try:
            return raw.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1").encode()


def _need_columns(data: Path, table: pl.DataFrame, wish: Wish) -> None:
    named = [wish.target, *([wish.time] if wish.time else []), *wish.exclude, *wish.keep]
    absent = [name for name in named if name not in table.columns]
    if absent:
        why = _("It has no column {columns}.", columns=", ".join(absent))
        raise TableUnsuitable(file=data.name, why=why)


def _declared(wish: Wish) -> dict[str, Field]:
    from workbench.scoring.develop.declared import DeclarationFault, declared_field, read_declared

    try:
        found = read_declared(wish.breaks) if wish.breaks else {}
        return found | {n: declared_field(n, entry) for n, entry in wish.declared.items()}
    except DeclarationFault as fault:
        why = _("Column {column}: “{key}” is not understood.", column=fault.column, key=fault.key)
        raise TableUnsuitable(file=wish.breaks.name if wish.breaks else "", why=why) from fault
    except (OSError, ValueError) as fault:
        name = wish.breaks.name if wish.breaks else ""
        raise FileNotReadable(file=name, why=_("it cannot be read.")) from fault


def draft_text(data: Path, wish: Wish, policy: Strategy | None = None) -> str:
    """A whole strategy: the table's columns read as on import, under a product's policy (the
    shipped one, or another that is handed over).

    Raises FileNotReadable, StrategyUnknown, or DevelopNotInstalled without the extra.
    """
    table = labelled_table(data)
    from workbench.scoring.develop.book_draft import draft_of_book
    from workbench.scoring.develop.labelled import outcome_of
    from workbench.workflow.bulk import named_strategy

    base = policy or named_strategy(wish.product)
    outcome = outcome_of(table[wish.target], wish.bad, wish.good)
    kept = outcome.is_not_null()
    if wish.time and wish.holdout:
        from workbench.scoring.develop.labelled import rows_by_time

        before, _after = rows_by_time(table[wish.time], wish.holdout)
        kept &= pl.Series(range(table.height)).is_in(before)
    used = [name for name in table.columns if name not in {wish.target, *wish.exclude}]
    sheet = sheet_of(table.select(used), data.stem)
    facts = every_row(sheet, match(sheet, dictionary()), dictionary(), currency=base.currency)
    scaling = _scaling(wish.scale) if wish.scale else None
    made = draft_of_book(facts.filter(kept), outcome.filter(kept).to_numpy(), base, scaling=scaling)
    return made.text


def _written(made: Development, parts: Sequence[ReportPart], out: Path) -> tuple[Path, ...]:
    from workbench.scoring.develop.development import bins_table
    from workbench.scoring.develop.report_parts import as_markdown
    from workbench.workflow.development_files import write_pdf, write_workbook

    names = ("report.md", "scorecard.csv", "report.xlsx", "report.pdf")
    files = tuple(out / name for name in names)
    write_whole(files[0], as_markdown(parts).encode())
    write_whole(files[1], bins_table(made.card).write_csv().encode())
    write_workbook(parts, files[2])
    write_pdf(parts, files[3])
    return files


def _figures(qualities: Sequence[Quality]) -> dict[str, dict[str, float]]:
    return {
        one.name: {
            "rows": one.rows,
            "auc": round(one.auc, 4),
            "auc_from": round(one.low, 4),
            "auc_to": round(one.high, 4),
            "ks": round(one.ks, 4),
            "mean_pd": round(one.mean_pd, 4),
            "bad_rate": round(one.bad_rate, 4),
        }
        for one in qualities
    }
