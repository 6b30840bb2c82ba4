"""Nothing was left in the other language: no paragraph, no sentence. (True when all is well: nothing is untranslated.)

The witnesses are function words (`function_words.txt` of each language), those that the other language does not share:
a name or a title of two words left as it is says nothing; five articles and prepositions of the wrong language do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.languages.folder import read_words
from pipeline.model.document import FURNITURE
from pipeline.model.place import Span
from pipeline.model.release import Gravity, Release, Spot

from .check import Measure, paragraphs, shortened, side

GRAVITY: Final[Gravity] = "fault"
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")
APOSTROPHES = ("'", "\N{RIGHT SINGLE QUOTATION MARK}")
FEWEST = 4  # function words of the other language, none of its own between them: a short sentence has four
MOST = 0.5  # of them: then a paragraph that is the same on both sides was left as it was, as a whole
FAULT = 0.8  # of the paragraph's function words: the paragraph was left as it is; less is a title or a citation in it


def score(release: Release) -> Iterator[Measure]:
    """For each paragraph, the longest stretch in another language of the release, as a share of the paragraph."""
    for alignment, code, paragraph in paragraphs(release):
        if paragraph.kind in FURNITURE:
            continue
        text = paragraph.text.mended
        for other in (c for c in release.languages if c != code):
            if found := foreign(text, code, other):
                span, share = found
                if share >= MOST and _plain(side(release, alignment, other).text) == _plain(text):
                    span, share = Span(0, len(text)), 1.0
                saying = "paragraph" if share >= FAULT else "stretch"
                places = {"here": code, "there": other, "text": shortened(span.of(text))}
                yield Measure(share, saying, {code: Spot(paragraph.id, span)}, alignment, places)


def _plain(text: str) -> str:
    return " ".join(WORD.findall(text))


def foreign(text: str, own: str, other: str) -> tuple[Span, float] | None:
    """(what of the text is in the other language, its share of the function words); None when too little is."""
    span, count, share = longest_stretch(text, own, other)
    if span is None or count < FEWEST:
        return None
    return (Span(0, len(text)) if share >= FAULT else span), share


def longest_stretch(text: str, own: str, other: str) -> tuple[Span | None, int, float]:
    """(span of the longest run of words with function words of `other` and none of `own`, how many of them it has, what
    share of all function words in the text they are)."""
    ours, theirs = frozenset(read_words(own, "function_words")), frozenset(read_words(other, "function_words"))
    best: tuple[Span | None, int] = (None, 0)
    run: list[Span] = []
    total = 0
    for found in WORD.finditer(text):
        word = found[0].lower()
        if len(word) == 1 and text[found.start() - 1 : found.start()] in APOSTROPHES:
            continue  # the rest of a word: it’s, don’t
        if word in ours and word not in theirs:
            run, total = [], total + 1
        elif word in theirs and word not in ours:
            run.append(Span(*found.span()))
            total += 1
            if len(run) > best[1]:
                best = (Span(run[0].start, run[-1].end), len(run))
    return best[0], best[1], best[1] / total if total else 0.0


def verdict(measure: Measure) -> Gravity | None:
    """A whole paragraph is a fault, a stretch in it may be a title that is meant to stay."""
    return GRAVITY if measure.score >= FAULT else "doubt"
