"""About: the version, what the program is built from, and under which licences."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QFrame, QGridLayout, QTextBrowser

from workbench import __version__, paths
from workbench.i18n import N_, _
from workbench.ui import theme
from workbench.ui.brand import Mark
from workbench.ui.buttons import button
from workbench.ui.labels import heading, label, shown
from workbench.ui.layouts import card, column, row, scrolled
from workbench.ui.page import Page
from workbench.ui.words import again, say

LIBRARIES = (
    ("PySide6-Essentials", "LGPL-3.0", N_("the window")),
    ("polars", "MIT", N_("the engine's tables")),
    ("SQLAlchemy", "MIT", N_("the store")),
    ("sqlcipher3", "Zlib / BSD-3-Clause", N_("the encrypted file")),
    ("alembic", "MIT", N_("versions of the store")),
    ("argon2-cffi", "MIT", N_("passwords")),
    ("cryptography", "Apache-2.0 / BSD-3-Clause", N_("locks and signatures")),
    ("openpyxl", "MIT", N_("writing workbooks")),
    ("python-calamine", "MIT", N_("reading workbooks")),
    ("xlrd", "BSD-3-Clause", N_("reading old workbooks")),
    ("reportlab", "BSD-3-Clause", N_("setting letters")),
    ("pikepdf", "MPL-2.0", N_("sealing letters")),
    ("pypdfium2", "Apache-2.0 / BSD-3-Clause", N_("showing letters")),
    ("pydantic", "MIT", N_("checking strategies")),
    ("babel", "BSD-3-Clause", N_("numbers and dates in two languages")),
    ("platformdirs", "MIT", N_("the user's folders")),
    ("rapidfuzz", "MIT", N_("matching columns")),
)
FONTS = (
    ("Inter", "OFL-1.1", N_("the window")),
    ("Noto Sans SC", "OFL-1.1", N_("Chinese text")),
    ("Source Sans 3", "OFL-1.1", N_("letters")),
)


class AboutPage(Page):
    """What this program is, and what it stands on."""

    def __init__(self) -> None:
        super().__init__()
        beside = column(self._qt(), self._licence(), gap=12)
        beside.setStretch(1, 1)
        below = row(self._parts(), beside, gap=12)
        below.setStretch(0, 3)
        below.setStretch(1, 2)
        self.setLayout(
            column(scrolled(column(self._head(), below, None, gap=12, margins=(18, 16, 18, 16))))
        )
        again(self, self.described.emit)

    def title(self) -> str:
        return _("About")

    def subtitle(self) -> str:
        return _("Version {version}", version=__version__)

    def _head(self) -> QFrame:
        words = column(
            label(N_("Credit Workbench"), scale=1.35, weight=theme.SEMIBOLD),
            label(
                N_("From an applicant spreadsheet to a decided case and a printed letter."),
                ink="text2",
            ),
            shown(_versions(), ink="text3", scale=0.92, tabular=True),
            gap=3,
        )
        self.log = button(N_("Program log"), self._show_log, icon="sheet")
        layout = row(Mark(52), words, None, self.log, margins=(18, 16, 18, 16), gap=16)
        return card(layout)

    def _show_log(self) -> None:
        from workbench.ui.log_sheet import LogSheet

        LogSheet(self).exec()

    def _qt(self) -> QFrame:
        text = label(
            N_(
                "The window uses Qt through PySide6 under the LGPL 3. Qt is linked dynamically "
                "and can be replaced: its libraries lie in the folder named PySide6, and any "
                "build of the same version may take their place. The licence text comes with it."
            ),
            ink="text2",
            wrap=True,
        )
        return card(column(heading(N_("Qt is replaceable")), text, gap=6, margins=(18, 14, 18, 16)))

    def _parts(self) -> QFrame:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(3, 1)
        for at, (name, licence, use) in enumerate((*LIBRARIES, *FONTS)):
            grid.addWidget(shown(name, weight=theme.MEDIUM), at, 0)
            grid.addWidget(shown(_version(name), ink="text2", tabular=True), at, 1)
            grid.addWidget(shown(licence, ink="text2"), at, 2)
            grid.addWidget(label(use, ink="text2"), at, 3)
        layout = column(heading(N_("Built from")), gap=10, margins=(18, 14, 18, 16))
        layout.addLayout(grid)
        return card(layout)

    def _licence(self) -> QFrame:
        text = QTextBrowser()
        text.setPlainText(_licence_text())
        text.setFont(theme.font(0.92))
        text.setMinimumHeight(220)
        say(text, text.setAccessibleName, N_("Licence of this program"))
        title = heading(N_("Licence of this program"), N_("Apache License 2.0"))
        return card(column(title, text, gap=8, margins=(18, 14, 18, 16)))


def _versions() -> str:
    return (
        f"{__version__}  ·  Python {platform.python_version()}  ·  Qt {qVersion()}"
        f"  ·  {platform.system()} {platform.machine()}"
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _licence_text() -> str:
    """The licence as it lies beside the program, or its short form where it is not installed."""
    for folder in (paths.resources().parent, paths.resources()):
        file = folder / "LICENSE"
        if file.is_file():
            return file.read_text(encoding="utf-8")
    return "Apache License, Version 2.0\nhttps://www.apache.org/licenses/LICENSE-2.0"
