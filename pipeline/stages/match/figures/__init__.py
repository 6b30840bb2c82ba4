"""The same figure on both sides of an alignment: paired one to one, by value and unit and not by writing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from pipeline.languages import codes, load
from pipeline.languages.numbers import numbers
from pipeline.model.document import Paragraph
from pipeline.model.facts import Facts, Figure
from pipeline.model.place import Span, Spans
from pipeline.model.release import Aligned, Alignment, FigureLink
from pipeline.stages.match.stretches import Stretches

from .pairing import Paired, Stand, paired
from .worth import amount, keys, lasting

# How the reasons of a missing figure begin, for those who judge it.
SAID_OTHERWISE = "said otherwise"  # no figure is missing: a number inside a name, « both », an idiom
LOST_BY_EXTRACTION = "lost by the extraction"

MOVED = 4  # alignments on either side in which a missing figure is looked for
LOST = frozenset({"words-lost", "letters-lost", "unmapped-glyph", "punctuation-lost"})
DIGITS = re.compile(r"\d+")
# Characters on either side of a figure that must stand on the other side too, for it to be a quotation; among few
# letters ("Sat, 17 Jul 2010 02:53") more of them must.
AROUND = (12, 24)
LETTERS = 8  # of them letters
RAISED = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789")
RUNS = re.compile(r"\d+(?:[.,/:-]\d+)*")  # a number with its parts: 1.19.0, 143-1


def match_figures(aligned: Aligned) -> dict[str, tuple[FigureLink, ...]]:
    """Alignment id -> its figure links, those of the first language in reading order.

    `same`: worth the same, whatever the writing. `different`: one figure, two values, scales or units. `missing`: on
    one side only, and `why` tells what may excuse it: said otherwise (« both », un second souffle), or lost by
    the extraction; `moved`: the same figure stands in a neighbouring alignment."""
    book = {
        p.id: (p, f) for r in aligned.readings.values() for p, f in zip(r.document.paragraphs, r.facts, strict=True)
    }
    first, *others = list(aligned.readings) or [""]
    links: dict[str, list[FigureLink]] = {a.id: [] for a in aligned.alignments}
    for other in others:
        left_over: list[tuple[int, str, Stand]] = []
        for n, alignment in enumerate(aligned.alignments):
            done = paired(_stands(alignment, first, other, book), _stands(alignment, other, first, book))
            for status, found in (("same", done.same), ("different", done.different)):
                for a, b, why in found:
                    links[alignment.id].append(FigureLink({first: a.id, other: b.id}, status, why=why))  # type: ignore[arg-type]
            for code, stand, why in _said_otherwise(done, alignment, first, other, book):
                sides = {first: stand.id, other: None} if code == first else {first: None, other: stand.id}
                links[alignment.id].append(FigureLink(sides, "missing", why=f"{SAID_OTHERWISE}: {why}"))
            left_over += [(n, first, s) for s in done.left] + [(n, other, s) for s in done.right]
        _missing(aligned.alignments, left_over, first, other, book, links)
    order = {f.id: n for n, f in enumerate(f for _, facts in book.values() for f in facts.figures)}
    return {
        a: tuple(sorted(found, key=lambda link: [order[i] for i in link.sides.values() if i is not None]))
        for a, found in links.items()
    }


Book = dict[str, tuple[Paragraph, Facts]]


def _stands(alignment: Alignment, code: str, there: str, book: Book) -> list[Stand]:
    """The figures of one side with their places, 0..1, in the side's text."""
    ids = alignment.sides.get(code, ())
    opposite = " ".join(book[i][0].text.mended for i in alignment.sides.get(there, ()))
    total = sum(len(book[i][0].text.mended) + 1 for i in ids) or 1
    sentences = Stretches(alignment, code)
    out, before = [], 0
    for i in ids:
        paragraph, facts = book[i]
        for f in facts.figures:
            at = (before + (f.span.start + f.span.end) / 2) / total
            quoted = _quoted(paragraph.text.mended, f.span, opposite)
            n = sentences.at(i, f.span.start)
            whole = n >= 0 and all(alignment.sentences[n].sides.values())
            out.append(Stand(f, i, f.span, at, n if whole else -1, quoted))
        before += len(paragraph.text.mended) + 1
    return out


def _quoted(text: str, span: Span, opposite: str) -> bool:
    """Left untranslated: the words around a figure stand on the other side too, those before it among them."""
    return text == opposite or any(_around(text, span, opposite, reach) for reach in AROUND)


def _around(text: str, span: Span, opposite: str, reach: int) -> bool:
    around = text[max(0, span.start - reach) : span.end + reach]
    if opposite.count(around) < text.count(around):
        return False
    if not any(c.isalpha() for c in text[max(0, span.start - reach) : span.start]) and not opposite.startswith(around):
        return False
    return sum(c.isalpha() for c in around) - sum(c.isalpha() for c in span.of(text)) >= LETTERS


