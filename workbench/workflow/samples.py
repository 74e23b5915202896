"""The sample batch: made-up applicants to look around with, in both languages."""

from __future__ import annotations

from pathlib import Path

from workbench import paths
from workbench.i18n import Language, current
from workbench.settings import Settings
from workbench.workflow import assess, intake
from workbench.workflow.desk import Desk, Step, no_step

SAMPLES = {
    Language.EN: ("applicants_en.xlsx", "personal-loan"),
    Language.ZH: ("applicants_zh.xlsx", "branch-loan"),
}


def sample_file(language: Language | None = None) -> tuple[Path, str]:
    """The sample workbook in a language, and the product its applicants ask for."""
    name, product = SAMPLES[language or current()]
    return paths.resources() / "samples" / name, product


def fill_with_samples(desk: Desk, step: Step = no_step) -> None:
    """Import and assess both sample workbooks; a store that has them stays as it is."""
    for done, language in enumerate(SAMPLES):
        step(done, len(SAMPLES))
        file, product = sample_file(language)
        intake.import_file(desk, file, product=product)
    assess.assess_ready(desk)
    step(len(SAMPLES), len(SAMPLES))


def sample_store(place: Path | None = None, settings: Settings | None = None) -> Path:
    """A store with the sample batch, ready to review; made on the first call."""
    chosen = place or paths.data_folder() / "sample.db"
    with Desk.open(chosen, settings=settings) as desk:
        fill_with_samples(desk)
    return chosen
