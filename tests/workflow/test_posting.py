"""Letters leave the house in the order of the post, and it is noted."""

from __future__ import annotations

import csv
import hashlib

import pypdfium2
import pytest

from tests.workflow.conftest import GOOD
from workbench.errors import Cancelled
from workbench.workflow import assess, decide, intake, letter_files, notify, posting
from workbench.workflow.posting import MANIFEST


@pytest.fixture
def written(desk, tmp_path):
    """Three letters; the first applicant lives furthest along the post's round."""
    people = [("Ada", "90210"), ("Ben", ""), ("Cleo", "10027")]
    rows = [GOOD | {"Name": name, "Postcode": code} for name, code in people]
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    file = tmp_path / "three.csv"
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    file.write_text(text, encoding="utf-8")
    intake.import_file(desk, file, product="personal-loan")
    assess.assess_ready(desk)
    decide.accept_advice(desk)
    notify.write_letters(desk)
    return notify.letters_written(desk)


def test_letters_go_by_postcode_and_those_without_one_last(desk, written):
    assert [letter.name for letter in posting.in_postal_order(desk, written)] == [
        "Cleo",
        "Ada",
        "Ben",
    ]


def test_the_manifest_proves_every_file_and_names_nobody(desk, written, tmp_path):
    letter_files.lay_out(desk, tmp_path / "out")
    posting.write_manifest(written, tmp_path / "out")
    text = (tmp_path / "out" / MANIFEST).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        data = (tmp_path / "out" / f"{row['letter']}.pdf").read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["sha256"]
    assert not any(letter.name in text for letter in written)


def test_merging_tells_how_far_it_is_and_leaves_no_file_when_stopped(desk, written, tmp_path):
    told = []
    letter_files.merge_letters(
        desk, tmp_path / "all.pdf", step=lambda done, total: told.append((done, total))
    )
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def stop(done, _total):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        letter_files.merge_letters(desk, tmp_path / "stopped" / "all.pdf", step=stop)
    assert list((tmp_path / "stopped").iterdir()) == []


def test_a_cover_lists_the_batch_and_names_nobody(desk, written, tmp_path):
    file = tmp_path / "all.pdf"
    letter_files.merge_letters(desk, file, cover=True, duplex=True)
    with pypdfium2.PdfDocument(file) as merged:
        listed = merged[0].get_textpage().get_text_bounded()
        marks = [mark.get_title() for mark in merged.get_toc()]
    assert all(letter.number in listed for letter in written)
    assert not any(letter.name in listed for letter in written)
    assert len(marks) == len(written) + 1


def test_a_mailed_letter_is_noted_and_the_others_are_not(desk, written):
    posting.mark_sent(desk, [written[0].id])
    assert [letter.mailed_at is not None for letter in notify.letters_written(desk)] == [
        True,
        False,
        False,
    ]
