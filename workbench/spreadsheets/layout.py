"""Where the table is on a sheet: below titles, under one or two header lines, above notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from workbench.errors import Place, Problem, Severity
from workbench.i18n import N_
from workbench.spreadsheets.known_headers import is_ours
from workbench.spreadsheets.sheet import letter_of, normal

Cell = object
Row = Sequence[Cell]
Known = Callable[[str], bool]
Merge = tuple[tuple[int, int], tuple[int, int]]

LOOKED_AT = 40
MOST_COLUMNS = 500
_TOTAL = re.compile(
    r"^(\S{0,10}\s?(合\s*计|总\s*计|小\s*计)|累\s*计|平均|"
    r"(grand |(\S{1,12} )?sub-?)?totals?|sum|average)"
    r"\s*[:：]?$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^(注|备注|说明|附注|填表|制表|审核|复核|经办|单位负责人|负责人|签字|盖章|数据来源|来源|"
    r"notes?\b|source\b|prepared by|approved by|signature|signed|remarks?\b|\*|footnote)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^[(（\[]?(元|万元|亿元|千元|美元|万美元|人民币元|%|％|‰|年|月|个月|天|人|次|笔|岁|usd|cny|rmb|eur|"
    r"\$|¥|￥|k|years?|months?|days?|yrs?|percent|per cent|number|count|yyyy-mm-dd)[)）\]]?$",
    re.IGNORECASE,
)
_MACHINE = re.compile(r"^([a-z]{1,3}\d{1,4}|f\d+|column\s?\d+|unnamed.*|\d+)$", re.IGNORECASE)
_FIGURES = re.compile(r"[\s\d.,:/%+\-]*\d[\s\d.,:/%+\-]*")


@dataclass(frozen=True, slots=True)
class Table:
    """The table's place in a grid. All numbers count from 0; `header` is empty without one."""

    header: tuple[int, ...]
    first: int
    end: int
    columns: tuple[tuple[int, str], ...]
    titles: str = ""
    notes: tuple[Problem, ...] = ()
    score: float = 0.0


@dataclass(slots=True)
class _Notes:
    sheet: str
    found: list[Problem] = field(default_factory=list)

    def add(
        self, code: str, severity: Severity, sentence: str, at: int | None = None, text: str = ""
    ) -> None:
        row = None if at is None else at + 1
        values = {"text": text} if row is None else {"row": str(row), "text": text}
        place = Place(sheet=self.sheet, row=row)
        self.found.append(Problem(code, severity, place, sentence, values))


def find_table(
    grid: Sequence[Row],
    sheet: str,
    known: Known,
    merges: Sequence[Merge] = (),
    header_row: int | None = None,
    *,
    whole: bool = True,
) -> Table:
    """The table on a grid whose blanks are "".

    `known` tells whether a header is one the dictionary has; `header_row` (from 1) overrides
    the search. Two-line headers are joined ("Income / monthly"). A grid that is not `whole` goes
    on: its end is not looked for.
    """
    notes = _Notes(sheet)
    start = next((i for i, row in enumerate(grid) if _filled(row)), 0)
    if header_row and header_row <= len(grid):
        chosen: int | None = header_row - 1
    else:
        chosen = _header(grid[start : start + LOOKED_AT], known)
        chosen = None if chosen is None else chosen + start
    if chosen is None:
        notes.add("no_header", Severity.WARNING, _NO_HEADER)
        columns = _narrow_enough(_lettered(grid), notes)
        return Table((), start, len(grid), columns, notes=tuple(notes.found))
    lines = _header_lines(grid, chosen, known, merges)
    columns = _without_side_table(_columns(grid, lines, merges), known, notes)
    columns = _narrow_enough(columns, notes)
    above = grid[start : lines[0]][:LOOKED_AT]
    titles = " ".join(str(c) for row in above for c in row if c != "")
    _tell_titles(notes, above, start)
    first, end = lines[-1] + 1, len(grid)
    if whole:
        rows = grid[first:]
        kept, told = end_of(rows, usual_width(rows), sheet, first)
        end, notes.found = first + kept, [*notes.found, *told]
    score = sum(known(header) for _i, header in columns)
    return Table(lines, first, end, columns, titles, tuple(notes.found), score)


_NO_HEADER = N_("No row with column names was found, so columns go by their letters.")


def is_total(text: str) -> bool:
    """Whether a first cell says that its row is a sum of others: "合 计", "Total:"."""
    return bool(_TOTAL.match(text.strip()))


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell != "" and cell is not None)


def _is_label(cell: Cell) -> bool:
    return type(cell) is str and cell.strip() != "" and len(cell) <= 80


