"""Who cannot bear motion is spared it: by their own word, or by the system's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar, QStyle

from workbench.ui import motion, theme
from workbench.ui.notices import UndoBar

DURATION = QStyle.StyleHint.SH_Widget_Animation_Duration


@pytest.fixture(autouse=True)
def _full_again(qapp):
    yield
    motion.use("full")
    theme.apply(qapp, "light")


@pytest.fixture
def dressed(qapp, qtbot):
    """A bar that does not know how long it takes, under a word of the setting."""

    def do(chosen):
        motion.use(chosen)
        theme.apply(qapp, "light")
        bar = QProgressBar()
        bar.setRange(0, 0)
        theme.dress(bar)
        qtbot.addWidget(bar)
        return bar

    return do


def test_reduced_no_widget_of_qt_moves_and_no_cursor_blinks(dressed):
    bar = dressed("reduced")
    assert bar.style().styleHint(DURATION, None, bar) == 0
    assert QGuiApplication.styleHints().cursorFlashTime() == 0
    bar = dressed("full")
    assert bar.style().styleHint(DURATION, None, bar) > 0


def test_time_left_to_undo_steps_by_the_second(qtbot, dressed):
    dressed("reduced")
    bar = UndoBar()
    qtbot.addWidget(bar)
    bar.offer("Approved", 10, lambda: None)
    assert bar._clock.interval() == 1_000
    assert bar._left.value() == 10
    bar.take_back()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n"),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n"),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n"),
    ],
)
def test_the_systems_wish_is_followed(tmp_path, monkeypatch, file, text):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert not motion.system_asks_for_less()
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert motion.system_asks_for_less()
    motion.use("system")
    assert motion.is_reduced()
    motion.use("full")
    assert not motion.is_reduced()


def test_a_file_nobody_can_read_says_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "kdeglobals").write_bytes(b"\xff\xfe no ini")
    assert not motion.system_asks_for_less()


def test_the_setting_acts_at_once(window, settled):
    window.go("settings")
    field = window.page("settings").fields["motion"]
    field.setCurrentIndex(field.findData("reduced"))
    assert motion.is_reduced()


def test_a_system_that_asks_for_contrast_gets_it(qapp, monkeypatch):
    class Asks:
        def contrastPreference(self):
            return Qt.ContrastPreference.HighContrast

    class Hints:
        def accessibility(self):
            return Asks()

    with monkeypatch.context() as patched:
        patched.setattr(theme.QGuiApplication, "styleHints", staticmethod(Hints))
        assert theme.system_theme() == "contrast"
