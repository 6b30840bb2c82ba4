"""Nothing is lost on the way from pages to mended paragraphs, whatever the pages are."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import languages
from pipeline.model.document import Document, Line, Page, Pages, Run, Source, Tongue
from pipeline.model.place import Box, Span
from pipeline.stages.assemble import assemble
from pipeline.stages.repair import repair

addresses = import_module("pipeline.stages.repair.addresses")  # its package has a function of the same name

SIGNS = ["œ", "€", "%", ".", ",", "–", "•", "1", "«", "»", ":", ";", "...........", "\u00a0"]
TORN = [
    "ème",
    "th",
    "uvre",
    "c",
    "ur",
    "territo-",
    "rial",
    "Île-",
    "de-France",
    "3M",
    "18",
    "2019-",
    "2021",
    "t",
    "o",
    "T",
    "ter\u00adre",
]
CODED = ["ﬁn", "e\u0301t", "d´e", "\uf0b7", "\ue001uvre", "Ã©", "oeuvre"]
SOUND = ["la", "les", "mise", "en", "of", "the", "fin.", "NOTE", "1.1", "Contact", "a@b.f", "@Ville", "01 44 55 66 77"]
WORDS = st.sampled_from([*SIGNS, *TORN, *CODED, *SOUND, "Le 3 avril 2022"])
TEXTS = st.lists(WORDS, min_size=1, max_size=9).map(" ".join).filter(lambda t: bool(t.strip()))
CODES = st.sampled_from(languages.codes())


@st.composite
def lines(draw: st.DrawFn, page: int) -> Line:
    text = draw(TEXTS)
    size = draw(st.sampled_from([7.0, 10.0, 10.0, 10.0, 16.0]))
    x, y = draw(st.sampled_from([60.0, 72.0, 310.0, 480.0])), float(draw(st.integers(20, 820)))
    box = Box(page, x, y, x + 0.5 * size * len(text), y + size)
    cut = draw(st.integers(1, len(text)))
    bold, raised = draw(st.booleans()), draw(st.sampled_from([0.0, 0.0, 4.0]))
    runs = [Run(Span(0, cut), box, size, "Sans", bold, False, 0.0)]
    if cut < len(text):
        runs.append(Run(Span(cut, len(text)), box, 0.6 * size, "Mono", bold, False, raised))
    cells = (Span(0, cut), Span(cut, len(text))) if cut < len(text) and draw(st.integers(0, 9)) == 0 else ()
    return Line(text, box, size, bold, tuple(runs), cells)


@st.composite
def drawn(draw: st.DrawFn) -> Pages:
    count = draw(st.integers(1, 3))
    held = [Page(n, 595.0, 842.0, tuple(draw(st.lists(lines(n), max_size=14)))) for n in range(1, count + 1)]
    return Pages(Source("a.pdf", draw(CODES)), tuple(held))


@st.composite
def typed(draw: st.DrawFn) -> Pages:
    texts = draw(st.lists(st.one_of(TEXTS, st.just("")), max_size=25))
    return Pages(Source("a.txt", draw(CODES)), (Page(1, 0.0, 0.0, tuple(Line(t) for t in texts)),))


def letters(texts: list[str]) -> Counter[str]:
    return Counter(c for text in texts for c in text if not c.isspace())


def read(pages: Pages) -> Document:
    code = pages.source.language
    return repair(assemble(pages, Tongue(code, code, 1.0)))


@settings(max_examples=120, deadline=None)
@given(st.one_of(drawn(), typed()))
def test_every_character_is_in_a_paragraph_or_dropped(pages: Pages) -> None:
    document = read(pages)
    given_ = letters([line.text for page in pages.pages for line in page.lines])
    assert letters([p.text.raw for p in document.paragraphs] + [d.raw for d in document.dropped]) == given_
    assert all(d.reason for d in document.dropped)


@settings(max_examples=80, deadline=None)
@given(st.one_of(drawn(), typed()))
def test_all_that_differs_is_signed_and_every_span_lies_in_its_text(pages: Pages) -> None:
    document = read(pages)
    for n, p in enumerate(document.paragraphs):
        assert p.id == f"{pages.source.language}.{n}"
        assert p.text.undone().mended == p.text.raw.replace("\n", " ")
        assert all(patch.rules for patch in p.text.patches)
        spans = [*(f.span for f in p.flags), *(c for row in p.rows for c in row), *(s for s, _ in p.notes)]
        assert all(0 <= s.start <= s.end <= len(p.text.mended) for s in spans)
        assert all(0 <= q.span.start < q.span.end <= len(p.text.raw) for q in p.places)


@settings(max_examples=40, deadline=None)
@given(typed())
def test_reading_is_the_same_twice(pages: Pages) -> None:
    assert read(pages) == read(pages)


PIECES = (
    "http://a.b/",
    "http:",
    "www.",
    "@",
    "x",
    "y.z",
    " ",
    "\n",
    "(",
    "<",
    ".",
    "/c",
    "ftp:",
    ",",
    "\N{NO-BREAK SPACE}",
    "»",
)


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
@settings(max_examples=400)
def test_addresses_are_looked_for_where_they_can_be_only(text: str) -> None:
    """The quick search finds what the whole one finds."""
    assert [m.span() for m in addresses._cut(text)] == [m.span() for m in addresses.CUT.finditer(text)]
