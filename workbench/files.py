"""Files read and written whole or not at all, never half under their real name."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from workbench.errors import FileNotReadable, FileNotWritable, NotInUtf8
from workbench.i18n import N_, _

_WHY = {
    errno.ENOSPC: N_("the disk is full."),
    errno.EDQUOT: N_("the disk is full."),
    errno.EACCES: N_("writing there is not allowed, or another program holds it open."),
    errno.EPERM: N_("writing there is not allowed, or another program holds it open."),
    errno.EROFS: N_("the disk can only be read."),
    errno.ENOENT: N_("its folder does not exist."),
    errno.EISDIR: N_("it is a folder."),
    errno.ENOTDIR: N_("its folder does not exist."),
    errno.EEXIST: N_("a file of this name is in the way."),
    errno.EFBIG: N_("it would hold more than a file of this kind can. Write fewer rows."),
}
_UNREAD = {
    errno.ENOENT: N_("There is no such file here. Check its name and folder."),
    errno.ENOTDIR: N_("There is no such file here. Check its name and folder."),
    errno.EISDIR: N_("This is a folder. Name the file inside it."),
    errno.EACCES: N_(
        "Reading it is not allowed. Ask who manages this computer for the right to read it."
    ),
}
_NOT_READ = N_("It cannot be read. Copy it to this computer's disk and name the copy.")
_DRAFT = ".draft-"
_REFUSED = N_("the system refused.")


def refuse_unreadable(given: Iterable[str]) -> None:
    """Names and texts as the system handed them over. Raises NotInUtf8 for the first whose bytes
    are no characters."""
    for text in given:
        shown = text.encode("utf-8", "replace").decode()
        if shown != text:
            raise NotInUtf8(text=shown)


@contextmanager
def replacing(out: str | Path) -> Iterator[Path]:
    """A draft beside `out` that takes its place when the block ends well.

    The draft is on disk before it gets its name, and the folder after. Raises FileNotWritable;
    then what was there before is unchanged.
    """
    import tempfile  # reading needs none, and it brings much along

    file, draft = Path(out), None
    try:
        refuse_device(file)
        make_folder(file.parent)
        mark = f"{_DRAFT}{os.getpid()}-"
        handle, name = tempfile.mkstemp(prefix=mark, suffix=file.suffix, dir=file.parent)
        os.close(handle)
        draft = Path(name)
        yield draft
        _to_disk(draft)
        draft.chmod(0o666 & ~_umask())
        draft.replace(file)
        draft = None
        folder_to_disk(file.parent)
    except OSError as fault:
        raise _not_writable(file, fault) from fault
    finally:
        if draft is not None:
            with suppress(OSError):
                draft.unlink()


def refuse_device(file: Path) -> None:
    """A device or pipe is no place for a file, and would be gone once one takes its name.

    Raises FileNotWritable.
    """
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise FileNotWritable(file=file.name, why=_("it is a device, not a file."))


def folder_to_disk(folder: Path) -> None:
    """Let the names of new files outlast a power cut."""
    if sys.platform != "win32":  # a folder cannot be opened there, nor need it be
        _to_disk(folder)


def read_whole(file: Path, most: int | None = None) -> bytes:
    """What a file holds; nothing of one with more than `most` bytes.

    Raises FileNotReadable with why it cannot be read.
    """
    try:
        if most is not None and file.stat().st_size > most:
            return b""
        return file.read_bytes()
    except OSError as fault:
        why = _(_UNREAD.get(fault.errno or 0, _NOT_READ))
        raise FileNotReadable(file=file.name, why=why) from fault


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where they are not there. Raises FileNotWritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise _not_writable(folder, fault) from fault


def _not_writable(place: Path, fault: OSError) -> FileNotWritable:
    return FileNotWritable(file=place.name, why=_(_WHY.get(fault.errno or 0, _REFUSED)))


def write_whole(file: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises FileNotWritable."""
    with replacing(file) as draft:
        draft.write_bytes(content)


def sweep(folder: Path) -> None:
    """Remove the drafts that a program left in a folder when it was killed."""
    for draft in folder.glob(f"{_DRAFT}*"):
        owner = draft.name.removeprefix(_DRAFT).split("-")[0]
        if owner.isdigit() and not is_running(int(owner)):
            draft.unlink(missing_ok=True)


def is_running(program: int) -> bool:
    """Whether a process of this number runs; on Windows taken for granted."""
    if sys.platform == "win32":
        return True  # there is no harmless way to ask; the draft stays until it is cleared away
    try:
        os.kill(program, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _umask() -> int:
    """What the user withholds from new files; temporary ones are made for nobody else."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _to_disk(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in (errno.EINVAL, errno.EBADF):
            raise
    finally:
        os.close(handle)
