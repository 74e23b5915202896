"""A seeded monkey at the real window: keys, clicks, menus, dialogs, text, files, windows, people.

It opens whatever can be opened, does a little in it and goes away again, as people do.
"""

from __future__ import annotations

import random
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl, qInstallMessageHandler
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QInputMethodEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from tests.screen_people import password_of
from tests.screens import Stage
from workbench.ui.places import PLACES

KEYS = "ARDCJKSNLX/5?"
SIDES: tuple[str, ...] = (
    *("audit:journal", "audit:backups", "audit:retention"),
    *("strategy:read", "strategy:try", "strategy:compare", "strategy:change"),
    *("accounts:campaign", "accounts:calendar", "accounts:past_due"),
)
OFTEN = ("review:needs_review", "review:all")
CONTROLLED = "KLEI,BNZF/1234567"
TEXTS = (
    *("12", "21000.50", "abc", "=1+1", "Payslip seen on the 3rd of March, it differs by 200", ""),
    *("NaN", "1e999", "-5", "9" * 23, "0.00000001", "2026-02-30", "{0}%s", "x" * 500),
)
HANZI = ("王", "收入证明已核实，金额相符，可以批准。", "刘子墨", "１２", "²", "😀")
SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
_LOOK_EVERY = 15  # milliseconds between two looks at what is open over the window
_PATIENCE = 6  # looks after which it is closed
_TRIES, _MOST_TRIES = 40, 8_000
"""At signing in, one after another: who was wrong so often waits, and is right from then on."""


