"""What the model said, trimmed to what can be a name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipeline.languages.names import Grammar
from pipeline.model.facts import Label
from pipeline.model.place import Span
from pipeline.stages.find.entities.candidate import Candidate, bare_key
from pipeline.stages.find.entities.tokens import Tokens

from .code import in_code
from .labelled import label_of
from .sheet import Notes, Sheet


def hear(notes: Notes, n: int, said: Sequence[tuple[Span, str]]) -> None:
    """Takes down what the model said of paragraph n, trimmed to what can be a name."""
    sheet = notes.sheets[n]
    tokens, told = sheet.tokens, notes.lexicon.grammar
    for span, own in said:
        label = told.labels.get(own)
        if label is None:
            continue
        first, last = bisect_left(tokens.starts, span.start), bisect_right(tokens.ends, span.end)
        for start, end in _parts(notes, tokens, first, last, label):
            got = _trimmed(notes, sheet, start, end, label) if start < end else None
            if got is not None:
                what = label_of(notes, tokens, *got, label)
                key = bare_key(what, tokens.spoken(*got))
                tier = _weight(notes, sheet, *got, what)
                sheet.candidates.append(Candidate(*got, what, key, "model", tier, bare=True))


def _parts(notes: Notes, tokens: Tokens, start: int, end: int, label: Label) -> Iterator[tuple[int, int]]:
    """Two persons or places that the model took for one: "Bessie and Abbot"."""
    if label in ("PER", "LOC"):
        for i in range(start + 1, end - 1):
            if tokens.folds[i] in notes.lexicon.grammar.joints and tokens.caps[i - 1] and tokens.caps[i + 1]:
                yield start, i
                start = i + 1
    yield start, end


def _trimmed(notes: Notes, sheet: Sheet, start: int, end: int, label: Label) -> tuple[int, int] | None:
    """The words that can be a name; None when none can, here."""
    start, end = _bared(sheet.tokens, notes.lexicon.grammar, start, end, label)
    if label == "PER":
        start, end = _without_roles(notes, sheet.tokens, start, end)
        start, end = _bared(sheet.tokens, notes.lexicon.grammar, start, end, label)
    while start < end < len(sheet.tokens) and sheet.tokens.caps[end] and _tied_to(sheet.tokens, end, len(sheet.tokens)):
        end += 1  # "Charlevoix-Est"
    return None if start >= end or _impossible(notes, sheet, start, end, label) else (start, end)


def _bared(tokens: Tokens, told: Grammar, start: int, end: int, label: Label) -> tuple[int, int]:
    """Without articles, titles, links and signs at the ends."""
    while start < end and (
        not tokens.words[start][0].isalnum()
        or tokens.folds[start] in told.articles
        or (tokens.folds[start] in told.titles and not _tied_to(tokens, start + 1, end))
        or (
            tokens.folds[start] in told.openers
            and not (end - start > 1 and not tokens.initial(start, told) and tokens.caps[start])
        )
    ):
        start += 1
    small = told.articles | told.links | told.joints
    while start < end and (
        not tokens.words[end - 1][0].isalnum()
        or tokens.folds[end - 1] in told.possessive
        or (not tokens.caps[end - 1] and tokens.folds[end - 1] in small)
    ):
        end -= 1
    if label in ("PER", "LOC", "MISC"):
        kept = told.particles if label == "PER" else frozenset[str]()  # Mme de Warens, and "de Chambord" is Chambord
        while start < end and not tokens.caps[start] and tokens.folds[start] not in kept:
            start += 1
    if label in ("PER", "LOC"):
        while start < end and (not tokens.caps[end - 1] or tokens.folds[end - 1] in told.openers):
            end -= 1
    return start, end


def _tied_to(tokens: Tokens, k: int, end: int) -> bool:
    """A hyphen stands before word k: "Saint-Denis"."""
    return k < end and tokens.text[tokens.starts[k] - 1] == "-"


def _impossible(notes: Notes, sheet: Sheet, start: int, end: int, label: Label) -> bool:
    """Offices, figures, code, a sentence's first word: what the model may take for a name and is none."""
    tokens, told = sheet.tokens, notes.lexicon.grammar
    if tokens.spoken(start, end) in notes.words:
        return True
    if _office(notes, tokens, start, end) or (start, end) in sheet.denied:
        return True
    if any(w in sheet.blocked or w in sheet.office for w in range(start, end)):
        return True
    capitals = [w for w in range(start, end) if tokens.caps[w]]
    inside_code = in_code(tokens, start, end)
    if not capitals or inside_code or _two_sentences(tokens, start, end) or _numbers(tokens, start, end):
        return True
    word = tokens.words[start]
    if tokens.initial(start, told):
        weak = label in ("MISC", "ORG") or (label == "LOC" and not notes.large[tokens.folds[start]])
        if end - start == 1 and weak and not word.isupper():
            return True  # its capital may be the sentence's
        if capitals == [start] and notes.small[tokens.folds[start]]:
            return True  # a sentence's first word that the document also writes small
    head = notes.lexicon.heads.at(tokens, start)
    if label != "PER" and all(notes.small[tokens.folds[w]] for w in capitals) and not (head and head[0] == end):
        return True  # words that the document also writes small: "Local Research Networks"
    if label != "PER" and not notes.lexicon.heads.at(tokens, end - 1) and notes.lexicon.offices.before(tokens, end):
        return True  # "Public Governance Director"
    if label != "PER" and _no_name(notes, tokens, start, end):
        return True
    if end - start > 1:
        return False
    if tokens.folds[start] in notes.lexicon.demonyms and label != "PER":
        return True
    quality = tokens.folds[start] in told.qualities and label != "PER"  # "Olympic" alone
    return word in told.common or len(word) == 1 or quality


