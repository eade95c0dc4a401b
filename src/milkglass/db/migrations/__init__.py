"""Versions of the tables, for Alembic. ``Database.migrate`` runs them; nobody edits one that was released."""
