"""A strategy as a workbook to be edited in Excel: one sheet for each of its tables.

Sheets carry the keys of the strategy format as headers, so that nothing is lost on the way and
every column is explained by the format's own description. Rows may be added, moved or deleted.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from workbench.errors import FileNotReadable
from workbench.files import replacing
from workbench.i18n import Language, _
from workbench.scoring.field_words import FIELD_WORDS
from workbench.scoring.strategy_tree import Tree, value_at
from workbench.spreadsheets.whole_sheets import Cell, read_cells
from workbench.spreadsheets.workbook_writer import OutColumn, Style, WorkbookWriter

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet for one list of the strategy: where the list stands, and its columns, dotted."""

    name: str
    path: Keys
    columns: Sequence[str]
    named_by: str


_LISTS = (
    _Sheet(
        "Computed facts 派生字段",
        ("derived",),
        ("name", "kind", "is", "label.en", "label.zh"),
        "name",
    ),
    _Sheet("Grades 等级", ("grades",), ("name", "score", "limit", "annual_rate"), "name"),
    _Sheet(
        "Rules 规则",
        ("rules",),
        (
            *("id", "class", "label.en", "label.zh", "passes_when", "fails_when", "threshold"),
            *("source", "reason", "effective_from", "effective_until"),
        ),
        "id",
    ),
    _Sheet(
        "Limit terms 额度项",
        ("limit", "terms"),
        ("name", "label.en", "label.zh", "reason", "amount", "by_grade", "is", "loss_budget"),
        "name",
    ),
    _Sheet(
        "Characteristics 特征",
        ("scorecard", "characteristics"),
        (
            *("name", "fact", "label.en", "label.zh", "family", "reason", "direction"),
            *("mean_all", "mean_near"),
        ),
        "name",
    ),
    _Sheet(
        "Authority 权限",
        ("authority",),
        ("role.en", "role.zh", "amount_most", "points_below_cut_off", "may_override"),
        "role.en",
    ),
    _Sheet(
        "Examples 示例",
        ("examples",),
        (
            *("name", "expect.advice", "expect.decided_by", "expect.score", "expect.reasons"),
            *("why.en", "why.zh"),
        ),
        "name",
    ),
)
_BINS, _FACTS, _FIGURES = "Bins 分箱", "Example facts 示例字段", "Figures 参数"
_BIN_COLUMNS = (
    "characteristic",
    "from",
    "below",
    "is",
    "missing",
    "points",
    "label.en",
    "label.zh",
)
_TEXTS = frozenset(
    {
        *("id", "product", "version", "currency", "pack", "name", "en", "zh", "class", "kind"),
        *("source", "reason", "residual_reason", "legal_cap_source", "cap_reason", "fact"),
        *("family", "missing"),
        *("income", "existing", "living_costs", "method", "legal_cap_basis", "direction", "is"),
        *("repayment_method", "passes_when", "fails_when", "advice", "decided_by"),
    }
)
"""Entries that hold words, even where these look like numbers ("1.0", grade "1")."""
_LISTED = frozenset({"request.terms", "expect.reasons", "may_override"})


def write_strategy_workbook(tree: Tree, out: str | Path) -> None:
    """Write a strategy's tree as .xlsx, whole or not at all. Raises FileNotWritable."""
    with replacing(out) as draft, WorkbookWriter(draft) as book:
        book.table(_FIGURES, _figure_columns(), _figures(tree))
        for sheet in _LISTS:
            book.table(sheet.name, _columns(sheet.columns), _rows(tree, sheet))
        book.table(_BINS, _columns(_BIN_COLUMNS), _bins(tree))
        names = list(tree.get("examples", {}))
        book.table(_FACTS, _columns(("fact", *names)), _example_facts(tree, names))


def read_strategy_workbook(path: str | Path) -> Tree:
    """The tree of a workbook as `write_strategy_workbook` lays it out.

    What is not understood stays as it was typed; the strategy's check names it. Raises
    FileNotReadable when it is no such workbook.
    """
    sheets = read_cells(path)
    lacking = [name for name in (_FIGURES, _BINS) if name not in sheets]
    if lacking:
        why = _("it has no sheet “{sheet}” of a strategy.", sheet=lacking[0])
        raise FileNotReadable(file=Path(path).name, why=why)
    try:
        return _tree(sheets)
    except _Unplaced as fault:
        raise FileNotReadable(file=Path(path).name, why=fault.why) from None


