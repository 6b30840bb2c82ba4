"""Acronyms and the long names that a document gives them, once and anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .lexicon import Lexicon
from .tokens import Tokens

_CLOSES = frozenset('»”"')
FURTHEST = 24  # words between a long name's first word and its acronym; the longest seen has 17


class Expansion(NamedTuple):
    """An acronym explained in a text: words `start`..`end` are the long name, `at`..`stop` the acronym."""

    acronym: str
    start: int
    end: int
    at: int
    stop: int


def written(tokens: Tokens, i: int) -> int:
    """The end of the acronym that begins at word i, or i when there is none: MILDECA, AP-HP, CRTCs, Anah is not."""
    word = tokens.words[i]
    if not _upper(word):
        return i
    end = i + 1
    while (
        end < len(tokens)
        and tokens.starts[end] - tokens.ends[end - 1] == 1
        and _upper(tokens.words[end])
        and tokens.text[tokens.ends[end - 1]] == "-"
    ):
        end += 1
    return end if sum(len(w) for w in tokens.words[i:end]) >= 2 else i


def _upper(word: str) -> bool:
    body = word[:-1] if len(word) > 3 and word[-1] == "s" else word
    return body.isalnum() and body[0].isalpha() and body.isupper() and len(body) > 1


def expansions(tokens: Tokens, lexicon: Lexicon) -> list[Expansion]:
    """ "long name (ACR)" and "ACR (long name)", where the letters of the acronym begin the words of the long name."""
    out = []
    for i in range(1, len(tokens) - 2):
        if tokens.words[i] != "(" or tokens.loud:
            continue
        close = next((k for k in range(i + 1, min(i + FURTHEST, len(tokens))) if tokens.words[k] == ")"), 0)
        if not close:
            continue
        acronym = tokens.text[tokens.starts[i + 1] : tokens.ends[close - 1]]
        if _acronymic(acronym):
            end = i - 1 if tokens.words[i - 1] in _CLOSES else i
            start = _long_before(tokens, end, acronym, lexicon)
            if start is not None:
                out.append(Expansion(acronym, start, end, i + 1, close))
        elif written(tokens, i - 1) == i:
            begin = i - 1
            if (
                begin > 0
                and tokens.text[tokens.ends[begin - 1] : tokens.starts[begin]] == "-"
                and _upper(tokens.words[begin - 1])
            ):
                begin -= 1
            acronym = tokens.spoken(begin, i)
            if covers(acronym, tokens.folds[i + 1 : close], lexicon):
                out.append(Expansion(acronym, i + 1, close, begin, i))
    return out


def _acronymic(text: str) -> bool:
    """MILDECA, AP-HP, Anah, Cades: one word of 2 to 12 letters, two capitals or a capital and 3 letters more."""
    body = text.replace("-", "").replace("&", "").replace(".", "")
    return (
        2 <= len(body) <= 12
        and body.isalnum()
        and body[0].isupper()
        and not body.isdigit()
        and (sum(c.isupper() for c in body) >= 2 or 4 <= len(body) <= 7)
    )


def _long_before(tokens: Tokens, bracket: int, acronym: str, lexicon: Lexicon) -> int | None:
    """Where the long name before a bracket begins: the nearest word from which the letters can be read."""
    small = lexicon.grammar.articles | lexicon.grammar.joints
    for start in range(bracket - 1, max(-1, bracket - FURTHEST), -1):
        word = tokens.words[start]
        if word in ".;:()«»“”!?":
            return None
        if tokens.folds[start] in small or lexicon.links.at(tokens, start):
            continue
        if not word[0].isalpha():
            continue
        if covers(acronym, tokens.folds[start:bracket], lexicon):
            return start
    return None


def covers(acronym: str, folds: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether the letters are read off the words in order, each word of weight giving its first letter at least.

    The first letter of the acronym begins the first word. Small words may give theirs or not; a letter may also come
    from inside a word that gave its first (C-a-d-e-s of "dette sociale")."""
    from pipeline.languages.names import fold

    letters = [c for c in fold(acronym) if c.isalnum()]
    words = [w for w in folds if w[0].isalnum()]
    if not words or not letters or words[0][0] != letters[0] or len(words) > 2 * len(letters) + 6:
        return False
    small = lexicon.grammar.articles | lexicon.grammar.joints | lexicon.grammar.links
    heavy = sum(w not in small for w in words)
    if heavy < 2 or heavy > len(letters) + 1:
        return False
    return _read(letters, words, small, 0, 0, 0)


def _read(letters: list[str], words: list[str], small: frozenset[str], n: int, w: int, skipped: int) -> bool:
    """Whether letters[n:] can be read off words[w:]; at most one heavy word may give nothing."""
    if n == len(letters):
        return skipped + sum(x not in small for x in words[w:]) <= 1
    if w == len(words):
        return False
    word = words[w]
    if word[0] == letters[n]:
        took = 1
        if _read(letters, words, small, n + 1, w + 1, skipped):
            return True
        at = 1
        while n + took < len(letters) and took < 3:
            at = word.find(letters[n + took], at)
            if at < 0:
                break
            took, at = took + 1, at + 1
            if _read(letters, words, small, n + took, w + 1, skipped):
                return True
    if word in small:
        return _read(letters, words, small, n, w + 1, skipped)
    return w > 0 and skipped == 0 and _read(letters, words, small, n, w + 1, 1)
