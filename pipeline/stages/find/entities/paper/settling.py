"""All witnesses of a document heard together, and the keys of what it names twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model.facts import Label
from pipeline.model.place import Span
from pipeline.stages.find.entities.agreement import elsewhere, lone_persons, one_label, persons
from pipeline.stages.find.entities.candidate import Candidate
from pipeline.stages.find.entities.daughters import daughters
from pipeline.stages.find.entities.merge import settled
from pipeline.stages.find.entities.numbered import numbered

from .sheet import Notes, Sheet


def names(notes: Notes) -> Iterator[tuple[Sheet, list[tuple[Span, Label, str, str]]]]:
    """For each paragraph (sheet, [(span, label, key, witnesses)])."""
    texts = [sheet.tokens for sheet in notes.sheets]
    candidates = one_label(lone_persons([sheet.candidates for sheet in notes.sheets], texts, notes.lexicon), texts)
    first = [settled(some) for some in candidates]
    more = elsewhere(first, texts, notes.lexicon, notes.small)
    more = [
        [c for c in extra if not any(k in sheet.office for k in range(c.start, c.end))]
        for sheet, extra in zip(notes.sheets, more, strict=True)
    ]
    settled_all = [settled([*some, *extra]) for some, extra in zip(first, more, strict=True)]
    lex = notes.lexicon
    settled_all = [numbered(daughters(s, t, lex), t, lex) for s, t in zip(settled_all, texts, strict=True)]
    full = _antecedents(notes, settled_all)
    settled_all = [
        [
            c._replace(key=full.get(_words(sheet, c.start, c.end), c.key)) if c.witness.startswith("short") else c
            for c in s
        ]
        for sheet, s in zip(notes.sheets, settled_all, strict=True)
    ]
    fuller = _fuller(notes, {c.key for some in settled_all for c in some})
    fuller |= persons(settled_all)
    for sheet, some in zip(notes.sheets, settled_all, strict=True):
        tokens = sheet.tokens
        found = [
            (Span(tokens.starts[c.start], tokens.ends[c.end - 1]), c.label, fuller.get(c.key, c.key), c.witness)
            for c in some
        ]
        yield sheet, found


def _antecedents(notes: Notes, found: Sequence[Sequence[Candidate]]) -> dict[tuple[str, ...], str]:
    """A bare head ("la Ville") -> the key of the one body the document names with that head.

    By its words: "la Commission" is no Comité, though other languages call both a committee."""
    full: dict[tuple[str, ...], set[str]] = {}
    for sheet, some in zip(notes.sheets, found, strict=True):
        for c in some:
            if c.label == "ORG" and not c.witness.startswith("short") and c.end - c.start > 1:
                for i in range(c.start, c.end):
                    if head := notes.lexicon.heads.at(sheet.tokens, i):
                        full.setdefault(_words(sheet, i, head[0]), set()).add(c.key)
                        break
    return {head: min(keys) for head, keys in full.items() if len(keys) == 1}


def _words(sheet: Sheet, start: int, end: int) -> tuple[str, ...]:
    return tuple(sheet.tokens.folds[start:end])


def _fuller(notes: Notes, keys: set[str]) -> dict[str, str]:
    """A kind of body -> the one body of that kind the document speaks of: the CRC is the CRC Île-de-France.

    Where the document speaks of two, a bare "CRC" stays a kind; a country is never its one region."""
    out = {}
    for key in sorted(keys):
        if key.startswith("loc."):
            continue
        if notes.lexicon.kinds.get(key) == "class" or key.count(".") == 1:
            longer = sorted(k for k in keys if k.startswith(key + "."))
            if len(longer) == 1:
                out[key] = longer[0]
    return out
