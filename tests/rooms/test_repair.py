"""The repair room. The tests of each rule travel inside its entry; here they are run, through the whole of `repair`."""

from __future__ import annotations

import pytest

from pipeline import languages
from pipeline.languages.repairs import Rule, repairs
from pipeline.model.document import Document, Paragraph, Source, Tongue
from pipeline.model.text import Text
from pipeline.stages.repair import repair

FIRST = languages.codes()[0]


def document(*raws: str, language: str = FIRST) -> Document:
    paragraphs = tuple(Paragraph(f"{language}.{n}", "paragraph", Text(raw)) for n, raw in enumerate(raws))
    return Document(Source("a.txt", language), Tongue(language, language, 1.0), paragraphs)


def mended(raw: str, language: str = FIRST) -> Paragraph:
    return repair(document(raw, language=language)).paragraphs[0]


def signed(paragraph: Paragraph) -> set[str]:
    return {rule for patch in paragraph.text.patches for rule in patch.rules}


def speaks(rule: Rule, told: str) -> str:
    """The language of a test: the one it names, else its folder's; an `any` rule speaks the first language."""
    folder = rule.id.split(".")[0]
    return told or (folder if folder in languages.codes() else FIRST)


RULES = {rule.id: rule for code in languages.codes() for rule in repairs(code).rules}
MENDS = [(r, m[0], m[1], speaks(r, m[2])) for r in RULES.values() for m in r.mends if not r.flag]
FLAGS = [(r, m[0], m[1], speaks(r, m[2])) for r in RULES.values() for m in r.mends if r.flag]
LEAVES = [(r, text, speaks(r, told)) for r in RULES.values() for text, told in r.leaves]


def named(x: object) -> str:
    return x.id if isinstance(x, Rule) else ""


@pytest.mark.parametrize(("rule", "broken", "sound", "language"), MENDS, ids=named)
def test_a_rule_mends_what_it_says(rule: Rule, broken: str, sound: str, language: str) -> None:
    paragraph = mended(broken, language)
    assert paragraph.text.mended == sound
    assert rule.id in signed(paragraph)
    assert paragraph.text.undone().raw == broken


@pytest.mark.parametrize(("rule", "broken", "suggestion", "language"), FLAGS, ids=named)
def test_a_flag_suggests_and_changes_nothing(rule: Rule, broken: str, suggestion: str, language: str) -> None:
    paragraph = mended(broken, language)
    assert not paragraph.text.patches
    assert (rule.flag, suggestion) in [(f.reason, f.suggestion) for f in paragraph.flags]


@pytest.mark.parametrize(("rule", "text", "language"), LEAVES, ids=named)
def test_a_rule_leaves_sound_text_alone(rule: Rule, text: str, language: str) -> None:
    paragraph = mended(text, language)
    assert rule.id not in signed(paragraph)
    if rule.flag:
        assert rule.flag not in {f.reason for f in paragraph.flags}


def test_every_rule_brings_tests_of_its_own() -> None:
    untested = [r.id for r in RULES.values() if not r.leaves and not r.mends]
    assert not untested
