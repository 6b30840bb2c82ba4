"""Bodies named by a name and the country they work in: "Age UK", "Handicap International France", "BBC Scotland"."""

from __future__ import annotations

from .acronyms import written
from .candidate import Candidate, bare_key
from .lexicon import Form, Lexicon
from .tokens import Tokens


def branches(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form]) -> list[Candidate]:
    """Capitals that no table and no grammar knows, with a country right after them, inside a sentence."""
    out: list[Candidate] = []
    if tokens.loud:
        return out
    inside = {k for i, form in known.items() for k in range(i, i + len(form.words))}
    for i, form in known.items():
        end = i + len(form.words)
        if form.label != "LOC" or form.key.count(".") != 1 or (end < len(tokens) and _hyphen(tokens, end)):
            continue
        start = i
        while start > 0 and tokens.tied[start] and not _hyphen(tokens, start) and _free(tokens, lexicon, start - 1):
            if start - 1 in inside:
                break
            start -= 1
        while start < i and tokens.initial(start, lexicon.grammar) and not tokens.words[start].isupper():
            start += 1  # its capital may be the sentence's
        joined = start > 0 and tokens.tied[start] and (tokens.caps[start - 1] or tokens.words[start - 1] == "&")
        if start < i and not joined:
            out.append(_branch(tokens, start, end))
    return out


def _branch(tokens: Tokens, start: int, end: int) -> Candidate:
    return Candidate(start, end, "ORG", bare_key("ORG", tokens.spoken(start, end)), "name+country", 4, bare=True)


def _hyphen(tokens: Tokens, k: int) -> bool:
    return tokens.starts[k] - tokens.ends[k - 1] == 1 and not tokens.text[tokens.ends[k - 1]].isspace()


def _free(tokens: Tokens, lexicon: Lexicon, k: int) -> bool:
    """Word k has a capital and is a word that neither a table nor the grammar knows."""
    told, word = lexicon.grammar, tokens.folds[k]
    if not tokens.caps[k] or not tokens.words[k].isalpha() or len(tokens.words[k]) < 2:
        return False
    if word in told.openers | told.titles | told.modifiers | told.places | told.calendar | told.articles:
        return False
    if word in lexicon.demonyms or word in lexicon.given or tokens.words[k] in told.common:
        return False
    if tokens.words[k].isupper() and written(tokens, k) == k:
        return False
    of = (lexicon.heads, lexicon.measures, lexicon.sites, lexicon.roles, lexicon.qualities, lexicon.parts)
    return not any(one.at(tokens, k) for one in of)
