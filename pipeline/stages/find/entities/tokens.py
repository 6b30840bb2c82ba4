"""A paragraph as the words a name is read from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.languages.names import Grammar, fold

# A word (letters and digits), or one sign that is no white space, hyphen or apostrophe: those hold a name together.
# A longer dash does so between two letters: "Moncton–Riverview".
WORD = re.compile(r"[^\W_]+|[^\w\s'’‘´\-‐‑–]|(?<![^\W_])–|–(?![^\W_])|_")
_STOPS = frozenset(".!?:;•…·–—|")  # what may end a sentence or begin an item: the next word's capital says nothing
_OPENS = frozenset('«“"„(‹[')


def split(form: str) -> tuple[str, ...]:
    """The folded words of a form, as a text's are.

    >>> split("Cour d’appel de Saint-Denis")
    ('cour', 'd', 'appel', 'de', 'saint', 'denis')
    """
    return tuple(fold(m[0]) for m in WORD.finditer(form))


class Tokens:
    """Words of a text in parallel lists: `words`, `folds`, `starts`, `ends`; `caps` begins with a capital;
    `tied[i]`: nothing but one space, hyphens or apostrophes stands between word i-1 and word i."""

    __slots__ = ("caps", "ends", "folds", "loud", "starts", "text", "tied", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        words, starts, ends = [], [], []
        for m in WORD.finditer(text):
            words.append(m[0])
            starts.append(m.start())
            ends.append(m.end())
        self.words: Sequence[str] = words
        self.starts: Sequence[int] = starts
        self.ends: Sequence[int] = ends
        self.folds: Sequence[str] = [fold(w) for w in words]
        self.caps: Sequence[bool] = [w[0].isupper() for w in words]
        # Two spaces or a dash between spaces part what one space, a hyphen, or a hyphen at a line's end holds together.
        self.tied: Sequence[bool] = [i > 0 and starts[i] - ends[i - 1] <= 2 for i in range(len(words))]
        letters = sum(len(w) for w in words if w[0].isalpha())
        # A text in capitals throughout (a title, a banner): its capitals say nothing.
        self.loud = letters > 0 and sum(len(w) for w in words if len(w) > 1 and w.isupper()) > 0.7 * letters

    def __len__(self) -> int:
        return len(self.words)

    def initial(self, i: int, grammar: Grammar) -> bool:
        """Whether word i begins a sentence, so that its capital may be the sentence's."""
        j = i - 1
        while j >= 0 and self.words[j] in _OPENS:
            j -= 1
        if j < 0 or self.words[j] in _STOPS:
            return not (j > 0 and self.words[j] == "." and _short(self.words[j - 1], self.folds[j - 1], grammar))
        return self.words[j].isdigit() and j == 0

    def spoken(self, i: int, j: int) -> str:
        """The text of the words i (in) to j (out)."""
        return self.text[self.starts[i] : self.ends[j - 1]]


def _short(word: str, folded: str, grammar: Grammar) -> bool:
    """ "M." and "J." do not end a sentence."""
    return folded in grammar.titles or (len(word) == 1 and word.isupper())