def _no_name(notes: Notes, tokens: Tokens, start: int, end: int) -> bool:
    """A measure's noun alone (the Constitution), parts of the compass, "Member States", "Q - Where"."""
    lex = notes.lexicon
    known = (lex.measures.at(tokens, start), lex.parts.at(tokens, start), lex.matters.at(tokens, start))
    if any(one and one[0] == end and (one is not known[2] or end - start == 1) for one in known):
        return True
    if len(tokens.words[start]) == 1 and end - start > 1 and not tokens.tied[start + 1]:
        return True
    if end - start == 2 and tokens.folds[start] in lex.grammar.ranks:
        return True
    people = start > 0 and tokens.folds[start - 1] in lex.grammar.crowds
    return people and tokens.words[end - 1].endswith(lex.grammar.inhabitants or ("\0",)) and end not in (0, start + 2)


def _office(notes: Notes, tokens: Tokens, start: int, end: int) -> bool:
    """ "Auditor General" is an office, and so is "ministre de la Culture"."""
    office = notes.lexicon.roles.at(tokens, start)
    return office is not None and (office[0] >= end or notes.lexicon.links.at(tokens, office[0]) is not None)


def _without_roles(notes: Notes, tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """ "President Macron" is Macron, "Emmanuel Kessler Directeur" is Emmanuel Kessler."""
    while start < end and (got := notes.lexicon.roles.at(tokens, start)) and got[0] <= end:
        start = got[0]
    for i in range(start + 1, end):
        surname = tokens.caps[i - 1] and tokens.folds[i - 1] in notes.lexicon.grammar.articles  # Bruno Le Maire
        if notes.lexicon.roles.at(tokens, i) and not surname:
            return start, i
    return start, end


def _weight(notes: Notes, sheet: Sheet, start: int, end: int, label: Label) -> int:
    """The model outweighs a lone place of the table inside a longer name: "Université Paris Dauphine"."""
    tokens, told = sheet.tokens, notes.lexicon.grammar
    if sum(tokens.caps[w] for w in range(start, end)) < 2 or not all(
        tokens.caps[w]
        or tokens.folds[w] in told.links
        or tokens.folds[w] in told.particles
        or tokens.folds[w] in told.joints
        for w in range(start, end)
    ):
        return 1
    inside = [c for c in sheet.candidates if c.tier >= 4 and c.start < end and start < c.end]
    proper = all(
        c.label == "LOC" and c.start >= start and c.end <= end and (c.start, c.end) != (start, end) for c in inside
    )
    if inside and proper and label in ("ORG", "PER"):
        return 4
    bodies = label == "ORG" and all(c.label == "ORG" and c.start == start and c.end == start + 1 < end for c in inside)
    firm = bodies and all(c.witness == "institutions.tsv" or c.tier < 4 for c in inside)
    told_of = any(
        notes.lexicon.roles.at(tokens, w) or tokens.folds[w] in told.ranks | told.places for w in range(start, end)
    )
    return 4 if inside and firm and not told_of else 1  # "Samsung Electronics"


def _two_sentences(tokens: Tokens, start: int, end: int) -> bool:
    """A full stop inside, and not an abbreviation's."""
    return any(tokens.words[i] in ".!?;:" and len(tokens.words[i - 1]) > 3 for i in range(start + 1, end - 1))


def _numbers(tokens: Tokens, start: int, end: int) -> bool:
    """Mostly digits: a telephone number, a reference."""
    return sum(tokens.words[i].isdigit() for i in range(start, end)) * 2 >= end - start
