"""`workbench develop`: a scorecard from the lender's own book, or a shipped card made again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbench.commands import DONE, Add, answer, say, stage
from workbench.given import place, whole
from workbench.i18n import _, number, percent

if TYPE_CHECKING:
    from workbench.workflow.develop import Developed, Scale


def define(add: Add) -> None:
    """Add the command."""
    make = add("develop", _("build a scorecard from labelled applications"), develop)
    make.add_argument("data", type=place, metavar="DATA")
    what = make.add_mutually_exclusive_group(required=True)
    what.add_argument("--target", metavar="COLUMN", help=_("column that tells bad from good"))
    what.add_argument(
        "--shipped", metavar="CARD", help=_("make a shipped card again: a product, or behaviour")
    )
    make.add_argument("--out", type=place, required=True, metavar="DIR")
    make.add_argument(
        "--product", default="", help=_("write a strategy draft under this product's policy")
    )
    make.add_argument("--bad", default="", metavar="WORD", help=_("the target's word for bad"))
    make.add_argument("--good", default="", metavar="WORD", help=_("its only word for good"))
    make.add_argument("--time", metavar="COLUMN", help=_("column of dates or years"))
    make.add_argument("--holdout", metavar="FROM", help=_("hold back rows from this time on"))
    make.add_argument("--exclude", nargs="*", default=[], metavar="COLUMN")
    make.add_argument(
        "--keep", nargs="*", default=[], metavar="COLUMN", help=_("use columns held for leaks")
    )
    make.add_argument(
        "--breaks", type=place, metavar="FILE.toml", help=_("bins, directions, special values")
    )
    make.add_argument("--rejects", type=place, metavar="FILE", help=_("rejected applications"))
    make.add_argument(
        "--scale",
        type=_scale,
        metavar="POINTS:ODDS:DOUBLE",
        help=_("points, the odds they stand for, points that double the odds (600:50:40)"),
    )
    make.add_argument("--cv", type=whole, default=5, help=_("number of folds to try it on"))
    make.add_argument("--against", default="", metavar="ebm,gbm", help=_("rivals to compare"))


def _scale(text: str) -> Scale:
    from workbench.workflow.develop import SCALES

    parts = text.split(":")
    if len(parts) == len(SCALES) and all(part.isdecimal() for part in parts):
        score, odds, double = map(int, parts)
        if all(
            least <= n <= most
            for n, (least, most) in zip((score, odds, double), SCALES, strict=True)
        ):
            return score, odds, double
    bounds = _(", ").join(f"{least}–{most}" for least, most in SCALES)
    raise argparse.ArgumentTypeError(
        _("“{text}” is not a scale; write 600:50:40, within {bounds}", text=text, bounds=bounds)
    )


def develop(asked: argparse.Namespace) -> int:
    """`workbench develop`: prints each split's figures, then the rivals'."""
    from workbench.workflow import develop as developing

    if asked.shipped:
        made = developing.develop_shipped(asked.shipped, asked.data, asked.out)
    else:
        wish = developing.Wish(
            target=asked.target,
            bad=asked.bad,
            good=asked.good,
            exclude=tuple(asked.exclude),
            keep=tuple(asked.keep),
            time=asked.time,
            holdout=asked.holdout,
            cv=asked.cv,
            against=tuple(name for name in asked.against.split(",") if name),
            breaks=asked.breaks,
            rejects=asked.rejects,
            product=asked.product,
            scale=asked.scale,
        )
        made = developing.develop(asked.data, wish, asked.out, step=stage(_("Developing")))
    _tell(made)
    files = [str(file) for file in made.files]
    answer(asked, figures=made.figures, rivals=made.rivals, files=files, same=made.same)
    return DONE


def _tell(made: Developed) -> None:
    for name, figures in made.figures.items():
        sys.stdout.write(_figures_line(name, figures) + "\n")
    for name, auc in made.rivals.items():
        sys.stdout.write(f"{name}: AUC {auc:.4f}\n")
    for part in made.parts:
        if part.key in {"book", "rejects"}:
            for sentence in part.sentences:
                say(sentence)
    if made.same is not None:
        same, other = (
            _("It is byte by byte the shipped one."),
            _("It differs from the shipped one."),
        )
        say(same if made.same else other)


def _figures_line(name: str, figures: Mapping[str, float]) -> str:
    from workbench.scoring.develop.development_report import split_words

    return _(
        "{name}: {rows} rows, AUC {auc} ({low} to {high}), KS {ks}, mean default risk {pd}, "
        "bad rate {bad}",
        name=split_words(name),
        rows=number(int(figures["rows"])),
        auc=f"{figures['auc']:.4f}",
        low=f"{figures['auc_from']:.4f}",
        high=f"{figures['auc_to']:.4f}",
        ks=f"{figures['ks']:.4f}",
        pd=percent(figures["mean_pd"], places=2),
        bad=percent(figures["bad_rate"], places=2),
    )
