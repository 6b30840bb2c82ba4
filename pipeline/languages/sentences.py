"""What tells where sentences end: `abbreviations.txt` and `starters.txt`, of `any/` and of the language.

An abbreviation never ends a sentence; one marked ` $` (etc.) may, when a word that begins sentences follows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .folder import read_words

_MAY_END = " $"


@dataclass(frozen=True)
class Stops:
    """`never` and `may` hold abbreviations with their stop; `starters` words that begin sentences, capital first."""

    never: frozenset[str]
    may: frozenset[str]
    starters: tuple[str, ...]
    longest: int  # characters of the longest abbreviation


@cache
def stops(code: str) -> Stops:
    """What is known for this language; nothing for one without such files."""
    lines = (*read_words("any", "abbreviations"), *read_words(code, "abbreviations"))
    may = {line.removesuffix(_MAY_END) for line in lines if line.endswith(_MAY_END)}
    never = {line for line in lines if not line.endswith(_MAY_END)}
    never |= {word[0].upper() + word[1:] for word in never}
    may |= {word[0].upper() + word[1:] for word in may}
    starters = tuple(dict.fromkeys((*read_words("any", "starters"), *read_words(code, "starters"))))
    return Stops(frozenset(never), frozenset(may), starters, max((len(w) for w in never | may), default=0))
