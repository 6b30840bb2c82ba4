"""What a figure is worth, whatever its writing: numbers, dates and durations that can be compared across languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from pipeline.languages.numbers import numbers
from pipeline.model.facts import Figure

ISO_DURATION = re.compile(
    r"P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?"
)
DAY = 86400
FULL_DAY = re.compile(r"(?:XXXX|\d{4})-\d\d-\d\d")


class Lasting(NamedTuple):
    """A duration in months and seconds, and the first number said of it."""

    months: Fraction
    seconds: Fraction
    first: Fraction


@lru_cache(maxsize=65536)
def amount(value: str) -> Fraction | None:
    """The worth of a decimal string or of a ratio; None for anything else."""
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        return None


@lru_cache(maxsize=4096)
def lasting(value: str) -> Lasting | None:
    """The worth of an ISO 8601 duration."""
    m = ISO_DURATION.fullmatch(value)
    if m is None or not any(m.groups()):
        return None
    y, mo, w, d, h, mi, s = (Fraction(g) if g else Fraction(0) for g in m.groups())
    first = next(Fraction(g) for g in m.groups() if g)
    return Lasting(y * 12 + mo, w * 7 * DAY + d * DAY + h * 3600 + mi * 60 + s, first)


@lru_cache(maxsize=1)
def _sizes() -> dict[str, tuple[str, Fraction]]:
    return {u.id: (u.dimension, Fraction(u.size)) for u in numbers("any").units if u.size}


def dimension(unit: str | None) -> str | None:
    """What a unit measures (length, mass ...); None for an unknown unit."""
    return _sizes().get(unit or "", (None, None))[0]


def in_si(f: Figure) -> tuple[str, Fraction] | None:
    """(dimension, value in its SI unit) of a quantity."""
    size, value = _sizes().get(f.unit or ""), amount(f.value)
    return (size[0], value * size[1]) if size and value is not None else None


def keys(f: Figure) -> Iterator[tuple[object, ...]]:
    """What two figures must share, one of them at least, to be taken for the same; the strictest first."""
    if f.kind == "date":
        yield ("date", f.value)
        if FULL_DAY.fullmatch(f.value):
            yield ("day", f.value[4:])
        if f.value.startswith("T"):
            if f.value.endswith(":00"):
                yield ("number", Fraction(int(f.value[1:3])))
        elif len(f.value) == 4:
            year = f.value.replace("X", "0")
            if year.isdigit():
                yield ("number", Fraction(int(year)))
        if f.open:
            yield ("open", _other_day(f.value))
        if FULL_DAY.fullmatch(f.value):
            yield ("open", f.value)
        return
    if f.kind == "duration":
        worth = lasting(f.value)
        if worth:
            yield ("lasting", worth.months, worth.seconds)
            yield ("number", worth.first)
        return
    value = amount(f.value)
    if value is None:
        return
    value = abs(value)
    if f.kind == "ratio":
        yield ("share", value)
        return
    if f.kind == "percent":
        yield ("share", value / 100)
        yield ("percent", value)
        return
    if f.kind == "money":
        yield ("money", value, f.unit)
        return
    if f.kind == "quantity" and (si := in_si(f)):
        yield ("quantity", *si)
    yield ("number", value)
    yield ("share", value)


def _other_day(value: str) -> str:
    return value[:5] + value[8:10] + value[4:7] if len(value) == 10 else value


def same_end(a: Figure, b: Figure) -> bool:
    """The ends of two ranges (or none) are worth the same."""
    if a.to is None or b.to is None:
        return a.to is None and b.to is None
    return bool(set(keys(a._replace(value=a.to, to=None))) & set(keys(b._replace(value=b.to, to=None))))


def ends(f: Figure) -> tuple[Figure, ...]:
    """A range or a ratio as two figures; () for a single figure."""
    if f.to is not None:
        return f._replace(to=None), f._replace(value=f.to, to=None)
    if f.kind == "ratio" and "/" in f.value:
        over, _, under = f.value.partition("/")
        return tuple(f._replace(kind="number", value=v) for v in (over, under))
    return ()


def numeral(f: Figure) -> str:
    """The digits that a change of scale leaves alone: 24000000 and 24 are "24"; "" for dates and durations."""
    if f.kind in ("date", "duration", "ratio"):
        return ""
    return f.value.replace("-", "").replace(".", "").strip("0")


AMOUNTS = frozenset({"number", "ordinal", "quantity", "money", "percent", "ratio", "duration"})


def unlike(a: Figure, b: Figure) -> float:
    """How unlike two figures of different value are as one another's mistaken form, 0..1; 1 is never."""
    if a.kind == b.kind:
        if a.kind == "date":
            return 0.0 if len(a.value) == len(b.value) else 0.3
        return 0.0 if a.unit == b.unit else 0.15
    if {a.kind, b.kind} <= {"number", "quantity", "ordinal", "duration"}:
        return 0.3
    if {a.kind, b.kind} <= AMOUNTS:
        return 0.5
    if "date" in (a.kind, b.kind) and {a.kind, b.kind} & {"number", "ordinal"}:
        return 0.6
    return 1.0
