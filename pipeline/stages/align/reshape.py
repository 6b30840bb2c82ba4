"""Paragraphs split, joined and vouched for, with all that was found in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.model.document import Paragraph, Place
from pipeline.model.facts import Facts, Reading
from pipeline.model.place import Span
from pipeline.model.text import Patch, Text


def split(reading: Reading, k: int, begins: str) -> Reading | None:
    """Paragraph k in two, the second beginning with these words of its text; None when they do not stand inside it."""
    paragraph, facts = reading.document.paragraphs[k], reading.facts[k]
    cut = paragraph.text.mended.find(begins.strip(), 1)
    if cut < 0 or not begins.strip():
        return None
    first = len(paragraph.text.mended[:cut].rstrip())
    raw_cut = paragraph.text.raw_span(Span(cut, cut + 1)).start
    raw_end = paragraph.text.raw_span(Span(0, first)).end
    size = len(paragraph.text.mended)
    head = _part(paragraph, Span(0, raw_end)), _facts(facts, lambda s: _inside(s, Span(0, first)))
    tail = (
        _part(paragraph, Span(raw_cut, len(paragraph.text.raw))),
        _facts(facts, lambda s: _inside(s, Span(cut, size))),
    )
    return _with(reading, range(k, k + 1), [head, tail])


def joined(reading: Reading, places: Sequence[int]) -> Reading | None:
    """These neighbours as one paragraph, of the first one's kind; None when they are no neighbours."""
    if len(places) < 2 or list(places) != list(range(places[0], places[-1] + 1)):
        return None
    own = [reading.document.paragraphs[k] for k in places]
    raw, patches, boxes, flags, notes = "", [], [], [], []
    facts, mended = Facts(), 0
    for paragraph, found in zip(own, [reading.facts[k] for k in places], strict=True):
        if raw:
            raw, mended = raw + "\n", mended + 1
        patches += [p._replace(span=p.span.shifted(len(raw))) for p in paragraph.text.patches]
        boxes += [p._replace(span=p.span.shifted(len(raw))) for p in paragraph.places]
        flags += [f._replace(span=f.span.shifted(mended)) for f in paragraph.flags]
        notes += [(span.shifted(mended), note) for span, note in paragraph.notes]
        moved = _facts(found, lambda s, by=mended: s.shifted(by))  # type: ignore[misc]
        facts = Facts(*(getattr(facts, name) + getattr(moved, name) for name in Facts._fields))
        raw, mended = raw + paragraph.text.raw, mended + len(paragraph.text.mended)
    one = replace(
        own[0], text=Text(raw, tuple(patches)), places=tuple(boxes), flags=tuple(flags), notes=tuple(notes), rows=()
    )
    return _with(reading, range(places[0], places[-1] + 1), [(one, facts)])


def without_doubt(reading: Reading, k: int, right: str) -> Reading | None:
    """Paragraph k with what is right in it unmended and unflagged (all of it when `right` is empty).

    None when the words are neither in its text nor in what the page said."""
    paragraph, facts = reading.document.paragraphs[k], reading.facts[k]
    text, said = paragraph.text, paragraph.text.raw.replace("\n", " ")
    if right and right in text.mended and right not in said:
        start = text.mended.index(right)
        here = Span(start, start + len(right))
        flags = tuple(f for f in paragraph.flags if not f.span.overlaps(here))
        return _with(reading, range(k, k + 1), [(replace(paragraph, flags=flags), facts)])
    if right not in said:
        return None
    start = said.index(right)
    raw = Span(start, start + len(right)) if right else Span(0, len(said))
    fresh = Text(text.raw, tuple(p for p in text.patches if not p.span.overlaps(raw)))
    flags = tuple(
        f._replace(span=fresh.mended_span(text.raw_span(f.span)))
        for f in paragraph.flags
        if not text.raw_span(f.span).overlaps(raw)
    )
    found = _facts(facts, lambda s: fresh.mended_span(text.raw_span(s)))
    notes = tuple((fresh.mended_span(text.raw_span(s)), note) for s, note in paragraph.notes)
    return _with(reading, range(k, k + 1), [(replace(paragraph, text=fresh, flags=flags, notes=notes), found)])


def _part(paragraph: Paragraph, raw: Span) -> Paragraph:
    """The paragraph's raw characters of `raw`, with the repairs, places and flags that lie in them."""
    patches = [p._replace(span=p.span.shifted(-raw.start)) for p in paragraph.text.patches if raw.contains(p.span)]
    text = Text(raw.of(paragraph.text.raw), tuple[Patch, ...](patches))
    mended = paragraph.text.mended_span(raw)
    places = tuple(
        Place(Span(max(p.span.start, raw.start), min(p.span.end, raw.end)).shifted(-raw.start), p.box)
        for p in paragraph.places
        if p.span.overlaps(raw)
    )
    flags = tuple(f._replace(span=f.span.shifted(-mended.start)) for f in paragraph.flags if mended.contains(f.span))
    notes = tuple((s.shifted(-mended.start), note) for s, note in paragraph.notes if mended.contains(s))
    return replace(paragraph, text=text, places=places, flags=flags, notes=notes, rows=())


def _inside(span: Span, part: Span) -> Span | None:
    """The span in the coordinates of the part; cut where it crosses the part's border, None where it lies outside."""
    start, end = max(span.start, part.start), min(span.end, part.end)
    return Span(start - part.start, end - part.start) if start < end else None


def _facts(facts: Facts, moved: Callable[[Span], Span | None]) -> Facts:
    """The facts with their spans moved; sentences may be cut, a figure or name that would be is gone."""
    sentences = tuple(s for s in map(moved, facts.sentences) if s is not None)
    figures = tuple(f._replace(span=s) for f in facts.figures if (s := moved(f.span)) and s.length == f.span.length)
    names = tuple(e._replace(span=s) for e in facts.entities if (s := moved(e.span)) and s.length == e.span.length)
    return Facts(sentences, figures, names)


def _with(reading: Reading, old: range, fresh: Sequence[tuple[Paragraph, Facts]]) -> Reading:
    """The reading with `fresh` in the place of the paragraphs `old`; all are numbered anew."""
    paragraphs = list(reading.document.paragraphs)
    facts = list(reading.facts)
    code = reading.document.source.language
    renamed = {p.id: f"{code}.{k if k < old.stop else k + len(fresh) - len(old)}" for k, p in enumerate(paragraphs)}
    paragraphs[old.start : old.stop] = [p for p, _ in fresh]
    facts[old.start : old.stop] = [f for _, f in fresh]
    out_p, out_f = [], []
    for k, (paragraph, found) in enumerate(zip(paragraphs, facts, strict=True)):
        name = f"{code}.{k}"
        notes = tuple((s, renamed.get(note, note)) for s, note in paragraph.notes)
        out_p.append(replace(paragraph, id=name, notes=notes))
        figures = tuple(f._replace(id=f"{name}.f{n}") if f.id else f for n, f in enumerate(found.figures, 1))
        names = tuple(e._replace(id=f"{name}.e{n}") if e.id else e for n, e in enumerate(found.entities, 1))
        out_f.append(Facts(found.sentences, figures, names))
    return Reading(replace(reading.document, paragraphs=tuple(out_p)), tuple(out_f))
