"""Sentences inside an alignment, linked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.model.facts import Reading
from pipeline.model.release import SentenceLink, Stretch

from .beads import SENTENCES
from .evidence import joined
from .link import link
from .path import Bead
from .side import Side, of_texts

_Own = tuple[list[Stretch], list[str]]


def sentence_links(readings: Mapping[str, Reading], beads: Sequence[Bead]) -> list[tuple[SentenceLink, ...]]:
    """For each bead, its sentences linked; all sentences of a call are encoded at once."""
    codes = list(readings)
    stretches = [[_sentences(r, where[k]) for k, r in enumerate(readings.values())] for where in beads]
    hard = [pair for pair in stretches if min(len(own[0]) for own in pair) > 1]
    flat = [of_texts([t for pair in hard for t in pair[k][1]]) for k in (0, 1)] if hard else []
    out: list[tuple[SentenceLink, ...]] = []
    at = [0, 0]
    for pair in stretches:
        counts = [len(own[0]) for own in pair]
        if not all(counts):
            out.append(())
        elif min(counts) == 1:
            out.append((SentenceLink({c: tuple(own[0]) for c, own in zip(codes, pair, strict=True)}, 1.0),))
        else:
            a, b = (side.part(range(at[k], at[k] + counts[k])) for k, side in enumerate(flat))
            at = [at[0] + counts[0], at[1] + counts[1]]
            out.append(_linked(codes, pair, a, b))
    return out


def _linked(codes: Sequence[str], pair: Sequence[_Own], a: Side, b: Side) -> tuple[SentenceLink, ...]:
    beads = link(a, b, SENTENCES, close=False)
    scores = np.einsum("ij,ij->i", joined(beads, 0, a), joined(beads, 1, b))
    links = []
    for (p, q), score in zip(beads, scores, strict=True):
        sides = {codes[0]: tuple(pair[0][0][i] for i in p), codes[1]: tuple(pair[1][0][j] for j in q)}
        links.append(SentenceLink(sides, round(max(0.0, float(score)), 4)))
    return tuple(links)


def _sentences(reading: Reading, where: Sequence[int]) -> _Own:
    own = [(reading.document.paragraphs[i], reading.facts[i]) for i in where]
    stretches = [Stretch(p.id, *s) for p, f in own for s in f.sentences]
    return stretches, [s.of(p.text.mended) for p, f in own for s in f.sentences]
