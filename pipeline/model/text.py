"""Raw text and its signed repairs: nothing is rewritten without a `Patch` that leads back to the raw characters.

One law needs no signature: outside the patches a line feed of the raw text reads as a space, one character for one.
All else that differs between `raw` and `mended` is a patch; dropping the patches undoes every repair."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
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
        for before, after in pairwise(todo):
            if after.span.start < before.span.end:
                raise ValueError(f"edits overlap: {before} and {after}")
        if todo[0].span.start < 0 or todo[-1].span.end > len(self.mended):
            raise ValueError(f"an edit lies outside the text of {len(self.mended)} characters")
        return Text(self.raw, tuple(_merged(self.mended, self.patches, todo)))

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


def _merged(mended: str, patches: tuple[Patch, ...], edits: list[Edit]) -> Iterator[Patch]:
    """The patches with these edits worked in, in one pass; edits are in the coordinates of `mended`.

    An edit and the patches that it touches, and the next edit when it touches the last of them, become one patch."""
    at, shift = 0, 0  # patches done with; mended minus raw to the left of the next one
    todo = deque(edits)
    while todo:
        while at < len(patches) and _place(patches[at], shift).end <= todo[0].span.start:
            shift += _grown(patches[at])
            yield patches[at]
            at += 1
        start, before, end = todo[0].span.start, shift, 0
        mine: list[Edit] = []
        rules: list[str] = []
        last = -1  # end of the last patch that was touched
        while todo and (not mine or todo[0].span.start < last):
            edit = todo.popleft()
            mine.append(edit)
            end = max(end, edit.span.end)
            while at < len(patches) and _place(patches[at], shift).start < edit.span.end:
                place = _place(patches[at], shift)
                start, end, last = min(start, place.start), max(end, place.end), place.end
                rules += patches[at].rules
                shift += _grown(patches[at])
                at += 1
        rules += [edit.rule for edit in mine]
        yield Patch(Span(start - before, end - shift), _edited(mended, start, end, mine), tuple(dict.fromkeys(rules)))
    yield from patches[at:]


def _place(patch: Patch, shift: int) -> Span:
    """Where what the patch put stands in the mended text."""
    return Span(patch.span.start + shift, patch.span.start + shift + len(patch.put))


def _grown(patch: Patch) -> int:
    return len(patch.put) - patch.span.length


def _edited(text: str, start: int, end: int, edits: list[Edit]) -> str:
    """`text[start:end]` with the edits applied."""
    out, at = [], start
    for edit in edits:
        out += [text[at : edit.span.start], edit.put]
        at = edit.span.end
    return "".join([*out, text[at:end]])
