"""The JSON Schema of rules files agrees with the core about what stands where."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import fastjsonschema
import pytest

from milkglass import _core

SCHEMA: dict[str, Any] = json.loads(
    files("milkglass.masking").joinpath("rules.schema.json").read_text(encoding="utf-8")
)
VALID = fastjsonschema.compile(SCHEMA)

GOOD: list[dict[str, Any]] = [
    {},
    {"style": "label"},
    {"packs": {"on": "all", "off": ["gb", "in"]}},
    {"packs": {"off": "network"}},
    {
        "kinds": {
            "email": "off",
            "ipv4": True,
            "mac": {"on": "off"},
            "phone": {"on": False, "style": "seal", "mode": "o"},
            "name": {"mode": "r"},
            "customer_number": {"sensitivity": 2, "mode": "d"},
        }
    },
    {"services": {"shop-1.eu": {"style": "stars", "packs": {"off": "us"}, "kinds": {"email": "on"}}}},
    {
        "keys": [
            {"name": "customer_no", "kind": "customer_number"},
            {"id": "a.b-c_1", "name": ["x-y", "Kunde"], "kind": "name"},
        ]
    },
    {
        "patterns": [
            {"kind": "x", "regex": "(a)b", "group": 1, "after": ["w", "v"], "within": 0},
            {"kind": "x", "regex": "a"},
        ]
    },
    {"patterns": [{"kind": "x", "regex": "a", "after": "w"}]},
    {"words": [{"kind": "x", "words": ["a", 7, True]}, {"kind": "x", "words": "a", "case": "exact"}]},
    {"allow": {"values": ["x"], "domains": "example.com", "networks": ["10.0.0.0/8"], "patterns": ["[a-z]+"]}},
    {"paths": [{"path": "a.*.b", "kind": "x"}, {"path": ["**.k", "$.a"], "kind": "secret", "id": "p"}]},
]
BAD: list[Any] = [
    [],
    "text",
    {"version": 2},
    {"version": "1"},
    {"styles": "stars"},
    {"style": "hash"},
    {"packs": "all"},
    {"packs": {"only": "us"}},
    {"kinds": ["email"]},
    {"kinds": {"email": "maybe"}},
    {"kinds": {"email": {"mode": "p"}}},
    {"kinds": {"customer_number": {"sensitivity": 5}}},
    {"kinds": {"email": {"style": 1}}},
    {"kinds": {"E Mail": "off"}},
    {"services": {"Shop": {}}},
    {"services": {"shop": {"keys": []}}},
    {"keys": {"name": "ab", "kind": "x"}},
    {"keys": [{"name": "ab"}]},
    {"keys": [{"kind": "x"}]},
    {"keys": [{"name": "ab", "kind": "2x"}]},
    {"keys": [{"name": "ab", "kind": "x" * 25}]},
    {"keys": [{"name": "ab", "kind": "x", "id": "a b"}]},
    {"patterns": [{"kind": "x"}]},
    {"patterns": [{"kind": "x", "regex": ""}]},
    {"patterns": [{"kind": "x", "regex": "a", "group": -1}]},
    {"patterns": [{"kind": "x", "regex": "a", "group": "0"}]},
    {"patterns": [{"kind": "x", "regex": "a", "within": 5}]},
    {"patterns": [{"kind": "x", "regex": "a", "after": "w", "within": 201}]},
    {"patterns": [{"kind": "x", "regex": "a", "flags": "i"}]},
    {"words": [{"kind": "x"}]},
    {"words": [{"kind": "x", "words": ["a"], "case": "upper"}]},
    {"allow": ["x"]},
    {"allow": {"emails": ["x"]}},
    {"paths": [{"path": "a"}]},
    {"paths": ["a.b"]},
]


def refusals(document: Any) -> list[str]:
    """What the core has against a document; JSON is YAML."""
    ruleset, rows = _core.compile_rules(json.dumps(document).encode(), [])
    return [] if ruleset is not None else [row[3] for row in rows]


def is_valid(document: Any) -> bool:
    """Whether the schema takes a document."""
    try:
        VALID(document)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


@pytest.mark.parametrize("parts", GOOD, ids=json.dumps)
def test_what_is_good_is_good_to_both(parts: dict[str, Any]) -> None:
    """Documents of every form pass the schema and the core."""
    document = {"version": 1, **parts}
    assert refusals(document) == []
    assert is_valid(document)


@pytest.mark.parametrize("parts", BAD, ids=json.dumps)
def test_what_is_bad_is_bad_to_both(parts: Any) -> None:
    """A wrong key, type, name or number is refused by the schema as by the core."""
    document = {"version": 1, **parts} if isinstance(parts, dict) else parts
    assert refusals(document)
    assert not is_valid(document)


@pytest.mark.parametrize(
    ("place", "document"),
    [
        ("", {"zzzzzzzzzzzz": 1}),
        ("packs", {"packs": {"zzzzzzzzzzzz": 1}}),
        ("services", {"services": {"s": {"zzzzzzzzzzzz": 1}}}),
        ("keys", {"keys": [{"zzzzzzzzzzzz": 1}]}),
        ("patterns", {"patterns": [{"zzzzzzzzzzzz": 1}]}),
        ("words", {"words": [{"zzzzzzzzzzzz": 1}]}),
        ("allow", {"allow": {"zzzzzzzzzzzz": 1}}),
        ("paths", {"paths": [{"zzzzzzzzzzzz": 1}]}),
        ("kinds", {"kinds": {"customer_number": {"sensitivity": 1, "zzzzzzzzzzzz": 1}}}),
    ],
)
def test_both_know_the_same_keys(place: str, document: dict[str, Any]) -> None:
    """The keys that the core says it knows at a place are those of the schema there."""
    _, rows = _core.compile_rules(json.dumps({"version": 1, **document}).encode(), [])
    (mend,) = [row[5] for row in rows if row[3] == "unknown-key"]
    node = SCHEMA["properties"].get(place, SCHEMA) if place else SCHEMA
    node = SCHEMA["definitions"].get(place, node)
    node = node.get("items", node)
    node = node["additionalProperties"] if isinstance(node.get("additionalProperties"), dict) else node
    node = node["anyOf"][1] if place == "kinds" else node
    assert set(re.findall(r"\w+", mend.removeprefix("known are: "))) == set(node["properties"])
