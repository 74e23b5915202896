"""The commands on strategies: check, show, try, compare, carry through Excel, propose, publish."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.commands import DONE, WAITS, Add, answer, desk_of, language_of, say
from workbench.credit.status import Outcome, outcome_word
from workbench.errors import StrategyUnknown
from workbench.given import place
from workbench.i18n import Language, _, day, number
from workbench.workflow.desk import Desk

if TYPE_CHECKING:
    import polars as pl

    from workbench.workflow.strategies import Difference

Moved = Mapping[tuple[str, str], int]
STORE = "store"


def define(add: Add) -> None:
    """`workbench strategy ACTION …`."""
    strategy = add("strategy", _("check, show, compare, propose or publish strategies"), run)
    strategy.add_argument("action", choices=list(ACTIONS))
    strategy.add_argument("strategies", nargs="*", metavar="STRATEGY")
    strategy.add_argument(
        "--on", metavar="FILE", help=_("table of applicants, or “store” for the cases on record")
    )
    strategy.add_argument("-o", "--out", type=place, metavar="OUT")
    strategy.add_argument("--language", choices=["en", "zh"])
    strategy.add_argument("--as", dest="person", default="", metavar="USER")


def run(asked: argparse.Namespace) -> int:
    """`workbench strategy`: one of the actions below."""
    return ACTIONS[asked.action](asked)


def check(asked: argparse.Namespace) -> int:
    """Every fault of each strategy with its line; nothing when it may be used."""
    from workbench.workflow import strategies

    counted: dict[str, int] = {}
    urged: dict[str, int] = {}
    for name in _named(asked):
        faults = strategies.faults(strategies.text_of(name))
        counted[name] = len(faults)
        for fault in faults:
            _tell(asked, f"{name}: {fault.text(language_of(asked))}")
        if not faults:
            _tell(asked, _("{name}: no faults.", language=language_of(asked), name=name))
        urged[name] = _urge(asked, name, strategies.text_of(name))
    answer(asked, faults=counted, urged=urged)
    return WAITS if any(counted.values()) else DONE


def _urge(asked: argparse.Namespace, name: str, text: str) -> int:
    """Say what a strategy may be used with but should not be left so; how much that is."""
    from workbench.workflow import strategies

    found = strategies.urged(text)
    for one in found:
        said = one.text(language_of(asked))
        _tell(
            asked, _("{name}: to mend: {said}", language=language_of(asked), name=name, said=said)
        )
    return len(found)


def show(asked: argparse.Namespace) -> int:
    """Each strategy as a document that reads."""
    from workbench.workflow import strategies

    for name in _named(asked):
        _tell(asked, strategies.document(strategies.text_of(name), language_of(asked)) + "\n")
    answer(asked, strategies=asked.strategies)
    return DONE


def listing(asked: argparse.Namespace) -> int:
    """Every version there is, and which assesses its product today."""
    from workbench.workflow import strategies

    with desk_of(asked) as desk:
        found = strategies.list_all(desk)
    for one in found:
        mark = "*" if one.in_force else " "
        version = f"{one.strategy.product} {one.strategy.version}"
        people = " → ".join(name for name in (one.proposed_by, one.published_by) if name)
        since = day(one.strategy.effective_from)
        _tell(
            asked, f"{mark} {version}  {one.state}  {since}  {one.strategy.sha256[:12]}  {people}"
        )
    listed = [
        {
            "product": one.strategy.product,
            "version": one.strategy.version,
            "sha256": one.strategy.sha256,
            "state": one.state,
            "in_force": one.in_force,
        }
        for one in found
    ]
    answer(asked, strategies=listed)
    return DONE


def simulate(asked: argparse.Namespace) -> int:
    """How each strategy would advise on a table, or on the cases on record."""
    from workbench.workflow import strategies

    counts: dict[str, Mapping[str, int]] = {}
    with _desk(asked) as desk:
        for name in _named(asked):
            text = strategies.text_of(name, desk)
            counts[name] = strategies.simulate(text, _cases(asked, desk, text)).advice
            words = (f"{_outcome(w, asked)} {number(n)}" for w, n in counts[name].items())
            _tell(asked, f"{name}: {', '.join(words)}")
    answer(asked, advice=counts)
    return DONE


def compare(asked: argparse.Namespace) -> int:
    """The swap set of two strategies: who moves from which advice to which."""
    from workbench.workflow import strategies

    with _desk(asked) as desk:
        old, new = _two(asked, desk)
        found = strategies.compare(old, new, _cases(asked, desk, old))
    same, language = found.rows - found.flipped, language_of(asked)
    told = _(
        "{n} of {total} unchanged.", language=language, n=number(same), total=number(found.rows)
    )
    _tell(asked, told)
    _tell_moves(asked, found.moved)
    answer(
        asked,
        rows=found.rows,
        unchanged=same,
        moved=_moves(found.moved),
        swapped_in=len(found.swapped_in),
        swapped_out=len(found.swapped_out),
        mean_pd_in=found.mean_pd_in,
        mean_pd_out=found.mean_pd_out,
    )
    return DONE


def diff(asked: argparse.Namespace) -> int:
    """What differs between the first strategy and the second, and what each change would flip."""
    from workbench.workflow import strategies

    with desk_of(asked) as desk:
        found = strategies.difference(desk, *_two(asked, desk))
    _tell_difference(asked, found)
    answer(asked, **_counted(found))
    return DONE


def export(asked: argparse.Namespace) -> int:
    """A strategy as a workbook to be edited in Excel."""
    from workbench.workflow import strategies, strategy_books

    out = asked.out or Path(f"{Path(_one(asked)).name}.xlsx")
    with _desk(asked) as desk:
        strategy_books.write_strategy(strategies.text_of(_one(asked), desk), out)
    say(_("Written to {file}.", file=out.name))
    answer(asked, file=str(out))
    return DONE


def import_(asked: argparse.Namespace) -> int:
    """A strategy from a workbook: its faults, or its difference to the version in force; with
    --as it is proposed, with -o written as a strategy file."""
    from workbench.files import write_whole
    from workbench.workflow import strategies, strategy_books

    text = strategy_books.read_strategy_book(Path(_one(asked)))
    faults = strategies.faults(text)
    for fault in faults:
        _tell(asked, fault.text(language_of(asked)))
    _urge(asked, Path(_one(asked)).name, text)
    if asked.out:
        write_whole(asked.out, text.encode())
    if faults:
        answer(asked, faults=len(faults))
        return WAITS
    with desk_of(asked) as desk:
        return _propose(asked, text, desk)


def propose(asked: argparse.Namespace) -> int:
    """A strategy file's difference to the version in force; with --as it is proposed."""
    from workbench.workflow import strategies

    text = strategies.text_of(_one(asked))
    with desk_of(asked) as desk:
        return _propose(asked, text, desk)


