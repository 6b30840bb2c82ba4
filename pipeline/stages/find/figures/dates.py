"""Dates in every official form, in EDTF; times of day as T09:45."""

from __future__ import annotations

import datetime

from .lexicon import QUARTER, SEMESTER, Lexicon
from .numerals import worded
from .term import Term
from .tokens import CLOCK, DAY, ISO, NUMBER, WORD, Tokens

FIRST_YEAR, LAST_YEAR = 1000, 2999  # of a year inside a date
BARE_FIRST, BARE_LAST = 1500, 2099  # of a bare number that is read as a year


def date_at(t: Tokens, i: int, lex: Lexicon) -> Term | None:
    """The date that begins at token `i`, whatever its form."""
    kind = t.kinds[i]
    if kind == NUMBER:
        return _decade(t, i, lex) or _day_first(t, i, i, lex)
    if kind in (ISO, DAY, CLOCK):
        return _shaped(t, i, lex)
    words = t.words
    if words[i] in lex.decade and t.kinds[i + 1] == NUMBER:
        return _decade_of(t, i, i + 1)
    if t.said[i] in lex.part_letters and t.glued(i + 1) and len(t.said[i + 1]) == 1:
        return _quarter(t, i, lex)
    if got := lex.weekdays.at(words, i):
        j = got[1] + (words[got[1]] in (",", "."))
        j += words[j] in lex.date_the
        return _day_first(t, i, j, lex) or _month_first(t, i, j, lex)
    if got := lex.seasons.at(words, i):
        j = _over(t, got[1], lex)
        if (year := _year(t, j)) is not None:
            return Term(i, j + 1, "date", value=f"{year}-{got[0]}", day="month")
    if got := lex.parts.at(words, i):
        j = got[1] + (words[got[1]] == "-")
        month = lex.months.at(words, j + (words[j] in lex.date_the))
        if month and t.kinds[month[1]] != NUMBER and _year(t, _over(t, _dot(t, month[1]), lex)) is None:
            return Term(i, _dot(t, month[1]), "date", value=f"XXXX-{month[0]:02d}", day="month", plain=True)
    return _day_first(t, i, i, lex) or _month_first(t, i, i, lex)


def _over(t: Tokens, j: int, lex: Lexicon) -> int:
    """Past « de », "of", a comma between the parts of a date; not past anything else."""
    got = lex.date_of.at(t.words, j)
    return got[1] if got else j


def _dot(t: Tokens, j: int) -> int:
    if t.words[j] != "." or not t.glued(j):
        return j
    follows = t.said[j + 1]
    return j if not follows or (t.kinds[j + 1] == WORD and follows[0].isupper()) else j + 1


def _year(t: Tokens, j: int) -> int | None:
    said = t.said[j]
    if t.kinds[j] == NUMBER and len(said) == 4 and said.isdecimal() and FIRST_YEAR <= int(said) <= LAST_YEAR:
        return None if t.glued(j + 1) and t.kinds[j + 1] == WORD else int(said)
    return None


def _day_number(t: Tokens, j: int, lex: Lexicon) -> tuple[int, int] | None:
    """(day of the month, index after it): 9, 1er, 21st, premier, the twenty-first."""
    if t.kinds[j] == NUMBER:
        if not (t.said[j].isdecimal() and len(t.said[j]) <= 2 and 1 <= int(t.said[j]) <= 31):
            return None
        after = j + 1
        if t.words[after] in lex.suffixes and t.glued(after):
            after += 1
        return int(t.said[j]), after
    if t.words[j] in lex.starts and (got := worded(t, j, lex)) and 1 <= got.value <= 31 and not got.only_one:
        return int(got.value), got.end
    return None


def _day_first(t: Tokens, a: int, j: int, lex: Lexicon) -> Term | None:
    """9 décembre 2021, the 9th of December, 2021."""
    day = _day_number(t, j, lex)
    if day is None:
        return None
    k = day[1]
    month = lex.months.at(t.words, k)
    if month is None and (got := lex.date_of.at(t.words, k)) and t.words[k] != ",":
        month = lex.months.at(t.words, got[1])
    if month is None:
        return None
    k = _dot(t, month[1])
    y = _over(t, k, lex)
    year = _year(t, y)
    return _dated(t, a, y + 1 if year is not None else k, year, month[0], day[0])