class _Unplaced(Exception):
    """A row that cannot be put where it belongs."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _tree(sheets: Mapping[str, list[list[Cell]]]) -> Tree:
    tree: Tree = {}
    for record in _records(sheets[_FIGURES]):
        key, value = str(record.get("entry") or ""), record.get("value")
        if key and value is not None:
            kept = value if key.startswith("model_card.") else _read(key, value)
            _put(tree, tuple(key.split(".")), kept)
    for sheet in _LISTS:
        for record in _records(sheets.get(sheet.name, [])):
            _put_entry(tree, sheet, record)
    for record in _records(sheets[_BINS]):
        _put_bin(tree, record)
    for record in _records(sheets.get(_FACTS, [])):
        _put_facts(tree, record)
    return tree


def _figure_columns() -> list[OutColumn]:
    return [
        OutColumn("entry", width=34),
        OutColumn("value", Style.NUMBER, 40),
        OutColumn("English", width=44),
        OutColumn("中文", width=44),
    ]


def _columns(keys: Sequence[str]) -> list[OutColumn]:
    wide = {"label.en", "label.zh", "why.en", "why.zh", "passes_when", "fails_when", "is", "source"}
    return [OutColumn(key, Style.NUMBER, 36 if key in wide else 18) for key in keys]


def _figures(tree: Tree) -> Iterator[list[object]]:
    """Every entry that is in no list, with what it is called in both languages."""
    for key, value in _leaves((), tree):
        word = FIELD_WORDS.get(key) or FIELD_WORDS.get(key.rpartition(".")[0], "")
        words = [_(word, language=language) if word else None for language in Language]
        yield [key, _written(value), *words]


def _leaves(path: Keys, value: Any) -> Iterator[tuple[str, Any]]:
    if any(path == sheet.path for sheet in _LISTS):
        return
    if not isinstance(value, dict):
        yield ".".join(path), value
        return
    for key, entry in value.items():
        yield from _leaves((*path, key), entry)


def _rows(tree: Tree, sheet: _Sheet) -> Iterator[list[object]]:
    for name, entry in (value_at(tree, sheet.path) or {}).items():
        named = {"name": name, **entry}
        yield [_written(value_at(named, tuple(key.split(".")))) for key in sheet.columns]


def _bins(tree: Tree) -> Iterator[list[object]]:
    for name, characteristic in tree["scorecard"]["characteristics"].items():
        for one in characteristic["bins"]:
            named = {**one, "characteristic": name}
            yield [_written(value_at(named, tuple(key.split(".")))) for key in _BIN_COLUMNS]


def _example_facts(tree: Tree, names: Sequence[str]) -> Iterator[list[object]]:
    """One row a fact, one column an example."""
    held = [tree["examples"][name]["facts"] for name in names]
    for fact in dict.fromkeys(fact for facts in held for fact in facts):
        yield [fact, *(_written(facts.get(fact)) for facts in held)]


def _written(value: Any) -> object:
    """A value as a cell; numbers beyond Excel's digits, and lists, as text that says all."""
    if isinstance(value, Decimal):
        return value if Decimal(repr(float(value))) == value else str(value)
    if not isinstance(value, list):
        return value
    if len(value) == 1 and not isinstance(value[0], str):
        return _written(value[0])
    plain = "; ".join(map(str, value))
    said = ", ".join(
        format(one, "f") if isinstance(one, Decimal) else json.dumps(one, ensure_ascii=False)
        for one in value
    )
    return plain if _as_list(plain) == value else f"[{said}]"


def _records(rows: list[list[Cell]]) -> Iterator[dict[str, Cell]]:
    """The rows below the header, each by header; rows without any value are left out."""
    if not rows:
        return
    heads = [str(cell or "").strip() for cell in rows[0]]
    for row in rows[1:]:
        if any(cell is not None for cell in row):
            yield {head: cell for head, cell in zip(heads, row, strict=False) if head}


def _put_entry(tree: Tree, sheet: _Sheet, record: Mapping[str, Cell]) -> None:
    entry: Tree = {}
    for key, cell in record.items():
        if key in sheet.columns and cell is not None:
            _put(entry, tuple(key.split(".")), _read(key, cell))
    name = str(value_at(entry, tuple(sheet.named_by.split("."))) or "")
    table = _table(tree, sheet.path)
    if name in table:
        raise _Unplaced(
            _("two rows of “{sheet}” have the name {name}.", sheet=sheet.name, name=name)
        )
    if sheet.path == ("derived",):
        entry.pop("name", None)
    table[name] = entry


def _put_bin(tree: Tree, record: Mapping[str, Cell]) -> None:
    name = _text(record.get("characteristic"))
    characteristics = _table(tree, ("scorecard", "characteristics"))
    if name not in characteristics:
        raise _Unplaced(_("“{sheet}” has a bin of an unknown {name}.", sheet=_BINS, name=name))
    found: Tree = {}
    for key in _BIN_COLUMNS[1:]:
        cell = record.get(key)
        if cell is not None:
            listed = key == "is"
            kept = _as_list(cell) if listed else cell if key == "missing" else _read(key, cell)
            _put(found, tuple(key.split(".")), kept)
    characteristics[name].setdefault("bins", []).append(found)


def _put_facts(tree: Tree, record: Mapping[str, Cell]) -> None:
    examples = _table(tree, ("examples",))
    for name, cell in record.items():
        if name != "fact" and cell is not None:
            if name not in examples:
                raise _Unplaced(_("“{sheet}” names an unknown {name}.", sheet=_FACTS, name=name))
            examples[name].setdefault("facts", {})[_text(record.get("fact"))] = _number(cell)


def _table(tree: Tree, path: Keys) -> Tree:
    for key in path:
        tree = tree.setdefault(key, {})
    return tree


def _put(tree: Tree, path: Keys, value: object) -> None:
    _table(tree, path[:-1])[path[-1]] = value


def _read(key: str, cell: Cell) -> object:
    """A cell as the format wants it there: words stay words, other text may be a number or day."""
    if key in _LISTED:
        return _as_list(cell)
    if key.rpartition(".")[2] in _TEXTS:
        return _text(cell)
    return _typed(cell) if isinstance(cell, str) else _number(cell)


def _as_list(cell: Cell) -> list[object]:
    if not isinstance(cell, str):
        return [_number(cell)]
    if cell.startswith("["):
        try:
            return list(tomllib.loads(f"x = {cell}", parse_float=Decimal)["x"])
        except tomllib.TOMLDecodeError:
            return [cell]
    return [_typed(part.strip()) for part in cell.split(";") if part.strip()]


def _typed(text: str) -> object:
    try:
        return _number(Decimal(text))
    except InvalidOperation:
        pass
    try:
        return date.fromisoformat(text)
    except ValueError:
        return {"true": True, "false": False}.get(text.lower(), text)


def _number(cell: Cell) -> object:
    if isinstance(cell, Decimal) and cell.is_finite():
        return int(cell) if cell == cell.to_integral_value() else cell
    return cell


def _text(cell: Cell) -> str:
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell or "")
