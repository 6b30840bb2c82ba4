"""Amounts in words: cardinals, ordinals, fractions, collectives, and the articles that stand for one."""

from __future__ import annotations

from decimal import Decimal

from .amounts import HALF, THOUSAND, as_money, currency_before, lasted, measured, past_half, past_joiner, with_period
from .lexicon import Lexicon
from .numerals import worded
from .term import ONE, Term, lasting, told
from .tokens import NUMBER, WORD, Tokens


def amount_in_words(t: Tokens, i: int, lex: Lexicon) -> Term | None:
    """The amount in words that begins at token `i`: cardinals, ordinals, fractions, collectives (une centaine)."""
    if t.words[i] in lex.articles or t.words[i] in lex.ones:
        if got := _article(t, i, lex):
            return got
        if t.words[i] in lex.articles:
            return None
    if got := _fraction_alone(t, i, lex):
        return got
    joins = not (i and lex.range_pairs.before(t.words, i))
    word = worded(t, i, lex, joins=joins)
    if word is None:
        return None
    if word.ordinal:
        return Term(i, word.end, "ordinal", word.value, told(word.value), words=True)
    if ratio := _fraction(t, i, word.end, word.value, lex):
        return ratio
    j = word.end
    if (some := lex.collectives.at(t.words, j)) and not word.only_one:
        return _collective(t, i, some[1], word.value * some[0], lex)
    number, scale, j = word.value, word.scale, past_half(t, j, lex)
    if pointed := _pointed(t, j, number, lex):
        number, scale, j = pointed
    elif j > word.end:
        number += HALF * (scale if scale > 1 else ONE)
        if (more := lex.multipliers.at(t.words, j)) and scale == 1:  # two and a half million
            number, scale, j = number * more[0], more[0], more[1]
    term = Term(i, j, "number", number, scale=scale, words=True, plain=True, open=word.open, said_value=word.mantissa)
    if before := currency_before(t, i, lex):
        term.a = before[1]
        return with_period(t, as_money(term, before[0], t, lex), lex)
    term = measured(t, term, lex)
    if word.only_one and term.kind == "number" and term.b == word.end:
        return term if _alone(t, term) or _of_others(t, term, lex) or lex.comparators.before(t.words, i) else None
    if word.only_one and term.kind == "duration" and not lex.articles and t.words[term.b - 1] in lex.ordinals:
        return None  # « une seconde femme »
    return term


def _pointed(t: Tokens, j: int, whole: Decimal, lex: Lexicon) -> tuple[Decimal, Decimal, int] | None:
    """(number, scale, index after it) of decimals in words: one point five million, trois virgule quatorze."""
    if t.words[j] not in lex.points:
        return None
    said, k = "", j + 1
    while word := worded(t, k, lex, scales=False):
        said, k = said + told(word.value), word.end
    if not said:
        return None
    number, more = Decimal(f"{whole}.{said}"), lex.multipliers.at(t.words, k)
    return (number * more[0], more[0], more[1]) if more else (number, ONE, k)


def _of_others(t: Tokens, term: Term, lex: Lexicon) -> bool:
    """« un sur trois », "one in five"."""
    joins = lex.ratio_joins - lex.ratio_weak
    return any(
        (" ".join(t.words[term.b : k]) in joins or (t.words[k - 1] in joins and k <= term.b + lex.ratio_between + 1))
        and (t.kinds[k] == NUMBER or lex.cardinals.at(t.words, k) or lex.multipliers.at(t.words, k))
        for k in range(term.b + 1, min(term.b + 6, len(t.words)))
    )


def _alone(t: Tokens, term: Term) -> bool:
    """The figure is all there is: a cell of a table."""
    return term.a == 0 and term.b >= len(t.said) - 1


