"""The certain witnesses: tables, grammar, titles, quotation marks, and what a document explains itself."""

from __future__ import annotations

from pipeline.stages.find.entities.bodies import bodies
from pipeline.stages.find.entities.branches import branches
from pipeline.stages.find.entities.candidate import Candidate, bare_key
from pipeline.stages.find.entities.lexicon import Form
from pipeline.stages.find.entities.measures import called, quoted, titles
from pipeline.stages.find.entities.numbered import laws
from pipeline.stages.find.entities.offices import offices
from pipeline.stages.find.entities.people import (
    after_office,
    contact,
    given,
    initials,
    shouted,
    surnames_in_capitals,
    titled,
)
from pipeline.stages.find.entities.regions import chains, compass, widened
from pipeline.stages.find.entities.sites import sites

from .letters import acronyms, explained, sited
from .sheet import Notes, Sheet


def explain(notes: Notes) -> None:
    """Hears tables, grammar, titles and quotation marks, then what the document explains itself."""
    for sheet in notes.sheets:
        tokens = sheet.tokens
        known = widened(tokens, notes.lexicon, notes.lexicon.names.over(tokens))
        sheet.offices = offices(tokens, notes.lexicon, known)
        sheet.office = {k for o in sheet.offices if o.portfolio or o.end - o.start > 1 for k in range(o.start, o.end)}
        for i, form in known.items():
            if _plausible(notes, sheet, i, form):
                sheet.candidates.append(_of_table(i, form))
                sheet.candidates += _longer(sheet, i, form, known)
            else:
                sheet.denied.add((i, i + len(form.words)))
        sheet.candidates += [
            c
            for c in bodies(tokens, notes.lexicon, known, sheet.blocked)
            if not any(k in sheet.office for k in range(c.start, c.end)) or _whole(sheet, c)
        ]
        sheet.candidates += titled(tokens, notes.lexicon, known, sheet.offices)
        sheet.candidates += given(tokens, notes.lexicon, known)
        sheet.candidates += initials(tokens, notes.lexicon, known)
        sheet.candidates += chains(tokens, notes.lexicon, known)
        sheet.candidates += compass(tokens, notes.lexicon)
        sheet.candidates += after_office(tokens, notes.lexicon, known, sheet.offices)
        sheet.candidates += branches(tokens, notes.lexicon, known)
        sheet.candidates += sites(tokens, notes.lexicon, known)
        sheet.candidates += quoted(tokens, notes.lexicon)
        sheet.candidates += titles(tokens, notes.lexicon)
        sheet.candidates += called(tokens, notes.lexicon, known)
        sheet.candidates += laws(tokens, notes.lexicon)
        if sheet.kind == "contact":
            sheet.candidates += contact(tokens, notes.lexicon, known)
    if _surnames_shout(notes):
        for sheet in notes.sheets:
            known = notes.lexicon.names.over(sheet.tokens)
            sheet.candidates += surnames_in_capitals(sheet.tokens, notes.lexicon, known)
    for sheet in notes.sheets:
        explained(notes, sheet)
    for sheet in notes.sheets:
        acronyms(notes, sheet)
        sited(notes, sheet)
        _short(notes, sheet)


def _surnames_shout(notes: Notes) -> bool:
    """The document writes the surname after a given name or a title in capitals: "Olivier VÉRAN"."""
    whole = ((s.tokens, c) for s in notes.sheets for c in s.candidates if c.label == "PER" and c.tier >= 4)
    return any(
        c.end - c.start > 1 and shouted(text, notes.lexicon, c.end - 1) and not text.words[c.start].isupper()
        for text, c in whole
    )


def _counted(notes: Notes, sheet: Sheet, i: int) -> bool:
    """One of many of its kind: "premier CHU", "a university hospital"."""
    tokens, told = sheet.tokens, notes.lexicon.grammar
    if i == 0 or not tokens.tied[i]:
        return False
    before = tokens.folds[i - 1]
    return before in told.ranks or (before in told.articles and before not in told.definite | told.links)


def _whole(sheet: Sheet, c: Candidate) -> bool:
    """The name is more than an office with its matter: "the Office of the Minister of Health"."""
    return c.start not in sheet.office


def _plausible(notes: Notes, sheet: Sheet, i: int, form: Form) -> bool:
    """One word that is a word of the language too is not enough at the head of a sentence."""
    if any(k in sheet.office for k in range(i, i + len(form.words))):
        return False
    if form.kind in ("class", "acronym") and notes.lexicon.kinds.get(form.key) == "class" and _counted(notes, sheet, i):
        return False
    if len(form.words) > 1 or form.kind == "acronym":
        return True
    if form.words[0] in notes.lexicon.grammar.openers:
        return False
    tokens = sheet.tokens
    if form.kind == "article":
        return tokens.tied[i] and _after_article(notes, sheet, i)  # "the State", not "State aid", « visite d’État »
    doubtful = form.kind == "word" or notes.small[form.words[0]]
    return not (doubtful and (sheet.tokens.loud or sheet.tokens.initial(i, notes.lexicon.grammar)))


def _short(notes: Notes, sheet: Sheet) -> None:
    """ "la Ville", "the Agency": an article and a head with a capital, for a body the document names in full."""
    tokens, lex = sheet.tokens, notes.lexicon
    if tokens.loud:
        return
    for i in range(len(tokens)):
        if i in sheet.office or (i and tokens.tied[i] and tokens.text[tokens.starts[i] - 1] == "-"):
            continue
        if not tokens.caps[i] or not (_after_article(notes, sheet, i) or _opening(notes, sheet, i)):
            continue
        head = lex.heads.at(tokens, i)
        if not head or (head[0] > i + 1 and not lex.grammar.titlecase):
            continue
        end = head[0]
        if end < len(tokens) and tokens.tied[end] and tokens.caps[end]:
            continue
        sheet.candidates.append(Candidate(i, end, "ORG", f"org.{head[1]}", "short", 3, bare=False))


def _after_article(notes: Notes, sheet: Sheet, i: int) -> bool:
    told = notes.lexicon.grammar
    bare = told.links - told.contracted  # "Image de Ville"
    return i > 0 and sheet.tokens.folds[i - 1] in told.articles - bare


def _opening(notes: Notes, sheet: Sheet, i: int) -> bool:
    """ "Commission fines ...": a noun that opens a sentence without its article, and has a capital inside others."""
    tokens, told = sheet.tokens, notes.lexicon.grammar
    if not told.titlecase or not tokens.initial(i, told) or i + 1 >= len(tokens) or tokens.caps[i + 1]:
        return False
    follows = tokens.tied[i + 1] and not notes.lexicon.links.at(tokens, i + 1)
    return follows and notes.large[tokens.folds[i]] > notes.small[tokens.folds[i]]


def _longer(sheet: Sheet, i: int, form: Form, known: dict[int, Form]) -> list[Candidate]:
    """A place to which a hyphen adds a word that is none: "Paris-Saclay", but not "Lyon-Turin"."""
    tokens, end = sheet.tokens, i + len(form.words)
    if form.label != "LOC" or tokens.loud:
        return []
    start = end
    while end < len(tokens) and end not in known and tokens.caps[end] and tokens.words[end].isalpha():
        if tokens.text[tokens.ends[end - 1] : tokens.starts[end]] != "-":
            break
        end += 1
    if end == start:
        return []
    return [Candidate(i, end, "LOC", bare_key("LOC", tokens.spoken(i, end)), "hyphen", 4, bare=True)]


def _of_table(i: int, form: Form) -> Candidate:
    return Candidate(i, i + len(form.words), form.label, form.key, "institutions.tsv", 4)
