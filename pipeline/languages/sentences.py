"""What tells where sentences end: `abbreviations.txt` and `starters.txt`, of `any/` and of the language.

An abbreviation never ends a sentence; one marked ` $` (etc.) may, when a word that begins sentences follows; one marked
` #` (art., no.) is a word of its own as well and counts only before a figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from .folder import read_words

_MAY_END = " $"
_BEFORE_FIGURE = " #"


@dataclass(frozen=True)
class Stops:
    """Abbreviations with their stop, by what follows from them; `starters` are words that begin sentences."""

    never: frozenset[str]
    may: frozenset[str]
    before_figure: frozenset[str]
    starters: tuple[str, ...]
    longest: int  # characters of the longest abbreviation


@cache
def stops(code: str) -> Stops:
    """What is known for this language; nothing for one without such files."""
    lines = (*read_words("any", "abbreviations"), *read_words(code, "abbreviations"))
    may = _capital_too(line.removesuffix(_MAY_END) for line in lines if line.endswith(_MAY_END))
    figure = _capital_too(line.removesuffix(_BEFORE_FIGURE) for line in lines if line.endswith(_BEFORE_FIGURE))
    never = _capital_too(line for line in lines if line[-2:] not in (_MAY_END, _BEFORE_FIGURE))
    starters = tuple(dict.fromkeys((*read_words("any", "starters"), *read_words(code, "starters"))))
    return Stops(never, may, figure, starters, max((len(w) for w in never | may | figure), default=0))


def _capital_too(words: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in (word, word[0].upper() + word[1:]))
