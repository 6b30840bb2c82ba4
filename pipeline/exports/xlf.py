"""XLIFF 2.1 (OASIS, 2018): a `file` a release, a `unit` an alignment, a `segment` a sentence where sentences align.

Confidence, score, pages and boxes are in the standard's Metadata module; what a check found is a `note`. A document
has one target language: with three languages there is a second file, `corpus.<language>.xlf`, and so on.
A character that XML forbids is a `cp` element, as the standard has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import quoteattr

from pipeline.harmless import xml
from pipeline.model.place import Span
from pipeline.model.release import Release, Stretch
from pipeline.passage import Passage, Side, date, passages
from pipeline.store import Shelf

if TYPE_CHECKING:
    from lxml.etree import _Element

_NS = "urn:oasis:names:tc:xliff:document:2.0"
_MDA = "urn:oasis:names:tc:xliff:metadata:2.0"
_NSMAP: dict[Any, str] = {None: _NS, "mda": _MDA}
_DECLARED = "".join(f' xmlns{":" if prefix else ""}{prefix or ""}="{uri}"' for prefix, uri in _NSMAP.items())
_FORBIDDEN = re.compile("([^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff])")
_PRIORITY = {"fault": "1", "doubt": "4", "note": "7"}  # 1 is the highest, 10 the lowest


class Piece(NamedTuple):
    """A stretch of both texts: a pair of sentences, or what stands between them."""

    source: str
    target: str
    between: bool


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    codes = tuple(dict.fromkeys(code for release in releases for code in release.languages)) or ("und",)
    for at, target in enumerate(codes[1:] or codes):
        name = "corpus.xlf" if at == 0 else f"corpus.{target}.xlf"
        _document(releases, shelf, name, codes[0], target)


def _document(releases: Iterable[Release], shelf: Shelf, name: str, source: str, target: str) -> None:
    with shelf.binary(name) as file:
        root = f'version="2.1" srcLang={quoteattr(source)} trgLang={quoteattr(target)} xml:space="preserve"'
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff{_DECLARED} {root}>\n'.encode())
        for number, release in enumerate(releases, start=1):
            units = (u for p in passages(release) if (u := _unit(p, source, target)) is not None)
            first = next(units, None)
            if first is None:  # a file element must hold a unit
                continue
            file.write(f'<file id="f{number}" original={quoteattr(xml(release.id))}>\n'.encode())
            for unit in chain([first], units):
                file.write(_written(unit))
            file.write(b"</file>\n")
        file.write(b"</xliff>\n")


def _written(unit: _Element) -> bytes:
    """The unit on one line, without the namespaces that the root declares for all."""
    from lxml import etree

    return etree.tostring(unit, encoding="utf-8").replace(_DECLARED.encode(), b"", 1) + b"\n"


def _unit(passage: Passage, source: str, target: str) -> _Element | None:
    """None when the passage has no text in either language."""
    from lxml import etree

    sides = [passage.sides.get(code) for code in (source, target)]
    texts = [side.text if side else "" for side in sides]
    if not any(text.strip() for text in texts):
        return None
    unit = etree.Element(f"{{{_NS}}}unit", id=passage.id, nsmap=_NSMAP)
    _metadata(unit, passage, [side for side in sides if side])
    notes = [f for f in passage.findings if not f.accepted]
    if notes:
        parent = etree.SubElement(unit, f"{{{_NS}}}notes")
        for f in notes:
            note = etree.SubElement(parent, f"{{{_NS}}}note", category=f.check, priority=_PRIORITY[f.gravity])
            note.text = xml(f.says)
    for piece in _pieces(passage, source, target):
        one = etree.SubElement(unit, f"{{{_NS}}}{'ignorable' if piece.between else 'segment'}")
        if not piece.between:
            one.set(
                "state", "initial" if not piece.target else "final" if passage.alignment.corrected else "translated"
            )
        _text(etree.SubElement(one, f"{{{_NS}}}source"), piece.source)
        if piece.target:
            _text(etree.SubElement(one, f"{{{_NS}}}target"), piece.target)
    return unit


def _metadata(unit: _Element, passage: Passage, sides: Sequence[Side]) -> None:
    from lxml import etree

    data = etree.SubElement(unit, f"{{{_MDA}}}metadata")
    alignment = passage.alignment
    groups: list[tuple[str, list[tuple[str, str]]]] = [
        ("alignment", [("date", date(passage.release)), ("kind", alignment.kind), ("score", f"{alignment.score:.3f}"),
                       ("confidence", f"{alignment.confidence:.3f}"), ("moved", "yes" if alignment.moved else "no")]),
    ]  # fmt: skip
    for side in sides:
        boxes = [f"{b.page} {b.x0:.1f} {b.top:.1f} {b.x1:.1f} {b.bottom:.1f}" for p in side.paragraphs for b in p.boxes]
        groups.append((side.language, [*(("paragraph", p.id) for p in side.paragraphs), *(("box", b) for b in boxes)]))
    for category, rows in groups:
        if rows:
            group = etree.SubElement(data, f"{{{_MDA}}}metaGroup", category=category)
            for kind, value in rows:
                etree.SubElement(group, f"{{{_MDA}}}meta", type=kind).text = xml(value)


def _pieces(passage: Passage, source: str, target: str) -> list[Piece]:
    """Sentence pairs where they follow each other on both sides and cover both texts, else the passage as one piece."""
    left, right = (passage.sides[code].text if code in passage.sides else "" for code in (source, target))
    out: list[Piece] = []
    at = Span(0, 0)  # how far we are in the source, in the target
    for link in passage.alignment.sentences:
        a, b = (_stretch(passage, code, link.sides.get(code, ())) for code in (source, target))
        a, b = a or Span(at.start, at.start), b or Span(at.end, at.end)
        if a.start < at.start or b.start < at.end:
            return [Piece(left, right, False)]
        out += [Piece(left[at.start : a.start], right[at.end : b.start], True), Piece(a.of(left), b.of(right), False)]
        at = Span(a.end, b.end)
    out.append(Piece(left[at.start :], right[at.end :], True))
    out = [piece for piece in out if piece.source or piece.target]
    if any(piece.between and (piece.source + piece.target).strip() for piece in out):
        return [Piece(left, right, False)]
    return out


def _stretch(passage: Passage, code: str, pieces: Iterable[Stretch]) -> Span | None:
    if code not in passage.sides:
        return None
    spans = [passage.sides[code].span(p.paragraph, Span(p.start, p.end)) for p in pieces]
    found = [span for span in spans if span is not None]
    return Span(min(s.start for s in found), max(s.end for s in found)) if found else None


def _text(parent: _Element, text: str) -> None:
    from lxml import etree

    last: _Element | None = None
    for piece in _split(text):
        if _FORBIDDEN.fullmatch(piece):
            last = etree.SubElement(parent, f"{{{_NS}}}cp", hex=f"{ord(piece):04X}")
        elif last is None:
            parent.text = piece
        else:
            last.tail = piece


def _split(text: str) -> Iterator[str]:
    return (piece for piece in _FORBIDDEN.split(text) if piece)
