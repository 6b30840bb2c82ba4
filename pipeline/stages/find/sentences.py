"""Where sentences begin and end. Cautious: a border that is in doubt is none, for two sentences taken as one still
align, while a torn one does not."""

from __future__ import annotations

import re

from pipeline.languages import Language
from pipeline.languages.sentences import Stops, stops
from pipeline.model.place import Span

# A stop, what may close after it (quotation marks, brackets, with the space French puts before them), white space.
_END = re.compile(r"(?P<stop>[.!?…]+)(?P<close>(?:[\"'”’)\]]|\s?[»›])*)(?P<gap>\s+)")
# What may open a sentence before its first letter.
_OPEN = re.compile(r"[\"'“‘«‹(\[¿¡\s]*(?:[-–—]\s+)?[\"'“‘«‹(\[\s]*")
_BULLET = re.compile(r"\s+(?=[•▪■►‣◦●])")
_WORD_BEFORE = re.compile(r"[^\s\"'“”‘’«»()\[\]]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+$")
_ENUMERATOR = re.compile(r"(?:\d{1,3}|[IVXLC]{1,6}|\w)\.$")


def sentences(text: str, language: Language) -> tuple[Span, ...]:
    """The sentences of a paragraph, in order; white space between them is in none.

    >>> from pipeline.languages import codes, load
    >>> [s.of("M. Hulot part. Il revient !") for s in sentences("M. Hulot part. Il revient !", load(codes()[0]))]
    ['M. Hulot part.', 'Il revient !']
    """
    known = stops(language.code)
    cuts: list[tuple[int, int]] = [(m.start(), m.end()) for m in _BULLET.finditer(text)]
    start = 0
    for match in _END.finditer(text):
        if _ends(text, start, match, known):
            cuts.append((match.start("gap"), match.end()))
            start = match.end()
    return _between(text, sorted(cuts))


def _ends(text: str, start: int, match: re.Match[str], known: Stops) -> bool:
    """Whether the stop that was matched ends the sentence that begins at `start`."""
    first = _OPEN.match(text, match.end())
    after = text[first.end() if first else match.end() :][:24]
    if not after or after[0].islower() or after[0] in ",;:.!?…»)]":
        return False
    if match["stop"] != "." or match["close"]:
        return True
    before = text[max(start, match.start() - known.longest - 1) : match.end("stop")]
    found = _WORD_BEFORE.search(before)
    word = found[0] if found else before
    if _ENUMERATOR.fullmatch(word) and not text[start : match.end("stop")].strip().removesuffix(word):
        return False  # "1. Goals"
    if _among(before, word, known.never):
        return False
    if after[0].isdigit() and _among(before, word, known.before_figure):
        return False
    if _among(before, word, known.may) or _INITIALS.fullmatch(word):
        return any(after.startswith(s) and not after[len(s) : len(s) + 1].isalpha() for s in known.starters)
    return True


def _among(before: str, word: str, abbreviations: frozenset[str]) -> bool:
    """Whether the text ends in one of these, taken as a whole word (some are two words, "p. ex.")."""
    if word in abbreviations:
        return True
    rest, _, last = before.rstrip().rpartition(" ")
    return bool(rest) and f"{rest.rpartition(' ')[2]} {last}" in abbreviations


def _between(text: str, cuts: list[tuple[int, int]]) -> tuple[Span, ...]:
    out, at = [], 0
    for end, begin in [*cuts, (len(text), len(text))]:
        stretch = text[at:end]
        inner = stretch.strip()
        if inner:
            left = at + len(stretch) - len(stretch.lstrip())
            out.append(Span(left, left + len(inner)))
        at = max(at, begin)
    return tuple(out)
