"""A strategy as a plain tree: what stands in its file, without comments, layout and order of keys.

Entries of lists are reached by their own names, so that a rule stays the same rule wherever it
stands. `to_text` writes a tree as a strategy file again.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import tomli_w

from workbench.scoring.strategy import Strategy

Tree = dict[str, Any]
Path = tuple[str, ...]

NAMED: Mapping[Path, str] = {
    ("rules",): "id",
    ("grades",): "name",
    ("examples",): "name",
    ("authority",): "role",
    ("limit", "terms"): "name",
    ("scorecard", "characteristics"): "name",
}
"""The lists of the format, and the key by which their entries are told apart."""
_REQUIRED = frozenset({"rules", "grades", "terms", "characteristics"})


def tree_of(strategy: Strategy) -> Tree:
    """Everything a strategy says, with named entries in place of list positions."""
    said = _plain(strategy.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True))
    for path, key in NAMED.items():
        table, last = _table(said, path), path[-1]
        if last in table:
            table[last] = {_name(entry[key]): entry for entry in table[last]}
    return dict(said)


def listed(tree: Tree) -> Tree:
    """The tree as the format has it: named entries are lists again."""
    said: Tree = _copied(tree)
    for path in NAMED:
        table, last = _table(said, path), path[-1]
        if last in table:
            table[last] = list(table[last].values())
        elif last in _REQUIRED:
            table[last] = []
    return said


def to_text(tree: Tree, note: str = "") -> str:
    """The strategy file of a tree; `note` becomes comment lines in front."""
    lines = "".join(f"# {line}\n" for line in note.splitlines())
    return (lines + "\n" if lines else "") + tomli_w.dumps(_ordered(listed(tree)))


def value_at(tree: Tree, path: Path) -> Any:
    """What stands at a path; None where nothing does."""
    found: Any = tree
    for key in path:
        if not isinstance(found, dict) or key not in found:
            return None
        found = found[key]
    return found


def with_value(tree: Tree, path: Path, value: Any) -> Tree:
    """A copy of the tree with another value at a path; None takes the entry away."""
    copy: Tree = _copied(tree)
    table = copy
    for key in path[:-1]:
        table = table.setdefault(key, {})
    if value is None:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = _copied(value)
    return copy


def same_content(one: Strategy, other: Strategy) -> bool:
    """Whether two strategy files say the same, however they are laid out."""
    return one.model_dump(by_alias=True) == other.model_dump(by_alias=True)


def _name(key: object) -> str:
    return str(key["en"]) if isinstance(key, dict) else str(key)


def _table(tree: Tree, path: Path) -> Tree:
    for key in path[:-1]:
        tree = tree.get(key, {})
    return tree


def _plain(value: Any) -> Any:
    """Lists, whole numbers and words instead of tuples, whole decimals and enums."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    return str(value) if isinstance(value, str) else value


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(entry) for key, entry in value.items()}
    return [_copied(entry) for entry in value] if isinstance(value, list) else value


def _ordered(tree: Tree) -> Tree:
    """Plain values in front of tables, as TOML wants them, in the order of the format."""
    order = {name: place for place, name in enumerate(Strategy.model_fields)}
    return dict(sorted(tree.items(), key=lambda entry: order.get(entry[0], len(order))))
