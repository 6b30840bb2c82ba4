"""Names found on both sides: the same person, body or place, one key for each over the whole release.

1. `mentions` puts the names of each alignment side by side, `fragments` leaves out nouns whose name goes on, `runs`
takes what stands word for word on both sides for one name; 2. `pairing` links them one to one, the best score first;
3. `echo` looks on the other side for names that only one side saw, `windows` for their rendering, `proposals` asks for
what no side saw, `acronyms` goes by letters, `cuts` divides a name as the other side does, `growing`, `beside`
and `overlong` make it longer or shorter as both sides show; 4. `keys` gives linked mentions one key and label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.facts import Entity, Facts, Reading
from pipeline.model.place import Span
from pipeline.model.release import Aligned, EntityLink

from .acronyms import spelt
from .cuts import cut
from .echo import begins, echoes
from .fragments import fragment, without_fragments
from .growing import grown
from .keys import Keys
from .mentions import Mention, Sides, sides, texts
from .overlong import shortened
from .pairing import Pair, paired, paired_again
from .runs import same_rows
from .tongue import one_tongue
from .windows import rendered

ROUNDS = 4  # an echo heard on one side may be what the other side lacked; no text of ours needed a fifth
CROWD = 400  # names of one side from which it is no paragraph but a text without any: only what both have is linked


def match_entities(aligned: Aligned) -> tuple[Aligned, dict[str, tuple[EntityLink, ...]]]:
    """(the readings with one key for what is one thing on every side, the links of each alignment by its id).

    Names that one side's witnesses missed and the other side gave away are added; ids are then counted anew."""
    found: list[tuple[str, Sides, list[Pair]]] = []
    added: dict[str, list[Entity]] = {}
    paragraphs = texts(aligned)
    for alignment in aligned.alignments:
        for both in sides(aligned, alignment, paragraphs):
            both, fresh = _completed(both)
            for mention in fresh:
                earlier = added.get(mention.paragraph, [])  # what an echo overlaps gives way, echoes too
                kept = [e for e in earlier if not e.span.overlaps(mention.entity.span)]
                added[mention.paragraph] = [*kept, mention.entity]
            found.append((alignment.id, both, paired(both)))
    keys = Keys(pair for _, _, pairs in found for pair in pairs)
    found = [(id_, both, [*pairs, *paired_again(both, pairs, keys.key)]) for id_, both, pairs in found]
    gone = _weak(found)
    readings: dict[str, Reading] = {}
    renamed: dict[tuple[str, object], str] = {}
    for code, reading in aligned.readings.items():
        readings[code] = _rekeyed(reading, added, gone, keys, renamed)
    links: dict[str, list[EntityLink]] = {}
    for id_, both, pairs in found:
        for pair in sorted(pairs, key=lambda p: (p.left.paragraph, p.left.entity.span)):
            one, two = (renamed.get(m.place) for m in (pair.left, pair.right))
            if one is None or two is None:
                continue  # a third language's echo took its place
            link = EntityLink({both.first: one, both.second: two}, round(pair.score, 3), pair.why)
            links.setdefault(id_, []).append(link)
    return replace(aligned, readings=readings), {id_: tuple(some) for id_, some in links.items()}


def _completed(both: Sides) -> tuple[Sides, list[Mention]]:
    """The sides with the names that one side gave away to the other, and these, in the order they were found."""
    if max(map(len, both.mentions)) > CROWD:
        return both, []
    both = without_fragments(both)
    alike = one_tongue(both)
    found = [] if alike else same_rows(both)
    both = both.with_more(found)
    for _ in range(ROUNDS):
        pairs = paired(both)
        fresh = (
            shortened(both, pairs)
            or grown(both, pairs)
            or _sound(both, echoes(both, pairs, alike))
            or _sound(both, rendered(both, pairs))
            or spelt(both, pairs)
            or cut(both, pairs)
        )
        if not fresh:
            break
        both = both.with_more(fresh)
        found += fresh
    return both, found


def _sound(both: Sides, fresh: Sequence[Mention]) -> list[Mention]:
    return [m for m in fresh if not fragment(both, both.side(m), m)]


def _weak(found: Sequence[tuple[str, Sides, list[Pair]]]) -> set[tuple[str, Span]]:
    """(paragraph, span) of what begins a sentence with one word, the model alone took for a name, and nothing links.

    On its own a model cannot tell "Étend" from a place; where the other language has no such name it is a word."""
    linked = {m.place for _, _, pairs in found for p in pairs for m in (p.left, p.right)}
    return {
        m.place
        for _, both, _ in found
        for side in (0, 1)
        for m in both.mentions[side]
        if m.place not in linked and m.entity.found_by == "model" and begins(both, side, m)
    }


def _rekeyed(
    reading: Reading,
    added: dict[str, list[Entity]],
    gone: set[tuple[str, Span]],
    keys: Keys,
    renamed: dict[tuple[str, object], str],
) -> Reading:
    """The reading with the added names in their places, without those that are `gone` (paragraph, span), keys and
    labels agreed, ids counted anew."""
    facts: list[Facts] = []
    for paragraph, old in zip(reading.document.paragraphs, reading.facts, strict=True):
        new = added.get(paragraph.id, [])
        kept = [e for e in old.entities if not any(e.span.overlaps(n.span) for n in new)]
        kept = [e for e in kept if (paragraph.id, e.span) not in gone]
        some = sorted([*kept, *new], key=lambda e: e.span)
        fresh = []
        for n, entity in enumerate(some, 1):
            id_ = f"{paragraph.id}.e{n}"
            renamed[paragraph.id, entity.span] = id_
            key, label = keys.of(entity)
            fresh.append(entity._replace(id=id_, key=key, label=label))
        facts.append(old._replace(entities=tuple(fresh)))
    return replace(reading, facts=tuple(facts))


__all__ = ["Mention", "match_entities"]
