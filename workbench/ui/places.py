"""The places of the window: their names, icons and keys, and the page behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.ui.jobs import Jobs
from workbench.ui.page import Page
from workbench.ui.rail import Place

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk

PLACES = (
    Place("import", N_("Import"), "inbox", "work", "Ctrl+1"),
    Place("review", N_("Review queue"), "queue", "work", "Ctrl+2"),
    Place("letters", N_("Letters"), "letters", "work", "Ctrl+3"),
    Place("accounts", N_("Accounts"), "wallet", "work", "Ctrl+8"),
    Place("portfolio", N_("Portfolio"), "portfolio", "insight", "Ctrl+4"),
    Place("strategy", N_("Strategy"), "strategy", "insight", "Ctrl+5"),
    Place("develop", N_("Develop"), "spark", "insight", ""),
    Place("audit", N_("Audit trail"), "audit", "insight", "Ctrl+6"),
    Place("cost", N_("True cost"), "scale", "insight", "Ctrl+7"),
    Place("people", N_("People"), "user", "foot", "Ctrl+9"),
    Place("lender", N_("Lender and letters"), "note", "foot", ""),
    Place("settings", N_("Settings"), "settings", "foot", "Ctrl+,"),
    Place("help", N_("Help"), "help", "foot", "F1"),
    Place("about", N_("About"), "about", "foot", ""),
)

WORKED_ON = frozenset(place.word for place in PLACES if place.group != "foot")
"""Pages on which a day is spent; the others are only looked into."""


def make_page(word: str, desk: Desk, jobs: Jobs) -> Page:
    """The page of a place. Imported here: what is not shown costs nothing at start."""
    return (_work_page(word, desk, jobs) or _insight_page(word, desk, jobs)) or _foot_page(
        word, desk, jobs
    )


def _work_page(word: str, desk: Desk, jobs: Jobs) -> Page | None:
    match word:
        case "import":
            from workbench.ui.import_page import ImportPage

            return ImportPage(desk, jobs)
        case "review":
            from workbench.ui.review_page import ReviewPage

            return ReviewPage(desk, jobs)
        case "accounts":
            from workbench.ui.accounts_page import AccountsPage

            return AccountsPage(desk, jobs)
        case "letters":
            from workbench.ui.letters_page import LettersPage

            return LettersPage(desk, jobs)
    return None


def _insight_page(word: str, desk: Desk, jobs: Jobs) -> Page | None:
    match word:
        case "portfolio":
            from workbench.ui.portfolio_page import PortfolioPage

            return PortfolioPage(desk, jobs)
        case "strategy":
            from workbench.ui.strategy_page import StrategyPage

            return StrategyPage(desk, jobs)
        case "develop":
            from workbench.ui.develop_page import DevelopPage

            return DevelopPage(desk, jobs)
        case "audit":
            from workbench.ui.audit_page import AuditPage

            return AuditPage(desk, jobs)
        case "cost":
            from workbench.ui.cost_page import CostPage

            return CostPage()
    return None


def _foot_page(word: str, desk: Desk, jobs: Jobs) -> Page:
    match word:
        case "people":
            from workbench.ui.people_page import PeoplePage

            return PeoplePage(desk, jobs)
        case "lender":
            from workbench.ui.lender_page import LenderPage

            return LenderPage(desk, jobs)
        case "settings":
            from workbench.ui.settings_page import SettingsPage

            return SettingsPage(desk, jobs)
        case "help":
            from workbench.ui.help_page import HelpPage

            return HelpPage()
        case "about":
            from workbench.ui.about_page import AboutPage

            return AboutPage()
    raise KeyError(word)
