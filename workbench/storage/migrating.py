"""Bring a store up to date: versions run in one transaction each, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from workbench.errors import StoreTooNew
from workbench.storage.engines import sqlite_engine

KNOWN = "0009"
"""The newest store version this program knows."""


MADE = "5bfdcd70d20a4324b9839ae8168c32dc6767a4548fd711e455bb91beb5a19173"
"""The sha256 of every table, index and fence that a store of this version has in a file."""


def bring_up_to_date(writer: Engine, found: str | None, label: str) -> None:
    """Run the versions a store of version `found` lacks.

    Raises StoreTooNew for one from a newer program.
    """
    if found is not None and found > KNOWN:
        raise StoreTooNew(file=label, found=found, known=KNOWN)
    if found != KNOWN:
        _upgrade(writer)


def _upgrade(writer: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    with writer.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, KNOWN)


def made_new(query: str) -> list[sa.Row[Any]]:
    """What a query finds in a store made anew, in memory."""
    fresh = sqlite_engine(Path(":memory:"), bytes(32), writer=True)
    try:
        _upgrade(fresh)
        with fresh.connect() as connection:
            return list(connection.exec_driver_sql(query))
    finally:
        fresh.dispose()


def version_of(engine: Engine) -> str | None:
    """The version of a store; None before its first one."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
