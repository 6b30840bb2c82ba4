"""Amounts: a numeral with its scale and what it counts - money, per cent, units of measure, time - or nothing."""

from __future__ import annotations

from decimal import Decimal

from .dates import clock, year_like
from .lexicon import Lapse, Lexicon
from .numerals import digits
from .term import ONE, Term, lasting, told
from .tokens import NUMBER, WORD, Tokens

HALF, THOUSAND = Decimal("0.5"), Decimal(1000)


def amount_in_digits(t: Tokens, i: int, lex: Lexicon) -> Term | None:
    """The amount whose digits are token `i`; None when they are part of a code (A320) or no number (1.2.3)."""
    got = digits(t.said[i], lex.decimal, lex.doubtful_groups)
    if got is None:
        return None
    number, other = got
    a = i
    before = currency_before(t, i, lex)
    if t.glued(i) and t.kinds[i - 1] == WORD and before is None and not _lettered_before(t, i, lex):
        return None
    j, scale = i + 1, ONE
    if t.glued(j) and t.words[j] in lex.suffixes and number == number.to_integral_value() and before is None:
        return Term(a, j + 1, "ordinal", number, told(number))
    if t.glued(j) and t.said[j] in lex.glyphs:
        whole, _, part = lex.glyphs[t.said[j]].partition("/")
        number, j = number + Decimal(whole) / Decimal(part), j + 1
    open_ = f"may also be read as {other}" if other else ""
    if before is None and (lettered := _lettered_before(t, i, lex)):
        return with_period(
            t, Term(lettered[2], j, "money", number * lettered[1], unit=lettered[0], scale=lettered[1]), lex
        )
    j, scale, doubtful = _scaled(t, j, lex, money=before is not None)
    term = Term(a, j, "number", number * scale, scale=scale, open=doubtful or open_, plain=True, said_value=number)
    if before is not None:
        term.a = before[1]
        return with_period(t, as_money(term, before[0], t, lex), lex)
    return measured(t, _signed(t, term, lex), lex)


def _scaled(t: Tokens, j: int, lex: Lexicon, *, money: bool) -> tuple[int, Decimal, str]:
    """(index after it, factor, doubt) of the multiplier after a numeral in digits: millions, Md, k."""
    k = j + 1 if t.words[j] == "-" and t.glued(j) and t.glued(j + 1) else j
    got = lex.multipliers.at(t.words, k)
    if got and (unit := lex.unit_names.at(t.words, k)) and unit[1] > got[1]:
        return j, ONE, ""  # « 12 milles marins »
    if got and got[0] >= THOUSAND:
        scale, after, doubt = got[0], got[1], lex.doubtful.get(t.words[k], "")
        again = lex.multipliers.at(t.words, after)  # "2 mille milliards"
        if again and again[0] > scale:
            return again[1], scale * again[0], lex.doubtful.get(t.words[after], "")
        return (past_half(t, after, lex), scale, doubt)
    said = t.said[j]
    if said in lex.letters:
        return j + 1, lex.letters[said], ""
    if said in lex.money_letters:
        follows = lex.currency_signs.at(t.said, j + 1) or lex.currency_names.at(t.words, past_joiner(t, j + 1, lex))
        if (money and t.glued(j)) or follows or said in lex.letters:
            return j + 1, lex.money_letters[said], ""
    return j, ONE, ""


def past_joiner(t: Tokens, j: int, lex: Lexicon) -> int:
    return j + 1 if t.words[j] in lex.unit_joiners else j


def past_half(t: Tokens, j: int, lex: Lexicon) -> int:
    got = lex.half.at(t.words, j)
    return got[1] if got else j


def currency_before(t: Tokens, i: int, lex: Lexicon) -> tuple[str, int] | None:
    got = lex.currency_signs.before(t.said, i)
    if got is None:
        return None
    if t.glued(got[1]) and t.kinds[got[1] - 1] in (NUMBER, WORD) and t.kinds[got[1]] == WORD:
        return None
    if t.glued(got[1]) and t.said[got[1] - 1] in lex.money_letters and t.kinds[got[1] - 2] == NUMBER:
        return None  # nor to a year: 12 M€2023
    if got[1] > 0 and t.kinds[got[1] - 1] == NUMBER and t.glued(got[1]):
        return None  # the sign belongs to the number before it: 5€ 10
    return got


def _lettered_before(t: Tokens, i: int, lex: Lexicon) -> tuple[str, Decimal, int] | None:
    """(currency, factor, first token) of a sign with a scale in front of the numeral: €M 12, €bn 3."""
    if i < 2 or t.said[i - 1] not in lex.money_letters or not t.glued(i - 1):
        return None
    got = lex.currency_signs.before(t.said, i - 1)
    return (got[0], lex.money_letters[t.said[i - 1]], got[1]) if got else None


def _signed(t: Tokens, term: Term, lex: Lexicon) -> Term:
    """A sign glued to the numeral and to nothing before it."""
    a = term.a
    if (
        a
        and term.number is not None
        and t.glued(a)
        and not (t.glued(a - 1) and t.text[t.starts[a - 1] - 1] not in "([")
    ):
        if t.words[a - 1] in lex.minus:
            return term.put(a=a - 1, number=-term.number, said_value=-(term.said_value or term.number))
        if t.words[a - 1] in lex.plus:
            return term.put(a=a - 1)
    return term


