"""Everything that can be wrong and is not our bug, on one screen.

A `Problem` is a value: the user's data is off at one place; it is collected and the rest goes
on. A `WorkbenchError` is raised: the task cannot be done, and its sentence says what is safe
and what the user can do. Anything else that is raised is our own fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from workbench.i18n import N_, Language, _


class Severity(StrEnum):
    """How much a problem weighs: an error keeps the row waiting, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Place(NamedTuple):
    """Where a value stands, as the spreadsheet itself names it."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    header: str = ""

    @property
    def cell(self) -> str:
        """The cell's own name, such as "D18"; empty when the problem is not in one cell."""
        return f"{self.column}{self.row}" if self.row and self.column else ""


class Problem(NamedTuple):
    """One thing that is off in the user's data: where, what, and what to do.

    `code` is stored; `sentence` is an English catalogue key with named values; `fix` is a
    value that would be right where one is sure.
    """

    code: str
    severity: Severity
    place: Place
    sentence: str
    values: Mapping[str, str] = {}  # never changed: a mapping, not a dict
    fact: str = ""
    value: str = ""
    fix: str | None = None

    def text(self, language: Language | None = None) -> str:
        """The sentence the user reads."""
        return _(self.sentence, language=language, **{"value": self.value, **self.values})

    def text_with_place(self, *, sheet: bool = False) -> str:
        """The sentence after its place, row and column as the spreadsheet names them, where it
        does not name them itself; with `sheet`, the sheet as well."""
        place, said = self.place, self.text()
        column = place.header or place.column
        if place.row is not None and "{row" not in self.sentence:
            if column:
                said = _("Row {row}, “{column}”: {said}", row=place.row, column=column, said=said)
            else:
                said = _("Row {row}: {said}", row=place.row, said=said)
        elif place.header:
            said = _("Column “{column}”: {said}", column=column, said=said)
        if sheet and place.sheet and "{sheet}" not in self.sentence:
            return _("Sheet “{sheet}”: {said}", sheet=place.sheet, said=said)
        return said


class WorkbenchError(Exception):
    """The task cannot be done, and the user can act. One class per case."""

    sentence = N_("The task cannot be done.")

    def __init__(self, **values: object) -> None:
        super().__init__(self.sentence)
        self.values = values

    def text(self, language: Language | None = None) -> str:
        """The sentence the user reads: what happened, what is safe, what to do."""
        return _(self.sentence, language=language, **self.values)

    def __str__(self) -> str:
        return self.text()


class FileNotReadable(WorkbenchError):
    """A file that cannot be opened; `why` is a sentence, of the spreadsheet reader's or ours."""

    sentence = N_("{file}: {why} Nothing was changed.")


class FileNotWritable(WorkbenchError):
    sentence = N_(
        "{file} cannot be written: {why} What was there before is unchanged. "
        "Choose another place or close the program that holds it."
    )


class NoHeaderFound(WorkbenchError):
    sentence = N_(
        "{file}: no row with column names was found on sheet “{sheet}”. "
        "Name the row that holds them, or use the template workbook."
    )


class ColumnsMissing(WorkbenchError):
    sentence = N_(
        "{file}: no column was recognised for {facts}. Match these columns first; "
        "nothing was imported."
    )


class SheetUnknown(WorkbenchError):
    sentence = N_("{file} has no sheet “{sheet}”. It has: {sheets}.")


class StrategyFaulty(WorkbenchError):
    """A strategy that must not be used; `faults` lists every fault with its line."""

    sentence = N_("The strategy {file} cannot be used:\n{faults}")


class StrategyUnknown(WorkbenchError):
    sentence = N_("There is no strategy “{name}”. Known: {known}.")


class NobodyToTry(WorkbenchError):
    """A product of which no application is stored: a strategy cannot be tried on any."""

    sentence = N_(
        "No application for “{product}” is in the store to try the strategy on. Import some, "
        "or choose a spreadsheet."
    )


class StrategyRefused(WorkbenchError):
    """A strategy that was not taken over; `why` says what stands against it."""

    sentence = N_("The strategy {name} was not recorded: {why}")


class PackFaulty(WorkbenchError):
    sentence = N_("The letter pack {file} cannot be used:\n{faults}")


class StoreLocked(WorkbenchError):
    sentence = N_(
        "The store {file} is being written by another program. Nothing was changed. Try again."
    )


class StoreUnreadable(WorkbenchError):
    sentence = N_(
        "The store {file} cannot be opened: {why} Nothing was changed. "
        "Name another store or restore a backup."
    )


class StoreFull(WorkbenchError):
    sentence = N_(
        "There is no space left on the disk of {file}. The last step was undone whole; "
        "everything before it is safe. Free some space and try again."
    )


class StoreTooNew(WorkbenchError):
    sentence = N_(
        "The store {file} was made by a newer program (store version {found}; this program "
        "knows {known}). Nothing was changed. Install the newer program."
    )


class StoreOnSharedFolder(WorkbenchError):
    sentence = N_(
        "{file} lies on a network or synchronised folder ({kind}), where stores get damaged. "
        "Choose a folder on this computer, or use a PostgreSQL server for a team."
    )


class ChangedMeanwhile(WorkbenchError):
    sentence = N_(
        "Application {number} was changed by {actor} meanwhile. Nothing was recorded. "
        "Look at it again and decide."
    )


class AccountRefused(WorkbenchError):
    """A step on an account that may not be taken, or not so; `why` says what is missing."""

    sentence = N_("Account {number}: nothing was recorded. {why}")


class AccountChanged(WorkbenchError):
    sentence = N_(
        "Account {number} was changed by {actor} meanwhile. Nothing was recorded. Look at it again."
    )


