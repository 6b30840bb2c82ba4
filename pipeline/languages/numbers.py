"""What a language knows of figures: numerals, scales, units, currencies, the calendar, and the words around them.

    <code>/numbers.toml     the grammar's words, by table; `any/numbers.toml` what is true of every language
    <code>/numerals.tsv     kind (cardinal multiplier ordinal fraction fractions collective), value, words apart by |
    <code>/units.tsv        id, names;  any/units.tsv: id, symbols (read with their case), dimension, size in SI
    <code>/currencies.tsv   ISO 4217 code, names;  any/currencies.tsv: code, symbols
    <code>/months.tsv       kind (month weekday season), number, names

The same file names in each language; a third language is these five files and no code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from .folder import read_toml, read_tsv


class Numeral(NamedTuple):
    """Words of one value; `kind` says what they do (see numerals.tsv)."""

    kind: str
    value: Decimal
    words: tuple[str, ...]


class Unit(NamedTuple):
    """A unit of measure: `id` is the contract's, `size` in the SI unit of its `dimension` (0: not by a factor)."""

    id: str
    symbols: tuple[str, ...]
    names: tuple[str, ...]
    dimension: str
    size: Decimal


class Currency(NamedTuple):
    code: str
    symbols: tuple[str, ...]
    names: tuple[str, ...]


class CalendarName(NamedTuple):
    """A month (1-12), a weekday (1-7, Monday first) or a season (21-24, EDTF)."""

    kind: str
    number: int
    names: tuple[str, ...]


class NotFigure(NamedTuple):
    """A shape that looks like a number and is none; `mends` are samples of it, `leaves` of what it must not take."""

    id: str
    find: str
    hint: str
    mends: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True)
class Numbers:
    """`words(table, key)` gives the phrases of one line of numbers.toml, those of `any` first."""

    code: str
    numerals: tuple[Numeral, ...]
    units: tuple[Unit, ...]
    currencies: tuple[Currency, ...]
    calendar: tuple[CalendarName, ...]
    not_figures: tuple[NotFigure, ...]
    own: Mapping[str, Any]
    shared: Mapping[str, Any]

    def words(self, table: str, key: str) -> tuple[str, ...]:
        """The phrases under `[table] key`; () where the language has none."""
        found: list[str] = []
        for told in (self.shared, self.own):
            got = told.get(table, {}).get(key, ())
            found.extend([got] if isinstance(got, str) else got)
        return tuple(dict.fromkeys(w for w in found if w))

    def table(self, name: str) -> dict[str, Any]:
        """A whole table of the language, {} where there is none."""
        return dict(self.own.get(name, {}))

    @property
    def decimal(self) -> str:
        return str(self.own.get("numerals", {}).get("decimal", "."))


@cache
def numbers(code: str) -> Numbers:
    """All that the folder of this language says of figures. Raises WrongUse when a file of it is broken."""
    shared, own = read_toml("any", "numbers"), read_toml(code, "numbers")
    return Numbers(
        code=code,
        numerals=tuple(Numeral(r["kind"], Decimal(r["value"]), _split(r["words"])) for r in read_tsv(code, "numerals")),
        units=_units(code),
        currencies=_currencies(code),
        calendar=tuple(CalendarName(r["kind"], int(r["number"]), _split(r["names"])) for r in read_tsv(code, "months")),
        not_figures=tuple(
            NotFigure(e["id"], e["find"], e.get("hint", ""), tuple(e.get("mends", ())), tuple(e.get("leaves", ())))
            for told in (shared, own)
            for e in told.get("not_figures", ())
        ),
        own=own,
        shared=shared,
    )


def _units(code: str) -> tuple[Unit, ...]:
    names = {r["id"]: _split(r.get("names", "")) for r in read_tsv(code, "units")}
    rows = {r["id"]: r for r in read_tsv("any", "units")}
    out = []
    for unit in dict.fromkeys([*rows, *names]):
        row = rows.get(unit, {})
        size = Decimal(row.get("size") or 0)
        out.append(Unit(unit, _split(row.get("symbols", "")), names.get(unit, ()), row.get("dimension", unit), size))
    return tuple(out)


def _currencies(code: str) -> tuple[Currency, ...]:
    names = {r["code"]: _split(r.get("names", "")) for r in read_tsv(code, "currencies")}
    symbols = {r["code"]: _split(r["symbols"]) for r in read_tsv("any", "currencies")}
    return tuple(Currency(c, symbols.get(c, ()), names.get(c, ())) for c in dict.fromkeys([*symbols, *names]))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(w.strip() for w in cell.split("|") if w.strip())
