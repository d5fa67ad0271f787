"""Alembic migrations of the directory, run when it is opened for writing."""
