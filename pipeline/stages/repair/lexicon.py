"""How usual a word is: in the language (wordfreq) and in the document itself. The only door to wordfreq."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, cached_property

from pipeline.languages.repairs import Repairs

from .sheet import Sheet

WORD = re.compile(r"[^\W\d_]+")
# Zipf 2, one word in ten million. Below it wordfreq's lists hold more slips than words ("overthe", "peutêtre").
KNOWN = 1e-7
COMMON = 1e-6  # Zipf 3
NOTHING = 1e-10  # rarer than anything the list holds


@cache
def frequencies(code: str) -> Mapping[str, float]:
    """Lower-case words of a language and their share of all words, from `KNOWN` up; {} for a language without a list.

    wordfreq's file is a list of bins, the n-th of words with frequency 10^(-n/100); the rare half is not unpacked."""
    import wordfreq

    path = wordfreq.available_languages("large").get(code) or wordfreq.available_languages("small").get(code)
    if path is None:
        return {}
    found: dict[str, float] = {}
    for n, words in enumerate(wordfreq.read_cBpack(path)[: round(-100 * math.log10(KNOWN)) + 1]):
        found.update(dict.fromkeys(words, 10 ** (-n / 100)))
    return found


class Lexicon:
    """The words of a language, and those that the document uses itself."""

    def __init__(self, code: str, sheet: Sheet, speech: Repairs) -> None:
        self._sheet = sheet
        self._frequencies = frequencies(code)
        self._one = speech.one_letter_words
        self.elided = speech.elided
        self.ordinal_endings = speech.ordinal_endings

    @cached_property
    def own(self) -> Counter[str]:
        """The document's own words, lower case, with their counts, as they stood when first asked for."""
        return Counter(WORD.findall(self._sheet.whole.lower()))

    def frequency(self, word: str) -> float:
        """Share of all words of the language; `NOTHING` for a word it lacks. One-letter words are a closed list."""
        word = word.lower()
        if len(word) == 1 and word not in self._one:
            return NOTHING
        return self._frequencies.get(word, NOTHING)

    @property
    def rated(self) -> bool:
        """Is there a list of words for this language at all?"""
        return bool(self._frequencies)

    def known(self, word: str) -> bool:
        return self.frequency(word) >= KNOWN
