"""Records in the shapes of real logs with labelled values in them, the same for the same seed. Pure.

Half of the records come from templates without any value: what an engine changes there is damage.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from template import load

if TYPE_CHECKING:
    from template import Line, Template

SEED = 20261125
LINES = 40_000


def lines(count: int = LINES, seed: int = SEED, templates: tuple[Template, ...] | None = None) -> list[Line]:
    """That many records; every shape as often as any other, every template of a shape too."""
    source = random.Random(seed)
    every = load() if templates is None else templates
    groups = {
        clean: _by_shape([template for template in every if template.is_clean is clean]) for clean in (True, False)
    }
    made = []
    for number in range(count):
        shapes = groups[number % 2 == 0] or groups[number % 2 == 1]
        made.append(source.choice(shapes[source.choice(tuple(shapes))]).render(source))
    return made


def _by_shape(templates: list[Template]) -> dict[str, list[Template]]:
    shapes: dict[str, list[Template]] = {}
    for template in templates:
        shapes.setdefault(template.shape, []).append(template)
    return shapes
