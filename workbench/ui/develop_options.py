"""What else a development may be asked: words for bad and good, folds, rivals, rejects, bins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QSpinBox, QWidget

from workbench.i18n import N_, _
from workbench.ui import file_boxes
from workbench.ui.buttons import button
from workbench.ui.fields import choice_field, number_field
from workbench.ui.labels import Elided, label
from workbench.ui.layouts import column, row, scrolled
from workbench.ui.words import Text, say

if TYPE_CHECKING:
    from workbench.workflow.develop import Scale, Wish

RIVALS = (
    ("ebm", N_("Explainable boosting machine")),
    ("gbm", N_("Gradient boosting")),
)
_SCALED = (
    N_("Points that stand for the odds below"),
    N_("Odds of good to one bad"),
    N_("Points more that double the odds"),
)
WIDTH, FIELD, KEPT_HEIGHT, MOST_FOLDS = 600, 300, 102, 20


@dataclass(frozen=True, slots=True)
class Options:
    """What a development is asked beyond its columns; as it stands, what is asked by default."""

    bad: str = ""
    good: str = ""
    cv: int = 5
    against: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    rejects: Path | None = None
    breaks: Path | None = None
    scale: Scale | None = None

    def count(self) -> int:
        """How many differ from the usual ones."""
        usual = Options()
        return sum(getattr(self, each.name) != getattr(usual, each.name) for each in fields(self))

    def put_into(self, wish: Wish) -> Wish:
        """The wish with these options."""
        return replace(wish, **asdict(self))


@dataclass(frozen=True, slots=True)
class Held:
    """What a book offers to the options: the outcome's words, and columns left out as suspects."""

    words: tuple[str, ...]
    suspects: tuple[str, ...]
    rivals: tuple[str, ...]


class OptionsBox(QDialog):
    """Every option with what it is now."""

    def __init__(self, options: Options, held: Held, over: QWidget | None = None) -> None:
        super().__init__(over)
        say(self, self.setWindowTitle, N_("Options of the development"))
        self.setMinimumWidth(WIDTH)
        self.bad = _word_field(N_("Word for bad"), held.words, options.bad)
        self.good = _word_field(N_("Only word for good"), held.words, options.good)
        self.folds = number_field(N_("Folds to try the card on"), 0, MOST_FOLDS)
        self.folds.setValue(options.cv)
        self.against = {word: QCheckBox(_(name)) for word, name in RIVALS}
        for word, box in self.against.items():
            box.setChecked(word in options.against)
            box.setEnabled(word in held.rivals)
        suspects = dict.fromkeys((*held.suspects, *options.keep))
        self.kept = {name: QCheckBox(name) for name in suspects}
        for name, box in self.kept.items():
            box.setChecked(name in options.keep)
        self.rejects = _FileField(
            N_("Rejected applications"), options.rejects, file_boxes.ask_labelled_book
        )
        self.breaks = _FileField(N_("Own bins"), options.breaks, file_boxes.ask_bins)
        self.scale = _scale_fields(options.scale)
        self._lay()

    def _lay(self) -> None:
        form = QFormLayout()
        form.setSpacing(10)
        asked: list[tuple[Text, QWidget]] = [
            (N_("Word for bad"), self.bad),
            (N_("Only word for good"), self.good),
            (N_("Folds to try the card on"), self.folds),
            (N_("Compare on the same folds with"), _listed(self.against.values())),
        ]
        if self.kept:
            kept = scrolled(column(*self.kept.values(), None, gap=2))
            kept.setFixedHeight(KEPT_HEIGHT)
            asked.append((N_("Left out, use all the same"), kept))
        asked += [
            (N_("Rejected applications"), self.rejects),
            (N_("Own bins, directions, special values"), self.breaks),
            *zip(_SCALED, self.scale, strict=True),
        ]
        for words, field in asked:
            form.addRow(label(words, ink="text2"), field)
        note = label(
            N_(
                "Rejected applications are used only where a trial says that this comes closer to "
                "the truth. Own bins are a text file: [income] on one line, then breaks = [1000, "
                '2500] or direction = "rising"; they are kept exactly.'
            ),
            ink="text2",
            wrap=True,
        )
        self.use = button(N_("Use these"), self.accept, role="primary", height=34)
        buttons = row(None, button(N_("Cancel"), self.reject, height=34), self.use)
        inside = column(gap=14, margins=(20, 18, 20, 16))
        inside.addLayout(form)
        inside.addWidget(note)
        inside.addLayout(buttons)
        self.setLayout(inside)
        self.use.setDefault(True)

    def answer(self) -> Options:
        """What stands in the fields."""
        return Options(
            bad=str(self.bad.currentData()),
            good=str(self.good.currentData()),
            cv=self.folds.value(),
            against=tuple(word for word, box in self.against.items() if box.isChecked()),
            keep=tuple(name for name, box in self.kept.items() if box.isChecked()),
            rejects=self.rejects.file,
            breaks=self.breaks.file,
            scale=self._scale(),
        )

    def _scale(self) -> Scale | None:
        """The scale that is wanted; the usual one is no wish of its own."""
        from workbench.workflow.develop import SCALE

        score, odds, double = (field.value() for field in self.scale)
        return None if (score, odds, double) == SCALE else (score, odds, double)


def ask_options(over: QWidget, options: Options, held: Held) -> Options | None:
    """The options as they are wanted; None when they stay as they are."""
    box = OptionsBox(options, held, over)
    return box.answer() if box.exec() == QDialog.DialogCode.Accepted else None


class _FileField(QWidget):
    """A file that may be named: its name, a button to choose it, one to do without."""

    def __init__(self, name: Text, file: Path | None, ask: Callable[[QWidget], str]) -> None:
        super().__init__()
        self._ask = ask
        self.shown = Elided()
        self.choose = button(N_("Choose…"), self._on_choose)
        self.clear = button(N_("Without"), lambda: self.show_file(None))
        say(self.choose, self.choose.setAccessibleName, name)
        self.setLayout(row(self.shown, self.choose, self.clear))
        self.show_file(file)

    def show_file(self, file: Path | None) -> None:
        """Name this file, or none."""
        self.file = file
        self.shown.show_text(file.name if file else _("None"))
        self.clear.setVisible(file is not None)

    def _on_choose(self) -> None:
        chosen = self._ask(self)
        if chosen:
            self.show_file(Path(chosen))


def _scale_fields(scale: Scale | None) -> list[QSpinBox]:
    from workbench.workflow.develop import SCALE, SCALES

    made = [number_field(name, *within) for name, within in zip(_SCALED, SCALES, strict=True)]
    for field, value in zip(made, scale or SCALE, strict=True):
        field.setValue(value)
    return made


def _word_field(name: Text, words: Sequence[str], word: str) -> QComboBox:
    made = choice_field(name, FIELD)
    made.addItem(_("Usual words"), "")
    for one in dict.fromkeys((*words, *([word] if word else []))):
        made.addItem(one, one)
    made.setCurrentIndex(max(0, made.findData(word)))
    return made


def _listed(boxes: Iterable[QWidget]) -> QWidget:
    held = QWidget()
    held.setLayout(column(*boxes, gap=2))
    return held
