"""Single stages on plain texts, for who has no corpus: what the doors `find`, `align` and `compare` do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.config import Config
from pipeline.flow import find_in, look
from pipeline.model.document import Document, Paragraph, Source, Tongue
from pipeline.model.release import Alignment, Papers, Release
from pipeline.model.text import Text


def document_of(texts: Sequence[str], language: str) -> Document:
    """Paragraphs that are sound already, as a document: what comes in by the doors `find`, `align` and `compare`."""
    paragraphs = tuple(Paragraph(f"{language}.{n}", "paragraph", Text(text)) for n, text in enumerate(texts))
    return Document(Source("-", language), Tongue(language, language, 1.0), paragraphs)


def align_texts(
    items: Sequence[Mapping[str, Sequence[str]]], levels: Sequence[str], *, explain: bool = False
) -> list[list[dict[str, Any]]]:
    """The `align` door: for each item {language: texts} its alignments, sides as indexes into the texts."""
    from pipeline.stages.align import align

    out = []
    for sides, level in zip(items, levels, strict=True):
        readings = dict(zip(sides, find_in([document_of(t, c) for c, t in sides.items()], names=False), strict=True))
        aligned = align(readings, level=level)
        out.append([_door_alignment(a, explain) for a in aligned.alignments])
    return out


def _door_alignment(a: Alignment, explain: bool) -> dict[str, Any]:
    sides = {code: [int(i.rpartition(".")[2]) for i in ids] for code, ids in a.sides.items()}
    row = {"sides": sides, "score": round(a.score, 4), "confidence": round(a.confidence, 4), "moved": a.moved}
    return {**row, "why": {k: round(v, 4) for k, v in a.why._asdict().items()}} if explain else row


def compare(items: Sequence[Mapping[str, Sequence[str]]], config: Config) -> list[dict[str, Any]]:
    """The `compare` door: pairs that are said to translate each other, matched and checked."""
    from pipeline.codec import figure_json, finding_json
    from pipeline.stages.align import align_as_given
    from pipeline.stages.match import match

    found = iter(find_in([document_of(texts, code) for sides in items for code, texts in sides.items()]))
    aligned = align_as_given([{code: next(found) for code in sides} for sides in items])
    out = []
    for one in aligned:
        release = look(match(one, "-", Papers()), config)
        links = release.alignments[0]
        figures = [
            {
                "sides": {c: figure_json(release.figure(i)[1]) if i else None for c, i in f.sides.items()},
                "status": f.status,
            }
            for f in links.figures
        ]
        entities = [
            {"sides": {c: _mention(release, i) for c, i in e.sides.items()}, "score": round(e.score, 4)}
            for e in links.entities
        ]
        findings = [_door_finding(dict(finding_json(f))) for f in release.findings]
        out.append({"figures": figures, "entities": entities, "findings": findings})
    return out


def _mention(release: Release, id: str) -> dict[str, Any]:  # noqa: A002
    e = release.entity(id)[1]
    return {"span": list(e.span), "text": e.text, "label": e.label, "key": e.key}


def _door_finding(finding: dict[str, Any]) -> dict[str, Any]:
    sides = {code: {"span": spot["span"]} for code, spot in finding["sides"].items()}
    return {k: v for k, v in {**finding, "sides": sides}.items() if k != "alignment"}
