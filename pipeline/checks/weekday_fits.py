"""The day of the week fits the date: 9 December 2021 was a Thursday."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from typing import Final

from pipeline.languages import codes
from pipeline.languages.numbers import numbers
from pipeline.model.facts import Figure
from pipeline.model.release import Gravity, Release, Spot

from .check import Measure, paragraphs

GRAVITY: Final[Gravity] = "doubt"


def score(release: Release) -> Iterator[Measure]:
    """0 where the weekday that is said is that of the date, 1 where it is not."""
    for alignment, code, paragraph in paragraphs(release):
        for figure in release.facts(paragraph.id).figures:
            said, true = _said(code, figure), _true(figure)
            if said is None or true is None:
                continue
            sides = {code: Spot(paragraph.id, figure.span)}
            places = {"here": code, "text": figure.text, "day": _written(code)[true]}
            yield Measure(float(said != true), "other", sides, alignment, places)


def _said(code: str, figure: Figure) -> int | None:
    words = figure.text.replace(".", " ").replace(",", " ").split()
    return _names(code).get(words[0].lower()) if figure.kind == "date" and len(words) > 1 else None


def _true(figure: Figure) -> int | None:
    try:
        return datetime.date.fromisoformat(figure.value).isoweekday() if len(figure.value) == 10 else None
    except ValueError:
        return None


@cache
def _names(code: str) -> dict[str, int]:
    """Names of the days, 1 for Monday; the long name of a day comes first."""
    rows = numbers(code).calendar if code in codes() else ()
    return {name.rstrip(".").lower(): row.number for row in rows if row.kind == "weekday" for name in row.names}


@cache
def _written(code: str) -> dict[int, str]:
    """The long names, as the language writes them: Monday, lundi."""
    return {row.number: row.names[0] for row in numbers(code).calendar if row.kind == "weekday"}


def verdict(measure: Measure) -> Gravity | None:
    """One of the two is wrong, and the page does not say which."""
    return GRAVITY if measure.score else None