class NotFound(WorkbenchError):
    sentence = N_("There is no {kind} “{name}” in this store.")


class NotKnown(NotFound):
    """A word from outside that names nothing there is; `known` are the words that would."""

    sentence = N_("There is no {kind} “{name}”. Choose one of these: {known}.")

    def __init__(self, *, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(kind=kind, name=name, known=", ".join(known))


class DecisionRefused(WorkbenchError):
    """A decision that this person may not make, or not in this way; `why` says what is missing."""

    sentence = N_("The decision on {number} was not recorded: {why}")


class ErasureRefused(WorkbenchError):
    """Data that may not go yet; `why` is a full sentence."""

    sentence = N_("Nothing of {number} was erased: {why}")


class LetterHeldBack(WorkbenchError):
    """A letter that would say something it may not; `findings` are the lint's sentences."""

    sentence = N_("The letter for {number} was not written: {findings}")


class PrinterRefused(WorkbenchError):
    """A printer, or the file printed into, that took nothing or stopped taking."""

    sentence = N_(
        "“{printer}” took {done} of {pages} pages. See whether it is switched on and has paper, "
        "or save the letters as PDF. The letters themselves are kept."
    )


class KeyUnusable(WorkbenchError):
    sentence = N_("{file}: {why} Nothing was signed.")


class SigningNotInstalled(WorkbenchError):
    """Signatures need pyHanko, which comes as the extra `sign`."""

    sentence = N_(
        "Signing letters needs the extra part “sign”. Install it with: "
        "pip install credit-workbench[sign]"
    )


class Cancelled(WorkbenchError):
    sentence = N_("Stopped on request. What was finished before is kept.")


class NoDisplay(WorkbenchError):
    sentence = N_(
        "There is no display to open a window on. Use “workbench run FILE --product P --out DIR” "
        "to do the day's work without one."
    )


class WindowNotInstalled(WorkbenchError):
    sentence = N_(
        "The window needs PySide6, which is not installed. Install the program with its window, "
        "or use “workbench run FILE --product P --out DIR”."
    )


class UnsupportedSetting(WorkbenchError):
    sentence = N_("Setting “{name}” cannot be “{value}”. {why}")


class TableUnsuitable(WorkbenchError):
    """A labelled table from which no scorecard can be developed; `why` says what is missing."""

    sentence = N_("{file}: no scorecard can be developed from it. {why}")


class DevelopNotInstalled(WorkbenchError):
    sentence = N_(
        "Developing scorecards needs the extra “develop”. Install credit-workbench[develop]; "
        "scoring runs without it."
    )


class FactTaken(WorkbenchError):
    sentence = N_(
        "“{name}” already means the fact “{fact}”. Match the column to it, or choose another name "
        "or the same type. Nothing was changed."
    )


class FactUnreadable(WorkbenchError):
    sentence = N_("“{value}” cannot be read as {fact}. Nothing was changed.")


class NotInUtf8(WorkbenchError):
    """A name or text whose bytes are no characters, and so can be kept and shown nowhere."""

    sentence = N_("“{text}” is not in UTF-8. Rename the file, or type the text anew.")


class SearchTooLong(WorkbenchError):
    sentence = N_(
        "This is too much to look for at once. Type at most {words} words, "
        "none longer than {characters} characters."
    )


class CostUnclear(WorkbenchError):
    """A fee sentence of which no yearly cost can be told; `why` says what is missing."""

    sentence = N_("No yearly cost can be told of “{sentence}”. {why}")


class StoreSealed(WorkbenchError):
    """A store whose key lies under its people's passwords, and nobody has signed in."""

    sentence = N_(
        "The store {file} opens with a password. Say who you are with --as NAME and enter it, "
        "or use the recovery code."
    )


class KeyringRefused(WorkbenchError):
    """The operating system's keyring did not do what was asked; `why` is a full sentence."""

    sentence = N_("The keyring of this computer's account does not help: {why}")


class KeyNotMoved(WorkbenchError):
    """A key that stays where it lies; `why` says what stands in the way and what to do."""

    sentence = N_("The key of the store {file} was not moved and lies where it lay: {why}")


class KeyringSilent(StoreUnreadable):
    """A store whose key lies in the operating system's keyring, which does not give it."""

    sentence = N_(
        "The store {file} cannot be opened: no key in a file fits it, and the keyring of this "
        "computer's account gave none: {why} Nothing was changed. The recovery code opens it "
        "without the keyring: “workbench key --to file” asks for it."
    )


class SignInRefused(WorkbenchError):
    """A sign-in that was not let in; `why` says how to get in, never what was nearly right."""

    sentence = N_("You are not signed in: {why}")


class RestoreRefused(WorkbenchError):
    """A backup that is not brought back; `why` is a full sentence."""

    sentence = N_("The backup was not brought back: {why}")


class NobodyMay(WorkbenchError):
    """The store's own refusal: whoever writes is nobody it knows, or not with this role."""

    sentence = N_(
        "Nobody who may do this is signed in. Nothing was changed. "
        "Sign in, or ask somebody whose role allows it."
    )


class NotAllowed(WorkbenchError):
    """Something this person's role may not do; `who` names the roles that may."""

    sentence = N_("{role} may not {what}. Nothing was changed. Who could: {who}.")


class PasswordRefused(WorkbenchError):
    """A password that the rules refuse; `why` says each thing that is off."""

    sentence = N_("The password was not set: {why}")


class PersonRefused(WorkbenchError):
    """A change of people that was not made."""

    sentence = N_("{name}: nothing was changed. {why}")


class CaseFileRefused(WorkbenchError):
    """A sealed case file that is not taken."""

    sentence = N_("{file} was not taken: {why} Nothing was changed.")
