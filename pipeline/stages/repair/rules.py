"""The rules that are data: a pattern and what to put in its place."""

from __future__ import annotations

import re

from pipeline.languages.repairs import Repairs, Rule

from .sheet import Sheet

_WORD = re.compile(r"[^\W\d_]+$")


def run(phase: str, sheet: Sheet, speech: Repairs) -> None:
    """All rules of a phase that have a pattern, one after the other, in the order of their files."""
    for rule in speech.phase(phase):
        if rule.find is None or not _needed(rule, sheet):
            continue
        for found in rule.find.finditer(sheet.whole):
            if not (rule.phrase and _goes_on(sheet.whole, found.start(), speech)):
                sheet.edit(*found.span(), found.expand(rule.put), rule.id)
        sheet.settle()


def _needed(rule: Rule, sheet: Sheet) -> bool:
    """Is there in the document what the rule needs? Cheaper than to search for it."""
    return not rule.needs or any(n in sheet.signs if len(n) == 1 else n in sheet.whole for n in rule.needs)


def _goes_on(text: str, at: int, speech: Repairs) -> bool:
    """Is the word before this place one on which no phrase ends?"""
    last = _WORD.search(text, max(0, at - 20), at)
    return last is not None and last[0].lower() in speech.leading