def _month_first(t: Tokens, a: int, j: int, lex: Lexicon) -> Term | None:
    """December 9, 2021; December 2021."""
    month = lex.months.at(t.words, j)
    if month is None:
        return None
    k = month[1]
    if t.words[k] == "." and t.glued(k):
        k += 1
    y = _over(t, k, lex)
    if (year := _year(t, y)) is not None:
        return Term(a, y + 1, "date", value=f"{year}-{month[0]:02d}", day="month")
    if _joined_month(t, a, month[1], lex):
        return Term(a, month[1], "date", value=f"XXXX-{month[0]:02d}", day="month")
    k += t.words[k] in lex.date_the
    day = _day_number(t, k, lex) if t.kinds[k] == NUMBER or k > month[1] else None
    if day is None or t.glued(k) or (t.kinds[day[1]] == NUMBER and t.glued(day[1])):
        return None
    y = _over(t, day[1], lex)
    year = _year(t, y)
    if year is None and not lex.month_first_free and t.kinds[day[1]] == WORD and t.words[day[1]] not in lex.range_joins:
        return None
    if year is None and t.words[day[1]] in ("%", "€", "$", "£"):
        return None
    return _dated(t, a, y + 1 if year is not None else day[1], year, month[0], day[0])


def _joined_month(t: Tokens, a: int, j: int, lex: Lexicon) -> bool:
    """A month alone is a figure when it begins a range: from March to May 2021."""
    opened = lex.range_pairs.before(t.words, a)
    for k in (j + 1, j + 2):
        gap = " ".join(t.words[j:k])
        if gap in lex.range_joins or gap in lex.dashes or (opened and gap in opened[0]):
            month = lex.months.at(t.words, k)
            return month is not None and _year(t, _over(t, _dot(t, month[1]), lex)) is not None
    return False


def _dated(t: Tokens, a: int, b: int, year: int | None, month: int, day: int) -> Term | None:
    try:
        datetime.date(year or 2000, month, day)
    except ValueError:
        return None
    value = f"{'XXXX' if year is None else year}-{month:02d}-{day:02d}"
    return Term(a, b, "date", value=value, day="day")


def _decade(t: Tokens, i: int, lex: Lexicon) -> Term | None:
    """1990s, 90s."""
    j = i + 1
    if t.words[j] == "'" or (t.words[j] in lex.decade_suffixes and t.glued(j)):
        said = t.said[i]
        if t.words[j] in lex.decade_suffixes and said.isdecimal() and said[-1] == "0" and len(said) in (2, 4):
            century = said[:2] if len(said) == 4 else "19"
            return Term(i, j + 1, "date", value=f"{century}{said[-2]}X", day="decade")
    return None


def _decade_of(t: Tokens, i: int, j: int) -> Term | None:
    """Les années 1990, les années 90."""
    said = t.said[j]
    if not said.isdecimal() or len(said) not in (2, 4):
        return None
    if said[-1] == "0" and (len(said) == 2 or FIRST_YEAR <= int(said) <= LAST_YEAR):
        century = said[:2] if len(said) == 4 else "19"
        return Term(i, j + 1, "date", value=f"{century}{said[-2]}X", day="decade", plain=True)
    return None


def _quarter(t: Tokens, i: int, lex: Lexicon) -> Term | None:
    """Q1 2022, T1 2022; H1 2022, S1 2022."""
    number = t.said[i + 1]
    first, parts = lex.part_letters[t.said[i]]
    if not ("1" <= number <= parts):
        return None
    j = _over(t, i + 2, lex)
    year = _year(t, j)
    if year is None:
        return None
    return Term(i, j + 1, "date", value=f"{year}-{first + int(number)}", day="month")


def part_of_year(t: Tokens, term: Term, lex: Lexicon) -> Term:
    """« premier trimestre 2022 », "second half of 2022": an ordinal, the part, a year."""
    words, j = t.words, term.b
    number = int(term.number or 0)
    first = (
        QUARTER
        if words[j] in lex.quarter_words and number <= 4
        else SEMESTER
        if words[j] in lex.half_words and number <= 2
        else 0
    )
    if not first:
        return term
    k = _over(t, j + 1, lex)
    year = _year(t, k)
    if year is None:
        return term
    return Term(term.a, k + 1, "date", value=f"{year}-{first + number}", day="month")


