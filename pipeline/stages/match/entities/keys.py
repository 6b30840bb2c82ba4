"""One key and one label for what the links make one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.model.facts import Entity, Label

from .likeness import BUT_A_NOUN, known
from .pairing import Pair

# Which of two labels that have as many witnesses: a person taken for a body is the commonest slip of the models.
ORDER: tuple[Label, ...] = ("PER", "LOC", "ORG", "MISC")
SURE = 0.9  # links below this score join no keys: a wrong one would run through the whole release


class Keys:
    """Keys joined by links: a table's key wins, then one that says more than letters, then the first language's."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._to: dict[str, str] = {}
        self._labels: dict[str, Counter[Label]] = {}
        told = list(pairs)
        for pair in sorted(told, key=lambda p: -p.score):
            one, two = pair.left.entity, pair.right.entity
            bare = pair.why in BUT_A_NOUN and not known(one.key) and not known(two.key)
            explained = "expansion" in one.found_by and "expansion" in two.found_by  # their acronyms are one too
            said = pair.why in ("meaning", "the same words") or explained
            if one.key != two.key and (pair.score >= SURE or said or bare):
                self._join(one.key, two.key)
        for pair in told:
            for entity in (pair.left.entity, pair.right.entity):
                self._labels.setdefault(self._root(entity.key), Counter())[entity.label] += _weight(entity)

    def key(self, entity: Entity) -> str:
        """The key this mention shares with all that the links make one with it."""
        return self._root(entity.key)

    def of(self, entity: Entity) -> tuple[str, Label]:
        """The key and label this mention has in the release."""
        root = self._root(entity.key)
        votes = self._labels.get(root)
        if votes is None:
            return root, entity.label
        label = min(votes, key=lambda one: (-votes[one], ORDER.index(one)))
        prefix, _, rest = root.partition(".")
        if prefix != label.lower() and prefix in ("per", "org", "loc", "misc") and "." not in rest and not known(root):
            root = f"{label.lower()}.{rest}"
        return root, label

    def _root(self, key: str) -> str:
        while key in self._to:
            key = self._to[key]
        return key

    def _join(self, first: str, second: str) -> None:
        a, b = self._root(first), self._root(second)
        if a == b:
            return
        kin = not a.startswith("loc.") and (b.startswith(a + ".") or a.startswith(b + "."))
        if kin:
            best, other = (a, b) if len(a) > len(b) else (b, a)  # the kind and its one member
        elif known(a) and known(b):
            return
        else:
            best, other = (b, a) if _worth(b) > _worth(a) else (a, b)
        self._to[other] = best


def _worth(key: str) -> tuple[bool, int]:
    return known(key), min(2, key.count(".") - 1) if not key.startswith("per.") else len(key.split("-"))


def _weight(entity: Entity) -> int:
    """A table, a grammar or a title knows better than the model what a thing is."""
    return (
        1
        if entity.found_by in ("model", "elsewhere", "capitals", "capital on both sides") or "echo" in entity.found_by
        else 5
    )