def _header(top: Sequence[Row], known: Known) -> int | None:
    widths = [_filled(row) for row in top]
    if not any(widths):
        return None
    usual = max(1.0, float(median([w for w in widths if w])))
    scores = [_score(row, i, usual, known) for i, row in enumerate(top)]
    best = max(range(len(top)), key=lambda i: (scores[i], -i))
    return best if scores[best] > 0 else None


def _score(row: Row, depth: int, usual: float, known: Known) -> float:
    """How much a row looks like column names: labels, known ones, few numbers, no repeats."""
    labels = [cell for cell in row if _is_label(cell) and not _FIGURES.fullmatch(str(cell))]
    if not labels:
        return -1.0
    others = _filled(row) - len(labels)
    names = {normal(str(label)) for label in labels}
    recognised = sum(known(str(label)) for label in labels)
    machine = sum(1 for label in labels if _MACHINE.match(str(label)))
    full = min(1.0, len(labels) / usual)
    score = 4 * recognised + 6 * full - 6 * others / max(usual, 1)
    score -= 3 * (len(labels) - len(names)) / len(labels) + 2 * machine / len(labels)
    if len(labels) == 1 and usual > 1:
        score -= 5
    return score - 0.15 * depth


def _header_lines(
    grid: Sequence[Row], chosen: int, known: Known, merges: Sequence[Merge]
) -> tuple[int, ...]:
    lines = [chosen]
    if chosen > 0 and _is_group_line(grid[chosen - 1], grid[chosen], chosen - 1, merges):
        lines.insert(0, chosen - 1)
    below = grid[chosen + 1] if chosen + 1 < len(grid) else ()
    if _is_unit_line(below) or _is_second_line(grid[chosen], below, chosen, merges, known):
        lines.append(chosen + 1)
    return tuple(lines)


def _is_group_line(above: Row, header: Row, index: int, merges: Sequence[Merge]) -> bool:
    """Whether the row above names groups of the header's columns (usually in merged cells)."""
    labels = [i for i, cell in enumerate(above) if cell != ""]
    if len(labels) < 2 or not all(_is_label(above[i]) for i in labels):
        return False
    if all(_MACHINE.match(str(above[i])) for i in labels):
        return False
    merged = any(
        r0 <= index <= r1 and (c1 > c0 or r1 > r0) and r0 == index and c1 - c0 + 1 < len(header)
        for (r0, c0), (r1, c1) in merges
    )
    fills_gaps = any(i >= len(header) or header[i] == "" for i in labels)
    return merged or (fills_gaps and len(labels) < _filled(header) + len(labels))


def _is_unit_line(below: Row) -> bool:
    labels = [str(cell).strip() for cell in below if cell != ""]
    return len(labels) >= 1 and all(_UNIT.match(label) for label in labels)


