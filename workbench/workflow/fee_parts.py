"""The parts of a fee sentence as people read and type them: names, words, values."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from workbench.errors import CostUnclear
from workbench.i18n import N_, Language, _
from workbench.money.fee_sentences import Value, read_sentence
from workbench.money.typed_figures import typed_figure

PART_WORDS = {
    "amount": N_("Amount"),
    "months": N_("Months"),
    "interest_daily": N_("Interest a day"),
    "interest_monthly": N_("Interest a month"),
    "interest_yearly": N_("Interest a year"),
    "fee_per_period": N_("Fee a period"),
    "fee_in_all": N_("Fee in all"),
    "fee_up_front": N_("Fee up front"),
    "fee_fixed": N_("Fee as an amount"),
    "fee_each": N_("Fee each month as an amount"),
    "repaid_in_all": N_("Repaid in all"),
    "paid_out": N_("Really paid out"),
    "with_first_instalment": N_("Whole fee with the first instalment"),
    "discount": N_("Discount on fees"),
    "free_months": N_("Free months"),
    "instalment": N_("Payment a period"),
    "method": N_("Repayment"),
    "settled_after": N_("Settled after month"),
    "settling": N_("Remaining fees when settling"),
    "settling_charge": N_("Charge on what is left when settling"),
}
METHOD_WORDS = {
    "equal_payment": N_("equal payments"),
    "equal_principal": N_("equal principal"),
    "interest_first": N_("interest first"),
    "bullet": N_("all at the end"),
}
SETTLING_WORDS = {
    "all_due": N_("all still due"),
    "waived": N_("waived"),
    "pro_rata": N_("for the months used"),
}


def value_text(name: str, value: Value, language: Language | None = None) -> str:
    """A part's value as a person reads and types it: "0.6%", "12", "10,000"."""
    if name == "method":
        return _(METHOD_WORDS[str(value)], language=language)
    if name == "settling":
        return _(SETTLING_WORDS[str(value)], language=language)
    if name == "with_first_instalment":
        return _("yes", language=language)
    number = Decimal(str(value))
    if name in ("months", "free_months", "settled_after"):
        return str(int(number))
    if name in AMOUNTS:
        return f"{number:,f}"
    return f"{(number * 100).normalize():f}%"


def typed_value(name: str, text: str) -> Value | None:
    """A part's value as a person types it; None where the field was emptied.

    "0.6%", "0.6" and "6‰" of a rate are 0.006; "1.2万" of an amount 12,000. Raises CostUnclear.
    """
    plain = text.strip()
    if not plain:
        return None
    if name in CHOICES:
        return plain
    read = _typed_rate(plain) if name in RATES else _typed_number(plain)
    if read is None or read <= 0 or (name == "discount" and read >= 1):
        raise CostUnclear(sentence=plain, why=_NOT_A[name in RATES]())
    if name in WHOLE:
        if read != int(read) or read > _MONTHS_AT_MOST:
            raise CostUnclear(sentence=plain, why=_("Enter whole months, such as 12."))
        return int(read)
    return read


CHOICES = {
    "method": tuple(METHOD_WORDS),
    "settling": tuple(SETTLING_WORDS),
    "with_first_instalment": ("yes",),
}
"""The parts that are chosen, not typed, with their stored words."""

WHOLE = frozenset({"months", "free_months", "settled_after"})
AMOUNTS = frozenset({"amount", "fee_fixed", "fee_each", "repaid_in_all", "paid_out", "instalment"})
RATES = frozenset(PART_WORDS) - WHOLE - AMOUNTS - set(CHOICES)
FIRST_RATE = Decimal("0.01")
"""What a rate begins with when a person adds it as a part."""

_MONTHS_AT_MOST = 1200
_NOT_A = {
    True: lambda: _("Enter a rate, such as 0.6%."),
    False: lambda: _("Enter a number, such as 10,000."),
}


def _typed_rate(text: str) -> Decimal | None:
    said = text if re.search(r"[%％‰分万]|p|b", text) else f"{text}%"
    parts = read_sentence(f"{said} fee").parts
    rate = next((part.value for part in parts if part.name == "fee_in_all"), None)
    return Decimal(str(rate)) if rate is not None else None


def _typed_number(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text).strip("¥$元 ")
    value = typed_figure(plain.rstrip("万 "))
    return value * 10_000 if value is not None and plain.endswith("万") else value
