"""Names of an alignment as the checks about them see them: which are linked, how much a name weighs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.languages import codes
from pipeline.languages.names import edition, fold, institutions
from pipeline.model.facts import Entity
from pipeline.model.release import EntityLink, Release, Spot

from .check import Pair, Side, pairs

# Witnesses that are often alone in the wrong.
HEARSAY = frozenset({"model", "elsewhere", "capitals", "capital on both sides", "short"})


class Linked(NamedTuple):
    """Two mentions that an alignment links."""

    pair: Pair
    left: Entity
    right: Entity
    link: EntityLink

    @property
    def spots(self) -> dict[str, Spot]:
        sides = ((self.pair.left, self.left), (self.pair.right, self.right))
        return {side.code: Spot(paragraph_of(e), e.span) for side, e in sides}


def paragraph_of(entity: Entity) -> str:
    """The id of the paragraph a mention stands in: its own id without the last part."""
    return entity.id.rpartition(".")[0]


def entities(side: Side) -> Iterator[Entity]:
    for facts in side.facts:
        yield from facts.entities


def linked(release: Release) -> Iterator[Linked]:
    """Every two mentions that are linked, in the order of the release."""
    for pair in pairs(release):
        for link in pair.alignment.entities:
            left, right = (link.sides.get(side.code) for side in (pair.left, pair.right))
            if left and right:
                yield Linked(pair, release.entity(left)[1], release.entity(right)[1], link)


def acronym(text: str) -> bool:
    """Three letters or more, most of them capitals, no space: MILDECA, AP-HP, DGFiP."""
    letters = [c for c in text if c.isalpha()]
    return " " not in text and len(letters) >= 3 and sum(c.isupper() for c in letters) * 2 > len(letters)


def sure(entity: Entity) -> bool:
    """Whether more than the model and a capital speaks for this name."""
    return not set(entity.found_by.split("+")) <= HEARSAY and "echo" not in entity.found_by


def folded(text: str) -> str:
    return " ".join(fold(word) for word in text.replace("’", "'").split())


def table_names(key: str) -> frozenset[str]:
    """The folded names and acronyms that the tables give for a key."""
    return _table(edition()).get(key, frozenset())


@cache
def _table(edition: str) -> dict[str, frozenset[str]]:
    return {
        row.id: frozenset(folded(n) for some in (*row.names.values(), *row.acronyms.values()) for n in some)
        for row in institutions(codes())
    }
