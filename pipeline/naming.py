"""`names propose`: names that the corpus itself links often enough, for a person to accept into its names.toml.

A proposal is a name no table knows, linked the same way again and again: the pair is told with its counts and the
releases that say so. `accepted` merges what a person took into the text of names.toml."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.languages import codes
from pipeline.languages.names import fold, institutions
from pipeline.languages.renderings import parts
from pipeline.model.facts import Label
from pipeline.model.release import Release

OFTEN = 2  # links a pair must have: one may be chance
CONSISTENT = 0.75  # share of a name's links that go to the same name on the other side


@dataclass(frozen=True)
class Proposal:
    """`names` by language, `times` links that say so, `share` of all links of that name, `releases` where."""

    key: str
    label: Label
    names: Mapping[str, str]
    times: int
    share: float
    releases: tuple[str, ...]

    def entry(self, by: str = "") -> dict[str, Any]:
        """The `[[names]]` entry of names.toml; an acronym goes where acronyms go."""
        out: dict[str, Any] = {"key": self.key}
        for code, name in self.names.items():
            out[f"{code}_acronym" if name.isupper() and " " not in name else code] = [name]
        return {**out, "by": by} if by else out


def propose(releases: Iterable[Release], often: int = OFTEN) -> tuple[Proposal, ...]:
    """Proposals for names that the two sides write differently, most often linked first."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    shown: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    about: dict[tuple[str, str, str, str], tuple[str, Label]] = {}
    where: dict[tuple[str, str, str, str], dict[str, None]] = defaultdict(dict)
    told = {
        fold(n) for row in institutions(codes()) for some in (*row.names.values(), *row.acronyms.values()) for n in some
    }
    for release in releases:
        for alignment in release.alignments:
            for link in alignment.entities:
                (a, one), (b, two) = ((c, release.entity(i)[1]) for c, i in link.sides.items())
                x, y = fold(one.text), fold(two.text)
                shown[a, x][one.text] += 1
                shown[b, y][two.text] += 1
                pair = (a, x, b, y)
                counts[pair] += 1
                about.setdefault(pair, (one.key, one.label))
                where[pair][release.id] = None
    left: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for (a, x, b, y), n in counts.items():
        left[a, x] += n
        right[b, y] += n
    out = []
    for pair, n in counts.items():
        a, x, b, y = pair
        share = n / max(left[a, x], right[b, y])
        if n >= often and share >= CONSISTENT and x != y and not (x in told and y in told):
            key, label = about[pair]
            names = {a: _most(shown[a, x]), b: _most(shown[b, y])}
            if not _word_by_word(names):
                out.append(Proposal(key, label, names, n, round(share, 3), tuple(where[pair])))
    return tuple(sorted(out, key=lambda p: (-p.times, -p.share, p.key)))


def _word_by_word(names: Mapping[str, str]) -> bool:
    """Whether the tables know each word of both names, and the words answer each other: a person has nothing to add."""
    (a, one), (b, two) = names.items()
    left, right = list(parts(one, a, codes())), list(parts(two, b, codes()))
    for x in tuple(left):
        y = next((y for y in right if x & y), None)
        if y is not None and len(x) > 1:
            left.remove(x)
            right.remove(y)
    return not left and not right


def _most(counter: Counter[str]) -> str:
    return min(counter, key=lambda text: (-counter[text], text))


def accepted(told: str, proposals: Sequence[Proposal], by: str) -> dict[str, Any]:
    """The content of names.toml, as plain data, with these proposals added; what is there already stays once."""
    data: dict[str, Any] = tomllib.loads(told)
    entries: list[dict[str, Any]] = list(data.get("names", []))
    for proposal in proposals:
        fresh = proposal.entry(by)
        if not any({**e, "by": ""} == {**fresh, "by": ""} for e in entries):
            entries.append(fresh)
    return {**data, "names": entries}
