"""The witnesses heard together: overlapping readings are settled by rule.

1. A higher tier wins: 5 what the document itself explains, 4 tables, grammar, titles, quotation marks, 3 short
   forms and measures, 2 capitals, 1 the model, 0 what another place of the
   document says. 2. In one tier the longer reading wins, then the earlier.
Readings of the very same words join: the first key that says more than the letters is kept, all witnesses are named."""

from __future__ import annotations

from collections.abc import Iterable

from .candidate import Candidate


def settled(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Readings that do not overlap, in the order of the text."""
    kept: list[Candidate] = []
    taken: dict[int, int] = {}  # word -> place in kept
    for one in sorted(candidates, key=_order):
        held = {taken[w] for w in range(one.start, one.end) if w in taken}
        if not held:
            taken.update((w, len(kept)) for w in range(one.start, one.end))
            kept.append(one)
            continue
        if len(held) == 1:
            at = held.pop()
            old = kept[at]
            if (old.start, old.end) == (one.start, one.end):
                kept[at] = _joined(old, one)
    return sorted(kept, key=lambda c: c.start)


def _order(c: Candidate) -> tuple[object, ...]:
    return (-c.tier, c.start - c.end, c.start, c.bare, not c.witness.startswith("institutions.tsv"), c.witness, c.key)


def _joined(old: Candidate, new: Candidate) -> Candidate:
    witness = "+".join(dict.fromkeys((*old.witness.split("+"), *new.witness.split("+"))))
    if old.bare and not new.bare and old.label == new.label:
        return old._replace(key=new.key, bare=False, witness=witness)
    return old._replace(witness=witness)
