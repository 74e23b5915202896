"""`python -m workbench`: the same as the command `workbench`."""

import gc
import importlib
import sys

CHILDREN = ("reader_child", "answer_child", "sheets_child")


def start() -> int:
    """The window or the command line; in a frozen program also the way into a child process.

    The window is what most people start, so it does not wait for the commands to be loaded.
    """
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
    asked = sys.argv[1:]
    if asked[:1] == ["--child"] and asked[1] in CHILDREN:
        child = importlib.import_module(f"workbench.spreadsheets.{asked[1]}")
        return int(child.main(asked[2:]) or 0)
    if not asked or (len(asked) == 2 and asked[0] == "--store"):
        gc.disable()  # while it loads nothing becomes rubbish; see `ui.starting`
        from workbench.app import start_window

        return start_window(asked[1] if asked else None)
    from workbench.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(start())
