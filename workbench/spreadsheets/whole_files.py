"""Files appear whole or not at all: written beside their place, then put there in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import FileNotWritable
from workbench.i18n import N_, _

_FOLDER_MISSING = N_("The folder is not there or may not be written to.")
_HELD = N_("Another program holds the file open.")
_FULL = N_("The disk has no space left.")


@contextmanager
def whole_file(out: str | Path) -> Iterator[Path]:
    """A draft to write to; it takes the place of `out` when the block ends well.

    Raises FileNotWritable; what was at `out` before is then unchanged.
    """
    target = Path(out)
    try:
        handle, name = tempfile.mkstemp(prefix=".~", suffix=target.suffix, dir=target.parent)
        os.close(handle)
    except OSError:
        raise FileNotWritable(file=target.name, why=_(_FOLDER_MISSING)) from None
    draft = Path(name)
    try:
        yield draft
        _put_in_place(draft, target)
    except PermissionError:
        raise FileNotWritable(file=target.name, why=_(_HELD)) from None
    except OSError as fault:
        why = _FULL if fault.errno == 28 else _FOLDER_MISSING
        raise FileNotWritable(file=target.name, why=_(why)) from None
    finally:
        draft.unlink(missing_ok=True)


def _put_in_place(draft: Path, target: Path) -> None:
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())
    mask = os.umask(0)
    os.umask(mask)
    draft.chmod(0o666 & ~mask)
    draft.replace(target)
