"""A release goes through JSON and comes back the same; what is written is what the schema says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from pipeline import codec
from pipeline.errors import WrongUse
from pipeline.model.document import Doubt, Dropped, Flag
from pipeline.model.place import Box, Span
from pipeline.model.release import Release
from pipeline.model.text import Edit, Text

HOUSE = Path(__file__).parents[2]


def decorated(release: Release) -> Release:
    """The release with everything a paragraph can have: patches, flags, rows, notes, level, dropped text, doubts."""
    code = release.languages[0]
    reading = release.readings[code]
    first, *rest = reading.document.paragraphs
    text = Text("La mise en\n\N{LATIN SMALL LIGATURE OE}\nuvre du plan vélo").edited(
        [Edit(Span(11, 13), "\N{LATIN SMALL LIGATURE OE}", "any.lone-letter"), Edit(Span(0, 0), "« ", "fr.quote")]
    )
    first = replace(
        first, text=text, level=2, flags=(Flag("letters-lost", Span(0, 2), "was", "two letters lost"),),
        rows=((Span(0, 2), Span(3, 7)),), notes=((Span(3, 4), rest[0].id),),
    )  # fmt: skip
    document = replace(
        reading.document,
        paragraphs=(first, *rest),
        dropped=(Dropped("page 1", "page number", Box(1, 1.0, 2.0, 3.0, 4.0)), Dropped("x", "running head", None)),
        doubts=(Doubt(1, "unmapped-glyph", 3, "three glyphs have no letter"),),
    )
    return replace(release, readings={**release.readings, code: replace(reading, document=document)})


def test_a_release_comes_back_the_same(make_release: Callable[..., Release], hostile: Release) -> None:
    for release in (make_release(), decorated(make_release()), hostile):
        data = codec.encode(release)
        back = codec.decode(data)
        assert codec.encode(back) == data
        assert back.languages == release.languages
        assert back.alignments == release.alignments
        assert back.findings == release.findings
        for code in release.languages:
            assert back.readings[code].document.paragraphs == release.readings[code].document.paragraphs
            assert back.readings[code].facts == release.readings[code].facts


def test_what_is_written_is_what_the_schema_says(make_release: Callable[..., Release], hostile: Release) -> None:
    validator = jsonschema.Draft202012Validator(codec.schema())
    for release in (decorated(make_release()), hostile):
        validator.validate(json.loads(codec.encode(release)))
    broken = json.loads(codec.encode(make_release()))
    broken["alignments"][0]["confidence"] = 2
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(broken)


def test_the_schema_in_docs_is_the_one_the_code_makes() -> None:
    assert (HOUSE / "docs" / "release.schema.json").read_bytes() == codec.dumps(codec.schema())


def test_what_is_no_release_is_refused_with_a_remedy() -> None:
    for data in (b"{}", b"[]", b"{", b'{"id": "x", "languages": ["fr"], "documents": {}}'):
        with pytest.raises(WrongUse, match="run extract again"):
            codec.decode(data)


def test_the_same_value_gives_the_same_bytes_and_keeps_its_letters() -> None:
    assert codec.dumps({"b": "œ", "a": [1.5, None]}) == '{\n "b": "œ",\n "a": [\n  1.5,\n  null\n ]\n}\n'.encode()
