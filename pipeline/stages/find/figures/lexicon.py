"""The words of one language, compiled for the grammar: phrases to meanings, once a language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import NamedTuple, TypeVar

from pipeline.languages.numbers import Numbers, numbers

from .tokens import Phrases, cut, folded

T_ = TypeVar("T_")
QUARTER, SEMESTER = 32, 39  # EDTF: 33-36 are quarters, 40-41 semesters
SIGNS = (">=", "<=", ">", "<", "~")
LARGEST_LETTERED = ("EUR", "USD", "GBP", "CHF", "CAD", "AUD", "JPY", "SEK", "NOK", "DKK", "PLN", "CNY", "INR")


class Lapse(NamedTuple):
    """A unit of time: its name, its ISO 8601 letter (T first for parts of a day), how many of it."""

    name: str
    iso: str
    times: int


class Lexicon:
    """Every table of `languages/<code>/numbers.toml` and its sisters as the grammar asks for it."""

    def __init__(self, n: Numbers) -> None:
        self.code, self.decimal = n.code, n.decimal
        self.doubtful_groups = frozenset(n.words("numerals", "doubtful"))
        self.minus, self.plus = frozenset(n.shared.get("minus", ())), frozenset(n.shared.get("plus", ()))
        self.dashes = frozenset(n.shared.get("dashes", ()))
        self.not_figures = tuple((e.hint, re.compile(e.find)) for e in n.not_figures)
        self.references = _list(n.words("references", "words"), True)
        self.versioned = Phrases((tuple(_cut(w, fold=False)), True) for w in n.words("references", "versioned"))
        self.idioms = _list(n.words("idioms", "phrases"), True)
        self.idiom_heads = frozenset(self.idioms.heads())
        self._of_numerals(n)
        self._of_comparisons(n)
        self._of_ranges(n)
        self._of_measures(n)
        self._of_time(n)
        self._of_dates(n)
        self.starts = self._starts()

    def _of_numerals(self, n: Numbers) -> None:
        compose, letters = n.table("compose"), n.table("letters")
        kinds = dict.fromkeys(r.kind for r in n.numerals)
        numerals = {k: _table((r.words, r.value) for r in n.numerals if r.kind == k) for k in kinds}
        empty: Phrases[Decimal] = Phrases(())
        self.cardinals = numerals.get("cardinal", empty)
        self.multipliers = numerals.get("multiplier", empty)
        self.ordinals = numerals.get("ordinal", empty)
        self.fraction = numerals.get("fraction", empty)
        self.fractions = numerals.get("fractions", empty)
        self.collectives = numerals.get("collective", empty)
        self.ones, self.articles = _set(compose.get("ones")), _set(compose.get("articles"))
        self.bare = _set(compose.get("bare"))
        self.room = {Decimal(k): Decimal(v) for k, v in compose.get("room", {}).items()}
        self.after_hundred = compose.get("after_hundred", "")
        self.before_one = {w: frozenset(Decimal(v) for v in vs) for w, vs in compose.get("before_one", {}).items()}
        self.points = _set(n.words("compose", "point"))
        self.half = _list(n.words("compose", "half"), True)
        self.doubtful = {folded(w): str(says) for w, says in compose.get("doubtful", {}).items()}
        self.alone = _table(((w,), v) for w, v in n.table("fractions").get("alone", {}).items())
        self.fraction_the = _set(n.words("fractions", "the"))
        self.fraction_of = _set(n.words("fractions", "the_of"))
        self.fraction_then = _set(n.words("fractions", "followed_by"))
        self.glyphs = {k: str(v) for k, v in n.shared.get("halves", {}).items()}
        self.letters = {k: Decimal(v) for k, v in letters.get("any", {}).items()}
        self.money_letters = {**{k: Decimal(v) for k, v in letters.get("money", {}).items()}, **self.letters}
        self.suffixes = _set(n.words("ordinals", "suffixes"))
        roman = "|".join(sorted((re.escape(s) for s in n.words("ordinals", "roman")), key=len, reverse=True))
        self.roman = re.compile(rf"([IVX]+)(?:{roman})") if roman else None

    def _of_comparisons(self, n: Numbers) -> None:
        self.comparators = _comparators(n, "comparators")
        self.comparators_after = _comparators(n, "comparators_after")
        self.compared = frozenset(p for sign in SIGNS for p in n.words("comparators", sign))
        self.skip = _set(n.words("comparing", "skip"))
        self.of_moments = _set(" ".join(_cut(p)) for p in n.words("comparing", "of_moments"))
        self.not_of_time = _set(" ".join(_cut(p)) for p in n.words("comparing", "not_of_time"))

    def _of_ranges(self, n: Numbers) -> None:
        table = n.table("ranges")
        pairs: dict[str, set[str]] = {}
        for before, between in table.get("pairs", ()):
            pairs.setdefault(" ".join(_cut(before)), set()).add(" ".join(_cut(between)))
        self.range_pairs = _table(((p,), frozenset(joins)) for p, joins in _spelt(pairs))
        self.range_joins = frozenset(" ".join(_cut(w)) for w in table.get("joins", ()))
        self.range_neighbours = frozenset(
            " ".join(_cut(w)) for w, how in table.get("joins_of", {}).items() if how == "neighbours"
        )
        self.range_opening = _list(table.get("opening", ()), True)
        self.range_not_after = _set(table.get("not_after"))
        self.list_joins = frozenset(n.words("lists", "joins"))
        ratios = n.table("ratios")
        self.ratio_joins = frozenset(" ".join(_cut(w)) for w in ratios.get("joins", ()))
        self.ratio_sure = frozenset(" ".join(_cut(w)) for w in ratios.get("of_the", ()))
        self.ratio_weak = frozenset(" ".join(_cut(w)) for w in ratios.get("weak", ()))
        self.ratio_per = frozenset(" ".join(_cut(w)) for w in ratios.get("per", ()))
        self.ratio_between = int(ratios.get("between", 0))

    def _of_measures(self, n: Numbers) -> None:
        percent = [(n.words("percent", "words"), "percent"), (n.words("percent", "points"), "percentage_point")]
        self.percent = _table([*percent, (n.words("percent", "thousand"), "per_mille")])
        self.currency_signs = Phrases(
            (tuple(_cut(s, fold=False)), c.code) for c in n.currencies for s in (*c.symbols, c.code)
        )
        self.currency_names = _table((c.names, c.code) for c in n.currencies)
        self.lettered = {
            letter + code: (scale, code)
            for letter, scale in {**self.money_letters, "k": Decimal(1000), "M": Decimal(10**6)}.items()
            for code in LARGEST_LETTERED
        }
        self.unit_signs = Phrases((tuple(_cut(s, fold=False)), u.id) for u in n.units for s in u.symbols)
        self.unit_names = _table((u.names, u.id) for u in n.units)
        self.unit_joiners = _set(n.words("units", "joiners"))
        self.money_or_unit = {folded(w): str(u) for w, u in n.table("units").get("money_or_unit", {}).items()}
        periods = n.table("periods")
        self.periods = _table((n.words("periods", p), p) for p in periods)
        self.per = _set(n.words("per", "words"))

    def _of_time(self, n: Numbers) -> None:
        lapses = [
            (tuple(e["names"]), Lapse(name, e["iso"], int(e.get("times", 1))))
            for name, e in n.table("durations").items()
        ]
        self.lapses = _table(((*names, *(w + "'" for w in names)), lapse) for names, lapse in lapses)
        self.lapse_signs = {
            s: Lapse(k, e["iso"], 1) for k, e in n.table("durations").items() for s in e.get("symbols", ())
        }
        self.lapse_joins = frozenset(" ".join(_cut(w)) for w in n.words("duration", "joins"))
        self.lapse_adjectives = _set(n.words("duration", "adjectives"))
        self.lapse_before = _set(n.words("duration", "before"))

    def _of_dates(self, n: Numbers) -> None:
        dates, clock = n.table("dates"), n.table("clock")
        kinds = ("month", "weekday", "season")
        calendar = {k: _table((c.names, c.number) for c in n.calendar if c.kind == k) for k in kinds}
        self.months, self.weekdays, self.seasons = calendar["month"], calendar["weekday"], calendar["season"]
        self.order = str(dates.get("order", "dmy"))
        self.month_first_free = dates.get("month_first") == "free"
        self.date_of = _list(n.words("dates", "of"), True)
        self.date_the = _set(n.words("dates", "the"))
        self.decade = _set(n.words("dates", "decade"))
        self.decade_suffixes = _set(n.words("dates", "decade_suffixes"))
        self.part_letters = {
            letter: parts
            for key, parts in (("quarters", (QUARTER, "4")), ("halves", (SEMESTER, "2")))
            for letter in n.words("dates", key)
        }
        self.quarter_words = _set(n.words("dates", "quarter_words"))
        self.half_words = _set(n.words("dates", "half_words"))
        self.parts = _list(n.words("dates", "parts"), True)
        self.count_after = _list(n.words("dates", "count_after"), True)
        self.counted = _list(n.words("dates", "counted"), True)
        self.counted_past = _set(n.words("dates", "counted_past"))
        self.time_before = _list(n.words("dates", "time_before"), True)
        self.hours = _list(clock.get("hour", ()), True)
        self.clock_after = _list(n.words("clock", "after"), True)
        self.clock_minute = _set(clock.get("minute"))
        self.halves_of_day = _table([(n.words("clock", "morning"), 0), (n.words("clock", "evening"), 12)])

    def _starts(self) -> frozenset[str]:
        """The folded words at which something may begin that has no digit in front."""
        found: set[str] = set(self.glyphs) | set(self.ones) | set(self.articles) | set(self.bare)
        for phrases in (self.cardinals, self.ordinals, self.collectives, self.months, self.seasons, self.parts):
            found |= set(phrases.heads())
        found |= set(self.alone.heads()) | set(self.weekdays.heads()) | set(self.decade) | set(self.fraction_the)
        return frozenset(found | {q.lower() for q in self.part_letters})

    @property
    def after_one(self) -> frozenset[str]:
        """Words that make a figure of the word for 1 before them: an, euro, mètre, sur."""
        found = {w for p in (self.lapses, self.currency_names, self.unit_names, self.percent) for w in p.heads()}
        return frozenset(w for w in found | {j.split(" ")[0] for j in self.ratio_joins} if w.isalpha())

    @property
    def triggers(self) -> frozenset[str]:
        """Words without which, and without a digit, a text holds no figure."""
        found: set[str] = set(self.glyphs) | set(self.bare)
        for phrases in (self.cardinals, self.ordinals, self.collectives, self.alone, self.parts, self.fraction):
            found |= set(phrases.heads())
        found |= set(self.fractions.heads()) | set(self.multipliers.heads())
        return frozenset(found - self.ones - self.articles)


def _cut(phrase: str, *, fold: bool = True) -> list[str]:
    got = cut(phrase + "x" if phrase.endswith("'") else phrase)  # an elision is one with what follows it
    words = got.words if fold else got.said
    return words[: -2 if phrase.endswith("'") else -1]


def plainer(phrase: str) -> str:
    """Without accents: capitals and old files leave them out."""
    return "".join(c for c in unicodedata.normalize("NFD", phrase) if not unicodedata.combining(c))


def _table(rows: Iterable[tuple[Iterable[str], T_]]) -> Phrases[T_]:
    listed = [(tuple(phrases), meaning) for phrases, meaning in rows]
    spelt = [(tuple(_cut(p)), meaning) for phrases, meaning in listed for p in phrases]
    bare = [(tuple(_cut(plainer(p))), meaning) for phrases, meaning in listed for p in phrases]
    hyphened = [(tuple(w for w in words if w != "-"), meaning) for words, meaning in spelt if "-" in words]
    parted = [
        (tuple(x for w in words for x in (w, "-"))[:-1], meaning)
        for words, meaning in spelt
        if 1 < len(words) < 4 and all(w.isalpha() for w in words)
    ]
    return Phrases([*spelt, *bare, *hyphened, *parted])


def _list(phrases: Iterable[str], meaning: T_) -> Phrases[T_]:
    return _table([(tuple(phrases), meaning)])


def _comparators(n: Numbers, table: str) -> Phrases[str]:
    return _table((n.words(table, sign), sign) for sign in SIGNS)


def _spelt(pairs: dict[str, set[str]]) -> list[tuple[str, frozenset[str]]]:
    return [(before, frozenset(joins)) for before, joins in pairs.items()]


def _set(words: Iterable[str] | None, *, fold: bool = True) -> frozenset[str]:
    return frozenset(folded(w) if fold else w for w in words or ())


@cache
def lexicon(code: str) -> Lexicon:
    """The lexicon of a language; made once a process."""
    return Lexicon(numbers(code))
