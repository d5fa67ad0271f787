"""Alembic's entry point: runs on the connection that `bot.directory.store` hands over."""

from __future__ import annotations

from alembic import context

from bot.directory.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
