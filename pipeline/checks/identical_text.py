"""No text is the same on both sides: what reads alike in two languages was not translated. (True when well: none is.)

Names and figures read alike and are right so; they are taken away before the words are counted. A text whose function
words tell which of the two languages it is in is told by `untranslated`, and not twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.languages.folder import read_words
from pipeline.model.release import Gravity, Release

from .check import Measure, Pair, Side, pairs, shortened
from .untranslated import foreign

GRAVITY: Final[Gravity] = "doubt"
WORD = re.compile(r"(?<![\w/:.$%=<-])[^\W\d_]{2,}(?![\w/:$%=>(-])")  # of a sentence, not of a path or a command
FEW = 3  # words: "Contact presse" and its like are the same in two languages by right
TOKEN = re.compile(r"\S+")
PROMPT = re.compile(r"(?:^|\s)(?:\$|#{1,3})\s")  # what is typed at a terminal, or a comment in a listing
LINK = re.compile(r"@|://|www\.")


def score(release: Release) -> Iterator[Measure]:
    """How many words, names aside, both sides have in common, where they have nothing else."""
    for pair in pairs(release):
        if not pair.furniture and " ".join(pair.left.text.split()) == " ".join(pair.right.text.split()):
            places = {"here": pair.left.code, "there": pair.right.code, "text": shortened(pair.left.text)}
            alike = plain_words(pair.left) if sentence(pair) and not told(pair) else 0
            yield Measure(alike, "same", pair.spots, pair.alignment, places)


def told(pair: Pair) -> bool:
    """Whether `untranslated` speaks of it, on either side."""
    return any(foreign(p.text.mended, here.code, there.code) for here, there in pair.both for p in here.paragraphs)


def sentence(pair: Pair) -> bool:
    """Whether there is a function word of either language in it: without one it is a command, a label, a list. Behind a
    prompt it is a command all the same."""
    if PROMPT.search(pair.left.text):
        return False
    known = {word for side in (pair.left, pair.right) for word in read_words(side.code, "function_words")}
    return any(found[0].lower() in known for found in WORD.finditer(pair.left.text))


def plain_words(side: Side) -> int:
    """The words that are in no name, no figure and no address."""
    count = 0
    for paragraph, facts in zip(side.paragraphs, side.facts, strict=True):
        text = paragraph.text.mended
        taken = [e.span for e in facts.entities] + [f.span for f in facts.figures]
        links = [m.span() for m in TOKEN.finditer(text) if LINK.search(m[0])]
        for found in WORD.finditer(text):
            inside = any(a < found.end() and found.start() < b for a, b in [*taken, *links])
            count += not inside
    return count


def verdict(measure: Measure) -> Gravity | None:
    return GRAVITY if measure.score >= FEW else None
