"""Parts of places: "Southern Ontario", "Greater Manchester"; « Grand Nouméa », « le Sud de l'Ontario », « Canada
atlantique »."""

from __future__ import annotations

from collections.abc import Mapping

from .candidate import Candidate, bare_key
from .lexicon import Form, Lexicon
from .tokens import Tokens


def widened(tokens: Tokens, lexicon: Lexicon, known: Mapping[int, Form]) -> dict[int, Form]:
    """The forms of the tables in a text, by their first word; a place to which a word of `parts` belongs is that part.

    The word stands before the place with a capital, with nothing or a link between ("Sud de l'Ontario"), or, where
    qualities follow their nouns, after it in small letters."""
    out = dict(known)
    if tokens.loud:
        return out
    after = "quality" in lexicon.grammar.after
    for i, form in known.items():
        if form.label != "LOC":
            continue
        end = i + len(form.words)
        if (start := _before(tokens, lexicon, known, i)) is not None:
            del out[i]
            out[start[0]] = _part(tokens, form, start[0], end, start[1])
        elif (not after and (part := lexicon.parts.at(tokens, end)) and _large(tokens, end, part[0])) or (
            after and (part := lexicon.parts.at(tokens, end)) and _small(tokens, lexicon, end, part[0])
        ):
            out[i] = _part(tokens, form, i, part[0], part[1])
    return out


def _before(tokens: Tokens, lexicon: Lexicon, known: Mapping[int, Form], i: int) -> tuple[int, str] | None:
    """(first word, id) of the part that stands before a place at word i."""
    link = lexicon.links.before(tokens, i)
    for k in (i, *((link[0],) if link and link[1] in lexicon.grammar.tight else ())):
        part = lexicon.parts.before(tokens, k) if k else None
        if part is None or not (tokens.tied[k] and tokens.tied[i]):
            continue
        start = part[0]
        if any(at <= start < at + len(form.words) for at, form in known.items()):
            return None
        if tokens.text[tokens.starts[k] - 1] == "-":
            return None  # "Ouest-France"
        if all(tokens.caps[w] for w in range(start, k)) and not (k < i and tokens.initial(start, lexicon.grammar)):
            return start, part[1]
    return None


def _large(tokens: Tokens, start: int, end: int) -> bool:
    """ "Winnipeg South", and no other capital after it."""
    more = end < len(tokens) and tokens.tied[end] and tokens.caps[end]
    return not more and all(tokens.tied[k] and tokens.caps[k] for k in range(start, end))


def _small(tokens: Tokens, lexicon: Lexicon, start: int, end: int) -> bool:
    """ "Canada atlantique", not « le Canada est »."""
    words = range(start, end)
    return all(tokens.tied[k] and not tokens.caps[k] and tokens.folds[k] not in lexicon.grammar.openers for k in words)


def _part(tokens: Tokens, form: Form, start: int, end: int, part: str) -> Form:
    words = tuple(tokens.folds[start:end])
    written = tuple(tokens.words[start:end])
    return Form(words, written, "a" * len(words), f"{form.key}.{part}", "LOC", "", own=True)


def chains(tokens: Tokens, lexicon: Lexicon, known: Mapping[int, Form]) -> list[Candidate]:
    """Words that hyphens hold together, capitals outside and a small word between: "Argelès-sur-Mer"."""
    told, i = lexicon.grammar, 0
    out: list[Candidate] = []
    if "-" not in tokens.text:
        return out
    small = told.links | told.articles | told.particles | told.joints | told.inside
    n = len(tokens)
    while i < n:
        end = i + 1
        while end < n and _glued(tokens, end):
            end += 1
        while i < end - 1 and not tokens.caps[i]:
            i += 1  # "d'Argelès-sur-Mer"
        inner = [k for k in range(i + 1, end - 1) if not tokens.caps[k]]
        if inner and all(tokens.folds[k] in small for k in inner) and _town(tokens, lexicon, known, i, end):
            out.append(Candidate(i, end, "LOC", bare_key("LOC", tokens.spoken(i, end)), "hyphens", 4, bare=True))
        i = end
    return out


def compass(tokens: Tokens, lexicon: Lexicon) -> list[Candidate]:
    """A part of the compass of two words, or two that a hyphen joins, with capitals after an article that is definite:
    "le Nord-Ouest", "the South East"."""
    out: list[Candidate] = []
    if tokens.loud:
        return out
    for i in range(1, len(tokens) - 1):
        part = lexicon.parts.at(tokens, i) if tokens.caps[i] and tokens.tied[i] else None
        if part is None or part[0] != i + 2 or not tokens.caps[i + 1]:
            continue
        article = tokens.folds[i - 1] in lexicon.grammar.definite | lexicon.grammar.contracted
        more = i + 2 < len(tokens) and tokens.tied[i + 2] and (tokens.caps[i + 2] or lexicon.links.at(tokens, i + 2))
        if article and not more:
            text = tokens.spoken(i, i + 2)
            out.append(Candidate(i, i + 2, "LOC", bare_key("LOC", text), "compass", 3, bare=True))
    return out


def _town(tokens: Tokens, lexicon: Lexicon, known: Mapping[int, Form], i: int, end: int) -> bool:
    """Words i to `end`, capitals at both ends, are no name of the tables, no given name and no noun of the grammar."""
    if not tokens.caps[i] or not tokens.caps[end - 1] or tokens.loud or tokens.folds[i] in lexicon.given:
        return False
    whole = i in known and i + len(known[i].words) >= end
    return not (whole or lexicon.heads.at(tokens, i) or lexicon.sites.at(tokens, i))


def _glued(tokens: Tokens, k: int) -> bool:
    """A hyphen, or an apostrophe after one letter, holds word k to the word before it."""
    if tokens.starts[k] - tokens.ends[k - 1] != 1:
        return False
    sign = tokens.text[tokens.ends[k - 1]]
    return sign == "-" or (sign in "'’" and len(tokens.words[k - 1]) == 1 and not tokens.caps[k - 1])
