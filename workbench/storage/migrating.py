"""Bring a store up to date: versions run in one transaction each, or not at all."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from workbench.errors import StoreTooNew

KNOWN = "0007"
"""The newest store version this program knows."""


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


def version_of(engine: Engine) -> str | None:
    """The version of a store; None before its first one."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
