"""What the model said, trimmed to what can be a name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipeline.model.facts import Label
from pipeline.model.place import Span
from pipeline.stages.find.entities.candidate import Candidate, bare_key
from pipeline.stages.find.entities.tokens import Tokens

from .code import in_code
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
                key = bare_key(label, tokens.spoken(*got))
                tier = _weight(notes, sheet, *got, label)
                sheet.candidates.append(Candidate(*got, label, key, "model", tier, bare=True))


def _parts(notes: Notes, tokens: Tokens, start: int, end: int, label: Label) -> Iterator[tuple[int, int]]:
    """Two persons or places that the model took for one: "Bessie and Abbot"."""
    if label in ("PER", "LOC"):
        for i in range(start + 1, end - 1):
            if tokens.folds[i] in notes.lexicon.grammar.joints and tokens.caps[i - 1] and tokens.caps[i + 1]:
                yield start, i
                start = i + 1
    yield start, end


def _trimmed(notes: Notes, sheet: Sheet, start: int, end: int, label: Label) -> tuple[int, int] | None:
    tokens, told = sheet.tokens, notes.lexicon.grammar
    while start < end and (
        not tokens.words[start][0].isalnum()
        or tokens.folds[start] in told.articles
        or tokens.folds[start] in told.titles
        or (
            tokens.folds[start] in told.openers
            and not (end - start > 1 and not tokens.initial(start, told) and tokens.caps[start])
        )
    ):
        start += 1
    while start < end and (
        not tokens.words[end - 1][0].isalnum()
        or tokens.folds[end - 1] in told.possessive
        or (
            not tokens.caps[end - 1]
            and (
                tokens.folds[end - 1] in told.articles
                or tokens.folds[end - 1] in told.links
                or tokens.folds[end - 1] in told.joints
            )
        )
    ):
        end -= 1
    if label in ("PER", "LOC", "MISC"):
        kept = told.particles if label == "PER" else frozenset[str]()  # Mme de Warens, and "de Chambord" is Chambord
        while start < end and not tokens.caps[start] and tokens.folds[start] not in kept:
            start += 1
    if label in ("PER", "LOC"):
        while start < end and (not tokens.caps[end - 1] or tokens.folds[end - 1] in told.openers):
            end -= 1
    if label == "PER":
        start, end = _without_roles(notes, tokens, start, end)
    if start < end and _office(notes, tokens, start, end):
        return None
    if start >= end or any(w in sheet.blocked for w in range(start, end)):
        return None
    if not any(tokens.caps[w] for w in range(start, end)):
        return None
    if in_code(tokens, start, end) or _two_sentences(tokens, start, end) or _numbers(tokens, start, end):
        return None
    if (
        end - start == 1
        and label in ("MISC", "ORG")
        and tokens.initial(start, told)
        and not tokens.words[start].isupper()
    ):
        return None  # one word, at the head of a sentence: its capital may be the sentence's
    lone = [w for w in range(start, end) if tokens.caps[w]]
    if len(lone) == 1 and lone[0] == start and tokens.initial(start, told) and notes.small[tokens.folds[start]]:
        return None  # a sentence's first word that the document also writes small
    if end - start == 1 and (tokens.words[start] in told.common or len(tokens.words[start]) == 1):
        return None
    if end - start == 1 and tokens.folds[start] in told.qualities and label != "PER":
        return None  # "Olympic" alone
    return start, end


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
    if end - start < 2 or not all(
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
    return 4 if inside and proper and label in ("ORG", "PER") else 1


def _two_sentences(tokens: Tokens, start: int, end: int) -> bool:
    """A full stop inside, and not an abbreviation's."""
    return any(tokens.words[i] in ".!?;:" and len(tokens.words[i - 1]) > 3 for i in range(start + 1, end - 1))


def _numbers(tokens: Tokens, start: int, end: int) -> bool:
    """Mostly digits: a telephone number, a reference."""
    return sum(tokens.words[i].isdigit() for i in range(start, end)) * 2 >= end - start
