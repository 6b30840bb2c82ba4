"""Figures as words of the index, by value: "3,5 milliards" and "€3.5 billion" share one.

A figure is indexed by its value, by its value with its unit, and (a date) by its year and month."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.model.facts import Figure

_SIGNS = str.maketrans({".": "p", "-": "m", "/": "r", ":": "c", "+": "s"})
_UNITLESS = ("number", "ordinal", "date", "ratio", "duration")  # the others carry their unit, a percentage its kind


def tokens(figure: Figure) -> tuple[str, ...]:
    """All words under which the figure can be found.

    >>> from pipeline.model.place import Span
    >>> tokens(Figure("", Span(0, 12), "€3.5 billion", "money", "3500000000", unit="EUR"))
    ('q3500000000', 'q3500000000ueur')
    >>> tokens(Figure("", Span(0, 4), "2021", "date", "2021-12"))
    ('q2021m12', 'q2021')
    """
    out = []
    for value in (figure.value, figure.to):
        if value is None:
            continue
        out.append(_word(value))
        if figure.kind == "date":
            out += [_word(value[:at]) for at in (7, 4) if value[at : at + 1] == "-"]
        elif unit := _unit(figure):
            out.append(_word(value, unit))
    return tuple(dict.fromkeys(out))


def asked(figure: Figure) -> tuple[str, ...]:
    """The words that stand for a figure in a query: with its unit when it has one; both ends of a range."""
    unit = _unit(figure)
    return tuple(_word(v, unit) for v in (figure.value, figure.to) if v is not None)


def _unit(figure: Figure) -> str:
    return figure.unit or ("" if figure.kind in _UNITLESS else figure.kind)


def _word(value: str, unit: str = "") -> str:
    text = value.lower().translate(_SIGNS) + (f"u{unit_word(unit)}" if unit else "")
    return "q" + re.sub(r"[^0-9a-z]", "", text)


def unit_word(unit: str) -> str:
    """How a unit stands in such a word, behind its u: EUR as eur, percentage_point as percentagepoint."""
    return re.sub(r"[^0-9a-z]", "", unit.lower())


def all_tokens(figures: Iterable[Figure]) -> str:
    """The words of many figures, each once, as one string."""
    return " ".join(dict.fromkeys(word for figure in figures for word in tokens(figure)))
