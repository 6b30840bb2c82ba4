"""Which findings a reviser has accepted: the `accept` entries of corrections.toml, found again by content."""

from __future__ import annotations

from pipeline.model.corrections import Anchor, Correction, Corrections
from pipeline.model.release import Finding, Release


def words(release: Release, finding: Finding) -> str:
    """The words that a finding points at, of the first side that has any: what tells two of one paragraph apart."""
    for language in release.languages:
        spot = finding.sides.get(language)
        if spot is not None and spot.span is not None:
            return spot.span.of(release.paragraph(spot.paragraph).text.mended)
    return ""


def accepted(release: Release, finding: Finding, corrections: Corrections) -> str:
    """The reason for which the finding was accepted, empty when it was not.

    An entry speaks of a finding when it names its check, anchors each paragraph that the finding points at, and its
    text, when it has one, is what the finding points at."""
    for entry in corrections.entries:
        if (
            entry.action == "accept"
            and entry.check in ("", finding.check)
            and entry.text in ("", words(release, finding))
            and _about(release, finding, entry)
        ):
            return entry.reason or entry.by or corrections.where or "corrections.toml"
    return ""


def _about(release: Release, finding: Finding, entry: Correction) -> bool:
    meant = {anchored(release, anchor) for anchor in entry.at}
    return bool(finding.sides) and {spot.paragraph for spot in finding.sides.values()} <= meant


def anchored(release: Release, anchor: Anchor) -> str:
    """The id of the paragraph meant, empty when there is none."""
    reading, nth = release.readings.get(anchor.language), 0
    for paragraph in reading.document.paragraphs if reading else ():
        text = folded(paragraph.text.mended)
        if text.startswith(folded(anchor.begins)) and text.endswith(folded(anchor.ends)):
            nth += 1
            if nth == anchor.nth:
                return paragraph.id
    return ""


def folded(text: str) -> str:
    """White space and case apart, as an anchor compares."""
    return " ".join(text.split()).casefold()
