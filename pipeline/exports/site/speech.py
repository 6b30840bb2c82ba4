"""The words of the pages themselves, from languages/<code>/site.toml; a page of several languages says all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from pipeline import languages
from pipeline.languages.folder import read_toml, read_tsv

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def word(key: str, code: str) -> str:
    """What the language calls it; of a language without site.toml, what the first that has one does."""
    group, _, name = key.rpartition(".")
    for one in (code, *languages.codes()):
        told = read_toml(one, "site")
        told = told.get(group, {}) if group else told
        if name in told:
            return str(told[name])
    return name


def plain(key: str, codes: Sequence[str]) -> str:
    """For attributes: the words of all languages of the page, each once."""
    return " / ".join(dict.fromkeys(word(key, code) for code in codes))


def marked(key: str, codes: Sequence[str]) -> Markup:
    """For text: the same, each marked with its language when there are several."""
    if len(codes) == 1:
        return escape(word(key, codes[0]))
    parts = [Markup('<span lang="{}">{}</span>').format(code, word(key, code)) for code in codes]
    return Markup(' <span class="dot" aria-hidden="true">·</span> ').join(parts)


def day(date: str, code: str) -> str:
    """An EDTF date as the language writes it; as it is when it is not a plain one.

    >>> day("2021-12-09", "fr"), day("2021-12-01", "fr"), day("2021-06", "en"), day("199X", "en")
    ('9 décembre 2021', '1er décembre 2021', 'June 2021', '199X')
    """
    found = _DAY.fullmatch(date)
    if not found or not found[2]:
        return date
    month = _months(code).get(int(found[2]), found[2])
    form = "month" if not found[3] else "first_day" if found[3] == "01" else "day"
    return word(form, code).format(day=int(found[3] or 0), month=month, year=found[1])


def _months(code: str) -> dict[int, str]:
    rows = read_tsv(code, "months")
    return {int(row["number"]): row["names"].split("|")[0] for row in rows if row["kind"] == "month"}
