"""The rules that are data: a pattern and what to put in its place."""

from __future__ import annotations

from pipeline.languages.repairs import Repairs

from .sheet import Sheet


def run(phase: str, sheet: Sheet, speech: Repairs) -> None:
    """All rules of a phase that have a pattern, one after the other, in the order of their files."""
    for rule in speech.phase(phase):
        if rule.find is None or rule.needs and not any(n in sheet.signs if len(n) == 1 else n in sheet.whole for n in rule.needs):
            continue
        for found in rule.find.finditer(sheet.whole):
            sheet.edit(*found.span(), found.expand(rule.put), rule.id)
        sheet.settle()
