"""Places named by what stands there: "gare de Vierzon", "place Beauvau", "Calgary International Airport"."""

from __future__ import annotations

from .candidate import Candidate, slug, tail
from .lexicon import Form, Lexicon
from .tokens import Tokens

LONGEST = 8  # words of such a name
_STATES = frozenset({"republic"})
_ROADS = frozenset({"street", "square"})  # "la place de la France" is none


def sites(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form]) -> list[Candidate]:
    """A noun of `sites` with the name that belongs to it. In small letters the noun needs the name after it."""
    out = []
    ends = {i + len(form.words): form for i, form in known.items() if form.label == "LOC"}
    for i in range(len(tokens)):
        noun = lexicon.sites.at(tokens, i)
        if noun is None or tokens.loud or _other(tokens, lexicon, known, i, noun[0]):
            continue
        if not tokens.caps[i] and (lexicon.grammar.titlecase or noun[1] in lexicon.grammar.proud):
            continue
        if not tokens.caps[i] and _adjective(tokens, lexicon, i):
            continue
        start, end = i, _after(tokens, lexicon, known, noun[0], noun[1])
        if end == noun[0] and lexicon.grammar.titlecase and tokens.caps[i]:
            start = _before(tokens, lexicon, i)
        if end - start > noun[0] - i and end - start <= LONGEST:
            rest = [k for k in range(start, end) if not i <= k < noun[0]]
            names = [tail(known[k].key) for k in rest if k in known and known[k].label == "LOC"]
            own = names or [slug(" ".join(tokens.words[k] for k in rest if tokens.caps[k]))]
            key = ".".join(("loc", noun[1], *own))
            if noun[1] in _STATES:
                if end not in ends or ends[end].key.count(".") > 1:
                    continue  # "procureur de la République de Lyon"
                key = ends[end].key  # the Republic of Malta is Malta
            out.append(Candidate(start, end, "LOC", key, "grammar", 4))
    return out


def _adjective(tokens: Tokens, lexicon: Lexicon, i: int) -> bool:
    """The noun may be a quality of the word before it: "la banque | centrale de Tunisie"."""
    if i == 0 or not tokens.tied[i] or not lexicon.qualities.at(tokens, i):
        return False
    told = lexicon.grammar
    return tokens.folds[i - 1] not in told.articles | told.links | told.openers | told.joints


def _other(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form], i: int, end: int) -> bool:
    """An office begins with the noun, "Brooklyn | District Attorney", or a place of the tables: "Gulf of Mexico"."""
    role, form = lexicon.roles.at(tokens, i), known.get(i)
    return (role is not None and role[0] > end) or (
        form is not None and form.label == "LOC" and i + len(form.words) > end
    )


def _after(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form], end: int, kind: str) -> int:
    """The end of the name after the noun, which ends before word `end`; the same when none follows."""
    told, k = lexicon.grammar, end
    while "quality" in told.after and (q := lexicon.qualities.at(tokens, k)) and tokens.tied[k]:
        k = q[0]  # "parc national des ..."
    link = lexicon.links.at(tokens, k)
    linked = link is not None and tokens.tied[k]
    if link and link[1] not in told.tight:
        return end
    if link and linked:
        k = link[0]
    if k >= len(tokens) or not tokens.tied[k]:
        return end
    form = known.get(k)
    if form and form.label == "LOC" and (linked or not told.titlecase or kind in told.leading):
        return end if linked and kind in _ROADS else k + len(form.words)
    if form or (told.titlecase and not linked and not (tokens.caps[end - 1] and kind in told.leading)):
        return end
    stop = k
    if told.titlecase and kind in told.leading and tokens.caps[k] and not lexicon.roles.at(tokens, k):
        stop += 1  # "Lake Union": a noun of bodies too
    while stop < len(tokens) and (stop == k or tokens.tied[stop]) and _capital(tokens, lexicon, stop):
        stop += 1
    if kind in _ROADS and stop > k and not told.titlecase:
        stop = _further(tokens, lexicon, known, stop)
    if stop - k > 2 and not linked and not told.titlecase and tokens.initial(end - 1, told):
        return end  # the heads of a table's columns
    return stop if stop > k else end


def _further(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form], stop: int) -> int:
    """The end of a road's name that a bare link goes on with: "rue du Château | d'Eau"."""
    link = lexicon.links.at(tokens, stop)
    if link is None or link[1] not in lexicon.grammar.tight or link[0] >= len(tokens) or not tokens.tied[stop]:
        return stop
    k = link[0]
    return k + 1 if tokens.tied[k] and k not in known and _capital(tokens, lexicon, k) else stop


def _before(tokens: Tokens, lexicon: Lexicon, i: int) -> int:
    """Where the capitals before the noun begin."""
    start = i
    while start > 0 and tokens.tied[start] and _capital(tokens, lexicon, start - 1):
        if tokens.folds[start - 1] in lexicon.grammar.ranks or tokens.words[start - 1] in lexicon.acronyms:
            return i  # "Member State", "EU State"
        start -= 1
    if start < i and tokens.initial(start, lexicon.grammar) and tokens.folds[start] in lexicon.grammar.openers:
        start += 1
    return start


def _capital(tokens: Tokens, lexicon: Lexicon, i: int) -> bool:
    word = tokens.words[i]
    return (
        tokens.caps[i]
        and word[0].isalpha()
        and len(word) > 1
        and not lexicon.heads.at(tokens, i)
        and not lexicon.roles.at(tokens, i)
    ) and not (tokens.folds[i] in lexicon.grammar.openers and tokens.initial(i, lexicon.grammar))
