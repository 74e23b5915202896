"""Audit: the journal as a file that an auditor can read and recompute."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from workbench.errors import FileNotWritable
from workbench.files import replacing
from workbench.i18n import N_, _
from workbench.spreadsheets.workbook_writer import OutColumn, Style, WorkbookWriter
from workbench.storage import history
from workbench.storage.column_types import moment_of
from workbench.storage.history import Sought
from workbench.storage.typed_text import within_limits
from workbench.workflow.desk import Desk, Step, no_step, now

KINDS = (".xlsx", ".jsonl")
_COLUMNS = (
    (N_("Entry"), Style.WHOLE, 10),
    (N_("When"), Style.MOMENT, 20),
    (N_("Who"), Style.TEXT, 24),
    (N_("What"), Style.TEXT, 22),
    (N_("Of what"), Style.TEXT, 18),
    (N_("Details"), Style.TEXT, 60),
    (N_("Hash of the entry before"), Style.TEXT, 66),
    (N_("Hash"), Style.TEXT, 66),
)


def identifiers_shown(desk: Desk, number: str) -> None:
    """Record that the masked identifiers of a case were shown to the officer."""
    history.tell(desk.store, "identifiers_shown", number, {}, actor=desk.officer(), at=now())


def exported(desk: Desk, what: str, rows: int) -> None:
    """Record that data left the store: `what` is a word such as "decisions" or "journal"."""
    history.tell(desk.store, "exported", what, {"rows": rows}, actor=desk.officer(), at=now())


def sought(
    words: Sequence[str],
    named: Mapping[str, str] | None = None,
    about: Mapping[str, str] | None = None,
) -> list[Sought]:
    """What is looked for: each word, and the events and subjects it names.

    `named` maps stored event names to their wording for the reader, `about` what stored subjects
    begin with; without them a word names an event by its stored name, such as "decided". Raises
    SearchTooLong.
    """
    words = tuple(dict.fromkeys(words))
    within_limits(words)
    return [Sought(word, (word, *_worded(word, named)), _worded(word, about)) for word in words]


def _worded(word: str, wording: Mapping[str, str] | None) -> tuple[str, ...]:
    kept = (wording or {}).items()
    return tuple(stored for stored, said in kept if word.casefold() in said.casefold())


def export_journal(
    desk: Desk, out: Path, wanted: Sequence[Sought] = (), *, step: Step = no_step
) -> int:
    """Write entries to .xlsx or .jsonl, oldest first; returns how many.

    JSON lines hold each entry exactly as stored, so that the chain can be recomputed from them.
    Raises FileNotWritable; then no file of that name was changed.
    """
    if out.suffix.lower() not in KINDS:
        why = _("its name must end in {kinds}.", kinds=" / ".join(KINDS))
        raise FileNotWritable(file=out.name, why=why)
    total = history.count(desk.store, wanted)
    found = _counted(history.entries(desk.store, wanted), total, step)
    with replacing(out) as draft:
        if out.suffix.lower() == ".jsonl":
            _write_lines(found, draft)
        else:
            _write_workbook(found, draft)
    exported(desk, "journal", total)
    return total


def _counted(
    entries: Iterator[dict[str, object]], total: int, step: Step
) -> Iterator[dict[str, object]]:
    for done, entry in enumerate(entries, 1):
        yield entry
        step(done, total)


def _write_lines(entries: Iterator[dict[str, object]], draft: Path) -> None:
    with draft.open("w", encoding="utf-8", newline="\n") as lines:
        for entry in entries:
            lines.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _write_workbook(entries: Iterator[dict[str, object]], draft: Path) -> None:
    columns = [OutColumn(_(name), style, width) for name, style, width in _COLUMNS]
    rows = (
        [entry["seq"], moment_of(str(entry["at"])), *list(entry.values())[2:]] for entry in entries
    )
    with WorkbookWriter(draft) as book:
        book.table(_("Journal"), columns, rows)
