"""Named plans, laws and programmes: « plan crack », "crack plan", loi Pacte."""

from __future__ import annotations

from collections.abc import Mapping

from .candidate import Candidate, bare_key
from .lexicon import Form, Lexicon
from .tokens import Tokens

LONGEST = 8  # words between the quotation marks
_POSSESSIVE = "'’"
_MARKS = {"‘": "’", "“": "”", '"': '"', "'": "'"}
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
                i > 0 and (lexicon.measures.before(tokens, i) or _work(tokens, lexicon, i)) and tokens.caps[i + 1]
            ):
                out.append(
                    Candidate(i + 1, end, "MISC", bare_key("MISC", tokens.spoken(i + 1, end)), "quoted", 4, bare=True)
                )
            i = end + 1
        else:
            i += 1
    return out


def titles(tokens: Tokens, lexicon: Lexicon) -> list[Candidate]:
    """Between single quotation marks, or double ones, words that all have capitals where the language writes titles so:
    ‘How Are You’, “Species on the Edge”."""
    out: list[Candidate] = []
    if not lexicon.grammar.titlecase or tokens.loud:
        return out
    for i in range(len(tokens)):
        mark = tokens.text[tokens.starts[i] - 1] if tokens.starts[i] else ""
        if mark not in _MARKS or not tokens.caps[i]:
            continue
        close, end = _MARKS[mark], i + 1
        while end < len(tokens) and tokens.tied[end] and tokens.text[tokens.ends[end - 1]] not in close:
            end += 1
        after = tokens.text[tokens.ends[end - 1] : tokens.ends[end - 1] + 2]
        if not after or after[0] not in close or (len(after) > 1 and after[1].isalnum()):
            continue
        small = [k for k in range(i, end) if not tokens.caps[k]]
        light = lexicon.grammar.links | lexicon.grammar.articles | lexicon.grammar.joints
        if 2 <= end - i <= LONGEST and all(tokens.folds[k] in light for k in small):
            out.append(Candidate(i, end, "MISC", bare_key("MISC", tokens.spoken(i, end)), "quoted", 3, bare=True))
    return out


def _work(tokens: Tokens, lexicon: Lexicon, i: int) -> bool:
    """A word that calls what follows by its title stands before the quotation mark at word i, or one word before that:
    "the film", "l'exposition temporaire"."""
    beside = i > 1 and tokens.words[i - 1].isalpha() and not tokens.caps[i - 1] and lexicon.works.before(tokens, i - 1)
    return bool(lexicon.works.before(tokens, i) or beside)


def called(tokens: Tokens, lexicon: Lexicon, known: Mapping[int, Form]) -> list[Candidate]:
    """A measure's noun and a name with nothing between: loi Pacte, the Pacte Act; projet Cigéo (Cigéo alone)."""
    if tokens.loud:
        return []
    told, out = lexicon.grammar, []
    after = told.apposed == "after"
    for i in range(len(tokens)):
        head = lexicon.measures.at(tokens, i)
        if head is None:
            continue
        if not after and i and tokens.caps[i - 1] and not tokens.caps[i] and lexicon.measures.before(tokens, i):
            continue  # "the Peer Review process"
        start = end = head[0] if after else i
        if head[1] not in told.outside and (whole := _beside(tokens, known, *head[:1], i, after=after)):
            text = tokens.spoken(*whole)
            out.append(Candidate(*whole, "MISC", bare_key("MISC", text), "measure", 4, bare=True))
            continue
        if not after and (name := _letters(tokens, lexicon, *head)):
            text = tokens.spoken(*name)
            out.append(Candidate(*name, "MISC", bare_key("MISC", text), "measure", 3, bare=True))
            continue
        while after and end < len(tokens) and tokens.tied[end] and _capital(tokens, end, lexicon):
            end += 1
        while not after and start > 0 and tokens.tied[start] and _capital(tokens, start - 1, lexicon):
            start -= 1
        if after and end > head[0]:
            end = _and_more(tokens, end, lexicon)
        elif not after and start < i and start > 1 and tokens.folds[start - 1] in told.joints:
            start -= 2 if _capital(tokens, start - 2, lexicon) and tokens.tied[start] and tokens.tied[start - 1] else 0
        if end == start or end - start > 4 or (tokens.initial(start, told) and not after):
            continue
        if not after and tokens.text[tokens.starts[i] - 2] in _POSSESSIVE:
            continue  # "Siemens' project"
        several = not after and end - start > 1 and not all(tokens.words[k].isupper() for k in range(start, end))
        if head[1] not in told.outside or (several and head[1] in told.whole):
            start, end = (i, end) if after else (start, head[0])
        if all(tokens.folds[k] in lexicon.demonyms for k in range(start, end)):
            continue  # "French software"
        text = tokens.spoken(start, end)
        out.append(Candidate(start, end, "MISC", bare_key("MISC", text), "measure", 3, bare=True))
    return out


def _letters(tokens: Tokens, lexicon: Lexicon, k: int, noun: str) -> tuple[int, int] | None:
    """Letters that no table knows right after a noun in small letters that stays outside: "the database NOVAREG"."""
    if noun not in lexicon.grammar.outside or k >= len(tokens) or not tokens.tied[k] or tokens.caps[k - 1]:
        return None
    word = tokens.words[k]
    known = word in lexicon.acronyms or word in lexicon.grammar.common
    return (k, k + 1) if len(word) > 2 and word.isupper() and word.isalpha() and not known else None


def _beside(tokens: Tokens, known: Mapping[int, Form], end: int, i: int, *, after: bool) -> tuple[int, int] | None:
    """A measure of the tables beside its noun, words `i` to `end`: "plan France Relance", "the France Relance plan"."""
    if after:
        form = known.get(end) if end < len(tokens) and tokens.tied[end] else None
        return (i, end + len(form.words)) if form and form.label == "MISC" else None
    found = ((k, known[k]) for k in range(max(0, i - 6), i) if k in known and k + len(known[k].words) == i)
    k, form = next(found, (0, None))
    return (k, end) if form and form.label == "MISC" and tokens.tied[i] else None


def _and_more(tokens: Tokens, end: int, lexicon: Lexicon) -> int:
    """ "loi Climat et résilience": one more word that is joined and has no article of its own."""
    k = end + 1
    if k >= len(tokens) or tokens.folds[end] not in lexicon.grammar.joints or not (tokens.tied[end] and tokens.tied[k]):
        return end
    told = lexicon.grammar
    small = tokens.folds[k] in told.articles | told.links | told.openers or not tokens.words[k].isalpha()
    other = lexicon.heads.at(tokens, k) or lexicon.measures.at(tokens, k) or lexicon.roles.at(tokens, k)
    ends = k + 1 >= len(tokens) or not tokens.tied[k + 1] or not lexicon.links.at(tokens, k + 1)
    return end if small or other or not ends else k + 1


def _capital(tokens: Tokens, i: int, lexicon: Lexicon) -> bool:
    return tokens.caps[i] and tokens.words[i].isalpha() and tokens.folds[i] not in lexicon.grammar.openers


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
