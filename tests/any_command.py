"""`python -m tests.any_command [--seconds 60] [--seed 1]`: every command with anything after it.

Whatever is typed after a command is answered with a sentence, never with a traceback. What the
calls may write lies in a folder of their own, and its store is made anew again and again.
Exit status 1 when something was raised; the call that raised it is printed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from workbench import cli, paths

NO_COMMANDS = ("demo", "key")
"""What opens a window does not end by itself, and the system's keyring is not ours to fill."""
_ANEW_AFTER = 15
THINGS = (
    *("", " ", ".", "o", "o/workbench.db", "nope.xlsx", "applicants_en.xlsx", "9" * 400),
    *("a" * 300, "x/y/z.xlsx", "out.xlsx", "out.pdf", "out.csv", "out.parquet", "out.db", "out"),
    *("-1", "0", "1", "²", "½", "１２", "12,5", "1_000", "NaN", "inf", "1e999", "1e-400", "-0.0"),
    *("120", "5000", "999999999", "9" * 23, "0.1", "36%", "12 x 100", "500:20:30", "600:1:99999"),
    *("2026-01-01", "2026-13-45", "2026-02-30", "0001-01-01", "9999-12-31", "10000-01-01"),
    *("A-000001", "A-000005", "A-000999", "A-" + "9" * 20, "C-000001", "2026-000001", "王"),
    *("personal-loan", "branch-loan", "purchase-line", "cash-loan", "behaviour", "all", "en"),
    *("A01", "OTH", "EXE", "approve", "decline", "x=1", "=", "age=-5", "income_monthly=", "x=NaN"),
    *("=1+1", "%s", "{x}", "{0}", "\u202e", "\x0b", "借1000元，每天利息0.5元", "purchases=20"),
)


class Calls:
    """Random calls of the command line by a seed, in a folder that is theirs."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._choose = folder, random.Random(seed)
        commands = next(
            action
            for action in cli.parser()._actions
            if isinstance(action, argparse._SubParsersAction)
        )
        self._commands = {
            name: command for name, command in commands.choices.items() if name not in NO_COMMANDS
        }
        self._kept = folder.with_name(folder.name + "-kept")
        self.done = 0

    def begin(self) -> None:
        """Make the store that every few calls begin with."""
        self._folder.mkdir()
        os.chdir(self._folder)
        sample = str(paths.resources() / "samples" / "applicants_en.xlsx")
        self._answer(["run", sample, "--product", "personal-loan", "--out", "o"])
        shutil.copy(sample, self._folder)
        shutil.copytree(self._folder, self._kept)

    def one(self) -> tuple[list[str], str]:
        """A call, and what it raised; "" where it answered."""
        if self.done % _ANEW_AFTER == 0:
            shutil.rmtree(self._folder)
            shutil.copytree(self._kept, self._folder)
            os.chdir(self._folder)
        self.done += 1
        name = self._choose.choice(sorted(self._commands))
        call = [name, *self._after(self._commands[name])]
        return call, self._answer(call)

    def _answer(self, call: Sequence[str]) -> str:
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
                cli.main([*call, "--store", str(self._folder / "o" / "workbench.db")])
        except SystemExit:
            return ""
        except Exception:  # noqa: BLE001 -- whatever it is, it is what is looked for
            return traceback.format_exc()
        return said.getvalue() if "Traceback" in said.getvalue() else ""

    def _after(self, command: argparse.ArgumentParser) -> Iterator[str]:
        for action in command._actions:
            if action.dest in {"help", "password_fd", "store"}:
                continue
            if isinstance(action, argparse._SubParsersAction):
                name = self._choose.choice(sorted(action.choices))
                yield name
                yield from self._after(action.choices[name])
            elif not action.option_strings:
                yield from self._values(action)
            elif action.required or self._choose.random() < 0.4:
                yield action.option_strings[-1]
                yield from self._values(action)

    def _values(self, action: argparse.Action) -> Iterator[str]:
        count = {None: 1, "?": self._choose.randrange(2)}.get(action.nargs)
        if count is None:
            count = action.nargs if isinstance(action.nargs, int) else self._choose.randrange(3)
        for _value in range(count):
            known = [str(one) for one in action.choices or ()]
            yield self._choose.choice(known if known and self._choose.random() < 0.8 else THINGS)


def main() -> int:
    """Call for a while; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[name] = folder
        calls, raised = Calls(Path(folder) / "calls", asked.seed), 0
        calls.begin()
        ends = time.monotonic() + asked.seconds
        while time.monotonic() < ends:
            call, said = calls.one()
            if said:
                raised += 1
                print(f"{call}\n{said}", flush=True)
        os.chdir("/")
    print(f"seed {asked.seed}: {calls.done} calls, {raised} raised something")
    return 1 if raised else 0


if __name__ == "__main__":
    sys.exit(main())
