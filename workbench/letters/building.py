"""The bench on which one letter's content is put together: record, pack, and their words."""

from __future__ import annotations

from workbench.letters.content import Text, plain
from workbench.letters.letter_fields import field_of
from workbench.letters.pack import Pack
from workbench.letters.record import LetterRecord
from workbench.letters.wording import FieldMissing, filled


class Bench:
    """One record and one pack; fills the pack's sentences with the record's values."""

    __slots__ = ("_field", "missing", "pack", "record")

    def __init__(self, record: LetterRecord, pack: Pack) -> None:
        self.record = record
        self.pack = pack
        self.missing: list[str] = []
        self._field = field_of(record, pack)

    def value(self, name: str) -> str:
        """A field's value; one that the record lacks is noted and shown as its name."""
        try:
            return self._field(name)
        except FieldMissing:
            self.missing.append(name)
            return f"[{name}]"

    def fill(self, sentence: str) -> Text:
        """The sentence with its fields filled."""
        return filled(sentence, self.value)

    def text(self, key: str) -> Text:
        """The pack's text with this key, filled, with its emphasis."""
        return self.fill(self.pack.says(key, self.record.language))

    def line(self, key: str) -> str:
        """The pack's text with this key, filled, without emphasis."""
        return plain(self.text(key))

    def cell(self, key: str) -> Text:
        """A table cell with the pack's text."""
        return self.text(key)
