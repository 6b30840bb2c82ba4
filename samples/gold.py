"""What a sample must give, worked out from its source: paragraphs, alignments, figures, flags, planted errors."""

from __future__ import annotations

from typing import Any

from .source import Sample, plain


def gold(sample: Sample) -> dict[str, Any]:
    """Texts carry plain spaces; footnote markers stand as ⟦1⟧; figures are listed in the order of each side's text."""
    paragraphs: dict[str, list[dict[str, Any]]] = {code: [] for code in sample.languages}
    alignments = []
    for block in sample.blocks:
        sides: dict[str, list[int]] = {}
        for code in sample.languages:
            sides[code] = []
            for part in block.texts.get(code, ()):
                text = plain(part).replace("\n", " ")
                one: dict[str, Any] = {"kind": block.kind, "text": f"⟦{block.label}⟧ {text}" if block.label else text}
                if block.level:
                    one["level"] = block.level
                if block.rows:
                    one["rows"] = block.rows[code]
                one["figures"] = _figures(text, block.figures, code)
                if flags := [f for f in block.flags if f["side"] == code]:
                    one["flags"] = [{k: f[k] for k in ("reason", "suggestion")} for f in flags]
                sides[code].append(len(paragraphs[code]))
                paragraphs[code].append(one)
        alignments.append({"sides": sides, **({"planted": block.planted} if block.planted else {})})
    return {
        "id": sample.id,
        "papers": sample.papers,
        "dropped": dict(sample.head),
        "paragraphs": paragraphs,
        "alignments": alignments,
    }


def _figures(text: str, figures: tuple[dict[str, Any], ...], code: str) -> list[dict[str, Any]]:
    """The figures of this side that stand in this text. Raises ValueError when a figure of a block stands nowhere."""
    out, at = [], 0
    for one in figures:
        surface = one.get(code)
        if surface is None:
            continue
        found = text.find(surface, at)
        if found < 0:
            continue  # it may stand in the other part of a block that is split; tests/gold counts them all
        at = found + len(surface)
        told = {k: one.get(f"{k}_{code}", one.get(k)) for k in ("kind", "value")}
        extra = {k: one[k] for k in ("to", "optional") if k in one}
        out.append({"text": surface, **told, **extra})
    return out
