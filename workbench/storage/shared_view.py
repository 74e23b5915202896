"""Several reads of one thread that see the store at one moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection


class SharedView(threading.local):
    """The view that a thread's reads share; None while they share none."""

    connection: Connection | None = None

    @contextmanager
    def by(self, connection: Connection) -> Iterator[None]:
        """What this thread reads within shares this connection."""
        before, self.connection = self.connection, connection
        try:
            yield
        finally:
            self.connection = before
