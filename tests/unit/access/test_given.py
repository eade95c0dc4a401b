"""The input of a decision in writing: it reads back as it was, and decides as it did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies

from milkglass.access import given as inputs
from milkglass.access.entities import History, IncidentFacts, PolicyInput
from milkglass.access.policy import PolicySet, decide
from milkglass.access.principal import Principal, Role
from milkglass.access.scope import Scope
from milkglass.errors import FormatError

_names = strategies.sampled_from(["ann", "bo", "cy"])
_services = strategies.frozensets(strategies.sampled_from(["shop", "bank", "mail"]), min_size=1)
_times = strategies.integers(0, 86_400 * 365).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
_incidents = strategies.builds(
    IncidentFacts, strategies.just("inc-1"), strategies.integers(1, 5), strategies.booleans(), _services, _names
)
STARTER = PolicySet.starter()


@strategies.composite
def policy_inputs(draw: strategies.DrawFn) -> PolicyInput:
    """Any input; duty is duty for what is asked, because nothing else is written down."""
    services, now = draw(_services), draw(_times)
    roles = draw(strategies.frozensets(strategies.sampled_from(Role)))
    duty = draw(strategies.frozensets(strategies.sampled_from(sorted(services))))
    return PolicyInput(
        requester=Principal(draw(_names), roles, duty, draw(strategies.booleans()), draw(strategies.booleans())),
        scope=Scope(services, frozenset({"email"}), now - timedelta(hours=draw(strategies.integers(1, 400))), now),
        duration=timedelta(minutes=draw(strategies.integers(1, 720))),
        max_sensitivity=draw(strategies.integers(1, 4)),
        now=now,
        incident=draw(strategies.none() | _incidents),
        context_is_fresh=draw(strategies.booleans()),
        zone=timezone(timedelta(minutes=draw(strategies.sampled_from([0, 60, -300, 330])))),
        breaks_glass=draw(strategies.booleans()),
        history=History(
            draw(strategies.integers(0, 20)), draw(strategies.integers(0, 9999)), draw(strategies.booleans())
        ),
    )


@given(policy_inputs())
def test_it_decides_as_it_did(asked: PolicyInput) -> None:
    """What is read back gives the same decision, to the last reason, and the same text."""
    again = inputs.read(inputs.write(asked))
    assert decide(STARTER, again) == decide(STARTER, asked)
    assert inputs.write(again) == inputs.write(asked)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"v":2}', '{"v":1}', "[" * 5000, '{"v":1,"name":7}'])
def test_nothing_else_reads(text: str) -> None:
    """Anything else is refused, and nothing but that."""
    with pytest.raises(FormatError):
        inputs.read(text)