def publish(asked: argparse.Namespace) -> int:
    """Put a proposal in force; the person named with --as is not who proposed it."""
    from workbench.workflow import strategies

    with desk_of(asked) as desk:
        done = strategies.publish(desk, _one(asked), approver=asked.person)
    version = f"{done.strategy.product} {done.strategy.version}"
    since = day(done.strategy.effective_from)
    say(_("{version} is published and assesses from {day} on.", version=version, day=since))
    answer(asked, sha256=done.strategy.sha256, in_force=done.in_force)
    return DONE


ACTIONS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "check": check,
    "show": show,
    "list": listing,
    "simulate": simulate,
    "compare": compare,
    "diff": diff,
    "export": export,
    "import": import_,
    "propose": propose,
    "publish": publish,
}


def _propose(asked: argparse.Namespace, text: str, desk: Desk) -> int:
    """The difference in words first; the record only when a person answers for it."""
    from workbench.workflow import strategies

    current = strategies.text_of(strategies.product_of(text), desk)
    found = strategies.difference(desk, current, text)
    sha256 = None
    _tell_difference(asked, found)
    if asked.person:
        sha256 = strategies.draft(desk, text, proposer=asked.person).strategy.sha256
        say(_("Proposed as {sha}. A second person publishes it.", sha=sha256[:12]))
    else:
        say(_("Nothing was recorded. To propose it, name who answers for it with --as."))
    answer(asked, **_counted(found), proposed=sha256)
    return DONE


