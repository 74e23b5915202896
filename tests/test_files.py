"""Files are read and written whole, and what stands in the way is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import FileNotReadable, FileNotWritable
from workbench.files import make_folder, read_whole, write_whole


def test_a_file_in_the_way_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"x")
    with pytest.raises(FileNotWritable, match=r"out cannot be written: a file of this name"):
        make_folder(tmp_path / "out")
    with pytest.raises(FileNotWritable, match="its folder does not exist"):
        write_whole(tmp_path / "out" / "letters" / "a.pdf", b"")


def test_a_file_that_is_not_there_or_is_a_folder_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileNotReadable, match=r"nothing\.pdf: There is no such file here"):
        read_whole(tmp_path / "nothing.pdf")
    with pytest.raises(FileNotReadable, match="This is a folder"):
        read_whole(tmp_path)
