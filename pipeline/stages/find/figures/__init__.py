"""Figures: every number of a text with its value. One grammar; all words of a language are data.

`tokens` cuts the text · `lexicon` holds the language · `numerals` values numerals · `amounts`, `spoken` and `dates`
read one figure · `joins` ties neighbours into ranges, ratios and comparisons · here: one pass over the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from pipeline.languages import Language
from pipeline.model.facts import Figure
from pipeline.model.place import Span

from .amounts import amount_in_digits
from .dates import date_at, part_of_year
from .joins import joined
from .lexicon import Lexicon, lexicon, plainer
from .numerals import digits
from .spoken import amount_in_words
from .term import Term, told
from .tokens import CLOCK, DAY, ISO, NUMBER, WORD, Tokens, cut

DIGIT = re.compile(r"\d")
ENTRY = re.compile(r"([^\s,\d][^,]{0,60}?)((?:, \d{1,3}(?:[-\u2013]\d{1,3})?)+)(?!\S)")
ENTRIES, SORTED = 6, 0.9  # entries that make an index, and the share of them that must be in order, and of the text
STOPS = (".", "!", "?", ":", ";")
WORDY = 3  # letters of a word that a heading's number may be glued to: 11.10Comment, and not 2.5M
SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}")
NUMERIC = frozenset({ISO, DAY, CLOCK, NUMBER})


def figures(text: str, language: Language, paragraph: str = "") -> tuple[Figure, ...]:
    """Every figure of a text, in its order, none inside another.

    Ids are `<paragraph>.f<n>`, n from 1, when `paragraph` is given. A text without a digit or a number word costs one
    search. Telephone numbers, postcodes, articles of law, versions, e-mail addresses are no figures."""
    lex = lexicon(language.code)
    if not (DIGIT.search(text) or _trigger(language.code).search(text)):
        return ()
    t = cut(text)
    found = joined(t, _terms(t, lex), lex)
    return tuple(_figure(t, term, f"{paragraph}.f{n}" if paragraph else "") for n, term in enumerate(found, 1))


@cache
def _trigger(code: str) -> re.Pattern[str]:
    lex = lexicon(code)
    shapes = [r"\b(?:" + _any_of(lex.triggers) + ")"]
    if lex.ones:
        ones = _any_of(lex.ones)
        compared = _any_of({w.split(" ")[-1] for w in lex.compared if w[-1].isalpha()})
        shapes.append(rf"^\W*(?:{ones})\W*$")
        shapes.append(rf"\b(?:{ones})\s(?:{_any_of(lex.after_one)})\b")
        shapes.append(rf"\b(?:{compared})\s(?:{ones})\b|\w['\u2019](?:{ones})\b")
    return re.compile("|".join(shapes), re.IGNORECASE)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))


def _terms(t: Tokens, lex: Lexicon) -> list[Term]:
    """The single figures from left to right; the longest reading of each place."""
    taken = _taken(t, lex)
    out: list[Term] = []
    i, last = 0, len(t.said) - 1
    kinds, words, starts = t.kinds, t.words, lex.starts
    while i < last:
        term = None
        if words[i] in lex.idiom_heads and (idiom := lex.idioms.at(words, i)):
            i = idiom[1]
            continue
        if kinds[i] in NUMERIC:
            if not (taken and any(a <= t.starts[i] < b for a, b in taken)):
                term = _number(t, i, lex)
        elif words[i] in starts:
            term = _word(t, i, lex)
        elif lex.roman and kinds[i] == WORD and t.said[i][0] in "IVX":
            term = _roman(t, i, lex)
        if term is None:
            i += 1
        else:
            while out and term.a < out[-1].b:  # "the first three months"
                out.pop()
            out.append(term)
            i = max(term.b, i + 1)
    return out


def _number(t: Tokens, i: int, lex: Lexicon) -> Term | None:
    if t.kinds[i] != NUMBER:
        return date_at(t, i, lex)
    term = None if lex.currency_signs.before(t.said, i) else date_at(t, i, lex)
    if term is None:
        term = amount_in_digits(t, i, lex)
        if term is not None and _referred(t, term, lex):
            return term.put(name=True)
    return term and (part_of_year(t, term, lex) if term.kind == "ordinal" else term)


def _word(t: Tokens, i: int, lex: Lexicon) -> Term | None:
    term = date_at(t, i, lex) or amount_in_words(t, i, lex)
    if term is not None and term.kind == "ordinal":
        return part_of_year(t, term, lex)
    return term


def _roman(t: Tokens, i: int, lex: Lexicon) -> Term | None:
    """XXIe siècle, Ve République."""
    m = lex.roman.fullmatch(t.said[i]) if lex.roman else None
    if m is None or t.kinds[i + 1] != WORD:
        return None
    value, before = 0, 0
    for letter in reversed(m[1]):
        step = {"I": 1, "V": 5, "X": 10}[letter]
        value += step if step >= before else -step
        before = max(before, step)
    return Term(i, i + 1, "ordinal", value=str(value))


def _referred(t: Tokens, term: Term, lex: Lexicon) -> bool:
    """The number is a name: article 12, n° 2007-290, L. 143-1."""
    if not term.plain or term.scale > 1:
        return False
    a = term.a
    if (
        a >= 2
        and t.words[a - 1] in ("-", ".", "/", "_", "=", "#")
        and t.glued(a)
        and t.glued(a - 1)
        and t.kinds[a - 2] == WORD
    ):
        return not lex.comparators.before(t.words, a - 1)  # under-26s
    if lex.references.before(t.words, a) is not None or lex.versioned.before(t.said, a) is not None:
        return True
    return _version(t, term, lex) or _section(t, term, lex) or _coded(t, term, lex) or _enumerated(t, term)


def _version(t: Tokens, term: Term, lex: Lexicon) -> bool:
    """« Kivu 3.11 »: a name, then a point that is not the decimal sign of this language; where it is, none can tell."""
    a, said = term.a, t.said[term.b - 1]
    if "." not in said or lex.decimal == "." or a == 0 or t.kinds[a - 1] != WORD or t.kinds[term.b] == NUMBER:
        return False
    name = t.said[a - 1]
    if len(name) == 1:
        return False
    return name.isupper() or (name[0].isupper() and a > 1 and t.words[a - 2] not in STOPS)


def _coded(t: Tokens, term: Term, lex: Lexicon) -> bool:
    """The beginning of a code: 43CDE61D, 12B, 0ubuntu1. A word of small letters may have lost its space."""
    j, said = term.b, t.said[term.b]
    if term.words or t.kinds[j] != WORD or not t.glued(j) or said in lex.letters:
        return False
    return said[0].isupper() or (t.kinds[j + 1] == NUMBER and t.glued(j + 1))


def _section(t: Tokens, term: Term, lex: Lexicon) -> bool:
    """The 2.1 of « 2.1 Les recettes », and the page behind it in a table of contents: 2.1 Les recettes 14."""
    last = len(t.said) - 1
    if term.words or term.b - term.a != 1 or not SECTION.fullmatch(t.said[0]) or not t.said[1][:1].isupper():
        return False
    if term.a == 0:
        return not t.glued(1) or len(t.said[1]) >= WORDY
    entry = term.b == last and t.kinds[term.a - 1] == WORD and t.said[term.a].isdecimal() and len(t.said[term.a]) <= 3
    before = t.words[term.a - 1]
    return entry and not lex.range_opening.before(t.words, term.a) and before not in lex.range_joins | lex.ratio_joins


def _enumerated(t: Tokens, term: Term) -> bool:
    """(1), 1) and, at the head of a text, 1. are marks of notes and lists."""
    if term.words or term.b - term.a != 1 or len(t.said[term.a]) > 2:
        return False
    opened, closed = t.words[term.a - 1] == "(" if term.a else False, t.words[term.b] == ")"
    if opened and t.glued(term.a - 1) and t.kinds[term.a - 2] == WORD:
        return False  # xargs(1)
    if closed:
        return opened or term.a == 0 or t.words[term.a - 1] in (";", ":", ".", ",")
    return term.a == 0 and t.words[term.b] == "." and t.said[term.b + 1][:1].isupper()


def _taken(t: Tokens, lex: Lexicon) -> list[tuple[int, int]]:
    """Stretches of the text that only look like numbers."""
    index = _index(t.text) if t.text.count(", ") >= ENTRIES else []
    return index + [m.span() for hint, shape in lex.not_figures if hint in t.text for m in shape.finditer(t.text)]


def _index(text: str) -> list[tuple[int, int]]:
    """The pages of an index that came as one paragraph: « canaux, 12 digues, 9, 14 écluses, 12 ». It is told by its
    entries, which follow each other by the alphabet."""
    entries = list(ENTRY.finditer(text))
    heads = [plainer(m[1].casefold()) for m in entries]
    rising = sum(a <= b for a, b in pairwise(heads))
    if len(entries) < ENTRIES or rising < SORTED * (len(heads) - 1):
        return []
    whole = sum(m.end() - m.start() for m in entries) >= SORTED * len(text)
    return [m.span(2) for m in entries] if whole else []


def _figure(t: Tokens, term: Term, id: str) -> Figure:  # noqa: A002 - the contract's own word
    span = Span(t.starts[term.a], t.ends[term.b - 1])
    value = term.value or told(term.number) if term.number is not None else term.value
    return Figure(id, span, span.of(t.text), term.kind, value, term.to, term.unit, term.per, term.comparator, term.open)


__all__ = ["digits", "figures"]
