"""Words without the space between them."""

from __future__ import annotations

import re

from pipeline.languages.repairs import Repairs

from .lexicon import KNOWN, Lexicon
from .sheet import Sheet

OTHER = 1e-5  # how usual the word must be that is not a word of the grammar (Zipf 4)
SHORTEST = 5  # letters of two words together
# A text that lost its spaces lost more than one: as many different words, or one in so many. Fewer are names
# ("formail").
SEVERAL, DENSE = 4, 150
CLEAR = 10.0  # the best way to part them must be this much likelier than the next


def glued(sheet: Sheet, speech: Repairs, lexicon: Lexicon) -> None:
    """Parts words that are none, of which both halves are words and one is a word of the grammar."""
    if not lexicon.rated:
        return
    parted = {w: halves for w in sorted(lexicon.own) if len(w) >= SHORTEST and (halves := _halves(w, speech, lexicon))}
    if not parted or (len(parted) < SEVERAL and len(parted) * DENSE < lexicon.own.total()):
        return
    for found in re.finditer(rf"(?<![^\W_])(?<![-_/.@’'])(?:{'|'.join(parted)})(?![-\w@’']|[./]\w)", sheet.whole):
        sheet.edit(found.start() + len(parted[found[0]]), found.start() + len(parted[found[0]]), " ", "any.glued-words")
    sheet.settle()


def _halves(word: str, speech: Repairs, lexicon: Lexicon) -> str:
    """The first half, when there is one clear way to part the word."""
    here = lexicon.frequency(word)
    if here >= KNOWN:
        return ""
    able = []
    for n in range(1, len(word)):
        a, b = word[:n], word[n:]
        first, last = a in speech.glue, b in speech.glue
        if not (first or last):
            continue
        fa, fb = lexicon.frequency(a), lexicon.frequency(b)
        if (first and fb >= OTHER and len(b) > 2) or (last and fa >= OTHER and len(a) > 2):
            able.append((fa * fb, a))
    able.sort(reverse=True)
    if not able or (len(able) > 1 and able[0][0] < CLEAR * able[1][0]):
        return ""
    return able[0][1]
