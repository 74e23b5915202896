"""The journal's heads in a table of another role on the server, where one was set up."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench import paths

_TABLE = "workbench_witness.heads"


def setup_text() -> str:
    """The SQL by which an administrator sets the witness up, with who runs which part of it."""
    file = paths.resources() / "postgresql" / "witness.sql"
    return file.read_text(encoding="utf-8")


def heads_on_server(connection: Connection) -> dict[int, str]:
    """Every head that the witness was told: seq -> hash; nothing where there is none."""
    if connection.dialect.name != "postgresql":
        return {}
    if connection.execute(sa.select(sa.func.to_regclass(_TABLE))).scalar() is None:
        return {}
    query = sa.text(f"SELECT seq, hash FROM {_TABLE}")  # noqa: S608 -- our own name
    return {int(seq): str(digest) for seq, digest in connection.execute(query)}
