"""What differs between two strategies, entry by entry, in words of both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workbench import i18n
from workbench.i18n import N_, Language, _, pick
from workbench.scoring.explain import bin_text
from workbench.scoring.field_words import ENTRY_WORDS, field_word
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import Characteristic, Rule
from workbench.scoring.strategy_tree import NAMED, Path, Tree, tree_of, value_at, with_value

_SILENT_TABLES = frozenset(
    {
        *("authority", "examples", "model_card", "label", "text", "version"),
        *("effective_from", "effective_until", "validated_on", "revalidate_by"),
    }
)
_SILENT_KEYS = frozenset({"label", "source", "legal_cap_source", "sample"})
_ENTRIES = (*NAMED, ("derived",))


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs. `was` is None when it is new, `now` when it is gone.

    `path` names it: ("rules", "income_minimum", "threshold"). Another order of a list is a
    change of the list, with the names in their order as a tuple on both sides. `entry` is the
    rule, grade or the like it belongs to, as the newer file has it; empty for plain figures.
    """

    path: Path
    was: Any
    now: Any
    entry: Tree

    @property
    def is_silent(self) -> bool:
        """Whether it changes words, days, sources or examples only, and so no advice."""
        return self.path[0] in _SILENT_TABLES or self.path[-1] in _SILENT_KEYS

    def text(self, language: Language | None = None) -> str:
        """The change as a sentence: "Rule “Income reaches the minimum”: threshold 1000 → 1200"."""
        return _Words(language or i18n.current()).sentence(self)


def changes(old: Strategy, new: Strategy) -> tuple[Change, ...]:
    """Every entry that differs, in the order of the format."""
    was, now = tree_of(old), tree_of(new)
    order = {name: place for place, name in enumerate(Strategy.model_fields)}
    found = [
        Change(path, before, after, _entry(now, path) or _entry(was, path))
        for path, before, after in _walk((), was, now)
    ]
    return tuple(sorted(found, key=lambda change: order[change.path[0]]))


def with_change(tree: Tree, change: Change) -> Tree:
    """A strategy's tree with one change made in it."""
    if not isinstance(change.now, tuple):
        return with_value(tree, change.path, change.now)
    held = value_at(tree, change.path)
    names = dict.fromkeys((*(name for name in change.now if name in held), *held))
    return with_value(tree, change.path, {name: held[name] for name in names})


def _walk(path: Path, was: Any, now: Any) -> Iterator[tuple[Path, Any, Any]]:
    if not _is_table(was) or not _is_table(now):
        if was != now:
            yield path, was, now
        return
    for key in dict.fromkeys((*was, *now)):
        yield from _walk((*path, key), was.get(key), now.get(key))
    if path in NAMED:
        before, after = tuple(n for n in was if n in now), tuple(n for n in now if n in was)
        if before != after:
            yield path, before, after


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and set(value) != {"en", "zh"}


def _head(path: Path) -> Path:
    """The list a path runs through, ("limit", "terms"); empty for plain figures."""
    return next((head for head in _ENTRIES if path[: len(head)] == head != path), ())


def _entry(tree: Tree, path: Path) -> Tree:
    head = _head(path)
    return value_at(tree, path[: len(head) + 1]) or {} if head else {}


class _Words:
    """Changes being put into words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, sentence: str, **values: object) -> str:
        return _(sentence, language=self.language, **values)

    def sentence(self, change: Change) -> str:
        head = _head(change.path)
        if isinstance(change.now, tuple):
            names = ", ".join(change.now)
            what = self.say(field_word(change.path))
            return self.say(N_("{what}: now in the order {names}"), what=what, names=names)
        if not head:
            return self._figure(field_word(change.path), change)
        entry = self.say(ENTRY_WORDS[head], name=self._name(change, head))
        rest = change.path[len(head) + 1 :]
        if not rest:
            return self._whole(entry, change, head)
        said = (
            self._bins(change)
            if rest == ("bins",)
            else self._figure(field_word((*head, *rest)), change)
        )
        return self.say(N_("{entry}: {change}"), entry=entry, change=said)

    def _name(self, change: Change, head: Path) -> str:
        label = change.entry.get("label") or change.entry.get("role")
        return pick(label, self.language) if label else change.path[len(head)]

    def _whole(self, entry: str, change: Change, head: Path) -> str:
        if change.now is None:
            return self.say(N_("{entry} is left out"), entry=entry)
        if head == ("rules",):
            condition = Rule.model_validate(change.now).condition
            return self.say(N_("{entry} is new: {what}"), entry=entry, what=condition)
        return self.say(N_("{entry} is new"), entry=entry)

    def _figure(self, field: str, change: Change) -> str:
        was, now = self.value(change.was), self.value(change.now)
        return self.say(N_("{field} {was} → {now}"), field=self.say(field), was=was, now=now)

    def _bins(self, change: Change) -> str:
        was, now = (self._points(change.entry, bins) for bins in (change.was, change.now))
        parts = [
            f"{name} {self.value(was.get(name))} → {self.value(now.get(name))}"
            for name in dict.fromkeys((*was, *now))
            if was.get(name) != now.get(name)
        ]
        return self.say(N_("points {changes}"), changes="; ".join(parts))

    def _points(self, entry: Tree, bins: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        owner = Characteristic.model_validate({**entry, "bins": bins})
        return {pick(bin_text(one, owner), self.language): one.points for one in owner.bins}

    def value(self, value: Any) -> str:
        if value is None:
            return "–"
        if isinstance(value, bool):
            return {"en": ("no", "yes"), "zh": ("否", "是")}[self.language.value][value]
        if isinstance(value, int | Decimal):
            return f"{value:,}"
        if isinstance(value, dict):
            return pick(value, self.language) if set(value) == {"en", "zh"} else str(value)
        return ", ".join(map(self.value, value)) if isinstance(value, list) else str(value)
