"""Web Annotations (W3C, 2017) in JSON-LD: what stands in each box of each page, a file a release.

Boxes are PDF fragments (RFC 8118, viewrect=left,top,width,height) in points from the top left of the page. The body
is the mended text; a second body links to the alignment's place in the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from pipeline.harmless import file_name, json_line, utf8
from pipeline.model.document import Paragraph
from pipeline.model.release import Release
from pipeline.passage import passages
from pipeline.store import Shelf

from .site import routes

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_PDF = "http://tools.ietf.org/rfc/rfc3778"  # the name that the Web Annotation model gives to PDF fragments


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    with shelf.folder("annotations") as folder:
        for release in releases:
            name = file_name(release.id)
            with folder.text(f"{name}.jsonld") as file:
                file.write(
                    f'{{"@context": "{CONTEXT}", "id": "{quote(name)}.jsonld", "type": "AnnotationPage", "items": ['
                )
                for at, item in enumerate(_items(release, quote(name))):
                    file.write((",\n" if at else "\n") + json_line(item))
                file.write("\n]}\n")


def _items(release: Release, name: str) -> Iterator[dict[str, Any]]:
    for passage in passages(release):
        for code, side in passage.sides.items():
            source = release.readings[code].document.source
            for paragraph in side.paragraphs:
                targets = _targets(paragraph, quote(utf8(source.path)), source.media_type)
                if targets:
                    yield {
                        "id": f"{name}.jsonld#{paragraph.id}",
                        "type": "Annotation",
                        "motivation": ["describing", "linking"],
                        "body": [
                            {"type": "TextualBody", "value": paragraph.text.mended, "format": "text/plain",
                             "language": code, "purpose": "describing"},
                            {"type": "SpecificResource", "source": f"../{_page(release)}#{passage.id}",
                             "purpose": "linking"},
                        ],
                        "target": targets,
                    }  # fmt: skip


def _page(release: Release) -> str:
    return f"site/{quote(routes.release(release.id, release.languages))}"


def _targets(paragraph: Paragraph, source: str, media_type: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "SpecificResource",
            "source": {"id": source, "type": "Text", "format": media_type},
            "selector": {
                "type": "FragmentSelector",
                "conformsTo": _PDF,
                "value": f"page={b.page}&viewrect={b.x0:.1f},{b.top:.1f},{b.width:.1f},{b.height:.1f}",
            },
        }
        for b in paragraph.boxes
    ]
