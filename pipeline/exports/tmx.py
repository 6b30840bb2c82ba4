"""TMX 1.4b, the translation memory that every CAT tool reads; a `tu` an alignment with text on every side.

`prop` types follow the standard's rule for own ones (x-...): x-release, x-confidence, x-score, x-kind, x-moved on the
unit; x-paragraph, x-page and x-box (page x0 top x1 bottom, PDF points, top-left origin) on each side.
Validated against a DTD of our own hand, tests/rooms/tmx14.dtd, after LISA OSCAR, TMX 1.4b Specification, 2005."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.harmless import xml
from pipeline.model.release import Release
from pipeline.passage import Passage, Side, date, passages, title
from pipeline.store import Shelf

if TYPE_CHECKING:
    from lxml.etree import _Element

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    from lxml import etree

    first = next((release.languages[0] for release in releases if release.languages), "und")
    with shelf.binary("corpus.tmx") as file, etree.xmlfile(file, encoding="utf-8") as out:
        out.write_declaration()
        out.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        with out.element("tmx", version="1.4"):
            out.write("\n")
            out.write(etree.Element("header", _header(first)), pretty_print=True)
            with out.element("body"):
                out.write("\n")
                for release in releases:
                    for passage in passages(release):
                        if passage.complete:
                            out.write(_unit(passage), pretty_print=True)


def _header(first: str) -> dict[str, str]:
    from pipeline import __version__

    return {
        "creationtool": "visavis", "creationtoolversion": __version__, "segtype": "paragraph", "o-tmf": "visavis",
        "adminlang": first, "srclang": first, "datatype": "plaintext",
    }  # fmt: skip


def _unit(passage: Passage) -> _Element:
    from lxml import etree

    alignment, release = passage.alignment, passage.release
    unit = etree.Element("tu", tuid=xml(f"{release.id}/{alignment.id}"))
    props = [
        ("x-release", release.id), ("x-alignment", alignment.id), ("x-date", date(release)),
        ("x-confidence", f"{alignment.confidence:.3f}"), ("x-score", f"{alignment.score:.3f}"),
        ("x-kind", alignment.kind), ("x-moved", "yes" if alignment.moved else ""),
    ]  # fmt: skip
    _props(unit, [*props, *(("x-finding", f.check) for f in passage.findings if not f.accepted)])
    for code, side in passage.sides.items():
        variant = etree.SubElement(unit, "tuv", {_XML_LANG: code})
        _props(variant, [("x-title", title(release, code)), *_places(side)])
        etree.SubElement(variant, "seg").text = xml(side.text)
    return unit


def _places(side: Side) -> Iterator[tuple[str, str]]:
    yield from (("x-paragraph", p.id) for p in side.paragraphs)
    yield from (("x-page", str(page)) for page in side.pages)
    for paragraph in side.paragraphs:
        for box in paragraph.boxes:
            yield "x-box", f"{box.page} {box.x0:.1f} {box.top:.1f} {box.x1:.1f} {box.bottom:.1f}"


def _props(parent: _Element, props: Iterable[tuple[str, str]]) -> None:
    from lxml import etree

    for kind, value in props:
        if value:
            etree.SubElement(parent, "prop", type=kind).text = xml(value)
