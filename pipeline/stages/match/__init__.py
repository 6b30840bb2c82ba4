"""Aligned readings to a release: the same figure and the same entity, found on both sides."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.release import Aligned, Papers, Release

from .entities import match_entities
from .figures import match_figures


def match(aligned: Aligned, id: str, papers: Papers) -> Release:  # noqa: A002 - the contract's own word
    """The release with its figure and entity links; mentions of one thing carry one key on every side."""
    aligned, names = match_entities(aligned)
    numbers = match_figures(aligned)
    alignments = tuple(
        replace(a, figures=numbers.get(a.id, ()), entities=names.get(a.id, ())) for a in aligned.alignments
    )
    return Release(id, aligned.readings, alignments, aligned.notes, papers)
