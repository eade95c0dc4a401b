"""Entries in the words of other systems, one file per format. Exports are copies: the record is the log. Pure.

Spec: ``docs/reference/siem.md``.
"""
