"""`python installer/icons.py FOLDER`: the program's mark as files, for menus and shortcuts."""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

SIZE = 256
SMALLER = (16, 24, 32, 48, 64, 128, SIZE)


def main() -> None:
    """Write workbench.png and workbench.ico into the folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtWidgets import QApplication

    from workbench.ui import theme
    from workbench.ui.brand import paint_mark

    app = QApplication([])
    theme.apply(app, "light")
    image = QImage(SIZE, SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_mark(painter, SIZE)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    mark = Image.open(BytesIO(buffer.data().data()))
    folder = Path(sys.argv[1])
    mark.save(folder / "workbench.png")
    mark.save(folder / "workbench.ico", sizes=[(side, side) for side in SMALLER])


if __name__ == "__main__":
    main()
