"""JSON to model: what `write` made becomes the same objects again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.document import (
    Document,
    Doubt,
    Dropped,
    Flag,
    Paragraph,
    Place,
    Source,
    Tongue,
)
from pipeline.model.facts import Entity, Facts, Figure, Reading
from pipeline.model.place import Box, Span
from pipeline.model.release import (
    Alignment,
    EntityLink,
    FigureLink,
    Finding,
    Papers,
    Release,
    SentenceLink,
    Spot,
    Stretch,
    Why,
)
from pipeline.model.text import Patch, Text

if TYPE_CHECKING:
    from . import wire


def _span(pair: list[int]) -> Span:
    return Span(pair[0], pair[1])


def _box(b: wire.BoxJson) -> Box:
    return Box(b["page"], b["x0"], b["top"], b["x1"], b["bottom"])


def _text(raw: str, repairs: list[wire.RepairJson]) -> Text:
    """Repairs speak of the mended text; between them raw and mended run in step, so raw spans can be counted out."""
    patches, shift = [], 0
    for r in repairs:
        start = r["span"][0] - shift
        patches.append(Patch(Span(start, start + len(r["raw"])), r["put"], tuple(r["rules"])))
        shift += len(r["put"]) - len(r["raw"])
    return Text(raw, tuple(patches))


def paragraph_read(p: wire.ParagraphJson) -> tuple[Paragraph, Facts]:
    paragraph = Paragraph(
        id=p["id"],
        kind=p["kind"],
        text=_text(p["raw"], p["repairs"]),
        places=tuple(Place(_span(x["raw"]), _box(x["box"])) for x in p.get("lines", [])),
        flags=tuple(Flag(f["reason"], _span(f["span"]), f["suggestion"], f["says"]) for f in p["flags"]),
        level=p.get("level", 0),
        rows=tuple(tuple(_span(c) for c in row) for row in p.get("rows", [])),
        notes=tuple((_span(n["span"]), n["paragraph"]) for n in p.get("notes", [])),
    )
    facts = Facts(
        sentences=tuple(_span(s) for s in p.get("sentences", [])),
        figures=tuple(
            Figure(
                f["id"], _span(f["span"]), f["text"], f["kind"], f["value"], f["to"], f["unit"], f["per"],
                f["comparator"], f.get("open", ""),
            )
            for f in p.get("figures", [])
        ),
        entities=tuple(
            Entity(e["id"], _span(e["span"]), e["text"], e["label"], e["key"], e["found_by"])
            for e in p.get("entities", [])
        ),
    )  # fmt: skip
    return paragraph, facts


def document_read(code: str, d: wire.DocumentJson) -> Reading:
    s, t = d["source"], d["language"]
    both = [paragraph_read(p) for p in d["paragraphs"]]
    document = Document(
        source=Source(s["path"], code, s["sha256"], s["media_type"], s["pages"], s["extractor"]),
        language=Tongue(t["declared"], t["detected"], t["confidence"]),
        paragraphs=tuple(p for p, _ in both),
        dropped=tuple(Dropped(x["raw"], x["reason"], _box(x["box"]) if x["box"] else None) for x in d["dropped"]),
        doubts=tuple(Doubt(x["page"], x["reason"], x["times"], x["says"]) for x in d["doubts"]),
        title=d["title"],
        date=d["date"],
    )
    return Reading(document, tuple(f for _, f in both))


def alignment_read(a: wire.AlignmentJson) -> Alignment:
    w = a["why"]
    return Alignment(
        id=a["id"],
        sides={c: tuple(ids) for c, ids in a["sides"].items()},
        kind=a["kind"],
        score=a["score"],
        confidence=a["confidence"],
        moved=a["moved"],
        why=Why(w["similarity"], w["length"], w["figures"], w["entities"]),
        sentences=tuple(
            SentenceLink(
                {c: tuple(Stretch(str(s[0]), int(s[1]), int(s[2])) for s in side) for c, side in k["sides"].items()},
                k["score"],
            )
            for k in a["sentences"]
        ),
        figures=tuple(
            FigureLink(dict(k["sides"]), k["status"], k.get("moved", False), k.get("why", "")) for k in a["figures"]
        ),
        entities=tuple(EntityLink(dict(k["sides"]), k["score"], k.get("why", "")) for k in a["entities"]),
        corrected=a.get("corrected", ""),
    )


def finding_read(f: wire.FindingJson) -> Finding:
    return Finding(
        check=f["check"],
        gravity=f["gravity"],
        alignment=f["alignment"],
        says=f["says"],
        sides={c: Spot(s["paragraph"], _span(s["span"]) if s["span"] else None) for c, s in f["sides"].items()},
        cause=f.get("cause", ""),
        accepted=f.get("accepted", ""),
        score=f.get("score", 0.0),
    )


def release_read(r: wire.ReleaseJson) -> Release:
    """The release that `release_json` wrote."""
    return Release(
        id=r["id"],
        readings={code: document_read(code, r["documents"][code]) for code in r["languages"]},
        alignments=tuple(alignment_read(a) for a in r["alignments"]),
        findings=tuple(finding_read(f) for f in r["findings"]),
        papers=Papers(**r["papers"]) if "papers" in r else Papers(),
    )
