"""How releases are laid out in a language: rubrics, contact headings, closed-class words, the forms of a date.

Read from `<code>/layout.toml` and `any/layout.toml`, which add up."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from .folder import read_toml

_LISTS = (
    "rubrics", "contact_heads", "contact_labels", "links", "contents", "captions", "divisions", "page_words",
    "continues", "ordinal_endings", "leading", "starting",
)  # fmt: skip


DATELINE = 80  # characters of the longest
NOTE = 60  # the same, of a note that the text goes on


@dataclass(frozen=True)
class Layout:
    """Sets of lower-case words and phrases, written with a straight apostrophe (see `plain`)."""

    bullets: str  # characters that may open a list item
    rubrics: frozenset[str]  # "press release": what kind of text it is, never its title
    contact_heads: frozenset[str]
    contact_labels: frozenset[str]  # "tel", "email"
    links: frozenset[str]  # "read the report"
    contents: frozenset[str]  # "table of contents"
    captions: frozenset[str]  # "table", "figure": first word of a caption
    divisions: frozenset[str]  # "chapter"
    page_words: frozenset[str]
    continues: frozenset[str]  # "(continued on next page)": a line that says no more than that the text goes on
    ordinal_endings: frozenset[str]  # "th"
    leading: frozenset[str]  # words on which no phrase ends: a line that ends on one goes on
    starting: frozenset[str]  # words that, with a capital, open a sentence or a title
    months: tuple[str, ...]
    date: re.Pattern[str] | None  # groups day, month, month_number, year with a number behind each

    def goes_on(self, text: str) -> bool:
        """Does this line say no more than that the text goes on overleaf, or comes from there?"""
        if not 2 < len(text) <= NOTE:
            return False
        note = plain(text).replace("...", "\N{HORIZONTAL ELLIPSIS}")
        return bool({note, note.replace(" ", ""), note.strip("()[]\N{HORIZONTAL ELLIPSIS}.-–— ")} & self.continues)

    def date_of(self, text: str) -> str:
        """The date a dateline tells, in EDTF ("2021-12-09", "2021-12"), or "".

        A place may stand before it ("Paris, 9 December 2021"); nothing may stand behind it."""
        if len(text) > DATELINE or not text.rstrip(" .")[-2:].isdigit():
            return ""
        return self._edtf(self.date.fullmatch(plain(text)) if self.date else None)

    def date_in(self, text: str) -> str:
        """As `date_of`, for a date that stands among other words."""
        return self._edtf(self.date.search(plain(text)) if self.date else None)

    def _edtf(self, found: re.Match[str] | None) -> str:
        if not found:
            return ""
        got = {k.rstrip("0123456789"): v for k, v in found.groupdict().items() if v}
        month = self.months.index(got["month"]) + 1 if "month" in got else int(got["month_number"])
        day = int(got.get("day", "0"))
        if not (1 <= month <= 12 and day <= 31):
            return ""
        return f"{got['year']}-{month:02}" + (f"-{day:02}" if day else "")


def plain(text: str) -> str:
    """Lower case, one kind of apostrophe, single spaces, NFC: how phrases are compared.

    >>> plain("L’AUDIT\\N{NO-BREAK SPACE}:")
    "l'audit :"
    """
    text = unicodedata.normalize("NFC", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(text.casefold().split())


@cache
def layout(code: str) -> Layout:
    """The layout knowledge of a language; that of `any` alone when there is no such folder."""
    told = [read_toml(folder, "layout") for folder in ("any", code)]
    lists = {name: frozenset(word for t in told for word in t.get(name, ())) for name in _LISTS}
    months = tuple(told[1].get("months", ()))
    return Layout(
        bullets="".join(t.get("bullets", "") for t in told), months=months, date=_date(told[1], months), **lists
    )  # fmt: skip


def _date(told: dict[str, list[str]], months: tuple[str, ...]) -> re.Pattern[str] | None:
    if not months:
        return None
    forms = []
    for n, form in enumerate(told.get("dates", ())):
        endings = "|".join(sorted(told["ordinal_endings"], key=len, reverse=True))
        parts = {
            "day": rf"(?P<day{n}>\d{{1,2}})(?: ?(?:{endings}))?",
            "month": rf"(?P<month{n}>{'|'.join(months)})",
            "month_number": rf"(?P<month_number{n}>\d{{1,2}})",
            "year": rf"(?P<year{n}>\d{{4}})",
            "weekday": rf"(?:{'|'.join(told['weekdays'])})",
        }
        for name, part in parts.items():
            form = form.replace("{" + name + "}", part)
        forms.append(form)
    return re.compile(rf"(?:[^\W\d_](?:[^\W\d_]|[' -]){{1,40}},? )?(?:{'|'.join(forms)})\.?")
