"""Three languages and more: each was aligned with the first; what shares a paragraph of it becomes one alignment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model.facts import Reading
from pipeline.model.release import Aligned, Alignment, Why


def pivoted(readings: Mapping[str, Reading], pairs: Sequence[Aligned]) -> Aligned:
    """The alignments of all languages, in the order of the first."""
    first = next(iter(readings))
    changed = {code: reading for pair in pairs for code, reading in pair.readings.items()}
    groups: list[list[Alignment]] = []
    at: dict[str, int] = {}
    for pair in pairs:
        for alignment in pair.alignments:
            found = sorted({at[i] for i in alignment.sides[first] if i in at})
            home = found[0] if found else len(groups)
            if not found:
                groups.append([])
            for other in found[1:]:
                groups[home] += groups[other]
                groups[other] = []
            groups[home].append(alignment)
            for one in groups[home]:
                at.update(dict.fromkeys(one.sides[first], home))
    whole = [_one(group, list(readings)) for group in groups if group]
    place = {p.id: k for k, p in enumerate(changed[first].document.paragraphs)}
    last, keys = -1, []
    for n, alignment in enumerate(whole):
        last = min(place[i] for i in alignment.sides[first]) if alignment.sides[first] else last
        keys.append((last, not alignment.sides[first], n))
    ordered = [whole[n] for *_, n in sorted(keys)]
    named = tuple(Alignment(f"a{n}", *_rest(alignment)) for n, alignment in enumerate(ordered))
    return Aligned(
        {code: changed.get(code, reading) for code, reading in readings.items()},
        named,
        tuple(note for pair in pairs for note in pair.notes),
    )


def _rest(a: Alignment) -> tuple:  # type: ignore[type-arg]
    return (
        a.sides, a.kind, a.score, a.confidence, a.moved, a.why, a.sentences, a.figures, a.entities, a.corrected,
    )  # fmt: skip


def _one(group: Sequence[Alignment], codes: Sequence[str]) -> Alignment:
    """Several alignments as one; what is said of it is the weakest of what was said of them."""
    if len(group) == 1 and len(group[0].sides) == len(codes):
        return group[0]
    sides = {c: tuple(dict.fromkeys(i for a in group for i in a.sides.get(c, ()))) for c in codes}
    sides = {c: tuple(sorted(ids, key=lambda i: int(i.rpartition(".")[2]))) for c, ids in sides.items()}
    linked = [a for a in group if all(a.sides.values())] or list(group)
    counts = [len(ids) for ids in sides.values()]
    kind = "1-1" if set(counts) == {1} else "m-n"
    if sum(1 for n in counts if n) == 1 and max(counts) == 1:
        kind = "1-0" if counts[0] else "0-1"
    return Alignment(
        "",
        sides,
        kind,  # type: ignore[arg-type]
        min(a.score for a in linked),
        min(a.confidence for a in linked),
        any(a.moved for a in group),
        Why(*(min(values) for values in zip(*(a.why for a in linked), strict=True))),
        tuple(link for a in group for link in a.sentences),
        corrected=", ".join(dict.fromkeys(a.corrected for a in group if a.corrected)),
    )
