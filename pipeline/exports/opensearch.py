"""OpenSearch (and Elasticsearch): `opensearch/mapping.json` for the index, `opensearch/bulk.ndjson` for its _bulk door.

The analysers do what our own do, with filters that every Lucene engine has: oe for œ, accents folded, elided words
split off, Snowball stems; figures are keywords by canonical value. Checked on Lucene's analysers only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pipeline import languages
from pipeline.errors import WrongUse
from pipeline.harmless import json_line
from pipeline.model.release import Release
from pipeline.passage import Passage, date, passages, title
from pipeline.store import Shelf

INDEX = "visavis"


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    codes = tuple(dict.fromkeys(code for release in releases for code in release.languages))
    with shelf.folder("opensearch") as folder:
        with folder.text("mapping.json") as file:
            file.write(json.dumps(mapping(codes), ensure_ascii=False, indent=1) + "\n")
        with folder.text("bulk.ndjson") as file:
            for release in releases:
                for passage in passages(release):
                    action = {"index": {"_index": INDEX, "_id": f"{release.id}/{passage.id}"}}
                    file.write(json_line(action) + "\n" + json_line(document(passage)) + "\n")


def mapping(codes: tuple[str, ...]) -> dict[str, Any]:
    """Settings and mapping of the index, an analyser a language. `PUT /visavis` with this body."""
    keyword, number = {"type": "keyword"}, {"type": "float"}
    properties: dict[str, Any] = {
        "release": keyword, "alignment": keyword, "date": keyword, "kind": keyword, "paragraphs": keyword,
        "moved": {"type": "boolean"}, "confidence": number, "score": number, "entities": keyword, "figures": keyword,
        "findings": keyword,
    }  # fmt: skip
    filters: dict[str, Any] = {}
    analysers: dict[str, Any] = {}
    for code in codes:
        chain = ["lowercase"]
        if stemmer := _stemmer(code):
            filters[f"{code}_stem"] = {"type": "snowball", "language": stemmer}
            chain.append(f"{code}_stem")
        analysers[code] = {
            "type": "custom", "tokenizer": "standard", "char_filter": ["letters", "apostrophes"],
            "filter": [*chain, "asciifolding"],
        }  # fmt: skip
        exact = {"type": "text", "analyzer": "exact"}
        properties[f"text_{code}"] = {"type": "text", "analyzer": code, "fields": {"exact": exact}}
        properties[f"title_{code}"] = {"type": "text", "analyzer": code}
        properties[f"pages_{code}"] = {"type": "integer"}
    analysers["exact"] = {
        "type": "custom", "tokenizer": "standard", "char_filter": ["letters", "apostrophes"],
        "filter": ["lowercase", "asciifolding"],
    }  # fmt: skip
    char_filters = {
        "letters": {"type": "mapping", "mappings": ["œ => oe", "Œ => OE", "æ => ae", "Æ => AE"]},
        "apostrophes": {"type": "pattern_replace", "pattern": "['\u2018\u2019\u02bc]", "replacement": " "},
    }
    analysis = {"char_filter": char_filters, "filter": filters, "analyzer": analysers}
    return {"settings": {"analysis": analysis}, "mappings": {"dynamic": "strict", "properties": properties}}


def _stemmer(code: str) -> str:
    """Lucene's name of the Snowball stemmer (French, English ...); none for a language that we have no folder for."""
    try:
        return languages.load(code).stemmer.capitalize()
    except WrongUse:
        return ""


def document(passage: Passage) -> dict[str, Any]:
    """One alignment as a document of the index."""
    alignment, release = passage.alignment, passage.release
    figures = [f.figure for side in passage.sides.values() for f in side.figures]
    out: dict[str, Any] = {
        "release": release.id,
        "alignment": alignment.id,
        "date": date(release),
        "kind": alignment.kind,
        "paragraphs": sorted({p.kind for side in passage.sides.values() for p in side.paragraphs}),
        "moved": alignment.moved,
        "confidence": alignment.confidence,
        "score": alignment.score,
        "entities": sorted({m.entity.key for side in passage.sides.values() for m in side.entities}),
        "figures": sorted({v for f in figures for v in (f.value, f.to, f.unit and f"{f.value} {f.unit}") if v}),
        "findings": list(dict.fromkeys(f.check for f in passage.findings if not f.accepted)),
    }
    for code, side in passage.sides.items():
        out[f"text_{code}"] = side.text
        out[f"title_{code}"] = title(release, code)
        out[f"pages_{code}"] = list(side.pages)
    return out
