"""What was lost and can only be suggested: nothing here changes a text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from pipeline.languages.repairs import Repairs
from pipeline.model.document import Flag, Paragraph
from pipeline.model.place import Span

from .glyphs import unread
from .lexicon import COMMON, WORD, Lexicon
from .sheet import Sheet

HOST = re.compile(r"@[\w-]+(?:\.[\w-]+)*\.([A-Za-z]{1,2})(?![\w@-]|\.\w)")
REST = re.compile(r"\n([^\W\d_])(?= [^\W\d_])")
LAST = re.compile(r"[^\W\d_]+$")
USER = re.compile(r"[\w.+-]+$")
EARLY = 0.85  # a line that this share of the full width would have held, next word included, ended early


def flags(sheet: Sheet, paragraphs: Sequence[Paragraph], speech: Repairs, lexicon: Lexicon) -> list[list[Flag]]:
    """For each paragraph its flags, in the order of their spans."""
    early = _early(sheet, paragraphs)
    found = [
        *unread(sheet),
        *_addresses(sheet, speech),
        *_rests(sheet, lexicon, early),
        *_ordinals(sheet, speech, early),
        *_dashes(sheet, speech, early),
    ]
    out: list[list[Flag]] = [[] for _ in paragraphs]
    for start, end, reason, suggestion, says in sorted(found):
        n = sheet.paragraph(start)
        out[n].append(Flag(reason, Span(start - sheet.starts[n], end - sheet.starts[n]), suggestion, says))
    return out


Found = tuple[int, int, str, str, str]


def _early(sheet: Sheet, paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Places of line breaks of text input that the width of the page does not explain: the font changed there, or a
    short line was dropped. Lines of a PDF are whole and have none."""
    out = []
    lengths = sorted(len(x) for p in paragraphs if not p.places for x in p.text.raw.split("\n"))
    if not lengths:
        return frozenset()
    full = lengths[int(len(lengths) * 0.9)] * EARLY
    for n, paragraph in enumerate(paragraphs):
        if paragraph.places:
            continue
        at, lines = sheet.starts[n], sheet.texts[n]
        pieces = sheet.whole[at : at + len(lines.mended)].split("\n")
        for piece, after in itertools.pairwise(pieces):
            at += len(piece) + 1
            if len(piece) + 1 + len(after.split(" ", 1)[0]) < full:
                out.append(at - 1)
    return frozenset(out)


def _addresses(sheet: Sheet, speech: Repairs) -> list[Found]:
    out: list[Found] = []
    for m in HOST.finditer(sheet.whole):
        end = m[1].lower()
        user = USER.search(sheet.whole, max(0, m.start() - 80), m.start())
        if end in speech.top_domains or not user:
            continue
        whole = re.search(re.escape(m[0]) + r"[a-z]+", sheet.whole)  # the same host, whole, elsewhere in the document
        able = [d for d in speech.top_domains if d.startswith(end)]
        rest = whole[0][len(m[0]) :] if whole else able[0][len(end) :] if able else ""
        full = user[0] + m[0] + rest if rest else ""
        out.append((user.start(), m.end(), "letters-lost", full, "the end of the address was cut off"))
    return out


def _rests(sheet: Sheet, lexicon: Lexicon, early: frozenset[int]) -> list[Found]:
    """A letter that is no word, at a line break: what stood beside it was lost."""
    out: list[Found] = []
    for m in REST.finditer(sheet.whole):
        before = LAST.search(sheet.whole, max(0, m.start() - 40), m.start())
        if not before or m[1].isupper() or lexicon.frequency(m[1]) >= COMMON or lexicon.frequency(before[0]) < COMMON:
            continue
        able = [w for w in lexicon.own if 1 < len(w) <= 4 and w.endswith(m[1]) and lexicon.frequency(w) >= COMMON]
        pairs = {w: len(re.findall(rf"\b{before[0]}\s{w}\b", sheet.whole, re.IGNORECASE)) for w in able}
        best = max(sorted(able), key=lambda w: (pairs[w], lexicon.frequency(w)), default="")
        behind = WORD.search(sheet.whole, m.end())
        end = behind.end() if behind else m.end()
        suggestion = f"{before[0]} {best}{sheet.whole[m.end() : end]}" if best else ""
        out.append(
            (before.start(), end, "letters-lost", suggestion, f"letters before “{m[1]}” were lost at the line break")
        )
    return out


def _ordinals(sheet: Sheet, speech: Repairs, early: frozenset[int]) -> list[Found]:
    """Bare numbers before a noun that is numbered by ordinals."""
    out: list[Found] = []
    if not any(noun in sheet.whole for noun in sorted(speech.ordinal_nouns)):
        return out
    named = sorted(speech.ordinal_nouns | speech.ordinal_plurals, key=len, reverse=True)
    nouns = re.compile("|".join(named))
    joiners = "|".join(sorted(speech.ordinal_joiners))
    numbered = re.compile(rf"(?<![\d.,])(\d{{1,2}}(?:,\s\d{{1,2}})*)(?:\s({joiners})\s(\d{{1,2}}))?\s$")
    for noun in nouns.finditer(sheet.whole, min(at for n in named if (at := sheet.whole.find(n)) >= 0)):
        m = numbered.search(sheet.whole, max(0, noun.start() - 40), noun.start())
        if not m or sheet.whole[noun.end() : noun.end() + 1].isalpha():
            continue
        span = (m.start(), noun.end())
        numbers = [*re.findall(r"\d+", m[1]), *([m[3]] if m[3] else [])]
        if (len(numbers) == 1) != (noun[0] in speech.ordinal_nouns):  # "20 arrondissements" is a count
            continue
        breaks = [at for at in range(*span) if sheet.whole[at] == "\n"]
        full = [speech.ordinal(n) for n in numbers]
        reason, says = "letters-lost", f"the raised endings behind {' and '.join(numbers)} were lost"
        if (
            len(numbers) == 2 and len(breaks) > 1 and early.intersection(breaks)
        ):  # short lines were dropped: a whole item can have stood on them
            reason, says = "words-lost", f"{says} with their short lines, and what stood on lines between them"
            if int(numbers[1]) - int(numbers[0]) == 2:
                full.insert(1, speech.ordinal(str(int(numbers[0]) + 1)))
        listed = full[0] if len(full) == 1 else f"{', '.join(full[:-1])} {m[2]} {full[-1]}"
        out.append((*span, reason, f"{listed} {noun[0]}", says))
    return out


def _dashes(sheet: Sheet, speech: Repairs, early: frozenset[int]) -> list[Found]:
    """A relative that punctuation comes before stands bare behind a line that ended early."""
    out: list[Found] = []
    for at in sorted(early):
        behind, before = WORD.match(sheet.whole, at + 1), re.search(r"[^\W\d_]+$", sheet.whole[max(0, at - 40) : at])
        if before and behind and behind[0] in speech.loose_relatives and before[0].lower() not in speech.leading:
            says = "a dash or comma alone on its line was dropped"
            out.append((at - len(before[0]), behind.end(), "punctuation-lost", f"{before[0]} – {behind[0]}", says))
    return out
