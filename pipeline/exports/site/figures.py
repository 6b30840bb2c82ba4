"""What a browser must know to read a figure in a query: the words and signs of numbers.toml and its sisters in a table.

`assets/figures.js` reads by it: digits with their scale and unit, days and months, spans of time, a small number in
words before a scale. What it makes of them are the words under which the index has figures (search/numbers.py)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from pipeline import languages
from pipeline.languages.numbers import Numbers, numbers
from pipeline.search.analyser import folded
from pipeline.search.numbers import unit_word

PERCENT = {"words": "percent", "points": "percentage_point", "thousand": "per_mille"}


def grammar(codes: Iterable[str], units: Collection[str]) -> dict[str, Any]:
    """For each of these languages that there is a folder for, its table; of units only those that the corpus has."""
    return {code: _table(numbers(code), frozenset(units)) for code in codes if code in languages.codes()}


def _table(n: Numbers, units: frozenset[str]) -> dict[str, Any]:
    def worth(names: Iterable[str], value: Any) -> dict[str, Any]:
        return {spelt: value for name in names for spelt in _spellings(name)}

    signs: dict[str, str] = {}
    names: dict[str, str] = {}
    for key, some in PERCENT.items():
        for word in n.words("percent", key):
            (names if any(c.isalpha() for c in word) else signs)[word.strip().lower()] = unit_word(some)
    for unit in n.units:
        signs |= dict.fromkeys(unit.symbols, unit_word(unit.id))
        names |= worth(unit.names, unit_word(unit.id))
    money = {c.code: unit_word(c.code) for c in n.currencies}
    for currency in n.currencies:
        money |= dict.fromkeys(currency.symbols, unit_word(currency.code))
        names |= worth(currency.names, unit_word(currency.code))
    letters = n.table("letters")
    return {
        "decimal": n.decimal,
        "letters": {k: _power(Decimal(v)) for k, v in letters.get("any", {}).items()},
        "money_letters": {k: _power(Decimal(v)) for k, v in letters.get("money", {}).items()},
        "powers": _powers(n),
        "numerals": {w: str(r.value) for r in n.numerals if r.kind == "cardinal" for w in r.words if w.isalpha()},
        "money": _kept(money, units),
        "signs": _kept(signs, units),
        "names": _kept(names, units),
        "minus": list(n.shared.get("minus", ())),
        "joiners": list(n.words("units", "joiners")),
        "suffixes": list(n.words("ordinals", "suffixes")),
        "months": {
            spelt: f"{c.number:02}"
            for c in n.calendar if c.kind == "month"
            for name in c.names for spelt in _spellings(name)
        },
        "lapses": {
            spelt: e["iso"]
            for e in n.table("durations").values() if e.get("times", 1) == 1
            for name in e["names"] for spelt in _spellings(name)
        },
    }  # fmt: skip


def _kept(table: Mapping[str, str], units: frozenset[str]) -> dict[str, str]:
    return {name: unit for name, unit in table.items() if unit in units and name}


def _powers(n: Numbers) -> dict[str, int]:
    """Multipliers that are powers of ten, from a thousand on."""
    told = {w: r.value for r in n.numerals if r.kind == "multiplier" and r.value >= 1000 for w in r.words}
    return {spelt: _power(value) for word, value in told.items() for spelt in _spellings(word)}


def _power(value: Decimal) -> int:
    return len(str(int(value))) - 1


def _spellings(name: str) -> list[str]:
    """Small letters, with their accents and without."""
    return list(dict.fromkeys([name.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), folded(name)]))
