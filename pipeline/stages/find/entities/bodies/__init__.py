"""The institution grammar: a head noun and what belongs to it, by the language's own rules (`heads.toml`)."""

from __future__ import annotations

from pipeline.stages.find.entities.candidate import Candidate, bare_key
from pipeline.stages.find.entities.lexicon import Form, Lexicon
from pipeline.stages.find.entities.tokens import Tokens

from .leftward import leftward
from .rightward import rightward
from .words import LONGEST, Build, Words


def bodies(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form]) -> list[Candidate]:
    """The names of bodies in one text; `known` are the forms of the tables that stand in it, by their first word."""
    about, out = Words(tokens, lexicon, known), []
    for i in range(len(tokens)):
        form = known.get(i)
        if form and form.kind == "class":
            got = _body(about, i, i + len(form.words), form.key, table=True)
        elif head := lexicon.heads.at(tokens, i):
            got = _body(about, i, head[0], head[1], table=False)
        else:
            continue
        if got:
            out.append(got)
    return out


def _body(about: Words, i: int, j: int, head: str, *, table: bool) -> Candidate | None:
    tokens = about.tokens
    strong = table or " ".join(tokens.folds[i:j]) in about.lexicon.strong
    capital = tokens.caps[i] and not tokens.loud
    build = Build(i, j, strong=strong, named=head in about.grammar.named)
    leftward(about, build, firm=strong or capital)
    if _one_of_many(about, build.start):
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


def _one_of_many(about: Words, i: int) -> bool:
    """ "un lycée à Lille", "a court in Lille": small letters after an article that is not definite name none."""
    told, tokens = about.grammar, about.tokens
    if i == 0 or tokens.caps[i] or not tokens.tied[i]:
        return False
    before = tokens.folds[i - 1]
    return before in told.articles and before not in told.definite and before not in told.links


def _stands(about: Words, build: Build, *, strong: bool, capital: bool) -> bool:
    """Whether what was built is a name: a head in small letters must be strong, a sentence's capital is weak."""
    if strong and (build.proper or build.matter):
        return True
    if strong and not capital:
        return False
    if not capital:
        return build.proper and (build.matter or build.beside)  # "commission des finances du Sénat"
    if about.tokens.initial(build.start, about.grammar) and not about.grammar.titlecase:
        return (build.proper or build.matter) and not build.unknown
    return build.proper or build.matter or build.quality or build.unknown
