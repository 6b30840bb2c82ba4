"""The rules that are data: a pattern and what to put in its place."""

from __future__ import annotations

import re

from pipeline.languages.repairs import Repairs

from .sheet import Sheet

_WORD = re.compile(r"[^\W\d_]+$")


def run(phase: str, sheet: Sheet, speech: Repairs) -> None:
    """All rules of a phase that have a pattern, one after the other, in the order of their files."""
    for rule in speech.phase(phase):
        if (
            rule.find is None
            or (rule.needs
            and not any(n in sheet.signs if len(n) == 1 else n in sheet.whole for n in rule.needs))
        ):
            continue
        for found in rule.find.finditer(sheet.whole):
            if rule.phrase and (last := _WORD.search(sheet.whole, max(0, found.start() - 20), found.start())):
                if last[0].lower() in speech.leading:
                    continue
            sheet.edit(*found.span(), found.expand(rule.put), rule.id)
        sheet.settle()
