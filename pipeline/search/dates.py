"""Dates in EDTF as a stretch of days, so that they can be compared: 2021-06 is 2021-06-01 to 2021-06-31."""

from __future__ import annotations

import re

from pipeline.errors import WrongUse

_KNOWN = re.compile(r"\d{4}(-\d\d(-\d\d)?)?|\d{1,3}(?=X)")


def bounds(date: str) -> tuple[str, str]:
    """(first day, last day) that the date may mean; ("", "") when it says nothing, as 31 stands for any month's end.

    >>> bounds("2021-06"), bounds("199X"), bounds("2022-XX-XX"), bounds("")
    (('2021-06-01', '2021-06-31'), ('1990-01-01', '1999-12-31'), ('2022-01-01', '2022-12-31'), ('', ''))
    """
    found = _KNOWN.match(date)
    if not found:
        return "", ""
    known = found[0]
    if len(known) < 4:
        return f"{known.ljust(4, '0')}-01-01", f"{known.ljust(4, '9')}-12-31"
    return known + "-01-01"[len(known) - 4 :], known + "-12-31"[len(known) - 4 :]


def limit(name: str, date: str) -> str:
    """The day from which (`since`) or until which a search looks. Raises WrongUse when the date says nothing."""
    day = bounds(date)[0 if name == "since" else 1]
    if not day:
        raise WrongUse(f"{name} {date!r} is no date: write 2021, 2021-06 or 2021-06-30")
    return day