def measured(t: Tokens, term: Term, lex: Lexicon) -> Term:
    """The term with what it counts, when that is said right after it."""
    j = term.b
    if t.words[j] == "-" and t.glued(j) and t.glued(j + 1):
        found = _measure(t, term, j + 1, lex, hyphened=True)
    else:
        found = _measure(t, term, j, lex, hyphened=False)
    if found is not None:
        return with_period(t, found, lex)
    if clock_ := clock(t, term, lex):
        return clock_
    if not term.words and year_like(t, term, lex):
        return term.put(kind="date", value=told(term.number or ONE), day="year", plain=True)
    if lex.periods.at(t.words, j) and term.scale > 1:
        return with_period(t, term, lex)
    return term


def _measure(t: Tokens, term: Term, j: int, lex: Lexicon, *, hyphened: bool) -> Term | None:
    words, said = t.words, t.said
    if got := lex.percent.at(words, j):
        unit = None if got[0] == "percent" else got[0]
        return term.put(kind="percent", unit=unit, b=got[1], plain=False)
    if found := _currency_after(t, term, j, lex):
        return found
    if lapse := lex.lapses.at(words, j):
        return lasted(t, term, j, *lapse, lex)
    if said[j] in lex.lapse_signs and not t.glued(j + 1):
        return lasted(t, term, j, lex.lapse_signs[said[j]], j + 1, lex)
    if words[j] in lex.lapse_adjectives and term.scale == 1 and not hyphened:
        k = j + 1 if words[j + 1] not in lex.lapse_adjectives else j + 2
        if lapse := lex.lapses.at(words, k):
            return lasted(t, term, j, *lapse, lex)
    k = past_joiner(t, j, lex) if term.scale > 1 else j
    sign, name = lex.unit_signs.at(said, k), lex.unit_names.at(words, k)
    if name and (not sign or name[1] >= sign[1]):
        return term.put(kind="quantity", unit=name[0], b=name[1], plain=False)
    if sign and (len(said[k]) > 1 or sign[1] > k + 1 or not t.glued(sign[1]) or t.said[sign[1]] in ".,;:)/"):
        return term.put(kind="quantity", unit=sign[0], b=sign[1], plain=False)
    return None


def _currency_after(t: Tokens, term: Term, j: int, lex: Lexicon) -> Term | None:
    words, said = t.words, t.said
    if said[j] in lex.lettered:
        scale, code = lex.lettered[said[j]]
        number = (term.number or ONE) * scale
        return term.put(kind="money", unit=code, number=number, scale=scale, b=j + 1, plain=False)
    k = past_joiner(t, j, lex)
    if got := lex.currency_signs.at(said, k):
        following = got[1]
        glued_number = t.kinds[following] == NUMBER and t.glued(following)
        if not glued_number or t.glued(k):
            return as_money(term.put(b=following), got[0], t, lex)
    name = lex.currency_names.at(words, k)
    if name is None:
        return None
    weight = lex.money_or_unit.get(words[k])
    if weight and name[1] == k + 1 and term.scale == 1 and not _of_money(t, lex, term):
        return term.put(kind="quantity", unit=weight, b=name[1], plain=False)
    return as_money(term.put(b=name[1]), name[0], t, lex)


def _of_money(t: Tokens, lex: Lexicon, term: Term) -> bool:
    """Beside a bare "pounds", English money is the commoner reading for a number in words alone in its text."""
    return (term.words or term.b >= len(t.said) - 2) and term.a == 0 and t.kinds[term.b + 1] != WORD


def as_money(term: Term, code: str, t: Tokens, lex: Lexicon) -> Term:
    got = lex.multipliers.at(t.words, term.b) if term.scale == 1 else None
    if got and got[0] >= THOUSAND:  # "$75 millions", "10 $ million"
        number = (term.number or ONE) * got[0]
        term = term.put(number=number, scale=got[0], b=got[1])
    return term.put(kind="money", unit=code, plain=False)


def lasted(t: Tokens, term: Term, j: int, lapse: Lapse, b: int, lex: Lexicon) -> Term:
    """A duration; with an hour, the minutes after it; after « à », a time of day."""
    number = term.number or Decimal(0)
    if (clock_ := clock(t, term.put(b=j), lex)) and not (term.words and number == ONE):
        return clock_
    half = past_half(t, b, lex)
    if half > b:
        number, b = number + HALF, half
    a = term.a
    if a and t.words[a - 1] in lex.lapse_before:
        a -= 1
    return term.put(
        kind="duration", number=number, value=lasting(number, lapse), b=b, a=a, lapse=lapse, plain=False, day=""
    )


def with_period(t: Tokens, term: Term, lex: Lexicon) -> Term:
    """« par an », "/year", or "per" and a unit."""
    if term.kind == "date" or term.per:
        return term
    words, j = t.words, term.b
    if got := lex.periods.at(words, j):
        return term.put(per=got[0], b=got[1])
    if words[j] in lex.per:
        got = lex.unit_names.at(words, j + 1) or lex.unit_signs.at(t.said, j + 1)
        if got:
            return term.put(per=got[0], b=got[1])
    return term
