"""The certain witnesses: tables, grammar, titles, quotation marks, and what a document explains itself."""

from __future__ import annotations

from pipeline.stages.find.entities.bodies import bodies
from pipeline.stages.find.entities.candidate import Candidate
from pipeline.stages.find.entities.lexicon import Form
from pipeline.stages.find.entities.measures import called, quoted
from pipeline.stages.find.entities.people import contact, titled

from .letters import acronyms, explained, sited
from .sheet import Notes, Sheet


def explain(notes: Notes) -> None:
    """Hears tables, grammar, titles and quotation marks, then what the document explains itself."""
    for sheet in notes.sheets:
        tokens = sheet.tokens
        known = notes.lexicon.names.over(tokens)
        sheet.candidates += [_of_table(i, form) for i, form in known.items() if _plausible(notes, sheet, i, form)]
        sheet.candidates += bodies(tokens, notes.lexicon, known)
        sheet.candidates += titled(tokens, notes.lexicon, known)
        sheet.candidates += quoted(tokens, notes.lexicon)
        sheet.candidates += called(tokens, notes.lexicon)
        if sheet.kind == "contact":
            sheet.candidates += contact(tokens, notes.lexicon, known)
    for sheet in notes.sheets:
        explained(notes, sheet)
    for sheet in notes.sheets:
        acronyms(notes, sheet)
        sited(notes, sheet)
        _short(notes, sheet)


def _plausible(notes: Notes, sheet: Sheet, i: int, form: Form) -> bool:
    """One word that is a word of the language too is not enough at the head of a sentence."""
    if len(form.words) > 1 or form.kind == "acronym":
        return True
    if form.words[0] in notes.lexicon.grammar.openers:
        return False
    doubtful = form.kind == "word" or notes.small[form.words[0]]
    return not (doubtful and (sheet.tokens.loud or sheet.tokens.initial(i, notes.lexicon.grammar)))


def _short(notes: Notes, sheet: Sheet) -> None:
    """ "la Ville", "the Agency": an article and a head with a capital, for a body the document names in full."""
    tokens, lex = sheet.tokens, notes.lexicon
    if tokens.loud:
        return
    for i in range(1, len(tokens)):
        if not tokens.caps[i] or tokens.folds[i - 1] not in lex.grammar.articles:
            continue
        head = lex.heads.at(tokens, i)
        if not head or (head[0] > i + 1 and not lex.grammar.titlecase):
            continue
        end = head[0]
        if end < len(tokens) and tokens.tied[end] and tokens.caps[end]:
            continue
        sheet.candidates.append(Candidate(i, end, "ORG", f"org.{head[1]}", "short", 3, bare=False))


def _of_table(i: int, form: Form) -> Candidate:
    return Candidate(i, i + len(form.words), form.label, form.key, "institutions.tsv", 4)