def _tell_difference(asked: argparse.Namespace, found: Difference) -> None:
    language = language_of(asked)
    for one in found.changes:
        flips = "–" if one.flips is None else number(one.flips)
        decided = "–" if one.decided is None else number(one.decided)
        told = _(
            "past cases that would flip: {flips}, of them decided: {decided}",
            language=language,
            flips=flips,
            decided=decided,
        )
        _tell(asked, f"- {one.change.text(language)} ({told})")
    _tell(
        asked,
        _(
            "All changes together flip {flips} of {cases} past cases, of them decided: {decided}.",
            language=language,
            flips=number(found.flips),
            cases=number(found.cases),
            decided=number(found.decided),
        ),
    )
    _tell_moves(asked, found.moved)


def _counted(found: Difference) -> dict[str, object]:
    return {
        "changes": [
            {
                "path": ".".join(one.change.path),
                "en": one.change.text(Language.EN),
                "zh": one.change.text(Language.ZH),
                "flips": one.flips,
                "decided": one.decided,
            }
            for one in found.changes
        ],
        "cases": found.cases,
        "flips": found.flips,
        "decided": found.decided,
        "moved": _moves(found.moved),
    }


def _tell_moves(asked: argparse.Namespace, moved: Moved) -> None:
    for (was, now), count in sorted(moved.items()):
        if was != now:
            _tell(asked, f"{_outcome(was, asked)} → {_outcome(now, asked)}: {number(count)}")


def _moves(moved: Moved) -> dict[str, int]:
    return {f"{was}_to_{now}": n for (was, now), n in sorted(moved.items()) if was != now}


def _outcome(word: str, asked: argparse.Namespace) -> str:
    return outcome_word(Outcome(word), language_of(asked))


def _tell(asked: argparse.Namespace, line: str) -> None:
    if not asked.json:
        sys.stdout.write(line + "\n")


def _named(asked: argparse.Namespace) -> list[str]:
    if not asked.strategies:
        raise StrategyUnknown(name="", known=_("name a strategy"))
    return list(asked.strategies)


def _one(asked: argparse.Namespace) -> str:
    names = _named(asked)
    if len(names) != 1:
        raise StrategyUnknown(name=" ".join(names), known=_("name one strategy"))
    return names[0]


def _two(asked: argparse.Namespace, desk: Desk | None) -> tuple[str, str]:
    from workbench.workflow import strategies

    if len(asked.strategies) != 2:
        names = " ".join(asked.strategies)
        raise StrategyUnknown(name=names, known=_("name two strategies to compare"))
    old, new = (strategies.text_of(name, desk) for name in asked.strategies)
    return old, new


def _cases(asked: argparse.Namespace, desk: Desk | None, text: str) -> pl.DataFrame:
    """The applicants to try a strategy on. Raises StrategyUnknown when none are named."""
    from workbench.workflow import strategies

    if asked.on is None:
        names = " ".join(asked.strategies)
        raise StrategyUnknown(name=names, known=_("name a table of applicants with --on FILE"))
    return strategies.cases(desk, text, None if asked.on == STORE else Path(asked.on))


@contextmanager
def _desk(asked: argparse.Namespace) -> Iterator[Desk | None]:
    """The desk when a store is named or its cases are asked for; a plain table needs none."""
    if asked.store or asked.on == STORE:
        with desk_of(asked) as desk:
            yield desk
    else:
        yield None
