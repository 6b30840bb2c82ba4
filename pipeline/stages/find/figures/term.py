"""One figure in the making: what the parts of the grammar hand to each other."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal

from pipeline.model.facts import Comparator, FigureKind

from .lexicon import Lapse

ONE = Decimal(1)


@dataclass(slots=True)
class Term:
    """A figure over the tokens `a` to `b` (half-open).

    `number` is the value of all kinds that have one; dates and durations keep theirs in `value`. `day` is a date's
    precision: "year" "month" "day" "time" ""; `plain` says that no unit was said, so that a neighbour may lend its
    own; `scale` the factor of the multiplier that was. `words`: said in words. `lapse`: of durations."""

    a: int
    b: int
    kind: FigureKind
    number: Decimal | None = None
    value: str = ""
    to: str | None = None
    unit: str | None = None
    per: str | None = None
    comparator: Comparator | None = None
    open: str = ""
    plain: bool = False
    scale: Decimal = ONE
    words: bool = False
    day: str = ""
    lapse: Lapse | None = None
    said_value: Decimal | None = None  # before the scale
    name: bool = False  # of an article, a page: no figure, nor what is joined to it

    def put(self, **changes: object) -> Term:
        """The same with changes (faster than dataclasses.replace: a figure is changed five times on its way)."""
        other = object.__new__(Term)
        for name in SLOTS:
            setattr(other, name, changes[name] if name in changes else getattr(self, name))
        return other


SLOTS: tuple[str, ...] = tuple(f.name for f in fields(Term))


def told(number: Decimal) -> str:
    """A decimal string without exponent or trailing zeros.

    >>> told(Decimal("3E+6")), told(Decimal("3.50")), told(Decimal("-0.0"))
    ('3000000', '3.5', '0')
    """
    whole = number.to_integral_value()
    if number != whole:
        return format(number.normalize(), "f")
    return format(whole, "f") if whole else "0"  # and not as an int: Python tells none of more than 4,300 digits


def lasting(number: Decimal, lapse: Lapse) -> str:
    """ISO 8601: so many of a unit of time. Halves of a year are months, of an hour minutes.

    >>> lasting(Decimal("2.5"), Lapse("year", "Y", 1)), lasting(Decimal(3), Lapse("hour", "TH", 1))
    ('P2Y6M', 'PT3H')
    """
    amount = number * lapse.times
    whole = int(amount)
    if amount != whole and lapse.iso in SMALLER:
        factor, small = SMALLER[lapse.iso]
        rest = (amount - whole) * factor
        if rest == int(rest):
            letter = lapse.iso[-1]
            head = told(Decimal(whole)) + letter if whole else ""
            return ("PT" if lapse.iso[0] == "T" else "P") + f"{head}{int(rest)}{small}"
    return ("PT" if lapse.iso[0] == "T" else "P") + told(amount) + lapse.iso[-1]


SMALLER = {"Y": (12, "M"), "W": (7, "D"), "TH": (60, "M"), "TM": (60, "S")}
LARGEST_FIRST = ("Y", "M", "W", "D", "TH", "TM", "TS")


def joined_lapses(parts: list[tuple[Decimal, Lapse]]) -> str:
    """ISO 8601 of several units together, the largest first: 1 year 2 months is P1Y2M."""
    date, time = "", ""
    for number, lapse in parts:
        amount = told(number * lapse.times) + lapse.iso[-1]
        if lapse.iso[0] == "T":
            time += amount
        else:
            date += amount
    return f"P{date}" + (f"T{time}" if time else "")
