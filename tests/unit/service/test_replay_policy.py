"""Why a request stands where it does, and what a draft would have answered to the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from milkglass.access import given as inputs
from milkglass.access.policy import decide
from milkglass.access.starters import starter_text
from milkglass.errors import DeniedError, RulesetError, UsageError
from milkglass.service.replay_policy import explain_request, replay_policy

if TYPE_CHECKING:
    from mgworld import World


def test_the_record_decides_again(world: World) -> None:
    """Every decision on the record can be made again from the record and the policy, and is the same one."""
    world.on_call("ann")
    incident = world.incident()
    for other in ({"incident": incident, "kinds": ["ipv4"]}, {}, {"kinds": ["us_ssn"]}, {"kinds": ["password"]}):
        world.ask(**other)
    entries = world.entries_of("request.decide")
    assert [entry.policy.rung.value for entry in entries] == ["automatic", "one_approval", "two_approvals", "denied"]
    for entry in entries:
        decision = decide(world.services.policy, inputs.read(entry.given))
        assert (decision.rung.value, decision.rule_id) == (entry.policy.rung.value, entry.policy.rule)


def test_a_draft_is_tried_on_the_past(world: World) -> None:
    """The strict policy would have answered otherwise where somebody opened by oneself, although nobody is on call any more."""
    world.on_call("ann")
    request = world.ask(incident=world.incident(), kinds=["ipv4"])
    world.ask()
    world.on_call()
    found = replay_policy(world.services, world.people["sec"], starter_text("strict"), days=1)
    assert found.decisions == 2
    changed = {one.request: (one.before[0].value, one.after[0].value, one.is_wider) for one in found.changes}
    assert changed[request] == ("automatic", "one_approval", False)
    assert replay_policy(world.services, world.people["sec"], starter_text("team"), days=1).changes == ()


def test_who_may_try_drafts(world: World) -> None:
    """Not engineers and approvers; and a draft that does not fit, or too many days, is refused."""
    for name in ("ann", "bo"):
        with pytest.raises(DeniedError):
            replay_policy(world.services, world.people[name], starter_text("team"), days=1)
    with pytest.raises(RulesetError, match="draft line 1"):
        replay_policy(world.services, world.people["sec"], "permit (", days=1)
    with pytest.raises(UsageError):
        replay_policy(world.services, world.people["sec"], starter_text("team"), days=0)


def test_an_explanation_has_its_reasons(world: World) -> None:
    """The requester, reviewers and security see every rule that took part; other engineers see no such request."""
    world.on_call("ann")
    request = world.ask(incident=world.incident(by="ann"), kinds=["ipv4"])
    for name in ("ann", "bo", "sec"):
        decision = explain_request(world.services, world.people[name], request)
        assert {"own-incident-asks", "engineer-one-approval"} <= {reason.rule_id for reason in decision.reasons}
    with pytest.raises(UsageError):
        explain_request(world.services, world.people["eve"], request)
