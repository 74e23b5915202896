"""Export: the decisions workbook, the answer workbook and the template."""

from __future__ import annotations

from pathlib import Path

from workbench.credit.facts import dictionary
from workbench.i18n import Language
from workbench.spreadsheets import template
from workbench.workflow.intake import strategy_of


def write_template(product: str, out: Path, language: Language | None = None) -> None:
    """A workbook for a product with drop-downs, units, help and an example row."""
    strategy = strategy_of(product)
    template.write_template(
        dictionary(), strategy.facts_wanted(), out, language or Language(strategy_language(product))
    )


def strategy_language(product: str) -> str:
    """The language that a product's applicants are written to."""
    return "zh" if strategy_of(product).pack == "cn" else "en"
