"""What the Strategy page asks of the day's work; slow functions run off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.ui.strategy_shelf import Shelved

if TYPE_CHECKING:
    from workbench.scoring.score_tables import ScoreRow
    from workbench.scoring.strategy import Strategy
    from workbench.storage.batches import Batch
    from workbench.workflow.desk import Desk
    from workbench.workflow.strategies import Difference, Listed


@dataclass(frozen=True, slots=True)
class Standing:
    """The strategies there are, and the batches they can be tried on, newest first."""

    shelved: tuple[Shelved, ...]
    batches: tuple[Batch, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A next version: the text it starts from, its version, and the figures changed by path."""

    text: str
    version: str
    values: Mapping[tuple[str, ...], object]

    def source(self) -> str:
        """The text of the new version."""
        from workbench.workflow import strategies

        return strategies.edited(self.text, self.values, version=self.version)


def standing(desk: Desk) -> Standing:
    """Every version that can be read, and every batch that was not undone."""
    from workbench.storage import batches
    from workbench.workflow import strategies

    found = [one for one in batches.batches(desk.store) if not one.undone]
    shelved = [_shelved(listed) for listed in strategies.list_all(desk)]
    order = {"proposed": 0, "in_force": 1, "past": 2}
    shelved.sort(key=lambda one: (one.strategy.product, order[one.state]))
    return Standing(tuple(shelved), tuple(sorted(found, key=lambda one: -one.id)))


def _shelved(listed: Listed) -> Shelved:
    state = "proposed" if listed.state == "proposed" else "past"
    if listed.in_force:
        state = "in_force"
    return Shelved(listed.strategy, state, listed.proposed_by, listed.proposed_at)


def scores(strategy: Strategy) -> tuple[ScoreRow, ...]:
    """What every score of its card means."""
    from workbench.scoring.score_tables import score_rows

    return score_rows(strategy)


def difference(desk: Desk, draft: Draft) -> Difference:
    """What a draft changes, tried on the cases assessed before."""
    from workbench.workflow import strategies

    return strategies.difference(desk, draft.text, draft.source())


def difference_to_force(desk: Desk, strategy: Strategy) -> Difference:
    """What a proposal changes against what is in force for its product."""
    from workbench.workflow import strategies
    from workbench.workflow.product_strategies import in_force

    now = in_force(desk, strategy.product)
    return strategies.difference(desk, now.source_text, strategy.source_text)


def propose(desk: Desk, draft: Draft) -> Listed:
    """Propose a draft in the name of who sits here."""
    from workbench.workflow import strategies

    return strategies.draft(desk, draft.source(), proposer=desk.officer())


def bring_in(desk: Desk, file: Path) -> Listed:
    """Propose the strategy in a strategy file or in a workbook of one."""
    from workbench.workflow import strategies, strategy_books

    is_book = file.suffix.casefold() == ".xlsx"
    text = strategy_books.read_strategy_book(file) if is_book else strategies.text_of(str(file))
    return strategies.draft(desk, text, proposer=desk.officer(), file=file.name)


def publish(desk: Desk, sha256: str) -> Listed:
    """Put a proposal in force, in the name of who sits here."""
    from workbench.workflow import strategies

    return strategies.publish(desk, sha256, approver=desk.officer())


def write_out(strategy: Strategy, file: Path) -> None:
    """Write a strategy as a workbook to be edited, or as its own file; whole or not at all."""
    from workbench.files import write_whole
    from workbench.workflow import strategy_books

    if file.suffix.casefold() == ".xlsx":
        strategy_books.write_strategy(strategy.source_text, file)
    else:
        write_whole(file, strategy.source_text.encode())
