"""Text.edited against a plain re-application of the same edits; every span leads back; dropping patches undoes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.place import Span, Spans
from pipeline.model.text import Edit, Text

RAW = st.text(alphabet="ab œ\n-", max_size=30)


@st.composite
def edits_for(draw: st.DrawFn, text: str) -> list[Edit]:
    """Some edits that do not overlap, in the coordinates of `text`."""
    points = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pairs = list(zip(points[::2], points[1::2], strict=False))
    out: list[Edit] = []
    for n, (a, b) in enumerate(pairs):
        if out and a < out[-1].span.end:
            continue
        if out and a == b == out[-1].span.end == out[-1].span.start:
            continue
        out.append(Edit(Span(a, b), draw(st.text(alphabet="xyz", max_size=3)), f"any.rule-{n}"))
    return out


def plainly(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.span.start] + edit.put + text[edit.span.end :]
    return text


@given(RAW, st.data())
def test_edits_after_edits_give_the_text_that_was_asked_for(raw: str, data: st.DataObject) -> None:
    text = Text(raw)
    for _ in range(3):
        edits = data.draw(edits_for(text.mended))
        wanted = plainly(text.mended, edits)
        text = text.edited(edits)
        assert text.mended == wanted
        assert Text(raw, text.patches).mended == wanted
    assert text.undone().mended == raw.replace("\n", " ")
    for before, after in zip(text.patches, text.patches[1:], strict=False):
        assert before.span.end <= after.span.start


@given(RAW, st.data())
def test_what_no_patch_touched_leads_back_to_the_same_characters(raw: str, data: st.DataObject) -> None:
    text = Text(raw)
    for _ in range(2):
        text = text.edited(data.draw(edits_for(text.mended)))
    put = text.put_spans()
    for at in range(len(text.mended)):
        one = Span(at, at + 1)
        back = text.raw_span(one)
        assert 0 <= back.start <= back.end <= len(raw)
        if not any(s.overlaps(one) for s in put):
            assert back.length == 1
            assert back.of(raw).replace("\n", " ") == one.of(text.mended)
            assert text.mended_span(back) == one
        else:
            patch = text.patches[next(n for n, s in enumerate(put) if s.overlaps(one))]
            assert back == patch.span


@given(RAW, st.data())
def test_rules_are_never_lost(raw: str, data: st.DataObject) -> None:
    text = Text(raw)
    edits = data.draw(edits_for(text.mended))
    first = text.edited(edits)
    signed = {r for p in first.patches for r in p.rules}
    assert signed == {e.rule for e in edits}
    whole = first.edited([Edit(Span(0, len(first.mended)), "all", "any.last")])
    if first.mended:
        assert {r for p in whole.patches for r in p.rules} >= {"any.last"}
        assert whole.mended == "all"


def test_overlapping_edits_and_edits_outside_are_refused() -> None:
    text = Text("abcdef")
    with pytest.raises(ValueError, match="overlap"):
        text.edited([Edit(Span(0, 3), "x", "a.b"), Edit(Span(2, 4), "y", "a.c")])
    with pytest.raises(ValueError, match="outside"):
        text.edited([Edit(Span(4, 9), "x", "a.b")])


def test_two_rules_at_one_place_are_both_named() -> None:
    text = Text("mise en\nœ\nuvre")
    once = text.edited([Edit(Span(9, 10), "", "any.lone-letter")])
    twice = once.edited([Edit(Span(8, 13), "ŒUVRE", "any.capitals")])
    assert twice.mended == "mise en ŒUVRE"
    assert twice.patches[0].rules == ("any.lone-letter", "any.capitals")
    assert twice.patches[0].span.of(text.raw) == "œ\nuvre"


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda t: Span(t[0], t[0] + t[1])), max_size=12)


@given(SPANS, SPANS, st.tuples(st.integers(0, 70), st.integers(1, 15)))
def test_spans_tell_all_that_touch(given_: list[Span], more: list[Span], asked: tuple[int, int]) -> None:
    told = Spans(given_)
    for span in more:
        told.add(span)
    here = Span(asked[0], asked[0] + asked[1])
    assert told.touching(here) == sorted(s for s in [*given_, *more] if s.overlaps(here))
