"""`python -m workbench`: the same as the command `workbench`."""

import importlib
import sys

from workbench.cli import main

CHILDREN = ("reader_child", "answer_child", "sheets_child")


def start() -> int:
    """The command line; in a frozen program also the way into a reader's child process."""
    if sys.argv[1:2] == ["--child"] and sys.argv[2] in CHILDREN:
        child = importlib.import_module(f"workbench.spreadsheets.{sys.argv[2]}")
        return int(child.main(sys.argv[3:]) or 0)
    return main()


if __name__ == "__main__":
    sys.exit(start())