def _is_second_line(
    header: Row, below: Row, index: int, merges: Sequence[Merge], known: Known
) -> bool:
    """Whether the row below splits merged header cells into their parts."""
    labels = [i for i, cell in enumerate(below) if cell != ""]
    if not labels or not all(_is_label(below[i]) for i in labels):
        return False
    spans = [(c0, c1) for (r0, c0), (r1, c1) in merges if r0 == r1 == index and c1 > c0]
    gaps = [i for i in labels if i >= len(header) or header[i] == ""]
    under = [i for i in labels if any(c0 <= i <= c1 for c0, c1 in spans)]
    if spans and len(under) >= max(1, len(labels) // 2):
        return True
    return bool(gaps) and sum(known(str(below[i])) for i in labels) > len(labels) // 2


def _columns(
    grid: Sequence[Row], lines: tuple[int, ...], merges: Sequence[Merge]
) -> tuple[tuple[int, str], ...]:
    parts = [_spread(grid[line], line, merges) for line in lines]
    width = max(len(row) for row in (*parts, *grid[lines[-1] + 1 : lines[-1] + LOOKED_AT]))
    used = _used_columns(grid[lines[-1] + 1 :], width)
    joined = [_join([part[i] if i < len(part) else "" for part in parts]) for i in range(width)]
    return tuple(
        (i, joined[i]) for i in range(width) if (joined[i] or used[i]) and not is_ours(joined[i])
    )


def _without_side_table(
    columns: tuple[tuple[int, str], ...], known: Known, notes: _Notes
) -> tuple[tuple[int, str], ...]:
    """The columns without a second table beside the first: past an empty column, none known."""
    ours = [i for i, (_at, header) in enumerate(columns) if known(header)]
    if len(ours) < _KNOWN_ENOUGH:
        return columns
    for at in range(ours[-1] + 1, len(columns)):
        if columns[at][0] - columns[at - 1][0] > 1:
            text = ", ".join(header or letter_of(i) for i, header in columns[at:])[:80]
            notes.add("side_table_left_out", Severity.INFO, _SIDE_TABLE, text=text)
            return columns[:at]
    return columns


def _narrow_enough(
    columns: tuple[tuple[int, str], ...], notes: _Notes
) -> tuple[tuple[int, str], ...]:
    if len(columns) > MOST_COLUMNS:
        text = letter_of(columns[MOST_COLUMNS][0])
        notes.add("too_many_columns", Severity.WARNING, _TOO_MANY, text=text)
    return columns[:MOST_COLUMNS]


_TOO_MANY = N_("Columns from {text} on were left out: no list of applicants is that wide.")
_KNOWN_ENOUGH = 2
_SIDE_TABLE = N_("A second table beside the applicants was left out: {text}.")


def _used_columns(rows: Sequence[Row], width: int) -> list[bool]:
    used = [False] * width
    for row in rows:
        if all(used):
            break
        for i, cell in enumerate(row[:width]):
            if not used[i] and cell != "":
                used[i] = True
    return used


def _spread(row: Row, index: int, merges: Sequence[Merge]) -> list[str]:
    """The row's labels, those of merged cells repeated over their columns."""
    cells = ["" if cell is None else _one_line(str(cell)) for cell in row]
    for (r0, c0), (_r1, c1) in merges:
        if r0 == index and c0 < len(cells) and cells[c0]:
            for i in range(c0 + 1, min(c1 + 1, len(cells))):
                cells[i] = cells[i] or cells[c0]
    return cells


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", _WIDTHLESS.sub("", text)).strip()


_WIDTHLESS = re.compile("[\u200b-\u200f\u2060\ufeff]")


def _join(parts: list[str]) -> str:
    said: list[str] = []
    for part in parts:
        if part and part not in said:
            said.append(part)
    if len(said) == 2 and _UNIT.match(said[1]):
        return f"{said[0]} ({said[1].strip('()（）[]')})"
    return " / ".join(said)


def _lettered(grid: Sequence[Row]) -> tuple[tuple[int, str], ...]:
    width = max((len(row) for row in grid), default=0)
    used = _used_columns(grid, width)
    return tuple((i, letter_of(i)) for i in range(width) if used[i])


def _said(row: Row) -> str:
    """What stands in a row, to be quoted: whole numbers without a mark."""
    cells = (int(c) if isinstance(c, float) and c.is_integer() else c for c in row if c != "")
    return " ".join(_one_line(str(cell)) for cell in cells)[:80]


def _tell_titles(notes: _Notes, above: Sequence[Row], start: int) -> None:
    for i, row in enumerate(above, start):
        text = _said(row)
        if text:
            sentence = N_("Row {row} above the header was left out: “{text}”.")
            notes.add("title_left_out", Severity.INFO, sentence, i, text)


def end_of(
    rows: Sequence[Row], usual: float, sheet: str, at: int
) -> tuple[int, tuple[Problem, ...]]:
    """How many of the last rows of a table are applicants: notes and totals at the end are told
    and left out. `usual` cells are filled in a row; the first one is row `at` of the sheet,
    from 0."""
    end, notes = len(rows), _Notes(sheet)
    for _step in range(20):
        while end and not _filled(rows[end - 1]):
            end -= 1
        if not end or not _is_note(rows, end - 1, usual):
            break
        end -= 1
        text = _said(rows[end])
        sentence = N_("Row {row} below the table was left out: “{text}”.")
        notes.add("note_left_out", Severity.INFO, sentence, at + end, text)
    return end, tuple(notes.found)


def usual_width(rows: Sequence[Row]) -> float:
    """How many cells a row of a table fills: the middle of the fuller half of the first 50."""
    widths = sorted((_filled(row) for row in rows[:50] if _filled(row)), reverse=True)
    return median(widths[: (len(widths) + 1) // 2] or [0])


def _is_note(grid: Sequence[Row], index: int, usual: float) -> bool:
    row = grid[index]
    texts = [cell for cell in row if cell != ""]
    start = str(texts[0]).strip() if texts else ""
    if is_total(start):
        return True
    if usual < 3 or not isinstance(texts[0], str):
        return False
    if _NOTE.match(start) and len(texts) <= 0.6 * usual:
        return True
    apart = index > 0 and not _filled(grid[index - 1])
    return len(texts) <= 0.4 * usual and (apart or len(start) >= 20)
