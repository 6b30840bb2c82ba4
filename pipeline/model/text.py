"""Raw text and its signed repairs: nothing is rewritten without a `Patch` that leads back to the raw characters.

One law needs no signature: outside the patches a line feed of the raw text reads as a space, one character for one.
All else that differs between `raw` and `mended` is a patch; dropping the patches undoes every repair."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from .place import Span


class Patch(NamedTuple):
    """`put` stands in place of `raw[span]`; `rules` names who said so, in the order in which they did."""

    span: Span
    put: str
    rules: tuple[str, ...]


class Edit(NamedTuple):
    """A change asked for, in the coordinates of the mended text as it stands; `rule` is `folder.kebab-id`."""

    span: Span
    put: str
    rule: str


def _apply(raw: str, patches: tuple[Patch, ...]) -> str:
    if not patches:
        return raw.replace("\n", " ")
    out, at = [], 0
    for patch in patches:
        out.append(raw[at : patch.span.start].replace("\n", " "))
        out.append(patch.put)
        at = patch.span.end
    out.append(raw[at:].replace("\n", " "))
    return "".join(out)


@dataclass(frozen=True)
class Text:
    """`raw` as the page said it, lines joined by a line feed; `mended` as it should read.

    `patches` are sorted, do not overlap and speak of `raw`.

    >>> text = Text("la mise en\\nœ\\nuvre")
    >>> text.mended
    'la mise en œ uvre'
    >>> better = text.edited([Edit(Span(11, 17), "œuvre", "any.lone-letter")])
    >>> better.mended, better.patches
    ('la mise en œuvre', (Patch(span=Span(start=11, end=17), put='œuvre', rules=('any.lone-letter',)),))
    >>> better.raw_span(Span(11, 16)).of(better.raw)
    'œ\\nuvre'
    >>> better.undone().mended == text.mended
    True
    """

    raw: str
    patches: tuple[Patch, ...] = ()
    mended: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mended", _apply(self.raw, self.patches))

    def undone(self) -> Text:
        """The same text without any repair."""
        return Text(self.raw)

    def edited(self, edits: Iterable[Edit]) -> Text:
        """A new text with these edits applied; edits are in mended coordinates, sorted here, and must not overlap.

        An edit that touches an earlier patch is merged with it, so that the rules of both are kept.

        Raises ValueError when two edits overlap or one lies outside the text."""
        todo = sorted(edits, key=lambda e: e.span)
        if not todo:
            return self
        patches = list(self.patches)
        for before, after in pairwise(todo):
            if after.span.start < before.span.end:
                raise ValueError(f"edits overlap: {before} and {after}")
        if todo[0].span.start < 0 or todo[-1].span.end > len(self.mended):
            raise ValueError(f"an edit lies outside the text of {len(self.mended)} characters")
        for edit in reversed(todo):  # from the end, so that what stands before keeps its coordinates
            patches = _merged(patches, edit, self.raw)
        return Text(self.raw, tuple(patches))

    def raw_span(self, span: Span) -> Span:
        """The raw characters from which this span of the mended text comes; a patch is taken whole or not at all."""
        return Span(self._to_raw(span.start, end=False), self._to_raw(span.end, end=True))

    def mended_span(self, span: Span) -> Span:
        """Where these raw characters stand in the mended text; inside a patch, the whole of what it put."""
        shift, start, end = 0, None, None
        for patch in self.patches:
            if start is None and span.start < patch.span.end:
                start = min(span.start, patch.span.start) + shift
            if end is None and span.end <= patch.span.start:
                end = span.end + shift
            grown = len(patch.put) - patch.span.length
            if end is None and span.end <= patch.span.end:
                end = patch.span.end + shift + grown
            shift += grown
        start = span.start + shift if start is None else start
        end = span.end + shift if end is None else end
        return Span(start, max(start, end))

    def put_spans(self) -> tuple[Span, ...]:
        """For each patch, where what it put stands in the mended text."""
        out, shift = [], 0
        for patch in self.patches:
            start = patch.span.start + shift
            out.append(Span(start, start + len(patch.put)))
            shift += len(patch.put) - patch.span.length
        return tuple(out)

    def _to_raw(self, at: int, *, end: bool) -> int:
        shift = 0  # mended minus raw, left of `at`
        for patch in self.patches:
            start = patch.span.start + shift
            stop = start + len(patch.put)
            if at < start or (at == start and (end or start != stop)):
                break
            if at < stop or (at == stop and end):
                return patch.span.end if end else patch.span.start
            shift += len(patch.put) - patch.span.length
        return at - shift


def _merged(patches: list[Patch], edit: Edit, raw: str) -> list[Patch]:
    """`patches` with one more edit, given in the coordinates of the text that `patches` make."""
    shift, before, touched, after = 0, [], [], []
    start, end = edit.span
    for patch in patches:
        a = patch.span.start + shift
        b = a + len(patch.put)
        shift += len(patch.put) - patch.span.length
        if b < start or (b == start and not _inside(a, b, edit)):
            before.append(patch)
        elif a > end or (a == end and not _inside(a, b, edit)):
            after.append(patch)
        else:
            touched.append((patch, a, b))
    moved = sum(len(p.put) - p.span.length for p in before)
    if not touched:
        fresh = Patch(Span(start - moved, end - moved), edit.put, (edit.rule,))
        return [*before, fresh, *after]
    first, last = touched[0], touched[-1]
    head = first[0].put[: max(0, start - first[1])]
    tail = last[0].put[len(last[0].put) - max(0, last[2] - end) :] if last[2] > end else ""
    raw_start = first[0].span.start - max(0, first[1] - start)
    raw_end = last[0].span.end + max(0, end - last[2])
    rules = tuple(dict.fromkeys([r for p, _, _ in touched for r in p.rules] + [edit.rule]))
    return [*before, Patch(Span(raw_start, raw_end), head + edit.put + tail, rules), *after]


def _inside(a: int, b: int, edit: Edit) -> bool:
    """A patch that put nothing (a == b) belongs to the edit only when the edit covers its place."""
    return a == b and edit.span.start < a < edit.span.end
