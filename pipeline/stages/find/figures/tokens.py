"""A text cut into words, signs and numerals: what the grammar reads. Knows shapes, no language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

# Kinds of tokens: the index of the group in TOKEN.
WORD, ISO, DAY, CLOCK, NUMBER, SIGN = 1, 2, 3, 4, 5, 6
SPACES = " '\u00a0\u202f\u2009\u2019"  # what may group digits
TOKEN = re.compile(
    r"([^\W\d_]+(?:['\u2019](?=[^\W\d_]))?)"
    r"|((?:1\d|2[01])\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?(?!\d|-\d)|(?:1\d|2[01])\d\d-\d{1,2}-\d{1,2}(?![\d-]))"
    r"|(\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])|\d{1,2}\.\d{1,2}\.\d{4}(?![\d.]\d)|\d{1,2}-\d{1,2}-(?:1\d|2[01])\d\d(?![\d-]))"
    r"|(\d{1,2}:[0-5]\d(?::[0-5]\d)?(?!\d))"
    rf"|(\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*|(?<![\w.,])\.\d+)"
    r"|([^\w\s]|_)"
)


class Tokens(NamedTuple):
    """Columns: `said` as written, `words` folded, `starts` and `ends` in the text, `kinds`. The last token is empty."""

    text: str
    said: list[str]
    words: list[str]
    starts: list[int]
    ends: list[int]
    kinds: list[int]

    def glued(self, i: int) -> bool:
        """Nothing stands between token `i` and the one before it."""
        return i > 0 and self.starts[i] == self.ends[i - 1]


def cut(text: str) -> Tokens:
    """The tokens of a text; white space belongs to none.

    >>> cut("18ème, 3M€").words
    ['18', 'ème', ',', '3', 'm', '€', '']
    """
    found = list(TOKEN.finditer(text))
    said = [m[0] for m in found]
    words = " ".join(said).lower().replace("\u2019", "'").split(" ") if said else []
    if len(words) != len(said):  # a numeral with spaces inside
        words = [folded(w) for w in said]
    said.append("")
    words.append("")
    starts = [m.start() for m in found]
    starts.append(len(text))
    ends = [m.end() for m in found]
    ends.append(len(text))
    kinds = [m.lastindex or SIGN for m in found]
    kinds.append(SIGN)
    return Tokens(text, said, words, starts, ends, kinds)


def folded(word: str) -> str:
    return word.lower().replace("\u2019", "'")


class Phrases(Generic[T]):
    """Phrases of one or more words, each with what it means; the longest one counts.

    >>> found = Phrases([(("pour", "cent"), "%"), (("pour",), "for")])
    >>> found.at(["dix", "pour", "cent"], 1), found.before(["pour", "cent", "x"], 2)
    (('%', 3), ('%', 0))
    """

    __slots__ = ("_first", "_last", "_table")

    def __init__(self, entries: Iterable[tuple[tuple[str, ...], T]]) -> None:
        self._table: dict[str, T] = {}
        first: dict[str, set[int]] = {}
        last: dict[str, set[int]] = {}
        for words, meaning in entries:
            if not words or " ".join(words) in self._table:
                continue
            self._table[" ".join(words)] = meaning
            first.setdefault(words[0], set()).add(len(words))
            last.setdefault(words[-1], set()).add(len(words))
        self._first = {w: tuple(sorted(n, reverse=True)) for w, n in first.items()}
        self._last = {w: tuple(sorted(n, reverse=True)) for w, n in last.items()}

    def __contains__(self, word: str) -> bool:
        return word in self._table

    def heads(self) -> Iterable[str]:
        """The words that phrases begin with."""
        return self._first

    def at(self, words: Sequence[str], i: int) -> tuple[T, int] | None:
        """(meaning, index after it) of the longest phrase that begins at `i`."""
        for n in self._first.get(words[i], ()):
            meaning = self._table.get(words[i] if n == 1 else " ".join(words[i : i + n]))
            if meaning is not None:
                return meaning, i + n
        return None

    def before(self, words: Sequence[str], i: int) -> tuple[T, int] | None:
        """(meaning, index of its first word) of the longest phrase that ends right before `i`."""
        if i <= 0:
            return None
        for n in self._last.get(words[i - 1], ()):
            if n <= i:
                meaning = self._table.get(words[i - 1] if n == 1 else " ".join(words[i - n : i]))
                if meaning is not None:
                    return meaning, i - n
        return None
