"""A developed card as the part of a strategy file that the development writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from workbench.credit.facts import Dictionary
from workbench.scoring.develop.points_card import CardBins, PointsCard

MARK = "# ======== written by `workbench develop`: everything below this line ========"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a characteristic is called, its family and its reason code."""

    label: Mapping[str, str]
    family: str
    reason: str


@dataclass(frozen=True, slots=True)
class Means:
    """Mean points per characteristic, of all applicants and of near-passers."""

    of_all: Mapping[str, float]
    of_near: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Sample:
    """What the card was made from: its words, the months over which bad was observed.

    `others` adds words the sample did not hold to the group of a word it did hold:
    {"purpose": {"other": ("consumption",)}}.
    """

    text: Mapping[str, str]
    months: int
    others: Mapping[str, Mapping[str, tuple[str, ...]]]


def with_card(text: str, card: str) -> str:
    """The strategy file with its developed part replaced (or put at the end)."""
    return text.partition(MARK)[0].rstrip() + "\n\n" + MARK + "\n\n" + card


def card_text(
    card: PointsCard,
    means: Means,
    wording: Mapping[str, Wording],
    sample: Sample,
    model_card: Mapping[str, str | int | float],
) -> str:
    """The tables `scorecard`, `calibration` and `model_card`."""
    least = card.base + sum(min(c.points) for c in card.characteristics)
    most = card.base + sum(max(c.points) for c in card.characteristics)
    lines = [
        "[scorecard]",
        f"base_points = {card.base}",
        f"points_to_double_odds = {_short(card.scaling.double)}",
        f"score_least = {least // 10 * 10}",
        f"score_most = {-(-most // 10) * 10}",
        "",
    ]
    for characteristic in card.characteristics:
        name = characteristic.bins.field.name
        lines += _characteristic(characteristic, wording[name], means, sample.others.get(name, {}))
    lines += [
        "[calibration]",
        f"offset = {card.offset:.4f}",
        f"factor = {card.factor:.4f}",
        f"horizon_months = {sample.months}",
        f"sample = {_text(sample.text)}",
        "",
        "[model_card]",
        *(f"{key} = {_value(value)}" for key, value in model_card.items()),
    ]
    return "\n".join(lines) + "\n"


def wording_of(dictionary: Dictionary, name: str, reason: str) -> Wording:
    """The dictionary's own label and family for a fact."""
    fact = dictionary[name]
    return Wording(fact.label, fact.family.value, reason)


def _characteristic(
    card: CardBins, wording: Wording, means: Means, others: Mapping[str, tuple[str, ...]]
) -> list[str]:
    name = card.bins.field.name
    return [
        "[[scorecard.characteristics]]",
        f'name = "{name}"',
        f'fact = "{name}"',
        f"label = {_text(wording.label)}",
        f'family = "{wording.family}"',
        f'reason = "{wording.reason}"',
        f'direction = "{card.bins.field.direction}"',
        f"mean_all = {means.of_all[name]:.3f}",
        f"mean_near = {means.of_near[name]:.3f}",
        "bins = [",
        *(f"  {line}" for line in _bins(card, others)),
        "]",
        "",
    ]


def _bins(card: CardBins, others: Mapping[str, tuple[str, ...]]) -> list[str]:
    lines = []
    for number, points in enumerate(card.points[:-1]):
        told = f"# {card.shares[number]:.1%} of rows, {card.bad_rates[number]:.1%} bad"
        if card.bins.field.is_number:
            held = _interval(card.bins.edges, number)
        else:
            group = card.bins.groups[number]
            words = [*group, *(w for known in group for w in others.get(known, ()))]
            held = "is = [" + ", ".join(map(_listed, words)) + "], "
        lines.append(f"{{ {held}points = {points} }},  {told}")
    if card.has_missing:
        told = f"# {card.shares[-1]:.1%} of rows, {card.bad_rates[-1]:.1%} bad"
        lines.append(f"{{ missing = true, points = {card.points[-1]} }},  {told}")
    return lines


def _listed(word: str) -> str:
    return word if word in {"true", "false"} else f'"{word}"'


def _interval(edges: tuple[float, ...], number: int) -> str:
    start = f"from = {_short(edges[number - 1])}, " if number else ""
    end = f"below = {_short(edges[number])}, " if number < len(edges) else ""
    return start + end


def _short(value: float) -> str:
    return format(Decimal(repr(float(value))).normalize(), "f")


def _text(texts: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{key} = {_value(texts[key])}" for key in ("en", "zh")) + " }"


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value) if isinstance(value, int) else f"{value:.4f}"