def _article(t: Tokens, i: int, lex: Lexicon) -> Term | None:
    """An article or "one" before a multiplier, a collective or a fraction: a million, une centaine, a third of."""
    words, j = t.words, i + 1
    if got := lex.collectives.at(words, j):
        return _collective(t, i, got[1], got[0], lex)
    if got := lex.multipliers.at(words, j):
        word = worded(_as_one(t, i, lex), i, lex)
        if word and word.ordinal:
            return Term(i, word.end, "ordinal", word.value, told(word.value), words=True)
        number, b = (word.value, word.end) if word else (got[0], got[1])
        half = past_half(t, b, lex)
        if half > b:
            number, b = number + got[0] * HALF, half
        term = Term(i, b, "number", number, scale=got[0], words=True, plain=True, said_value=ONE)
        term.open = word.open if word else ""
        return measured(t, term, lex)
    if (lapse := lex.lapses.at(words, j)) and past_half(t, lapse[1], lex) > lapse[1]:  # an hour and a half
        return lasted(t, Term(i, j, "number", ONE, words=True), j, *lapse, lex)
    return _fraction(t, i, j, ONE, lex)


def _as_one(t: Tokens, i: int, lex: Lexicon) -> Tokens:
    """The same tokens with the article read as the word for 1."""
    if t.words[i] in lex.ones or not lex.ones:
        return t
    words = list(t.words)
    words[i] = min(lex.ones)
    return t._replace(words=words)


def _collective(t: Tokens, i: int, b: int, number: Decimal, lex: Lexicon) -> Term:
    term = Term(i, b, "number", number, words=True, plain=True, comparator="~", scale=number, said_value=ONE)
    if got := lex.multipliers.at(t.words, past_joiner(t, b, lex)):
        term = term.put(number=number * got[0], b=got[1], scale=number * got[0])
    return measured(t, term, lex)


def _fraction(t: Tokens, i: int, j: int, over: Decimal, lex: Lexicon) -> Term | None:
    """« deux tiers », "a half": a numerator, then a denominator that is not part of an ordinal."""
    words = t.words
    k = j + 1 if words[j] == "-" and t.glued(j) else j
    got = lex.fractions.at(words, k) or (lex.fraction.at(words, k) if over == ONE else None)
    if got is None or over >= got[0] * 3:
        return None
    if over == ONE and (words[k] in lex.ordinals or words[i] in lex.articles) and k == j:
        then = words[got[1]]
        if t.kinds[got[1]] == WORD and then not in lex.fraction_then and got[0] > 2:
            return None
    term = Term(i, got[1], "ratio", None, f"{told(over)}/{told(got[0])}", words=True)
    return _of_fraction(t, term, over / got[0], lex)


def _of_fraction(t: Tokens, term: Term, number: Decimal, lex: Lexicon) -> Term:
    """Half a million, une demi-heure: a fraction of a multiplier or of a unit of time."""
    words, k = t.words, term.b
    if words[k] == "-" and t.glued(k):
        k += 1
    if words[k] in lex.articles | lex.unit_joiners | lex.ones:
        k += 1 + (words[k + 1] in lex.articles)
    if (got := lex.multipliers.at(words, k)) and got[0] >= THOUSAND:
        return measured(t, Term(term.a, got[1], "number", number * got[0], scale=got[0], words=True, plain=True), lex)
    quarters = (number * 4) % 1 == 0
    if (
        quarters
        and (lapse := lex.lapses.at(words, k))
        and (k == term.b + 1 or words[k - 1] in lex.articles | lex.unit_joiners)
    ):
        return Term(term.a, lapse[1], "duration", number, lasting(number, lapse[0]), words=True, lapse=lapse[0])
    return term


def _fraction_alone(t: Tokens, i: int, lex: Lexicon) -> Term | None:
    """« la moitié », "half", ½, « le tiers des »."""
    words = t.words
    if t.said[i] in lex.glyphs:
        return Term(i, i + 1, "ratio", None, lex.glyphs[t.said[i]])
    if got := lex.alone.at(words, i):
        over, _, under = str(got[0]).partition("/")
        term = Term(i, got[1], "ratio", None, got[0], words=True)
        return _of_fraction(t, term, Decimal(over) / Decimal(under), lex)
    if words[i] in lex.fraction_the and words[i + 1] in lex.fraction_of and words[i + 2] in lex.fraction_then:
        got_ = lex.fractions.at(words, i + 1) or lex.fraction.at(words, i + 1)
        if got_:
            return Term(i + 1, i + 2, "ratio", None, f"1/{told(got_[0])}", words=True)
    return None
