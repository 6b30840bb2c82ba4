"""What a reviewer decided, carried out: paragraphs reshaped before aligning, links kept, links dissolved after it.

Every anchor is looked up by content in the documents as they are now. What is not found is told, never lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model.corrections import Anchor, Correction, Corrections
from pipeline.model.facts import Reading

from .path import Bead
from .reshape import joined, split, without_doubt


@dataclass
class Decisions:
    """Corrections found again in these readings: beads that are to be, units that must not meet, what did not fit."""

    readings: dict[str, Reading]
    linked: dict[Bead, Correction] = field(default_factory=dict)
    unlinked: list[tuple[Bead, Correction]] = field(default_factory=list)
    unfit: list[Correction] = field(default_factory=list)


def decide(readings: Mapping[str, Reading], corrections: Corrections | None) -> Decisions:
    """The corrections, looked up; split, join and text are carried out, so that the rest sees what they made.

    Accepted findings are the checks' affair and are passed over."""
    out = Decisions(dict(readings))
    entries = corrections.entries if corrections else ()
    for entry in entries:
        if entry.action in ("split", "join", "text") and not _reshaped(out.readings, entry):
            out.unfit.append(entry)
    taken: dict[tuple[int, int], Bead] = {}
    for entry in entries:
        if entry.action not in ("link", "unlink"):
            continue
        bead = _bead(out.readings, entry)
        if bead is None:
            out.unfit.append(entry)
        elif entry.action == "unlink":
            out.unlinked.append((bead, entry))
        else:
            for unit in _units(bead):  # a later link of the same paragraph wins; the earlier one no longer fits
                earlier = taken.get(unit)
                if earlier is not None and earlier in out.linked and earlier != bead:
                    out.unfit.append(out.linked.pop(earlier))
            taken.update(dict.fromkeys(_units(bead), bead))
            out.linked[bead] = entry
    return out


def dissolved(beads: Sequence[Bead], unlinked: Sequence[tuple[Bead, Correction]]) -> tuple[list[Bead], dict[Bead, str]]:
    """The beads without what a reviewer took apart, and for each unit thus left alone, who decided it."""
    out = list(beads)
    said: dict[Bead, str] = {}
    for banned, entry in unlinked:
        for bead in list(out):
            if not (set(bead[0]) & set(banned[0]) and set(bead[1]) & set(banned[1])):
                continue
            rest_a = tuple(i for i in bead[0] if i not in banned[0])
            rest_b = tuple(j for j in bead[1] if j not in banned[1])
            kept: Bead = ((), ())
            if rest_a:
                kept = (rest_a, bead[1])
            elif rest_b:
                kept = (bead[0], rest_b)
            freed: list[Bead] = [((i,), ()) for i in bead[0] if i not in kept[0]]
            freed += [((), (j,)) for j in bead[1] if j not in kept[1]]
            out.remove(bead)
            out += [b for b in (kept, *freed) if b[0] or b[1]]
            said.update(dict.fromkeys(freed, signature(entry)))
    return out, said


def signature(entry: Correction) -> str:
    """Who or what decided it."""
    return ", ".join(w for w in (entry.by, entry.reason) if w) or entry.action


def at(reading: Reading, anchor: Anchor) -> int | None:
    """The place of the paragraph meant."""
    nth = 0
    for k, paragraph in enumerate(reading.document.paragraphs):
        text = _folded(paragraph.text.mended)
        if text.startswith(_folded(anchor.begins)) and text.endswith(_folded(anchor.ends)):
            nth += 1
            if nth == anchor.nth:
                return k
    return None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _units(bead: Bead) -> list[tuple[int, int]]:
    return [(side, unit) for side in (0, 1) for unit in bead[side]]


def _bead(readings: Mapping[str, Reading], entry: Correction) -> Bead | None:
    """The units meant, by side; None when one is not found. An unlink must name both sides."""
    where: list[set[int]] = [set(), set()]
    codes = list(readings)
    for anchor in entry.at:
        found = at(readings[anchor.language], anchor) if anchor.language in codes else None
        if found is None or codes.index(anchor.language) > 1:
            return None
        where[codes.index(anchor.language)].add(found)
    if entry.action == "unlink" and not (where[0] and where[1]):
        return None
    return tuple(sorted(where[0])), tuple(sorted(where[1]))


def _reshaped(readings: dict[str, Reading], entry: Correction) -> bool:
    """Carries out a split, a join or "this text is right"; whether it could be."""
    code = entry.at[0].language
    if any(a.language != code for a in entry.at) or code not in readings:
        return False
    places = [at(readings[code], a) for a in entry.at]
    found = sorted({k for k in places if k is not None})
    if None in places:
        return False
    if entry.action == "split":
        changed = split(readings[code], found[0], entry.text)
    elif entry.action == "join":
        changed = joined(readings[code], found)
    else:
        changed = without_doubt(readings[code], found[0], entry.text)
    if changed is None:
        return False
    readings[code] = changed
    return True
