"""Numerals in digits and in words: what they are worth."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from .lexicon import Lexicon
from .tokens import SPACES, Tokens

ZERO, ONE, NINE, HUNDRED, THOUSAND = Decimal(0), Decimal(1), Decimal(9), Decimal(100), Decimal(1000)
NO_ROOM = Decimal(0)
GROUPING = str.maketrans("", "", SPACES)


def digits(said: str, decimal: str, doubtful: frozenset[str] = frozenset()) -> tuple[Decimal, str] | None:
    """The value of a numeral in digits, and the other reading it leaves open (or ""); None when it is no number.

    The last of two different signs parts the decimals; a sign that comes twice groups; a sign that comes once parts the
    decimals, unless it is the language's grouping sign with three digits after it: a `doubtful` one is no longer
    in use and leaves the other reading open.

    >>> digits("1.234.567,89", ","), digits("3.5", ","), digits("10.2.3", ".")
    ((Decimal('1234567.89'), ''), (Decimal('3.5'), ''), None)
    >>> digits("4,800", ",")[0], digits("4,800", ".")[0]
    (Decimal('4.800'), Decimal('4800'))
    """
    if said.isdecimal():
        return Decimal(said), ""
    bare = said.translate(GROUPING)
    dots, commas = bare.count("."), bare.count(",")
    if not dots and not commas:
        return Decimal(bare), ""
    if dots and commas:
        last, group = (",", ".") if bare.rfind(",") > bare.rfind(".") else (".", ",")
        if bare.count(last) > 1:
            return None
        whole, _, part = bare.partition(last)
        return (Decimal(whole.replace(group, "") + "." + part), "") if _grouped(whole, group) else None
    sign = "." if dots else ","
    if dots + commas > 1:
        return (Decimal(bare.replace(sign, "")), "") if _grouped(bare, sign) else None
    whole, _, part = bare.partition(sign)
    thousands = len(part) == 3 and 0 < len(whole) <= 3 and whole[0] != "0" and len(bare) == len(said)
    if thousands and sign != decimal:  # the language's grouping sign
        return Decimal(whole + part), f"{whole}.{part}" if sign in doubtful else ""
    return Decimal(f"{whole or 0}.{part}"), ""


def _grouped(whole: str, sign: str) -> bool:
    first, *others = whole.split(sign)
    return 1 <= len(first) <= 3 and all(len(g) == 3 for g in others)


class Worded(NamedTuple):
    """A numeral in words: `ordinal` or cardinal; `only_one` when it is the bare word for 1; `open` another reading."""

    value: Decimal
    end: int
    ordinal: bool = False
    only_one: bool = False
    open: str = ""
    mantissa: Decimal = ONE
    scale: Decimal = ONE


def worded(t: Tokens, i: int, lex: Lexicon, *, joins: bool = True, scales: bool = True) -> Worded | None:
    """The numeral in words that begins at token `i`, as long as it goes; without `scales`, up to ninety-nine."""
    return _Reader(t, i, lex, joins, scales).read()


class _Reader:
    """One pass over number words: `total` of the closed thousands, `group` of the open one, `room` for more."""

    def __init__(self, t: Tokens, i: int, lex: Lexicon, joins: bool, scales: bool) -> None:
        self.t, self.lex, self.joins, self.start, self.at = t, lex, joins, i, i
        self.scales = scales
        self.total = self.group = ZERO
        self.room: Decimal | None = None  # None: nothing read yet
        self.hundreds = False
        self.last_scale: Decimal | None = None
        self.open = ""
        self.mantissa = ONE

    def read(self) -> Worded | None:
        words, lex = self.t.words, self.lex
        while True:
            k = self._next()
            if self.scales and (got := lex.ordinals.at(words, k)) and (value := self._ordinal(got[0])) is not None:
                return Worded(value, got[1], ordinal=True)
            if got := lex.cardinals.at(words, k):
                if not self._add(got[0]):
                    break
                self.at = got[1]
            elif self.scales and (got := lex.multipliers.at(words, k)):
                if not self._multiply(got[0], words[k]):
                    break
                self.at = got[1]
            else:
                break
        if self.room is None:
            return None
        value = self.total + self.group
        alone = self.at == self.start + 1 and words[self.start] in lex.ones
        scale = self.last_scale if self.last_scale and not self.group else ONE
        return Worded(value, self.at, only_one=alone, open=self.open, mantissa=value / scale, scale=scale)

    def _next(self) -> int:
        """Where the next word may stand: after a hyphen, or after a joining word that is allowed here."""
        words, k = self.t.words, self.at
        if self.room is None:
            return k
        if words[k] == "-" and self.t.glued(k) and self.t.glued(k + 1):
            k += 1
        word = words[k]
        if word in self.lex.before_one and ZERO < self.room < HUNDRED:
            follows = k + 1 + (words[k + 1] == "-")
            got = self.lex.cardinals.at(words, follows) or self.lex.ordinals.at(words, follows)
            return follows if got and got[0] in self.lex.before_one[word] else k
        if self.joins and word == self.lex.after_hundred and word and self.room >= HUNDRED - 1:
            got = self.lex.cardinals.at(words, k + 1) or self.lex.ordinals.at(words, k + 1)
            return k + 1 if got and got[0] <= self.room else k
        return k

    def _add(self, value: Decimal) -> bool:
        if self.room is not None and (value > self.room or value == ZERO):
            return False
        self.group += value
        tens = value >= 20 and value % 10 == 0
        self.room = self.lex.room.get(value, NINE) if tens else NO_ROOM
        return True

    def _multiply(self, by: Decimal, word: str) -> bool:
        if self.group == ZERO and (self.room is None or self.room >= HUNDRED - 1):
            if self.room is None and word not in self.lex.bare:
                return False
            if self.room is not None and (by > self.room or word not in self.lex.bare):
                return False
            self.group = ONE
        if by == HUNDRED:
            if self.hundreds or self.group >= HUNDRED or self.group == ZERO:
                return False
            self.group *= by
            self.room, self.hundreds = HUNDRED - 1, True
            return True
        if self.group == ZERO or (self.last_scale is not None and by >= self.last_scale):
            return False
        self.total += self.group * by
        self.group, self.room, self.hundreds, self.last_scale = ZERO, THOUSAND - 1, False, by
        self.open = self.lex.doubtful.get(word, self.open)
        return True

    def _ordinal(self, value: Decimal) -> Decimal | None:
        """The value of the whole when it ends with this ordinal word; None when the word does not belong here."""
        if self.room is None:
            return value
        if value in (HUNDRED, THOUSAND) and self.group and value > self.group and self.at > self.start:
            whole = self.total + self.group * value
            return whole if self.group != ONE else None
        return self.total + self.group + value if value <= self.room else None
