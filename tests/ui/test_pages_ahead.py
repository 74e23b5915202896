"""What pages need is loaded before they are opened, and nothing of Qt on another thread."""

from __future__ import annotations

import subprocess
import sys

from workbench.ui import pages_ahead
from workbench.ui.places import PLACES
from workbench.ui.program import load_ahead

LOADED = f"""
import importlib, sys
from workbench.ui import starting
starting.load_qt()
import workbench.ui.shell, workbench.ui.review_page, workbench.workflow.desk
from workbench.ui import pages_ahead
first = set(sys.modules)
pages_ahead.load(lambda at, total: None)
ahead = set(sys.modules) - first
for place in {[place.word for place in PLACES]!r}:
    importlib.import_module(f"workbench.ui.{{place}}_page")
late = set(sys.modules) - first - ahead
print(*(name for name in ahead if name.startswith(("workbench.ui", "PySide6"))))
print(*(name for name in late if name.startswith("workbench.") and ".ui" not in name))
"""


def test_a_page_needs_nothing_but_the_windows_own_that_is_not_loaded_ahead():
    ran = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True)
    of_qt, late = ran.stdout.splitlines()
    assert of_qt == ""
    assert late == ""


def test_it_is_a_job_beside_the_work(jobs, settled, qapp, monkeypatch):
    done = []
    monkeypatch.setattr(pages_ahead.importlib, "import_module", done.append)
    load_ahead(jobs, qapp)
    settled()
    assert tuple(done) == pages_ahead.ASKED_FOR