def _said_otherwise(
    done: Paired, alignment: Alignment, first: str, other: str, book: Book
) -> Iterator[tuple[str, Stand, str]]:
    """Takes out what the other side says without a figure, with the reason: (language, figure, why)."""
    for stand in done.quoted:
        yield _code(stand, alignment), stand, "the same words stand there, left as they are"
    for code, mine, there in ((first, done.left, other), (other, done.right, first)):
        ids = alignment.sides.get(there, ())
        if not mine or not ids:
            continue
        loose = _loose_digits(ids, book) - _loose_digits(alignment.sides.get(code, ()), book)
        words = Counter(re.findall(r"[^\W\d_]+", " ".join(book[i][0].text.mended for i in ids).lower()))
        for stand in sorted(mine, key=lambda s: not s.slight):
            runs = Counter(RUNS.findall(stand.figure.text)) or Counter([stand.figure.value])
            why = ""
            if runs <= loose:
                loose -= runs
                why = "the number is part of a name there"
            elif word := _echo(stand, there, words):
                words[word] -= 1
                why = word
            elif stand.slight:
                why = "a small number in words, which may be an idiom"
            if why:
                mine.remove(stand)
                yield code, stand, why


def _code(stand: Stand, alignment: Alignment) -> str:
    return next(code for code, ids in alignment.sides.items() if stand.paragraph in ids)


def _loose_digits(ids: Sequence[str], book: Book) -> Counter[str]:
    """The runs of digits of a side that belong to no figure."""
    out: Counter[str] = Counter()
    for i in ids:
        paragraph, facts = book[i]
        text = paragraph.text.mended.translate(RAISED)
        taken = Spans(f.span for f in facts.figures)
        for m in RUNS.finditer(text):
            if not taken.touching(Span(m.start(), m.start() + 1)):
                out[m[0]] += 1
    return out


def _echo(stand: Stand, there: str, words: Counter[str]) -> str:
    """The word by which the other language says this number, and which is no numeral: both, twice, une paire; or ""."""
    f = stand.figure
    worth = _number(f)
    if there not in codes() or f.kind in ("money", "percent", "date") or worth is None:
        return ""
    told = numbers(load(there).code)
    alone = f.kind == "number" and f.value == "1"  # 1 spare, « une de rechange »
    tables = ["echoes", "hints"] if stand.slight or alone else ["echoes"]
    values = [str(worth), str(1 / worth)] if worth else [str(worth)]
    said = (w for table in tables for v in values for w in told.table(table).get(v, ()))
    return next((w for w in said if words[w] > 0), "")


def _number(f: Figure) -> Fraction | None:
    if f.kind == "duration":
        worth = lasting(f.value)
        return worth.first if worth else None
    return amount(f.value)


def _missing(
    alignments: Sequence[Alignment],
    left_over: list[tuple[int, str, Stand]],
    first: str,
    other: str,
    book: Book,
    links: dict[str, list[FigureLink]],
) -> None:
    """What stands on one side only: moved to a neighbour, lost on the way out of the page, or missing."""
    taken: set[str] = set()
    for n, code, stand in left_over:
        if stand.id in taken or code != first:
            continue
        near = [
            (abs(m - n), m, s) for m, c, s in left_over
            if c == other and 0 < abs(m - n) <= MOVED and s.id not in taken and _moved(stand, s)
        ]  # fmt: skip
        if near:
            _, _, there = min(near, key=lambda found: found[:2])
            taken |= {stand.id, there.id}
            links[alignments[n].id].append(FigureLink({first: stand.id, other: there.id}, "same", moved=True))
    for n, code, stand in left_over:
        there_code = other if code == first else first
        if stand.id in taken or not alignments[n].sides.get(there_code):
            continue
        sides = {first: stand.id, other: None} if code == first else {first: None, other: stand.id}
        why = _lost(stand, alignments[n].sides[there_code], book)
        links[alignments[n].id].append(FigureLink(sides, "missing", why=why))


def _moved(a: Stand, b: Stand) -> bool:
    """The same figure, and more than a small number: those are everywhere."""
    if a.slight or b.slight or a.figure.kind != b.figure.kind or a.figure.to != b.figure.to:
        return False
    return a.figure.unit == b.figure.unit and bool(set(keys(a.figure)) & set(keys(b.figure)))


def _lost(stand: Stand, there: Sequence[str], book: Book) -> str:
    """Why a figure may be missing on the other side through the extraction and not the translator."""
    runs = set(DIGITS.findall(stand.figure.text))
    for i in there:
        for flag in book[i][0].flags:
            if flag.reason in LOST and runs & set(DIGITS.findall(flag.suggestion)):
                return f"{LOST_BY_EXTRACTION}: {flag.says}"
    return ""
