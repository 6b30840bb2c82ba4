"""Model to JSON. Plain dictionaries in the contract's shape, keys in the contract's order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.model.document import Document, Paragraph, Source, Tongue
from pipeline.model.facts import Entity, Facts, Figure
from pipeline.model.place import Box, Span
from pipeline.model.release import Alignment, Finding, Release

if TYPE_CHECKING:
    from . import wire

ROUND = 2  # decimals of a point: 1/100 pt is finer than any eye or printer
SCORES = 4  # decimals of scores: so that float noise between machines stays out of the bytes


def span_json(span: Span) -> list[int]:
    return [span.start, span.end]


def box_json(box: Box) -> wire.BoxJson:
    return {
        "page": box.page,
        "x0": round(box.x0, ROUND),
        "top": round(box.top, ROUND),
        "x1": round(box.x1, ROUND),
        "bottom": round(box.bottom, ROUND),
    }


def source_json(source: Source) -> wire.SourceJson:
    return {
        "path": source.path,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "pages": source.pages,
        "extractor": source.extractor,
    }


def tongue_json(tongue: Tongue) -> wire.TongueJson:
    return {"declared": tongue.declared, "detected": tongue.detected, "confidence": round(tongue.confidence, 3)}


def figure_json(figure: Figure) -> wire.FigureJson:
    out: wire.FigureJson = {
        "id": figure.id,
        "span": span_json(figure.span),
        "text": figure.text,
        "kind": figure.kind,
        "value": figure.value,
        "to": figure.to,
        "unit": figure.unit,
        "per": figure.per,
        "comparator": figure.comparator,
    }
    if figure.open:
        out["open"] = figure.open
    return out


def entity_json(entity: Entity) -> wire.EntityJson:
    return {
        "id": entity.id,
        "span": span_json(entity.span),
        "text": entity.text,
        "label": entity.label,
        "key": entity.key,
        "found_by": entity.found_by,
    }


def paragraph_json(paragraph: Paragraph, facts: Facts | None = None) -> wire.ParagraphJson:
    """With `facts` the whole of the contract, without them the paragraph alone (the `text` door)."""
    text = paragraph.text
    out: wire.ParagraphJson = {
        "id": paragraph.id,
        "kind": paragraph.kind,
        "text": text.mended,
        "raw": text.raw,
        "boxes": [box_json(b) for b in paragraph.boxes],
        "repairs": [],
        "flags": [
            {"reason": f.reason, "span": span_json(f.span), "suggestion": f.suggestion, "says": f.says}
            for f in paragraph.flags
        ],
    }
    if text.patches:
        out["repairs"] = [
            {"rules": list(p.rules), "span": span_json(s), "raw": p.span.of(text.raw), "put": p.put}
            for p, s in zip(text.patches, text.put_spans(), strict=True)
        ]
    if paragraph.level:
        out["level"] = paragraph.level
    if paragraph.rows:
        out["rows"] = [[span_json(c) for c in row] for row in paragraph.rows]
    if paragraph.notes:
        out["notes"] = [{"span": span_json(s), "paragraph": p} for s, p in paragraph.notes]
    if facts is not None:
        if paragraph.places:
            out["lines"] = [{"raw": span_json(p.span), "box": box_json(p.box)} for p in paragraph.places]
        out["sentences"] = [span_json(s) for s in facts.sentences]
        out["figures"] = [figure_json(f) for f in facts.figures]
        out["entities"] = [entity_json(e) for e in facts.entities]
    return out


def document_json(document: Document, facts: Iterable[Facts] | None = None) -> wire.DocumentJson:
    if facts is None:
        paragraphs = [paragraph_json(p) for p in document.paragraphs]
    else:
        paragraphs = [paragraph_json(p, f) for p, f in zip(document.paragraphs, facts, strict=True)]
    return {
        "source": source_json(document.source),
        "language": tongue_json(document.language),
        "title": document.title,
        "date": document.date,
        "paragraphs": paragraphs,
        "dropped": [
            {"raw": d.raw, "reason": d.reason, "box": box_json(d.box) if d.box else None} for d in document.dropped
        ],
        "doubts": [{"page": d.page, "reason": d.reason, "times": d.times, "says": d.says} for d in document.doubts],
    }


def alignment_json(a: Alignment) -> wire.AlignmentJson:
    out: wire.AlignmentJson = {
        "id": a.id,
        "sides": {code: list(ids) for code, ids in a.sides.items()},
        "kind": a.kind,
        "score": round(a.score, SCORES),
        "confidence": round(a.confidence, SCORES),
        "moved": a.moved,
        "why": {
            "similarity": round(a.why.similarity, SCORES),
            "length": round(a.why.length, SCORES),
            "figures": round(a.why.figures, SCORES),
            "entities": round(a.why.entities, SCORES),
        },
        "sentences": [
            {"sides": {c: [[*s] for s in side] for c, side in link.sides.items()}, "score": round(link.score, SCORES)}
            for link in a.sentences
        ],
        "figures": [],
        "entities": [],
    }
    for figure in a.figures:
        row: wire.FigureLinkJson = {"sides": dict(figure.sides), "status": figure.status}
        if figure.moved:
            row["moved"] = True
        if figure.why:
            row["why"] = figure.why
        out["figures"].append(row)
    for entity in a.entities:
        name: wire.EntityLinkJson = {"sides": dict(entity.sides), "score": round(entity.score, SCORES)}
        if entity.why:
            name["why"] = entity.why
        out["entities"].append(name)
    if a.corrected:
        out["corrected"] = a.corrected
    return out


def finding_json(f: Finding) -> wire.FindingJson:
    out: wire.FindingJson = {
        "check": f.check,
        "gravity": f.gravity,
        "alignment": f.alignment,
        "says": f.says,
        "sides": {
            c: {"paragraph": s.paragraph, "span": span_json(s.span) if s.span else None} for c, s in f.sides.items()
        },
    }
    if f.cause:
        out["cause"] = f.cause
    if f.accepted:
        out["accepted"] = f.accepted
    if f.score:
        out["score"] = round(f.score, SCORES)
    return out


def release_json(release: Release) -> wire.ReleaseJson:
    """The whole of `release.json`."""
    out: wire.ReleaseJson = {
        "schema_version": "1.0",
        "id": release.id,
        "languages": list(release.languages),
        "documents": {code: document_json(r.document, r.facts) for code, r in release.readings.items()},
        "alignments": [alignment_json(a) for a in release.alignments],
        "findings": [finding_json(f) for f in release.findings],
    }
    papers = release.papers
    if any((papers.title, papers.date, papers.publisher, papers.url, papers.licence)):
        out["papers"] = {
            "title": papers.title,
            "date": papers.date,
            "publisher": papers.publisher,
            "url": papers.url,
            "licence": papers.licence,
        }
    return out
