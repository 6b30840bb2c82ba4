"""How a text becomes words to look for: the same for what is indexed and for what is asked. PyStemmer's only door.

œ is oe, accents are folded, elided words stand apart and do not count (l'économie, O'Brien), words are stemmed
(Snowball) and then folded. Nothing here knows a language but the name of its stemmer, which is data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pipeline import languages
from pipeline.errors import WrongUse
from pipeline.model.place import Span

# Goes into the index: whatever changes what `Analyser.stems` gives needs a new number, and old indexes are made anew.
VERSION = "4"

_LETTERS = "(?:[^\\W_]|[\u0300-\u036f\u00ad\u200d])+"  # with combining accents, soft hyphens, joiners
_WORD = re.compile(_LETTERS)
_GROUP = re.compile(f"{_LETTERS}(?:['\u2018\u2019\u02bc\uff07]{_LETTERS})*")
_APART = str.maketrans({"œ": "oe", "æ": "ae", "ﬁ": "fi", "ﬂ": "fl", "\u00ad": None, "\u200d": None})
_CLITIC = 2  # letters at most: d' l' qu' 's 't
_KEPT = 400_000  # words remembered by an analyser: a large corpus has some 300,000, each 200 bytes


class Word(NamedTuple):
    """A word of a text: where it stands, folded, and stemmed; `clitic` when it leans on another and does not count."""

    span: Span
    folded: str
    stem: str
    clitic: bool


@lru_cache(100_000)
def folded(word: str) -> str:
    """Lower case, œ as oe, no accents.

    >>> folded("Œuvrée"), folded("L’ÉCONOMIE")
    ('oeuvree', 'l’economie')
    """
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.lower().translate(_APART))
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_APART)


class Analyser:
    """The analyser of one language, by its code; of a language that we have no folder for, without stems."""

    def __init__(self, code: str) -> None:
        self._stemmer = _stemmer(code)
        self._known: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """The folded stem of a word."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) > _KEPT:
                self._known.clear()
            plain = unicodedata.normalize("NFC", word.lower()).translate(_APART)
            found = self._known[word] = folded(self._stemmer.stemWord(plain) if self._stemmer else plain)
        return found

    def stems(self, text: str) -> Iterator[tuple[str, str]]:
        """(word as it stands, its stem) for each word that counts."""
        for group in _GROUP.findall(text):
            parts = [group] if group.isalnum() else _WORD.findall(group)
            longest = max(map(len, parts)) if len(parts) > 1 else 0
            for part in parts:
                if not _clitic(part, longest) and (stem := self.stem(part)):
                    yield part, stem

    def words(self, text: str) -> list[Word]:
        """Every word with its place, for highlights and for queries."""
        out = []
        for group in _GROUP.finditer(text):
            parts = list(_WORD.finditer(group[0]))
            longest = max(len(part[0]) for part in parts) if len(parts) > 1 else 0
            for part in parts:
                span = Span(group.start() + part.start(), group.start() + part.end())
                out.append(Word(span, folded(part[0]), self.stem(part[0]), _clitic(part[0], longest)))
        return out


def _clitic(part: str, longest: int) -> bool:
    return len(part) <= _CLITIC and len(part) < longest


@cache
def analyser(code: str) -> Analyser:
    """The one analyser of a language."""
    return Analyser(code)


def _stemmer(code: str) -> Any:
    import Stemmer

    try:
        name = languages.load(code).stemmer
    except WrongUse:
        return None
    return Stemmer.Stemmer(name) if name in Stemmer.algorithms() else None
