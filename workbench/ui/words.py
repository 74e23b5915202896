"""Words on widgets: said once, and said again when the language changes.

    say(label, label.setText, N_("Review queue"))
    say(self, self.setWindowTitle, lambda: _("{n} cases", n=self.count))
    again(self, self.refresh)          # for pages that put whole sentences together

`speak` switches every window at once, Qt's own dialogs included; what is hidden in them follows
by and by, or when it is shown.
"""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from workbench import i18n
from workbench.i18n import N_, Language, _
from workbench.ui.listeners import Listeners

Text = str | Callable[[], str]
"""A sentence of the catalogue, or a function that puts one together."""

_said = Listeners()
_translators: list[QTranslator] = []


def spoken(text: Text) -> str:
    """The text in the language spoken now."""
    if callable(text):
        return text()
    return _(text) if text else ""


def say(owner: QObject, put: Callable[[str], object], text: Text) -> None:
    """Put the text now, and again after each change of language while `owner` lives."""
    put(spoken(text))
    again(owner, lambda: put(spoken(text)))


def again(owner: QObject, call: Callable[[], object]) -> None:
    """Call after each change of language, as long as `owner` lives."""
    _said.add(owner, call)


def speak(app: QApplication, language: Language | str) -> None:
    """Switch the language of every window at once."""
    i18n.use(language)
    for translator in _translators:
        app.removeTranslator(translator)
        translator.deleteLater()
    _translators.clear()
    locale = QLocale("zh_CN" if i18n.current() is Language.ZH else "en_US")
    QLocale.setDefault(locale)
    _load_qt_words(app, locale)
    unseen = []
    for owner, call in _said.living():
        if isinstance(owner, QWidget) and shiboken6.isValid(owner) and _is_unseen(owner):
            unseen.append((owner, call))
        elif shiboken6.isValid(owner):
            call()
    if unseen:
        from workbench.ui.backlog import backlog_of

        backlog_of(app, "words").begin(unseen)


def _is_unseen(widget: QWidget) -> bool:
    """Hidden in a window that is seen: on a page that was left, in a pane folded away."""
    return not widget.isVisible() and widget.window().isVisible()


def _load_qt_words(app: QApplication, locale: QLocale) -> None:
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    wanted = [translator] if translator.load(locale, "qtbase", "_", folder) else []
    if i18n.current() is Language.ZH:
        wanted.append(_Gaps())
    for each in wanted:
        each.setParent(app)
        app.installTranslator(each)
        _translators.append(each)


_QT_LEAVES_OUT = {N_("&Look in:"), N_("Files of &type:"), N_("Page &Set:")}


class _Gaps(QTranslator):
    """Qt's own dialogs in Chinese leave these few words in English."""

    def translate(
        self,
        _context: str | bytes,
        source: str | bytes,
        _remark: str | bytes | None = None,
        _n: int = -1,
    ) -> str | None:
        said = source if isinstance(source, str) else source.decode()
        return _(said) if said in _QT_LEAVES_OUT else None

    def isEmpty(self) -> bool:
        return False
