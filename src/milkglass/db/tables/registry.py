"""Imports every table, so that `metadata` is whole; migrations and their test read it from here."""

from __future__ import annotations

from milkglass.db.tables import access, audit, identity, incidents, metadata, notify

__all__ = ["access", "audit", "identity", "incidents", "metadata", "notify"]
