"""Nouns that are but the beginning or the end of a longer name: they link with nothing as they stand.

A witness that loses its way after "Agence" in "Agence de promotion économique du Canada atlantique" leaves a noun;
linked to the whole, or to a noun left over on the other side, it would say nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from pipeline.languages.names import Grammar, fold, grammar
from pipeline.languages.renderings import small_words

from .likeness import core, row
from .mentions import Mention, Sides

ALONE = ("short", "measure")  # witnesses that take a noun alone for a name

_BEFORE = re.compile(r"([^\W\d_][^\W_]*)[ -]$")
_LAST = re.compile(r"([^\W_]+)[ '’]$")
_ROMAN = re.compile(r"(?=..)X{0,3}(?:IX|IV|V?I{0,3})")  # "Arden I and II": a number, and no name
_NUMBER = re.compile(r"[-(]\d{3}")
_AFTER = re.compile(r"(?:[ ]|\s?['’])([^\W_]+)((?:[ ]|['’])[^\W_]+)?((?:[ ]|['’])[^\W_]+)?")


def without_fragments(both: Sides) -> Sides:
    """The sides without nouns whose name goes on around them: what is there is in nobody's way."""
    kept = [tuple(m for m in both.mentions[n] if not fragment(both, n, m)) for n in (0, 1)]
    return replace(both, mentions=(kept[0], kept[1]))


def fragment(both: Sides, side: int, mention: Mention) -> bool:
    """Whether a mention is a noun and its name goes on around it, the letters of a number, or one in Roman figures."""
    told = grammar((both.first, both.second)[side])
    if _coded(both, side, mention) or _ROMAN.fullmatch(mention.entity.text):
        return True
    found = row(mention.entity.key)
    if found is not None and found.kind == "article":
        return mention.entity.found_by.startswith("echo") and not _bare(both, side, mention)
    noun = core(mention.entity.text)
    if len(noun) != 1 or _one(mention.entity.key):
        return False
    if noun[0] not in _nouns(told.code) and mention.entity.found_by not in ALONE:
        return False
    text = next(p.text for p in both.passages[side] if p.paragraph == mention.paragraph)
    span = mention.entity.span
    return _led(text[: span.start], told) if told.titlecase else _continued(text[span.end :], told)


def _coded(both: Sides, side: int, mention: Mention) -> bool:
    """Whether capitals are the beginning of a document's number: COM(1999), A5-0104."""
    text = next(p.text for p in both.passages[side] if p.paragraph == mention.paragraph)
    return mention.entity.text.isupper() and bool(_NUMBER.match(text, mention.entity.span.end))


def _bare(both: Sides, side: int, mention: Mention) -> bool:
    """Whether a name that names only after an article stands after one, and no capital goes on: the State, but not
    State Medical Aid."""
    told = grammar((both.first, both.second)[side])
    text = next(p.text for p in both.passages[side] if p.paragraph == mention.paragraph)
    before, after = _LAST.search(text[: mention.entity.span.start]), text[mention.entity.span.end :]
    return before is not None and fold(before[1]) in told.articles and not (after[:1] == " " and after[1:2].isupper())


def _led(before: str, told: Grammar) -> bool:
    """Whether a word with a capital, no article, title or first word, stands right before: Indigenous Services."""
    found = _BEFORE.search(before)
    if not found or not found[1][0].isupper():
        return False
    word = fold(found[1])
    return word not in small_words(told.code) and word not in told.openers and word not in told.titles


def _continued(after: str, told: Grammar) -> bool:
    """Whether a complement follows that is no name of its own: a quality, or a link and a word in small letters."""
    found = _AFTER.match(after)
    if found and fold(found[1]) in told.qualities and found[1][0].islower():
        return True
    if not found or fold(found[1]) not in told.tight:
        return False
    words = [w.strip(" '’") for w in found.groups()[1:] if w]
    while words and fold(words[0]) in told.definite:
        words = words[1:]
    return bool(words) and words[0][0].islower() and fold(words[0]) not in told.openers


def _one(key: str) -> bool:
    """Whether the tables have one thing of this key, and no kind of which there are many."""
    found = row(key)
    return found is not None and found.kind != "class"


@cache
def _nouns(code: str) -> frozenset[str]:
    told = grammar(code)
    return frozenset((*told.heads, *told.measures))
