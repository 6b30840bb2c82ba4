"""Paragraphs of raw text: no boxes, only characters. Blank lines are borders; where there are none, the borders are
found from the lengths of lines, the punctuation, the capitals, and what is known of headings and contacts.

Text copied out of a PDF breaks a printed line wherever its font changes ("c" / "œ" / "ur", "18" / "ème"), so a short
line is not yet the end of a paragraph. Pieces of one printed line are told by adding up their widths."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from pipeline.languages.layout import Layout
from pipeline.languages.layout import plain as folded
from pipeline.model.document import Line

from .block import HANDLE, NUMBERING, WORD, Block, closes, reached, upper, words
from .contacts import begins, is_link, started

NARROW = frozenset("iljtfrI.,:;'’|!()[]/-")
WIDE = frozenset("mwMWœŒ%@—…")
FITS = 0.93  # of the full width: estimated widths of full lines scatter by 5 % (justified Helvetica and Times samples)
HEADING_WORDS = 26
CLOSERS = ",.;)]}»”’%…"
OPENERS = ("-", "\N{HYPHEN}", "\N{SOFT HYPHEN}", "\x02", "–", "—", "(", "[", "«", "“", "‘", "/", "’", "'", ",")
TAIL_LINES, CONTACT_WORDS = 40, 14  # lines that contacts take at most; words of a line of them
DASHES = "-–—*·§"  # bullets that also stand inside sentences
NEAR = 1_000  # characters, more than a heading of HEADING_WORDS or a dateline has
LONG_LINE = 160  # characters: longer lines were not wrapped by anybody


def width(text: str) -> float:
    """How wide a text is in a proportional face, in average characters.

    >>> width("mmmm") > width("iiii")
    True
    """
    return sum(
        0.55 if c in NARROW else 0.6 if c == " " else 1.6 if c in WIDE else 1.3 if c.isupper() else 1.0 for c in text
    )


def blocks_of(lines: Sequence[Line], known: Layout) -> list[Block]:
    """The lines of a text, blank ones too (`text` empty), as blocks; kinds where they are plain to see."""
    texts = [line.text.strip() for line in lines]
    filled = [t for t in texts if t]
    if not filled:
        return []
    reader = _Reader(filled, known, blank=_blank_separated(texts))
    tail = _tail(filled, known, reader.full)
    out: list[Block] = []
    number, fresh = -1, True
    for line, text in zip(lines, texts, strict=True):
        if not text:
            fresh = fresh or reader.blank
            continue
        number += 1
        if number >= tail:
            if number == tail or begins(out[-1], text, known):
                out.append(started(line, 1, known))
            else:
                out[-1].lines.append(line)
                out[-1].pages.append(1)
            continue
        if reader.border(number, forced=fresh):
            out.append(Block())
        out[-1].lines.append(line)
        out[-1].pages.append(1)
        fresh = False
    return out


class _Reader:
    """Decides, line by line, whether a border stands before a line; remembers how full the printed line is."""

    def __init__(self, texts: list[str], known: Layout, blank: bool) -> None:
        self.texts, self.known, self.blank = texts, known, blank
        self.widths = [width(t) for t in texts]
        widths = sorted(self.widths)
        self.full = widths[int(len(widths) * 0.9)] if len(widths) > 9 else widths[-1]
        total = sum(map(len, texts))
        self.wrapped = sum(len(t) for t in texts if len(t) > LONG_LINE) < total / 2
        self.at = 0.0  # how far the printed line reaches
        self.printed = 0  # printed lines of the block so far
        self.sofar = ""  # the block so far, its last NEAR characters: what is longer is no date and no heading

    def border(self, n: int, forced: bool = False) -> bool:
        """Does a paragraph begin with line `n` (counted among the lines that are not blank)?"""
        before, now = self.texts[n - 1] if n else "", self.texts[n]
        self.at += (self.widths[n - 1] if n else 0.0) + (0.6 if self.at else 0.0)
        self.sofar = f"{self.sofar} {before}"[-NEAR:] if self.sofar else before
        early = self.at + 0.6 + width(now.split()[0]) < self.full * FITS
        if not n:
            return True
        if " " not in before + now and (n < 2 or " " not in self.texts[n - 2]):  # one word a line
            early = False
        if forced:
            found = True
        elif self.wrapped:
            found = self._break(before, now, early or self._lone_heading(n))
        else:
            found = self._whole_lines(before, now)
        if found:
            self.at, self.printed, self.sofar = 0.0, 0, ""
        elif not early:
            self.at, self.printed = 0.0, self.printed + 1
        return found

    def _lone_heading(self, n: int) -> bool:
        """Is line `n` a heading by itself: short, no stop at its end, and a capital behind that had room on it?"""
        now = self.texts[n]
        after = self.texts[n + 1] if n + 1 < len(self.texts) else ""
        if (
            not after
            or not now[0].isupper()
            or not closes(self.texts[n - 1])
            or closes(now)
            or now[-1] in CLOSERS + ":"
        ):
            return False
        if _last_word(now) in self.known.leading or _open(now):
            return False
        if _item(after, self.known):
            return words(now) <= HEADING_WORDS // 2
        first = WORD.match(after)
        fits = self.widths[n] + 0.6 + width(after.split()[0]) < self.full * FITS
        return fits and first is not None and first[0][0].isupper()

    def _whole_lines(self, before: str, now: str) -> bool:
        return not (now[0].islower() and not closes(before)) and now[0] not in CLOSERS

    def _break(self, before: str, now: str, early: bool) -> bool:
        known = self.known
        ends, phrase = closes(before), folded(before.rstrip(" :"))
        if known.date_of(self.sofar) or phrase in known.rubrics or phrase in known.contact_heads:
            return True
        if folded(now.rstrip(" :")) in known.rubrics | known.contact_heads | known.links and (early or ends):
            return True
        if _item(now, known) and (ends or before[-1] in ":;" or _plain_bullet(now, known)):
            return True
        if folded(now.partition(":")[0].strip()) in known.contact_heads and reached(now):
            return True
        if now[0].islower() or now[0] in CLOSERS or before.endswith(OPENERS) or _open(self.sofar):
            return False
        if known.date_of(now) and (early or ends):
            return True
        capitals = upper(before) or upper(self.sofar)
        if capitals and len(self.sofar) > 3 and not _capitals_go_on(now):
            return True
        if capitals:
            return self._capitals_break(n_text=now, early=early)
        if self.blank:  # the writer has set the borders
            return False
        if _last_word(before) in known.leading and not ends:
            return False
        if ends or before.endswith(":"):
            return early
        return self._heading_ends(now, early)

    def _capitals_break(self, n_text: str, early: bool) -> bool:
        """Two lines in capitals: one block, unless the second is longer than the first left room for."""
        if len(n_text) <= 2 or len(self.sofar.split()[-1]) <= 1:  # a letter that stood in another font
            return False
        if _last_word(self.sofar) in self.known.leading:
            return False
        return early and self.at + 0.6 + width(n_text.split()[0]) < width(n_text)

    def _heading_ends(self, now: str, early: bool) -> bool:
        """No full stop before, a capital behind: a border when what stands before can be a heading."""
        if (
            self.printed > 1
            or words(self.sofar) > HEADING_WORDS
            or (not self.sofar[:1].isupper() and not self.sofar[:1].isdigit())
        ):
            return False
        first = WORD.match(now)
        opens = first is not None and folded(first[0]) in self.known.starting and first[0][0].isupper()
        return opens or (early and self.printed == 0 and now[0].isupper())


def _blank_separated(texts: list[str]) -> bool:
    """Do blank lines stand between paragraphs (and not after every line, nor once a page)?"""
    groups, fresh = [], True
    for text in texts:
        if text and fresh:
            groups.append([text])
        elif text:
            groups[-1].append(text)
        fresh = not text
    if len(groups) < 2:
        return False
    cut = sum(b[0][0].islower() and not closes(a[-1]) for a, b in itertools.pairwise(groups))
    return cut * 4 < len(groups) and len(groups) * 12 >= sum(map(len, groups))


def _last_word(text: str) -> str:
    """The word with which the text ends, lower case; "" when it ends with a figure or a sign."""
    found = WORD.findall(text.split()[-1]) if text and text[-1].isalpha() else []
    return folded(found[-1]) if found else ""


def _plain_bullet(text: str, known: Layout) -> bool:
    return text[0] in known.bullets and text[0] not in DASHES


def _item(text: str, known: Layout) -> bool:
    """Does the line begin like a list item?"""
    return (text[0] in known.bullets and (len(text) == 1 or text[1].isspace())) or bool(NUMBERING.match(text))


def _open(text: str) -> bool:
    """Has a bracket or quotation mark been opened and not closed within the last line or two?"""
    near = text[-160:]
    return any(near.rfind(a) > near.rfind(b) for a, b in (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”")))


def _capitals_go_on(text: str) -> bool:
    return not any(c.islower() for c in text)


def _tail(texts: list[str], known: Layout, full: float) -> int:
    """Where the contacts at the end begin: a contact heading, or short lines round an address; len(texts): nowhere."""
    short = [width(t) < full * 0.75 and not closes(re.sub(r"\S*@\S*$", "", t)) for t in texts]
    start = len(texts)
    while start and short[start - 1]:
        start -= 1
    for n in range(max(0, len(texts) - TAIL_LINES), len(texts)):
        heads = folded(texts[n].rstrip(" :")) in known.contact_heads and any(map(reached, texts[n + 1 : n + 7]))
        if heads and (n >= start or not any(closes(t) and words(t) > CONTACT_WORDS for t in texts[n:])):
            return n
    first = next(
        (n for n in range(start, len(texts)) if reached(texts[n]) or HANDLE.match(texts[n])),
        None,
    )
    if first is None or start == 0:
        return len(texts)
    while first > start and first - 1 > 0 and texts[first - 1][0].isupper() and not is_link(texts[first - 1], known):
        first -= 1
    return first
