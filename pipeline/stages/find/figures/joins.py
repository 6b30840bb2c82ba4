"""What stands around and between figures: comparators, ranges, ratios, durations in parts."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from pipeline.model.facts import Comparator

from .dates import year_after, years
from .lexicon import Lexicon
from .term import LARGEST_FIRST, ONE, Term, joined_lapses, told
from .tokens import NUMBER, WORD, Tokens

LESS_THAN = {"M": 12, "W": 5, "D": 31, "TH": 24, "TM": 60, "TS": 60}  # how many of a unit the next larger one holds
FIRST_OF_TIME = LARGEST_FIRST.index("D")  # what comes after it stands behind the T
LONGEST_JOIN = 6  # tokens between two figures of one range or ratio
POWERS = frozenset(Decimal(10) ** n for n in range(2, 7))
USUAL = frozenset(Decimal(n) for n in (*range(2, 11), 12, 20, 25, 50, 100, 1000, 10000))


def joined(t: Tokens, terms: list[Term], lex: Lexicon) -> list[Term]:
    """The figures of a text with all that ties them together."""
    out: list[Term] = []
    for term in terms:
        if out and term.b <= out[-1].b:
            continue  # the year that a range of days took in
        if out and out[-1].name and _named_too(t, out[-1], term, lex):
            term = term.put(name=True)
        elif out and term.a - out[-1].b <= LONGEST_JOIN and (both := _both(t, out[-1], term, lex)) is not None:
            out[-1] = both
            continue
        _lend(t, out, term, lex)
        out.append(term)
    return [_compared(t, term, lex) for term in out if not term.name]


def _lend(t: Tokens, out: list[Term], term: Term, lex: Lexicon) -> None:
    """5, 10 et 20 euros; de 3 à 5 %: bare numbers of a list or of a change count what its last one counts."""
    if term.kind not in ("money", "percent") or term.to or not t.words[term.b - 1]:
        return
    lender = term
    for n in range(len(out) - 1, -1, -1):
        left = out[n]
        gap = " ".join(t.words[left.b : lender.a])
        if left.kind != "number" or not left.plain or left.name or left.to or left.number is None or left.scale > 1:
            return
        if gap not in lex.list_joins and gap not in lex.range_joins:
            return
        scale = term.scale if left.number < (term.said_value or 0) else ONE
        lender = out[n] = left.put(kind=term.kind, unit=term.unit, number=left.number * scale, scale=scale, plain=False)


def _named_too(t: Tokens, left: Term, right: Term, lex: Lexicon) -> bool:
    """Articles 3, 4 et 5: the others are names too."""
    gap = " ".join(t.words[left.b : right.a])
    joined_up = gap in lex.list_joins or gap in lex.range_joins or gap in lex.dashes or gap == "/"
    return right.plain and right.scale == 1 and joined_up


def _both(t: Tokens, left: Term, right: Term, lex: Lexicon) -> Term | None:
    between = t.words[left.b : right.a]
    return (
        _lapses(left, right, between, lex)
        or _ratio(t, left, right, between, lex)
        or _range(t, left, right, between, lex)
        or _repeated(t, left, right, between)
    )


def _lapses(left: Term, right: Term, between: list[str], lex: Lexicon) -> Term | None:
    """1 year 2 months, one hour and 45 minutes; after a comma only the next smaller unit."""
    if left.kind != "duration" or right.kind != "duration" or left.to or left.lapse is None or right.lapse is None:
        return None
    gap = " ".join(between)
    if (gap and gap not in lex.lapse_joins) or right.number is None:
        return None
    larger, smaller = LARGEST_FIRST.index(left.lapse.iso), LARGEST_FIRST.index(right.lapse.iso)
    if larger >= smaller or right.number * right.lapse.times >= LESS_THAN[right.lapse.iso] or "." in left.value:
        return None
    if (gap.startswith(",") and smaller - larger > 1) or right.lapse.iso[-1] in left.value.partition("T")[
        2 if smaller > FIRST_OF_TIME else 0
    ]:
        return None
    tail = joined_lapses([(right.number, right.lapse)])[1:]
    if "T" in left.value:
        tail = tail[1:]
    return left.put(b=right.b, value=left.value + tail, lapse=right.lapse)


def _ratio(t: Tokens, left: Term, right: Term, between: list[str], lex: Lexicon) -> Term | None:
    """19 sur les 33, one in five, 3/4; « deux Français sur trois »."""
    if left.number is None or right.number is None or left.to or right.to or left.kind not in ("number", "date"):
        return None
    if right.kind not in ("number", "date") or not left.plain or not right.plain or right.number <= 0:
        return None
    gap = " ".join(between)
    value = f"{told(left.number)}/{told(right.number)}"
    found = left.put(b=right.b, kind="ratio", value=value, number=None, plain=False, words=left.words and right.words)
    if gap in lex.ratio_sure and right.kind == "number":
        return found
    if gap == "/":
        small = right.number < 1000 and left.number < 1000 and t.glued(left.b) and t.glued(right.a)
        return found if small and left.kind == right.kind == "number" else None
    if left.kind == "date" or right.kind == "date":
        return None
    usual = right.number in USUAL or (left.number == ONE and right.number == int(right.number))
    whole = usual and left.number < right.number and t.words[right.b] != "-"
    if gap in lex.ratio_joins and gap not in lex.ratio_weak:
        return found if whole and right.scale == 1 else None
    if gap in lex.ratio_per:
        return found if right.number in POWERS and left.number < right.number else None
    inside = len(between) - 1
    if 0 < inside <= lex.ratio_between and between[-1] in lex.ratio_joins - lex.ratio_weak:
        plain = all(w.isalpha() and len(w) > 2 for w in between[:-1])
        ends = t.kinds[right.b] != WORD or len(t.words[right.b]) < 4
        return found if whole and plain and ends and right.number <= 10 else None
    return None


def _repeated(t: Tokens, left: Term, right: Term, between: list[str]) -> Term | None:
    """forty-five (45): one figure said twice."""
    if between != ["("] or t.words[right.b] != ")" or left.number is None or left.number != right.number:
        return None
    if left.words == right.words or left.kind == "ordinal" or right.kind not in ("number", left.kind):
        return None
    after = right.b + 1
    return left.put(b=after, words=False)


def _range(t: Tokens, left: Term, right: Term, between: list[str], lex: Lexicon) -> Term | None:
    if left.to or right.to or left.comparator in (">", "<"):
        return None
    if right.kind == "ordinal" and left.day != "day":
        return None
    gap = " ".join(between)
    if gap.startswith("- ") and gap.endswith(" -"):  # 5-to-10-year
        gap = gap[2:-2]
    a = left.a
    opened = lex.range_pairs.before(t.words, a)
    if opened and gap in opened[0]:
        a = opened[1]
    elif gap in lex.dashes:
        if not _dashed(t, left, right):
            return None
    elif gap == "/" and left.day == "year" and right.kind == "number" and len(t.said[right.a]) == 2:
        return years(t, a, right.b, left.value, t.said[right.a])
    elif gap == "/":
        if not (left.day == right.day == "year" and left.number and right.number == left.number + 1):
            return None
    elif gap in lex.range_neighbours:
        if left.kind == "ordinal" or not _neighbours(left, right):
            return None
    elif gap in lex.range_joins:
        if opening := lex.range_opening.before(t.words, a):
            if t.words[opening[1] - 1] in lex.range_not_after and opening[1]:
                return None
            a = opening[1]
        elif a and t.words[a - 1] in lex.range_not_after:
            return None
    else:
        return None
    found = _ends(t, left, right)
    if found is not None and found.value.startswith("XXXX-"):
        found = _with_year(t, found, lex)
    return found and found.put(a=a)


def _with_year(t: Tokens, term: Term, lex: Lexicon) -> Term:
    """Dec 9 - 12, 2021: the year after both days."""
    year = year_after(t, term.b, lex)
    if year is None or term.to is None:
        return term
    return term.put(value=year[0] + term.value[4:], to=year[0] + term.to[4:], b=year[1])


def _dashed(t: Tokens, left: Term, right: Term) -> bool:
    """Both sides of the dash alike: glued on both or free on both, and never a minus."""
    return t.glued(left.b) == t.glued(right.a) or left.kind in ("date", "money")


def _neighbours(left: Term, right: Term) -> bool:
    if left.number is None or right.number is None or left.kind == "date" or right.kind == "date":
        return False
    step = right.number / right.scale - left.number / left.scale
    return 0 < step <= max(ONE, left.number / left.scale / 2)


def _ends(t: Tokens, left: Term, right: Term) -> Term | None:
    """One figure of two ends; each lends the other what it left out: the month, the currency, the million."""
    b = right.b
    if "date" in (left.kind, right.kind) and (dates := _date_ends(t, left, right)):
        return dates
    if left.number is None or right.number is None or left.kind == "ordinal" or "ratio" in (left.kind, right.kind):
        return None
    first, second = left.number, right.number
    kinds = {left.kind, right.kind} - {"number"}
    if kinds == {"date"}:  # 1990 to 3000: two numbers
        left, right = left.put(kind="number"), right.put(kind="number")
        kinds = set()
    if len(kinds) > 1 or (left.unit and right.unit and left.unit != right.unit):
        return None
    if left.scale == 1 and right.scale > 1 and left.kind in ("number", right.kind) and first < (right.said_value or 0):
        first *= right.scale  # 3 to 5 million
    if left.kind == right.kind == "duration" and left.lapse != right.lapse:
        return None
    if first >= second:
        return None
    model = right if right.kind != "number" else left
    found = model.put(
        a=left.a, b=b, number=first, to=told(second), per=right.per or left.per, plain=left.plain and right.plain
    )
    found.words, found.scale = left.words or right.words, right.scale
    found.open = left.open or right.open
    if model.kind == "duration" and model.lapse:
        return found.put(value=joined_lapses([(first, model.lapse)]), to=joined_lapses([(second, model.lapse)]))
    return found.put(value=told(first), comparator=None)


def _date_ends(t: Tokens, left: Term, right: Term) -> Term | None:
    """Two dates, or a day and a date that lends it month and year."""
    b = right.b
    if left.kind == "date" and right.kind == "date":
        first, second = left.value, right.value
        if left.day == right.day == "time":
            return left.put(b=b, to=second)
        if "time" in (left.day, right.day) or "decade" in (left.day, right.day):
            return None
        if left.day == "year" and right.day == "year" and first >= second:
            return None
        if first.startswith("XXXX") and not second.startswith("XXXX") and len(second) >= 7:
            first = second[:4] + first[4:]
        elif second.startswith("XXXX") and not first.startswith("XXXX") and len(second) == 10 == len(first):
            second = first[:4] + second[4:]
        if len(first) != len(second) or (first >= second and not first.startswith("XXXX")):
            return None
        return left.put(b=b, value=first, to=second, open=left.open or right.open, plain=False)
    if left.kind == "date" and left.day == "year" and right.kind == "number" and right.plain and not right.words:
        return years(t, left.a, b, left.value, t.said[right.b - 1])
    number, date, first_is_number = (left, right, True) if right.kind == "date" else (right, left, False)
    if (
        date.day != "day"
        or number.kind not in ("number", "ordinal")
        or number.number is None
        or not 1 <= number.number <= 31
    ):
        return None
    said = f"{date.value[:8]}{int(number.number):02d}"
    first, second = (said, date.value) if first_is_number else (date.value, said)
    if first >= second:
        return None
    return date.put(a=left.a, b=b, value=first, to=second)


def _compared(t: Tokens, term: Term, lex: Lexicon) -> Term:
    """« plus de », "at least", before the figure or after it; for halves and thirds an article may stand between."""
    if term.kind == "ordinal" or (term.to is not None and term.kind == "date"):
        return term
    after = lex.comparators_after.at(t.words, term.b)
    if t.words[term.b] in lex.plus and not (t.glued(term.b) and t.kinds[term.b + 1] != NUMBER):
        after = None  # 65+ is a bound, 65 + 2 a sum
    if after and after[0] in (">=", "<=") and not _opens(t, term.b, after[1], lex):
        before = lex.comparators.before(t.words, term.a)
        a = before[1] if before else term.a
        return term.put(a=a, b=after[1], comparator=cast(Comparator, after[0]))
    if term.to is not None:
        return term
    a = term.a
    before = lex.comparators.before(t.words, a)
    if before is None and a and t.words[a - 1] in lex.skip and (term.kind == "ratio" or term.comparator):
        before = lex.comparators.before(t.words, a - 1)
    if before is None and a and t.words[a - 1] == "-" and t.glued(a) and t.glued(a - 1):  # under-26s
        before = lex.comparators.before(t.words, a - 1)
    if before is None:
        return term
    if before[0] == "~" and (bound := lex.comparators.before(t.words, before[1])) and bound[0] != "~":
        before = bound  # "at least about": a bound all the same
    about_time = term.kind == "duration" and " ".join(t.words[before[1] : a]) in lex.not_of_time
    if about_time or term.kind == "date":
        return term
    return term.put(a=before[1], comparator=cast(Comparator, before[0]), plain=False)


def _opens(t: Tokens, start: int, end: int, lex: Lexicon) -> bool:
    """Does « et plus » begin a comparator of the next figure: « et plus de 24 », not « et plus de lits »?"""
    longer = (got[1] for k in range(start, end) if (got := lex.comparators.at(t.words, k)) and got[1] > end)
    return any(_counts(t, k, lex) for k in longer)


def _counts(t: Tokens, k: int, lex: Lexicon) -> bool:
    """Does a figure begin here, in digits or in words, an article before it or not?"""
    while k < len(t.words) and t.words[k] in lex.skip:
        k += 1
    tables = (
        lex.cardinals,
        lex.fractions,
        lex.fraction,
        lex.alone,
        lex.collectives,
        lex.multipliers,
        lex.currency_signs,
    )
    return k < len(t.words) and (t.kinds[k] == NUMBER or any(table.at(t.words, k) for table in tables))


def tokens_between(t: Tokens, left: Term, right: Term) -> int:
    """How many words, numbers apart, stand between two figures."""
    return sum(1 for k in t.kinds[left.b : right.a] if k != NUMBER)