class Monkey:
    """Random actions by a seed, and everything that went wrong."""

    def __init__(self, stage_: Stage, seed: int, folder: Path) -> None:
        self._stage, self._folder = stage_, folder
        self._choose = random.Random(seed)
        self._pages = (*(place.word for place in PLACES), *SIDES, *OFTEN * 4)
        self._others: list[Any] = []
        self._over, self._looks = "", 0
        self._tries = 0
        self.wrong: list[str] = []
        self.told: list[str] = []
        self.done = 0

    @property
    def _window(self) -> Any:
        return self._stage.window

    def watch(self) -> None:
        """Collect what is raised and what Qt warns of; answer the file boxes; look over dialogs."""
        sys.excepthook = self._on_fault
        qInstallMessageHandler(self._on_message)
        QFileDialog.getOpenFileName = staticmethod(lambda *_a, **_k: self._file_to_open())
        QFileDialog.getSaveFileName = staticmethod(lambda *_a, **_k: self._file_to_write())
        QFileDialog.getOpenFileNames = staticmethod(lambda *_a, **_k: ([], ""))
        QFileDialog.getExistingDirectory = staticmethod(lambda *_a, **_k: str(self._folder))
        self._look_over()

    def _file_to_open(self) -> tuple[str, str]:
        samples = sorted(map(str, SAMPLES.glob("*.xlsx")))
        return self._choose.choice(["", "", *samples]), ""

    def _file_to_write(self) -> tuple[str, str]:
        """Never a file of the program's own: what is chosen here is written over."""
        out = self._folder / f"out-{self._choose.randrange(20)}.xlsx"
        return self._choose.choice(["", str(out)]), ""

    def _on_fault(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        told = "".join(traceback.format_exception(kind, fault, trace))
        self.wrong.append(f"{told}after {self.told[-8:]}")
        sys.stderr.write(told)

    def _on_message(self, _mode: object, _context: object, message: str) -> None:
        if "This plugin does not support" not in message and "OpenType support" not in message:
            self.wrong.append(f"{message} after {self.told[-8:]}")

    def see_all(self) -> None:
        """Go to every page once, so that what is made once is made before anything is measured."""
        for page in self._pages:
            self._window.go(page)
            self._stage.settle(0.0, 5)

    def come_back(self) -> None:
        """One window, unlocked, on the queue, nothing running: where measures are taken."""
        for other in self._others:
            other.close()
        self._others.clear()
        for job in self._stage.jobs.running():
            job.cancel()
        self._stage.settle(0.05, 60)
        self._unlock(right=True)
        self._stage.window.go("review:needs_review")
        self._stage.settle(0.05, 20)

    def act(self) -> None:
        """One action, and now and then time for the answers."""
        often: list[Callable[[], object]] = [self._key] * 10 + [self._click] * 8
        now_and_then = [self._page, self._page, self._dress, self._filter, self._undo]
        now_and_then += [self._controlled, self._controlled, self._type, self._type, self._wheel]
        now_and_then += [self._menu, self._menu, self._list, self._search]
        acts = [*often, *now_and_then]
        if self._choose.random() < 0.08:
            acts = [self._drop, self._stop, self._another_window, self._open_anew, self._lock]
        if not self._unlock(right=self._choose.random() < 0.7):
            self._choose.choice(acts)()
        self.done += 1
        self._stage.app.processEvents()
        if self._choose.random() < 0.3:
            self._stage.settle(0.0, 3)
        if not self._window.isVisible():
            self._new_window()

    def _note(self, what: str) -> None:
        self.told.append(what)
        del self.told[:-20]

    def _key(self) -> None:
        at = self._stage.app.focusWidget() or self._window
        others = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Escape, Qt.Key.Key_Tab)
        more = (Qt.Key.Key_Return, Qt.Key.Key_F6, Qt.Key.Key_F1, Qt.Key.Key_F8, Qt.Key.Key_Space)
        key = self._choose.choice([*KEYS, *others, *more])
        self._note(f"key {key} on {type(at).__name__}")
        QTest.keyClick(at, key)

    def _controlled(self) -> None:
        at = self._stage.app.focusWidget() or self._window
        key = self._choose.choice(CONTROLLED)
        self._note(f"ctrl {key} on {type(at).__name__}")
        QTest.keyClick(at, key, Qt.KeyboardModifier.ControlModifier)

    def _click(self) -> None:
        found = self._seen(QAbstractButton)
        shown = [button for button in found if not getattr(button, "menu", lambda: None)()]
        if shown:
            pressed = self._choose.choice(shown)
            self._note(f"click {pressed.text() or pressed.accessibleName()}")
            pressed.click()

    def _seen(self, kind: type[Any], within: QWidget | None = None) -> list[Any]:
        found = (within or self._window).findChildren(kind)
        return [each for each in found if each.isVisible() and each.isEnabled()]

    def _menu(self) -> None:
        """The menu of a button, a drop-down list, or what the right button shows."""
        buttons = self._seen(QAbstractButton)
        menus = [button for button in buttons if getattr(button, "menu", lambda: None)()]
        lists = [*self._seen(QAbstractItemView), *self._seen(QLineEdit)]
        chosen = self._choose.choice([*menus, *self._seen(QComboBox), *lists])
        self._note(f"menu of {type(chosen).__name__} {chosen.accessibleName()}")
        if isinstance(chosen, QComboBox):
            chosen.showPopup()
        elif isinstance(chosen, QAbstractButton):
            chosen.click()
        else:
            at = QPoint(20, 20)
            asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, chosen.mapToGlobal(at))
            inner = chosen.viewport() if isinstance(chosen, QAbstractItemView) else chosen
            self._stage.app.sendEvent(inner, asked)

    def _list(self) -> None:
        """Another row of a list, or several."""
        lists = [view for view in self._seen(QAbstractItemView) if view.model()]
        chosen = self._choose.choice(lists or [None])
        if chosen is not None and chosen.model().rowCount():
            self._note(f"row of {chosen.accessibleName()}")
            row = self._choose.randrange(chosen.model().rowCount())
            chosen.setCurrentIndex(chosen.model().index(row, 0))

    def _type(self, within: QWidget | None = None) -> None:
        fields = [*self._seen(QLineEdit, within), *self._seen(QPlainTextEdit, within)]
        fields = [field for field in fields if not field.isReadOnly()]
        if not fields:
            return
        field = self._choose.choice(fields)
        text = self._choose.choice([*TEXTS, *HANZI])
        self._note(f"type {text!r} into {field.accessibleName()}")
        field.setFocus()
        if text in HANZI:
            composed = QInputMethodEvent("zi", [])
            self._stage.app.sendEvent(field, composed)
            composed.setCommitString(text)
            self._stage.app.sendEvent(field, composed)
        elif text:
            QTest.keyClicks(field, text)
        else:
            field.selectAll()
            QTest.keyClick(field, Qt.Key.Key_Backspace)

    def _wheel(self) -> None:
        areas = self._seen(QAbstractScrollArea)
        if areas:
            area = self._choose.choice(areas)
            by = self._choose.choice([-1200, -360, -120, 120, 360, 1200])
            self._note(f"wheel {by} on {type(area).__name__}")
            at = QPointF(10, 10)
            turned = QWheelEvent(
                at,
                QPointF(area.viewport().mapToGlobal(at)),
                QPoint(0, 0),
                QPoint(0, by),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            self._stage.app.sendEvent(area.viewport(), turned)

    def _page(self) -> None:
        page = self._choose.choice(self._pages)
        self._note(f"page {page}")
        self._window.go(page)

    def _search(self) -> None:
        text = self._choose.choice(["a", "王", "A-000003", "letters", "zz"])
        self._note(f"search {text}")
        self._window.focus_search()
        self._window.top.search.setText(text)
        self._stage.settle(0.2, 3)
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape)
        for _press in range(2):
            QTest.keyClick(self._window.top.search, self._choose.choice(keys))

    def _dress(self) -> None:
        self._note("another dress")
        window, settings = self._window, self._stage.desk.settings

        def take(name: str, word: str) -> None:
            settings.set(name, word)
            window._on_set(name)

        themes = ("light", "dark", "contrast", "system")
        self._choose.choice(
            [
                lambda: take("theme", self._choose.choice(themes)),
                lambda: take("motion", self._choose.choice(("full", "reduced", "system"))),
                window.switch_theme,
                window.switch_language,
            ]
        )()
        window.resize(*self._choose.choice([(1180, 720), (1440, 900)]))

    def _filter(self) -> None:
        text = self._choose.choice(["", "", "a", "王", "zz"])
        self._note(f"filter {text}")
        page = self._window.page("review")
        page.queue.filter.setText(text)
        if self._choose.random() < 0.3:
            page.queue.table.selectAll()

    def _undo(self) -> None:
        self._note("undo")
        self._window.page("review").undo.take_back()

    def _drop(self) -> None:
        """A sample file let fall on the window."""
        file = self._choose.choice(sorted(SAMPLES.glob("*.xlsx")))
        self._note(f"drop {file.name}")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
        self._stage.app.sendEvent(self._window, entered)
        fallen = QDropEvent(QPointF(300, 300), copy, data, left, none)
        self._stage.app.sendEvent(self._window, fallen)

    def _stop(self) -> None:
        """What runs is stopped half-way."""
        self._note("stop what runs")
        for job in self._stage.jobs.running():
            job.cancel()

    def _another_window(self) -> None:
        self._note("another window, or one less")
        self._others = [each for each in self._others if _lives(each)]
        if len(self._others) < 2:
            self._others.append(self._window.open_another())
        else:
            self._others.pop(0).close()

    def _open_anew(self) -> None:
        """The window is closed, and the program begun again on the same store."""
        self._note("close and open anew")
        self._window.close()
        self._new_window()

    def _new_window(self) -> None:
        from workbench.ui.shell import MainWindow

        old = self._stage.window
        made = self._stage.window = MainWindow(self._stage.desk, self._stage.jobs)
        old.deleteLater()
        made.resize(1440, 900)
        made.show()
        made.begin("review")
        self._stage.settle(0.05, 5)

    def _lock(self) -> None:
        self._note("lock")
        self._window.lock()

    def _unlock(self, *, right: bool) -> bool:
        """Whether the window was locked: then somebody tries to sign in."""
        keeper = getattr(self._window, "keeper", None)
        if keeper is None or not keeper.screen.is_locked():
            self._tries = 0
            return False
        form = keeper.screen.form
        self._tries += 1
        right = right or self._tries > _TRIES
        if self._tries == _MOST_TRIES:
            self.wrong.append(f"nobody gets in any more: {form.said.text()}")
        form.name.setCurrentIndex(self._choose.randrange(form.name.count()))
        name = form.name.currentText()
        self._note(f"sign in as {name}, {'rightly' if right else 'wrongly'}")
        form.password.setText(password_of(name) if right else "wrong")
        form._submit()
        self._stage.settle(0.05, 20)
        return True

    def _look_over(self) -> None:
        """Do a little in whatever is open over the window, then close it."""
        QTimer.singleShot(_LOOK_EVERY, lambda: self._look_over())  # noqa: PLW0108 -- no QObject
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        seen = f"{type(over).__name__} {id(over)}" if over else ""
        self._looks = self._looks + 1 if seen and seen == self._over else 0
        self._over = seen
        if over is None:
            return
        if self._looks > _PATIENCE:
            over.close()
        elif isinstance(over, QDialog):
            self._in_dialog(over)
        else:
            keys = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Escape)
            self._press(over, keys)

    def _in_dialog(self, dialog: QDialog) -> None:
        turn = self._choose.random()
        if turn < 0.3:
            self._type(dialog)
        elif turn < 0.6:
            buttons = self._seen(QAbstractButton, dialog)
            if buttons:
                pressed = self._choose.choice(buttons)
                self._note(f"in {type(dialog).__name__}: {pressed.text()}")
                pressed.click()
        else:
            self._press(dialog, (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Tab))

    def _press(self, over: QWidget, keys: Sequence[Qt.Key]) -> None:
        key = self._choose.choice(keys)
        self._note(f"{key.name} in {type(over).__name__}")
        QTest.keyClick(over, key)


def _lives(window: QWidget) -> bool:
    import shiboken6

    return shiboken6.isValid(window) and window.isVisible()
