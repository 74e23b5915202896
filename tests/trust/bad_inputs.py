"""Damaged workbooks: bytes flipped, cut or doubled; each ends in a preview or a sentence."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path

from tests.trust.figures import Figure, a_folder
from tests.trust.workers import spread
from workbench import paths
from workbench.errors import WorkbenchError
from workbench.spreadsheets.read import read

QUICK = 0.1
SEEDS = ("applicants_en.xlsx", "applicants_zh.xlsx")
IN_PROCESS = "import sys; from python_calamine import load_workbook; load_workbook(sys.argv[1])"


def run(share: float, seed: int) -> Figure:
    """5,000 damaged files (30 in a quick run), read as the window reads them."""
    times = int(5_000 * share) if share > QUICK else 30
    with a_folder() as folder:
        found = spread(partial(_read, folder, seed), range(times))
        red = _reading_in_process_ends_raw(folder)
    wrong = [fault for fault in found if fault]
    for fault in wrong[:5]:
        print(f"        {fault}", file=sys.stderr)
    return Figure(
        "T7 damaged workbooks",
        times,
        times - len(wrong),
        "preview or sentence",
        red,
        "a reader without guards ends raw",
        seed,
    )


def _read(folder: Path, seed: int, number: int) -> str:
    """What is wrong with how the numbered file ended, "" for nothing."""
    file = _damaged(folder / f"damaged-{number}.xlsx", random.Random(f"{seed}:{number}"))
    try:
        read(file)
    except WorkbenchError as told:
        said = told.text()
        return "" if said.strip() and "Traceback" not in said else f"{number}: {said}"
    except BaseException as fault:  # noqa: BLE001 -- whatever else comes out is looked for
        return f"{number}: {fault!r}"
    finally:
        file.unlink()
    return ""


def _damaged(out: Path, dice: random.Random) -> Path:
    """A sample workbook with one of four kinds of damage, in its file or in one of its parts."""
    source = paths.resources() / "samples" / dice.choice(SEEDS)
    if dice.random() < 0.5:
        out.write_bytes(_hurt(source.read_bytes(), dice))
        return out
    with zipfile.ZipFile(source) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    chosen = dice.choice(sorted(held))
    held[chosen] = _hurt(held[chosen], dice)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in held.items():
            parts.writestr(name, content)
    return out


def _hurt(content: bytes, dice: random.Random) -> bytes:
    body = bytearray(content)
    at, until = sorted(dice.randrange(len(body)) for _end in range(2))
    match dice.randrange(4):
        case 0:
            for _flip in range(dice.randint(1, 20)):
                body[dice.randrange(len(body))] ^= 1 << dice.randrange(8)
        case 1:
            del body[at:until]
        case 2:
            body[at:at] = body[at:until][:4096]
        case _:
            body[at : at + 64] = dice.randbytes(64)
    return bytes(body)


def _reading_in_process_ends_raw(folder: Path) -> bool:
    """The wrong build: the library alone, which answers a cut file with a traceback."""
    file = folder / "cut.xlsx"
    file.write_bytes((paths.resources() / "samples" / SEEDS[0]).read_bytes()[:2000])
    command = [sys.executable, "-c", IN_PROCESS, str(file)]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    return done.returncode != 0 and "Traceback" in done.stderr
