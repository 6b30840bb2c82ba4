"""Code points that are not what the page shows: shapes of ligatures, accents of their own, broken maps, mojibake."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence

from pipeline.languages.repairs import Repairs
from pipeline.model.document import Glyph

from .lexicon import KNOWN, NOTHING, Lexicon
from .sheet import Sheet

SHAPES = {
    "\N{LATIN SMALL LIGATURE FF}": "ff",
    "\N{LATIN SMALL LIGATURE FI}": "fi",
    "\N{LATIN SMALL LIGATURE FL}": "fl",
    "\N{LATIN SMALL LIGATURE FFI}": "ffi",
    "\N{LATIN SMALL LIGATURE FFL}": "ffl",
    "\N{LATIN SMALL LIGATURE LONG S T}": "st",
    "\N{LATIN SMALL LIGATURE ST}": "st",
}
_SHAPE = re.compile("[\ufb00-\ufb06]")
_COMBINING = re.compile("[\u0300-\u036f]+")
_LETTER = re.compile(r"[^\W\d_]")
ACCENTS = {
    "\N{ACUTE ACCENT}": "\N{COMBINING ACUTE ACCENT}",
    "`": "\N{COMBINING GRAVE ACCENT}",
    "\N{MODIFIER LETTER CIRCUMFLEX ACCENT}": "\N{COMBINING CIRCUMFLEX ACCENT}",
    "\N{DIAERESIS}": "\N{COMBINING DIAERESIS}",
    "\N{CEDILLA}": "\N{COMBINING CEDILLA}",
    "\N{SMALL TILDE}": "\N{COMBINING TILDE}",
}
_ACCENT = re.compile("[´`ˆ¨¸˜]")
_ACCENTED = re.compile("(?:[´`ˆ¨¸˜][^\\W\\d_]*)+")
_LETTERS_BEFORE = re.compile("(?:[^\\W\\d_]|[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd])+$")
STRANGE = "\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd"
_STRANGE = re.compile(f"[{STRANGE}]")
_STRANGE_WORD = re.compile(f"(?:[^\\W\\d_]|[{STRANGE}])+")
# What a glyph without a map stands for most often: ligatures of OpenType fonts, letters that a main font lacks.
READINGS = (
    *("œ", "æ", "fi", "fl", "ff", "ffi", "ffl", "ti", "tt", "tti", "ft", "fj", "fft", "st", "ct", "Th", "ij"),
    "’",
    *"abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿñ",
)
CLEAR = math.log(100.0)  # the best reading of a glyph must be this much likelier than the next
VOWELS = "aeiouyhœæ"  # a word is elided before these
_YEARS = re.compile(rf"(?:19|20)\d\d[{STRANGE}](?:19|20)?\d\d(?!\d)")
_AMOUNT = re.compile(r"\d[ \u00a0\u202f]?(?:M|Mds?|k)?[ \u00a0\u202f\n]?$")
_MOJIBAKE = re.compile(
    "(?:[ÂÃÅÄ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â[\u0080-\u009f€‚ƒ„…†‡ˆ‰Š‹ŒŽ]..?)"
)
_TOKEN = re.compile(r"[^ \n\t\ufdd0]+")


def shapes(sheet: Sheet) -> None:
    """Ligatures of presentation taken apart; letters and their combining accents made one."""
    if not sheet.signs.isdisjoint(SHAPES):
        for found in _SHAPE.finditer(sheet.whole):
            sheet.edit(*found.span(), SHAPES[found[0]], "any.ligature-apart")
    if any("\u0300" <= c <= "\u036f" for c in sheet.signs):
        for found in _COMBINING.finditer(sheet.whole):
            at = found.start() - 1
            said = sheet.whole[max(0, at) : found.end()]
            if at >= 0 and _LETTER.match(said) and (one := unicodedata.normalize("NFC", said)) != said:
                sheet.edit(at, found.end(), one, "any.composed")
    sheet.settle()


def mojibake(sheet: Sheet) -> None:
    """UTF-8 that was read as Windows-1252, word by word."""
    if sheet.signs.isdisjoint("ÂÃÅÄâ") or not _MOJIBAKE.search(sheet.whole):
        return
    import ftfy

    for token in _TOKEN.finditer(sheet.whole):
        if _MOJIBAKE.search(token[0]) and (sound := ftfy.fix_encoding(token[0])) != token[0]:
            sheet.edit(*token.span(), sound, "any.mojibake")
    sheet.settle()


def accents(sheet: Sheet, speech: Repairs, lexicon: Lexicon) -> None:
    """Accents drawn as glyphs of their own put on their letters, when the document has words that ask for it."""
    if sheet.signs.isdisjoint(ACCENTS):
        return
    told: list[tuple[int, int, str]] = []
    end = 0
    for found in _ACCENT.finditer(sheet.whole):
        if found.start() < end:
            continue
        before = _LETTERS_BEFORE.search(sheet.whole, max(0, found.start() - 40), found.start())
        start = before.start() if before else found.start()
        behind = _ACCENTED.match(sheet.whole, found.start())
        end = behind.end() if behind else found.end()
        token = sheet.whole[start:end]
        if (whole := _composed(token, lexicon)) != token:
            told.append((start, end, whole))
    if not any(sheet.whole[start] not in ACCENTS and lexicon.known(whole) for start, _, whole in told):
        return
    for start, end, whole in told:
        sheet.edit(start, end, whole, "any.accent-apart")
    sheet.settle()


def _composed(token: str, lexicon: Lexicon) -> str:
    """The token with its accents on their letters: on the letter behind, or on the one before where that is a word."""
    best, best_frequency = token, 0.0
    for behind in (True, False):
        text = token.replace("\N{LATIN SMALL LETTER DOTLESS I}", "i")
        for sign, mark in ACCENTS.items():
            pattern = rf"{sign}([^\W\d_])" if behind else rf"([^\W\d_]){sign}"
            text = re.sub(pattern, rf"\g<1>{mark}", text)
        text = unicodedata.normalize("NFC", text)
        if any(s in text for s in ACCENTS) or any(unicodedata.combining(c) for c in text):
            continue
        frequency = lexicon.frequency(text)
        if frequency > best_frequency and (frequency >= KNOWN or token[0] not in ACCENTS):
            best, best_frequency = text, frequency
    return best


def unmapped(sheet: Sheet, told: Sequence[Glyph], lexicon: Lexicon) -> None:
    """Reads glyphs without a sound map where all the words they stand in admit one reading together."""
    if not (strange := _strange(sheet)):
        return
    # a letter that is read elsewhere has a map: what has none is something else
    able = [r for r in READINGS if len(r) > 1 or r not in sheet.signs]
    widths = {g.char: g.candidates for g in told}
    words: dict[str, list[str]] = {}
    for found in strange.finditer(sheet.whole):
        before = _LETTERS_BEFORE.search(sheet.whole, max(0, found.start() - 40), found.start())
        behind = _STRANGE_WORD.match(sheet.whole, found.start())
        start = before.start() if before else found.start()
        word = sheet.whole[start : behind.end() if behind else found.end()]
        if len(word) > 1:
            words.setdefault(found[0], []).append(_behind_figure(sheet.whole, start) + word)
    read = dict(_signs(sheet.whole, sorted(filter(_STRANGE.match, sheet.signs))))
    while True:  # a glyph that shares its words with others may be read once those are
        fresh = {
            s: r
            for s in words
            if s not in read and (r := _reading(s, words[s], read, _once([*widths.get(s, ()), *able]), lexicon))
        }
        if not fresh:
            break
        read.update(fresh)
    for found in strange.finditer(sheet.whole):
        if reading := read.get(found[0]):
            sheet.edit(*found.span(), _cased(reading, sheet.whole, found.start(), found.end()), "any.unmapped-glyph")
    sheet.settle()


def unread(sheet: Sheet) -> list[tuple[int, int, str, str, str]]:
    """A flag for every glyph that no reading was found for."""
    strange = _strange(sheet)
    says = "a glyph that the file gives no letter for"
    found = strange.finditer(sheet.whole) if strange else ()
    return [(m.start(), m.end(), "unmapped-glyph", "", says) for m in found]


def _strange(sheet: Sheet) -> re.Pattern[str] | None:
    """What finds the strange characters of this document: a class of its own few is searched faster than all planes."""
    own = "".join(sorted(filter(_STRANGE.match, sheet.signs)))
    return re.compile(f"[{re.escape(own)}]") if own else None


def _once(readings: Sequence[str]) -> list[str]:
    """Each reading once; small and capital are one, the neighbours tell which it is."""
    return list({r.lower(): r.lower() if len(r) == 1 else r for r in reversed(readings)}.values())


def _reading(sign: str, words: list[str], read: dict[str, str], able: list[str], lexicon: Lexicon) -> str:
    """The one reading of a glyph under which every word it stands in is a word; "" when none or several are."""
    clear = []
    for word in dict.fromkeys(words):
        for other, reading in read.items():
            word = word.replace(other, reading)
        if set(_STRANGE.findall(word)) == {sign} and len(word) > 2:
            clear.append(word)
    if not clear:
        return ""
    scores = sorted(_scores(sign, clear, able, lexicon), reverse=True)
    if not scores or (len(scores) > 1 and scores[0][0] - scores[1][0] < CLEAR):
        return ""
    return scores[0][1]


def _scores(sign: str, words: list[str], able: list[str], lexicon: Lexicon) -> Iterator[tuple[float, str]]:
    for reading in able:
        found = [_frequency(w.replace(sign, reading), lexicon) for w in words]
        lacks = sum(f < KNOWN for f in found)
        if lacks * 8 <= len(found) and lacks < len(found):  # a name among many words
            yield sum(math.log(max(f, NOTHING)) for f in found), reading


def _behind_figure(text: str, at: int) -> str:
    return "0" if text[at - 1 : at].isdigit() else ""


def _frequency(word: str, lexicon: Lexicon) -> float:
    """As the lexicon's; two words with an apostrophe count as the second when the first is one that is elided."""
    if word[0] == "0":  # the ending of an ordinal
        return 1.0 if word[1:] in lexicon.ordinal_endings else NOTHING
    left, sign, right = word.partition("’")
    if not sign or not left or not right:
        return lexicon.frequency(word)
    whole = lexicon.frequency(f"{left}'{right}")
    elided = left.lower() in lexicon.elided and unicodedata.normalize("NFD", right[0].lower())[0] in VOWELS
    return max(whole, lexicon.frequency(right) if elided else NOTHING)


