"""What only one side's witnesses saw, looked for on the other: a name that is written the same is the same name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.languages.names import fold, grammar
from pipeline.model.facts import Entity, Label
from pipeline.model.place import Span

from .likeness import alike, same_word, words
from .mentions import Mention, Passage, Sides
from .pairing import Pair

_NAME = re.compile(r"[^\W\d_][^\W_]*(?:[-'’][^\W_]+)*")
_WORD = re.compile(r"[^\W_]+")
_GAPS = frozenset((" ", "-", "'", "’", "\N{NO-BREAK SPACE}", "‑", ""))
_ENDS = re.compile(r"(?:^|[.!?:;•…»”\"|]|\n)[\s«“\"'(‘\[–—-]*$")


def echoes(both: Sides, pairs: Sequence[Pair]) -> list[Mention]:
    """New mentions: unlinked names of one side that stand in the other side's text, letter for letter, and words with a
    capital in the midst of a sentence that both sides share."""
    out: list[Mention] = []
    for here, there in ((0, 1), (1, 0)):
        linked = {(m.paragraph, m.entity.span) for m in ((p.left, p.right)[here] for p in pairs)}
        taken = _taken(both.passages[there], [*both.mentions[there], *out])
        for mention in both.mentions[here]:
            if (mention.paragraph, mention.entity.span) in linked:
                continue
            found = _written(both, there, mention.entity, taken)
            if found is not None:
                passage, span = found
                entity = mention.entity._replace(
                    id="", span=span, text=span.of(passage.text), found_by=f"echo of {mention.entity.found_by}"
                )
                out.append(both.mention(there, passage, entity))
                taken.setdefault(passage.paragraph, []).append(span)
    return out or _shared(both)


def _taken(passages: Sequence[Passage], mentions: Sequence[Mention]) -> dict[str, list[Span]]:
    """Where no new name can be: in figures and in the names there are."""
    out = {p.paragraph: list(p.figures) for p in passages}
    for m in mentions:
        out.setdefault(m.paragraph, []).append(m.entity.span)
    return out


def _written(both: Sides, side: int, entity: Entity, taken: dict[str, list[Span]]) -> tuple[Passage, Span] | None:
    """The first free place on a side where this name stands: the same letters, else an exonym or nearly the same."""
    wanted = words(entity.text)
    if not wanted:
        return None
    nearly: tuple[float, Passage, Span] | None = None
    for passage in both.passages[side]:
        spots = list(_WORD.finditer(passage.text))
        folds = [fold(m[0]) for m in spots]
        for i in range(len(spots) - len(wanted) + 1):
            some = spots[i : i + len(wanted)]
            if some[0][0][0].islower() and entity.text[0].isupper():
                continue
            span = Span(some[0].start(), some[-1].end())
            if any(span.overlaps(t) for t in taken.get(passage.paragraph, ())) or not _together(passage.text, some):
                continue
            score = _score(wanted, tuple(folds[i : i + len(wanted)]))
            if score == 1.0:
                return passage, span
            if score and some[0][0][0].isupper() and (nearly is None or score > nearly[0]):
                nearly = (score, passage, span)
    return nearly[1:] if nearly else None


def _score(wanted: tuple[str, ...], found: tuple[str, ...]) -> float:
    if wanted == found:
        return 1.0
    if all(same_word(x, y) for x, y in zip(wanted, found, strict=True)):
        return 0.99
    return min(alike(" ".join(wanted), " ".join(found)), 0.98)


def _together(text: str, some: Sequence[re.Match[str]]) -> bool:
    """Nothing but one space, hyphen or apostrophe between the words."""
    return all(y.start() - x.end() <= 1 and text[x.end() : y.start()] in _GAPS for x, y in pairwise(some))


def _shared(both: Sides) -> list[Mention]:
    """Words with a capital that stand in the midst of a sentence on both sides and that no witness knew."""
    told = [grammar(code) for code in (both.first, both.second)]
    apart = {w for g in told for w in (*g.openers, *g.titles, *g.roles)} | {w for g in told for w in g.common}
    found = [_capitals(both, side) for side in (0, 1)]
    out = []
    for name in found[0]:
        if name in found[1] and name not in apart and name.lower() not in apart and len(name) > 2:
            label: Label = "ORG" if name.isupper() else "MISC"
            for side in (0, 1):
                passage, span = found[side][name]
                key = f"{label.lower()}.{name.lower()}"
                out.append(both.mention(side, passage, Entity("", span, name, label, key, "capital on both sides")))
    return out


def _capitals(both: Sides, side: int) -> dict[str, tuple[Passage, Span]]:
    """Free words with a capital in the midst of a sentence, each at its first place."""
    taken = _taken(both.passages[side], both.mentions[side])
    out: dict[str, tuple[Passage, Span]] = {}
    for passage in both.passages[side]:
        letters = [c for c in passage.text if c.isalpha()]
        if sum(c.isupper() for c in letters) > 0.4 * len(letters):
            continue  # a heading in capitals
        for m in _NAME.finditer(passage.text):
            if m[0][0].isupper() and m[0] not in out and not _ENDS.search(passage.text[: m.start()][-12:]):
                span = Span(*m.span())
                if not any(span.overlaps(t) for t in taken.get(passage.paragraph, ())):
                    out[m[0]] = (passage, span)
    return out
