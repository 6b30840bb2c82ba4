"""Named plans, laws and programmes: « plan crack », "crack plan", loi Pacte."""

from __future__ import annotations

from .candidate import Candidate, bare_key
from .lexicon import Lexicon
from .tokens import Tokens

LONGEST = 8  # words between the quotation marks
_PAIRS = {"«": "»", "“": "”", '"': '"', "„": "“"}


def quoted(tokens: Tokens, lexicon: Lexicon) -> list[Candidate]:
    """Between quotation marks: a measure's noun and more, or what a measure's noun before the marks calls so."""
    out = []
    i = 0
    while i < len(tokens) - 2:
        close = _PAIRS.get(tokens.words[i])
        if close is None:
            i += 1
            continue
        end = next((k for k in range(i + 1, min(i + LONGEST + 2, len(tokens))) if tokens.words[k] == close), 0)
        if end > i + 1:
            if _names(tokens, lexicon, i + 1, end) or (
                i > 0 and lexicon.measures.before(tokens, i) and tokens.caps[i + 1] and end - i > 1
            ):
                out.append(
                    Candidate(i + 1, end, "MISC", bare_key("MISC", tokens.spoken(i + 1, end)), "quoted", 4, bare=True)
                )
            i = end + 1
        else:
            i += 1
    return out


def _names(tokens: Tokens, lexicon: Lexicon, start: int, end: int) -> bool:
    """A measure's noun at the side where the language has its heads, and one to five words more."""
    if not 2 <= end - start <= 6 or any(tokens.words[k] in ".,;:!?" for k in range(start, end)):
        return False
    head = lexicon.measures.at(tokens, start)
    if head and head[0] < end and tokens.folds[head[0]] not in lexicon.grammar.openers:
        return True
    last = lexicon.measures.before(tokens, end)
    return bool(
        lexicon.grammar.before and last and last[0] > start and tokens.folds[start] not in lexicon.grammar.openers
    )