def _shaped(t: Tokens, i: int, lex: Lexicon) -> Term | None:
    said = t.said[i]
    if t.kinds[i] == CLOCK:
        return _time(t, i, said, lex)
    if t.kinds[i] == ISO:
        parts = [int(p) for p in said.split("-")]
        if len(parts) == 2:
            return Term(i, i + 1, "date", value=said, day="month")
        return _dated(t, i, i + 1, *parts)
    sign = next(c for c in said if not c.isdigit())
    first, second, last = (int(p) for p in said.split(sign))
    year = last if last > 99 else 2000 + last if last < 70 else 1900 + last
    day, month = (first, second) if lex.order[0] == "d" else (second, first)
    open_ = ""
    if month > 12:
        day, month = month, day
    elif day <= 12 and day != month:
        open_ = f"day and month may also be the other way round: {year}-{day:02d}-{month:02d}"
    found = _dated(t, i, i + 1, year, month, day)
    return found and found.put(open=open_)


def _time(t: Tokens, i: int, said: str, lex: Lexicon) -> Term | None:
    hour, minute = (int(p) for p in said.split(":")[:2])
    b = i + 1
    if got := lex.halves_of_day.at(t.words, b):
        hour, b = hour % 12 + got[0], got[1]
    if hour > 24:
        return None
    return Term(i, b, "date", value=f"T{hour:02d}:{minute:02d}", day="time")


def clock(t: Tokens, term: Term, lex: Lexicon) -> Term | None:
    """6 am; after « à », « dès », "at": 10 h, 9 h 45, three o'clock. Anything else stays a duration or a number."""
    number, j, words = term.number, term.b, t.words
    if number is None or not 0 <= number <= 24:
        return None
    if number != int(number):
        return _pointed(t, term, lex)
    hour = int(number)
    if (got := lex.halves_of_day.at(words, j)) and 1 <= hour <= 12:
        return Term(term.a, got[1], "date", value=f"T{hour % 12 + got[0]:02d}:00", day="time")
    said = lex.hours.at(words, j)
    if said is None:
        return None
    minute, b = 0, said[1]
    if t.kinds[b] == NUMBER and len(t.said[b]) == 2 and t.said[b].isdecimal() and int(t.said[b]) < 60:
        minute, b = int(t.said[b]), b + 1
        if words[b] in lex.clock_minute:
            if not lex.clock_after.before(words, term.a):
                return None  # « 2 h 30 min » lasts
            b += 1
    if b == said[1] == j + 1 and not lex.clock_after.before(words, term.a):
        return None
    if got := lex.halves_of_day.at(words, b):
        hour, b = hour % 12 + got[0], got[1]
    return Term(term.a, b, "date", value=f"T{hour:02d}:{minute:02d}", day="time")


def _pointed(t: Tokens, term: Term, lex: Lexicon) -> Term | None:
    """2.30 pm."""
    hour, _, minute = t.said[term.b - 1].partition(".")
    got = lex.halves_of_day.at(t.words, term.b)
    if (
        got is None
        or len(minute) != 2
        or len(hour) > 2
        or not hour.isdecimal()
        or not 1 <= int(hour) <= 12
        or minute > "59"
    ):
        return None
    return Term(term.a, got[1], "date", value=f"T{int(hour) % 12 + got[0]:02d}:{minute}", day="time")


def year_like(t: Tokens, term: Term, lex: Lexicon) -> bool:
    """Four digits, not grouped, between 1500 and 2099, and nothing before or behind them that speaks of a count."""
    said = t.said[term.b - 1]
    if term.b - term.a != 1 or len(said) != 4 or not said.isdecimal() or not BARE_FIRST <= int(said) <= BARE_LAST:
        return False
    if lex.count_after.before(t.words, term.a) or _counted(t, term, lex):
        return False
    compared = lex.comparators.before(t.words, term.a)
    if compared is None or " ".join(t.words[compared[1] : term.a]) in lex.of_moments:
        return True
    return compared[0] == "~" and t.kinds[term.b] != WORD


def _counted(t: Tokens, term: Term, lex: Lexicon) -> bool:
    """What is counted stands right behind (1850 inhabitants), and nothing before says that a time is meant."""
    j = term.b + (t.words[term.b] in lex.counted_past)
    return lex.counted.at(t.words, j) is not None and lex.time_before.before(t.words, term.a) is None


def year_after(t: Tokens, j: int, lex: Lexicon) -> tuple[str, int] | None:
    """(year, index after it) when one follows a day and month."""
    y = _over(t, j, lex)
    year = _year(t, y)
    return None if year is None else (str(year), y + 1)


def years(t: Tokens, a: int, b: int, first: str, second: str) -> Term | None:
    """2019-2021, 2019-21, 2019/20: two years that follow each other."""
    if len(second) == 2:
        second = first[:2] + second
    if len(first) != 4 or len(second) != 4 or not BARE_FIRST <= int(second) <= BARE_LAST or int(second) <= int(first):
        return None
    return Term(a, b, "date", value=first, to=second, day="year")
