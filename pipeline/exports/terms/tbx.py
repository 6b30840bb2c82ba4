"""TBX-Basic (ISO 30042:2019, DCA style): a concept a pair of terms, a `langSec` a language."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.harmless import xml

from .harvest import Term

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_NS = f"{{{_NAMESPACE}}}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def tbx(terms: Sequence[Term], codes: Sequence[str]) -> bytes:
    """The file as UTF-8 bytes."""
    from lxml import etree

    root = etree.Element(f"{{{_NAMESPACE}}}tbx", {_LANG: codes[0] if codes else "und"}, nsmap={None: _NAMESPACE})  # type: ignore[dict-item]
    root.set("type", "TBX-Basic")
    root.set("style", "dca")
    header = etree.SubElement(etree.SubElement(root, _NS + "tbxHeader"), _NS + "fileDesc")
    source = etree.SubElement(etree.SubElement(header, _NS + "sourceDesc"), _NS + "p")
    source.text = "Terms mined by vis-a-vis from the aligned texts of a corpus"
    body = etree.SubElement(etree.SubElement(root, _NS + "text"), _NS + "body")
    for n, term in enumerate(terms, 1):
        concept = etree.SubElement(body, _NS + "conceptEntry", id=f"c{n}")
        for code, text in term.sides.items():
            section = etree.SubElement(etree.SubElement(concept, _NS + "langSec", {_LANG: code}), _NS + "termSec")
            etree.SubElement(section, _NS + "term").text = xml(text)
            group = etree.SubElement(section, _NS + "descripGrp")
            etree.SubElement(group, _NS + "descrip", type="context").text = xml(term.examples.get(code, ""))
            place = etree.SubElement(group, _NS + "admin", type="source")
            place.text = xml(f"{term.release}/{term.alignment}")
            note = etree.SubElement(section, _NS + "note")
            note.text = f"confidence {term.confidence:.3f}, together {term.count}, alone {term.counts.get(code, 0)}"
    done: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return done
