"""Our types in the shape in which entries name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.audit import entry as audit

if TYPE_CHECKING:
    from milkglass.access.decision import Decision
    from milkglass.access.grant import Grant
    from milkglass.access.scope import Scope


def scope_entry(scope: Scope) -> audit.Scope:
    """A scope."""
    return audit.Scope(tuple(sorted(scope.services)), tuple(sorted(scope.kinds)), scope.log_from, scope.log_to)


def policy_entry(decision: Decision) -> audit.PolicyRef:
    """A decision."""
    return audit.PolicyRef(decision.rule_id, audit.Rung(decision.rung.value), decision.policy_hash)


def window_entry(grant: Grant) -> audit.Window:
    """When a grant may be used."""
    return audit.Window(grant.not_before, grant.expires_at)
