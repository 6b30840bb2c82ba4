"""In which sentence link of an alignment a place stands, found without going through them all."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

from pipeline.model.release import Alignment


class Stretches:
    """The stretches of one side of an alignment, by paragraph and in order."""

    def __init__(self, alignment: Alignment, code: str) -> None:
        self._ends: dict[str, list[tuple[int, int, int]]] = defaultdict(list)  # start, end, number of the link
        for n, link in enumerate(alignment.sentences):
            for stretch in link.sides.get(code, ()):
                self._ends[stretch.paragraph].append((stretch.start, stretch.end, n))
        for some in self._ends.values():
            some.sort()

    def at(self, paragraph: str, start: int) -> int:
        """The number of the sentence link that holds the character `start` of the paragraph, -1 for none."""
        some = self._ends.get(paragraph, [])
        n = bisect_right(some, start, key=lambda stretch: stretch[0]) - 1
        return some[n][2] if n >= 0 and start < some[n][1] else -1
