"""What the chain left alone is paired where it can be: paragraphs that stand elsewhere in the translation."""

from __future__ import annotations

import numpy as np

from .beads import Shape, Table, Weights
from .path import Bead


def pair_leftovers(beads: list[Bead], tables: dict[Shape, Table], weights: Weights) -> list[Bead]:
    """The beads with leftovers paired, the best first."""
    alone_a = [a[0] for a, b in beads if not b]
    alone_b = [b[0] for a, b in beads if not a]
    if not alone_a or not alone_b:
        return beads
    worth = tables[1, 1].worth[np.ix_(alone_a, alone_b)]
    free_a, free_b = set(alone_a), set(alone_b)
    found: list[Bead] = []
    for at in np.argsort(-worth, axis=None, kind="stable"):
        x, y = divmod(int(at), len(alone_b))
        if worth[x, y] < weights.moved:
            break
        if alone_a[x] in free_a and alone_b[y] in free_b:
            free_a.discard(alone_a[x])
            free_b.discard(alone_b[y])
            found.append(((alone_a[x],), (alone_b[y],)))
    taken = {((i,), ()) for a, _ in found for i in a} | {((), (j,)) for _, b in found for j in b}
    return [bead for bead in beads if bead not in taken] + found
