"""The institution grammar: a head noun and what belongs to it, by the language's own rules (`heads.toml`)."""

from __future__ import annotations

from collections.abc import Set

from pipeline.stages.find.entities.candidate import Candidate, bare_key
from pipeline.stages.find.entities.lexicon import Form, Lexicon
from pipeline.stages.find.entities.tokens import Tokens

from .leftward import leftward
from .rightward import rightward
from .words import LONGEST, Build, Words


def bodies(
    tokens: Tokens, lexicon: Lexicon, known: dict[int, Form], figures: Set[int] = frozenset()
) -> list[Candidate]:
    """The names of bodies and measures in one text; `known` are the forms of the tables that stand in it, by their
    first word, `figures` the words inside figures."""
    about, out = Words(tokens, lexicon, known, figures), []
    for i in range(len(tokens)):
        form = known.get(i)
        if form and form.kind == "class":
            got = _body(about, i, i + len(form.words), form.key, table=True)
        elif head := lexicon.heads.at(tokens, i):
            got = _body(about, i, head[0], head[1], table=False)
            if got is None and (measure := lexicon.measures.at(tokens, i)):
                got = _measure(about, i, *measure)
        elif measure := lexicon.measures.at(tokens, i):
            got = _measure(about, i, *measure)
        else:
            continue
        if got and not _beyond(about, form, got):
            out.append(got)
    return out


def _beyond(about: Words, form: Form | None, got: Candidate) -> bool:
    """A name of the table with more capitals after it is that name: "Banque de France | Info Service"."""
    if form is None or form.kind == "class" or form.label != "ORG" or about.grammar.titlecase:
        return False
    end = got.start + len(form.words)
    if got.end <= end or len(form.words) == 1:
        return False
    link = about.lexicon.links.at(about.tokens, end)
    if link is not None and (link[1] not in about.grammar.tight or not any(about.tokens.caps[end : got.end])):
        return True  # "Conseil d'Etat | d'annuler", "Banque mondiale | pour le Sénégal"
    return about.tokens.caps[end]


def _body(about: Words, i: int, j: int, head: str, *, table: bool) -> Candidate | None:
    tokens = about.tokens
    site = about.lexicon.sites.before(tokens, i)
    if site and site[1] in about.grammar.leading and tokens.caps[site[0]] and tokens.tied[i]:
        return None  # "Lake Union"
    strong = table or " ".join(tokens.folds[i:j]) in about.lexicon.strong
    capital = tokens.caps[i] and not tokens.loud
    build = Build(i, j, strong=strong, named=table or head in about.grammar.named)
    build.closed = head in about.grammar.closed
    build.territory, build.abroad = head in about.grammar.territories, head in about.grammar.abroad
    leftward(about, build, firm=strong or capital)
    if build.territory and not capital and about.grammar.titlecase and not about.lexicon.links.at(tokens, j):
        return None  # "the Sahel region"
    if _one_of_many(about, build.start) or (build.territory and not capital and _inside(about, build.start)):
        return None
    rightward(about, build, firm=strong or capital, capital=capital)
    if build.end - build.start > LONGEST:
        return None
    if not table and not _stands(about, build, strong=strong, capital=capital):
        return None
    if table and build.start == i and build.end == j:
        return None  # the table itself says it
    text = tokens.spoken(build.start, build.end)
    if table:
        key = ".".join((head, *sorted(set(build.ids))))
    elif build.unknown:
        return Candidate(build.start, build.end, "ORG", bare_key("ORG", text), "grammar", 4, bare=True)
    else:
        key = ".".join(("org", head, *sorted(set(build.ids))))
    return Candidate(build.start, build.end, "ORG", key, "institutions.tsv+grammar" if table else "grammar", 4)


def _measure(about: Words, i: int, j: int, noun: str) -> Candidate | None:
    """ "code de l'environnement", "Convention d'Istanbul", "the Weston Loan Programme": a measure's noun, its name."""
    tokens, told = about.tokens, about.grammar
    capital = tokens.caps[i] and not tokens.loud
    if capital and _persons(about, i, j, noun):
        return None
    lawbook, placed = noun in told.lawbooks, noun in told.placed
    if not (capital or lawbook or placed):
        return None
    build = Build(i, j, strong=lawbook, placed=placed, measure=True)
    if told.titlecase:
        if not capital:
            return None
        leftward(about, build, firm=True)
    if _one_of_many(about, build.start):
        return None
    rightward(about, build, firm=capital or lawbook, capital=capital)
    if (build.start == i and build.end == j) or build.end - build.start > LONGEST:
        return None
    first = tokens.initial(build.start, told) and not (about.proper(j) and tokens.tied[j])
    named = build.proper or build.matter or build.unknown
    if capital and not (first and not told.titlecase):
        stands = named or (build.quality and not told.titlecase)
    else:
        stands = (lawbook and (build.matter or build.quality)) or (placed and _of_a_place(about, j, build.end))
    if not stands:
        return None
    key = bare_key("MISC", tokens.spoken(build.start, build.end))
    return Candidate(build.start, build.end, "MISC", key, "grammar", 4, bare=True)


def _persons(about: Words, i: int, j: int, noun: str) -> bool:
    """A person's name stands here: "Bill Frist", "Declaration of Jean Asselborn"."""
    tokens, told, given = about.tokens, about.grammar, about.lexicon.given
    if tokens.folds[i] in given and about.proper(j) and tokens.tied[j]:
        return True
    link = about.lexicon.links.at(tokens, j)
    if link is None or link[1] not in told.tight or noun in told.outside or link[0] + 1 >= len(tokens):
        return False
    return tokens.folds[link[0]] in given and tokens.caps[link[0]] and about.proper(link[0] + 1)


def _of_a_place(about: Words, j: int, end: int) -> bool:
    """Nothing but a bare link stands between the noun, which ends before word j, and a name: "accord de Schengen"."""
    link = about.lexicon.links.at(about.tokens, j)
    return link is not None and link[0] == j + 1 and about.tokens.caps[j + 1] and end > j + 1


def _inside(about: Words, i: int) -> bool:
    """ "dans la ville de Lille": what governs it is not meant."""
    tokens, told = about.tokens, about.grammar
    while i > 0 and tokens.tied[i] and tokens.folds[i - 1] in told.articles:
        i -= 1
    return i > 0 and tokens.tied[i] and tokens.folds[i - 1] in told.inside


def _one_of_many(about: Words, i: int) -> bool:
    """ "un lycée à Lille", "a court in Lille": small letters after an article that is not definite name none."""
    told, tokens = about.grammar, about.tokens
    if i == 0 or not tokens.tied[i]:
        return False
    before = tokens.folds[i - 1]
    if before in told.ranks and not tokens.caps[i - 1]:
        return True  # "premier CHU d'Europe"
    if tokens.caps[i]:
        return False
    return before in told.articles and before not in told.definite and before not in told.links


def _stands(about: Words, build: Build, *, strong: bool, capital: bool) -> bool:
    """Whether what was built is a name: a head in small letters must be strong, a sentence's capital is weak."""
    if strong and (build.proper or build.matter):
        return True
    if build.territory:
        return build.proper
    if strong and not capital:
        return False
    if not capital:
        return build.proper and (build.matter or build.beside)  # "commission des finances du Sénat"
    if about.tokens.initial(build.start, about.grammar) and not about.grammar.titlecase:
        return (build.proper or build.matter) and not build.unknown
    return build.proper or build.matter or build.quality or build.unknown
