"""JSON lines, one alignment a line, in the `translation` shape that dataset loaders take (Hugging Face `Translation`).

Spans are in the texts of the same line; a side without text is an empty string, so that every line has one shape."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.harmless import json_line
from pipeline.model.release import Release
from pipeline.passage import Located, Mention, Passage, passages
from pipeline.store import Shelf


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    with shelf.text("corpus.jsonl") as file:
        for release in releases:
            for passage in passages(release):
                file.write(json_line(row(passage)) + "\n")


def row(passage: Passage) -> dict[str, Any]:
    """One alignment as plain data, the contract's keys first."""
    alignment = passage.alignment
    return {
        "release": passage.release.id,
        "alignment": alignment.id,
        "translation": {code: side.text for code, side in passage.sides.items()},
        "confidence": alignment.confidence,
        "figures": [
            {"sides": {c: _figure(f) for c, f in sides.items()}, "status": link.status}
            for sides, link in passage.figures()
        ],
        "entities": [
            {"sides": {c: _mention(m) for c, m in sides.items()}, "score": link.score if link else None}
            for sides, link in passage.entities()
        ],
        "pages": {code: list(side.pages) for code, side in passage.sides.items()},
        "kind": alignment.kind,
        "score": alignment.score,
        "moved": alignment.moved,
    }


def _figure(found: Located | None) -> dict[str, Any] | None:
    if found is None:
        return None
    f = found.figure
    return {
        "id": f.id, "span": list(found.span) if found.span else None, "text": f.text, "kind": f.kind, "value": f.value,
        "to": f.to, "unit": f.unit, "per": f.per, "comparator": f.comparator,
    }  # fmt: skip


def _mention(found: Mention | None) -> dict[str, Any] | None:
    if found is None:
        return None
    e = found.entity
    span = list(found.span) if found.span else None
    return {"id": e.id, "span": span, "text": e.text, "label": e.label, "key": e.key}
