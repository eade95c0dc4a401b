"""The evidence: every step of access is an entry in a Merkle log that a stranger can verify off line.

Spec: `docs/spec/audit-entry.md`. Pure: `entry`, `merkle`, `proof`, `checkpoint`, `disclosure`, `elevations`, `verify` and what it
stands on (`sequence`, `steps`, `rows`, `verdict`). IO: `store` (database), `export` and `exported` (files).
"""
