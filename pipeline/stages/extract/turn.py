"""Text that does not read from left to right: its own coordinates, and back to the page."""

from __future__ import annotations

import math
from functools import cache

from pipeline.model.place import Box


@cache
def _axes(turn: int) -> tuple[float, float]:
    quarter = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
    return quarter.get(turn) or (math.cos(math.radians(turn)), math.sin(math.radians(turn)))


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point of the page in the coordinates of text that reads in direction `turn` (degrees clockwise).

    >>> turned(10, 20, 0), turned(10, 20, 90)
    ((10.0, 20.0), (20.0, -10.0))
    """
    c, s = _axes(turn)
    return x * c + y * s, y * c - x * s


def upright(u0: float, v0: float, u1: float, v1: float, turn: int, page: int) -> Box:
    """The box on the page of a rectangle in the coordinates of turned text."""
    if turn == 0:
        return Box(page, u0, v0, u1, v1)
    c, s = _axes(turn)
    xs = [u * c - v * s for u in (u0, u1) for v in (v0, v1)]
    ys = [u * s + v * c for u in (u0, u1) for v in (v0, v1)]
    return Box(page, min(xs), min(ys), max(xs), max(ys))