def _signs(text: str, glyphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(glyph, sign) for glyphs that are no letters, by all the places where they stand.

    Behind figures only, and once behind "M" or "k": the sign that old fonts lack is €. Between years: the dash of a
    range. At the start of paragraphs only, a space behind: a bullet."""
    for glyph in glyphs:
        places = [m.start() for m in re.finditer(re.escape(glyph), text)]
        before = [text[max(0, at - 5) : at] for at in places]
        starts = [
            (not b or b[-1] in "\n\ufdd0") and text[at + 1 : at + 2] == " "
            for b, at in zip(before, places, strict=True)
        ]
        years = [bool(_YEARS.match(text, max(0, at - 4))) for at in places]
        if all(starts):
            yield glyph, "•"
        elif any(years) and all(a or b for a, b in zip(starts, years, strict=True)):
            yield glyph, "–"
        elif all(map(_AMOUNT.search, before)) and any(b.rstrip()[-1:] in "Mkds" for b in before):
            yield glyph, "€"


def _cased(reading: str, text: str, start: int, end: int) -> str:
    """In capitals when its neighbours are."""
    near = [c for c in (text[start - 1 : start], text[end : end + 1]) if c.isalpha()]
    return reading.upper() if near and all(c.isupper() for c in near) and not text[end : end + 1].islower() else reading
