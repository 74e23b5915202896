"""Develop: a scorecard from a lender's own labelled table, or a shipped card made again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from workbench.errors import DevelopNotInstalled, FileNotReadable, TableUnsuitable
from workbench.files import write_whole
from workbench.i18n import _
from workbench.scoring.strategy import FILE_NAME, shipped_strategy
from workbench.spreadsheets.tabular import read_table

if TYPE_CHECKING:
    from workbench.scoring.develop.validation import Quality

_TEXT_ENDINGS = (".csv", ".csv.gz", ".tsv")


@dataclass(frozen=True, slots=True)
class Developed:
    """What was developed: the figures by split (AUC, KS, mean PD, bad rate), report and files.

    `same` says whether a shipped card came out byte by byte as it ships.
    """

    figures: dict[str, dict[str, float]]
    rivals: dict[str, float]
    report: str
    files: tuple[Path, ...]
    same: bool | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """How to develop: the outcome's column, what to leave out, and how to try the card."""

    target: str
    exclude: tuple[str, ...] = ()
    time: str | None = None
    holdout: str | None = None
    cv: int = 5
    against: tuple[str, ...] = ()


def develop(data: Path, wish: Wish, out: Path) -> Developed:
    """Develop a card from labelled rows; writes report and scorecard to `out`.

    Raises TableUnsuitable, FileNotReadable, or DevelopNotInstalled without the extra.
    """
    table = labelled_table(data)
    named = [wish.target, *([wish.time] if wish.time else []), *wish.exclude]
    absent = [name for name in named if name not in table.columns]
    if absent:
        why = _("It has no column {columns}.", columns=", ".join(absent))
        raise TableUnsuitable(file=data.name, why=why)
    try:
        from workbench.scoring.develop import development
        from workbench.scoring.develop.labelled import NoOutcome
    except ImportError as fault:
        raise DevelopNotInstalled from fault
    how = development.HowToTry(wish.time, wish.holdout, wish.cv, wish.against)
    try:
        made = development.develop(table, wish.target, out, how=how, exclude=wish.exclude)
    except NoOutcome as fault:
        why = _("Column {column} does not tell bad from good.", column=wish.target)
        raise TableUnsuitable(file=data.name, why=why) from fault
    except ImportError as fault:
        raise DevelopNotInstalled from fault
    return Developed(_figures(made.qualities), made.rivals, made.report, made.files)


def develop_shipped(product: str, data: Path, out: Path) -> Developed:
    """Make a shipped card again from its public data; writes the strategy file to `out`.

    Raises StrategyUnknown, or DevelopNotInstalled without the extra.
    """
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
    return Developed(_figures(made.qualities), {}, "", (file,), same)


def labelled_table(data: Path) -> pl.DataFrame:
    """A table of labelled rows from .csv, .csv.gz, .parquet or a workbook.

    Raises FileNotReadable.
    """
    if not data.name.lower().endswith(_TEXT_ENDINGS):
        return read_table(data)
    try:
        mark = "\t" if data.suffix.lower() == ".tsv" else ","
        return pl.read_csv(data, infer_schema_length=None, separator=mark, null_values=["NA"])
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise FileNotReadable(file=data.name, why=_("it cannot be read.")) from fault


def _figures(qualities: Sequence[Quality]) -> dict[str, dict[str, float]]:
    return {
        one.name: {
            "rows": one.rows,
            "auc": round(one.auc, 4),
            "ks": round(one.ks, 4),
            "mean_pd": round(one.mean_pd, 4),
            "bad_rate": round(one.bad_rate, 4),
        }
        for one in qualities
    }
