"""A name for a finding that outlives a new extraction: made of what it says and of the texts it points at.

Ids of paragraphs and alignments move when a page is read better; the words that are wrong do not."""

from __future__ import annotations

import hashlib

from pipeline.model.release import Finding, Release


def identity(release: Release, finding: Finding) -> str:
    """Eight hexadecimal digits; the same for the same check at the same words of the same release.

    Two findings that cannot be told apart by their words share it, and are accepted together."""
    digest = hashlib.sha256(f"{release.id}\0{finding.check}".encode())
    for language in release.languages:
        spot = finding.sides.get(language)
        text = release.paragraph(spot.paragraph).text.mended if spot else ""
        there = spot.span.of(text) if spot and spot.span else ""
        digest.update(f"\0{language}\0{' '.join(text.split())}\0{' '.join(there.split())}".encode("utf-8", "replace"))
    return digest.hexdigest()[:8]
