"""schema.org JSON-LD: each release as an article in each of its languages, each the translation of the other.

`described` is also what stands in the head of the site's pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from pipeline.harmless import file_name, shown
from pipeline.model.release import Release
from pipeline.passage import date, title
from pipeline.store import Shelf

from .site import routes

_TYPES = {"PER": "Person", "ORG": "Organization", "LOC": "Place", "MISC": "Thing"}
_ISO = re.compile(r"\d{4}(-\d\d){0,2}")  # the part of EDTF that is ISO 8601, which is what schema.org's Date takes
MENTIONS = 100  # at most, the most often named first: a description, not an index


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    with shelf.folder("schemaorg") as folder:
        for release in releases:
            with folder.text(f"{file_name(release.id)}.jsonld") as file:
                file.write(json.dumps(described(release), ensure_ascii=False, indent=1) + "\n")


def described(release: Release, base: str = "") -> dict[str, Any]:
    """The release as JSON-LD. Its ids are below `base`, an address that ends in /, else relative."""
    codes = release.languages
    ids = {code: base + quote(routes.release(release.id, (code,))) for code in codes}
    graph: list[dict[str, Any]] = []
    for code in codes:
        document = release.readings[code].document
        item: dict[str, Any] = {
            "@type": "Article",
            "@id": ids[code],
            "inLanguage": code,
            "headline": shown(title(release, code)),
            "encoding": {
                "@type": "MediaObject", "contentUrl": quote(shown(document.source.path)),
                "encodingFormat": document.source.media_type, "sha256": document.source.sha256,
            },
        }  # fmt: skip
        if document.source.pages:
            item["pagination"] = f"1-{document.source.pages}"
        others = [{"@id": ids[other]} for other in codes if other != code]
        if others:  # which of the two was written first is not known, so neither is called the original
            item["workTranslation"] = others
        item |= _papers(release)
        item["mentions"] = _mentions(release, code)
        graph.append({key: value for key, value in item.items() if value})
    return {"@context": "https://schema.org", "@graph": graph}


def _papers(release: Release) -> dict[str, Any]:
    papers, when = release.papers, date(release)
    return {
        "datePublished": when if _ISO.fullmatch(when) else None,
        "publisher": {"@type": "Organization", "name": shown(papers.publisher)} if papers.publisher else None,
        "url": papers.url if urlsplit(papers.url).scheme in ("http", "https") else None,
        "license": shown(papers.licence) or None,
    }


def _mentions(release: Release, code: str) -> list[dict[str, str]]:
    """Each thing once, under the longest name that the document gives it."""
    names: dict[str, tuple[str, str]] = {}
    times: dict[str, int] = {}
    for facts in release.readings[code].facts:
        for e in facts.entities:
            times[e.key] = times.get(e.key, 0) + 1
            if len(e.text) > len(names.get(e.key, ("", ""))[1]):
                names[e.key] = (_TYPES[e.label], shown(" ".join(e.text.split())))
    keys = sorted(names, key=lambda key: (-times[key], key))[:MENTIONS]
    return [{"@type": names[key][0], "name": names[key][1], "identifier": shown(key)} for key in keys]
