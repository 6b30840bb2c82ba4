"""Whatever a release says, each format can be read back, and says it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from pipeline import search
from pipeline.exports import ROLL
from pipeline.harmless import REPLACEMENT, cell, json_line, shown, xml
from pipeline.store import Shelf

ROOMS = Path(__file__).parents[1] / "rooms"
X = "{urn:oasis:names:tc:xliff:document:2.0}"
CHARACTERS = st.one_of(
    st.characters(),  # halves of surrogate pairs, too
    st.sampled_from(
        "<>&\"'=+-@|;,\t\n\r\0\x0b\x0c\x1b\x7f\x85\x9b\u2028\u2029\u202e\u2066\ufeff\ufffe\ud800œéﬁ{}%$`#\\]"
    ),
)
TEXT = st.text(CHARACTERS, min_size=1, max_size=40)


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(one=TEXT, two=TEXT, name=TEXT)
@example(one="un", two="one", name="half \udebf of a pair")
def test_every_format_says_what_was_said(tmp_path_factory, make_release, one, two, name):
    folder = tmp_path_factory.mktemp("out")
    release = make_release(name, [("paragraph", one, (), ())], [("paragraph", two, (), ())])
    texts = [release.text(release.alignments[0], code) for code in ("fr", "en")]  # a line feed reads as a space
    for export in ("jsonl", "csv", "tmx", "xlf", "moses", "parquet", "annotations", "schemaorg", "opensearch", "site"):
        ROLL[export].write([release], Shelf(folder))
    search.build([release], Shelf(folder), None)

    (line,) = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert [*row["translation"].values(), row["release"]] == [*texts, name]

    (told,) = csv.DictReader(io.StringIO((folder / "corpus.csv").read_bytes().decode("utf-8-sig"), newline=""))
    assert [told["fr_text"].removeprefix("'"), told["en_text"].removeprefix("'")] == [
        xml(t).removeprefix("'") for t in texts
    ]

    tmx = etree.parse(str(folder / "corpus.tmx"))
    assert etree.DTD(str(ROOMS / "tmx14.dtd")).validate(tmx)
    segments = [e.text for e in tmx.iter("seg")]
    assert segments == ([xml(t) for t in texts] if all(t.strip() for t in texts) else [])

    xliff = etree.parse(str(folder / "corpus.xlf"))
    if any(t.strip() for t in texts):
        assert etree.RelaxNG(etree.parse(str(ROOMS / "xliff21.rng"))).validate(xliff)
        for tag, text in zip(("source", "target"), texts, strict=True):
            assert "".join(_text(e) for e in xliff.iter(f"{X}{tag}")) == text

    counts = {
        len((folder / "moses" / f"corpus.{n}").read_text(encoding="utf-8").splitlines()) for n in ("fr", "en", "ids")
    }
    assert len(counts) == 1

    for page in (folder / "site").rglob("*.html"):
        read = html.fromstring(page.read_text(encoding="utf-8"))
        assert not read.xpath("//main//script | //main//img | //main//iframe")
        if page.match("fr-en/*/index.html"):
            said = read.xpath("//section[@id='a0']//div[@lang='fr']//p[1]")
            assert said[0].text_content() == shown(texts[0])


def _text(element):
    return (element.text or "") + "".join(chr(int(cp.get("hex"), 16)) + (cp.tail or "") for cp in element)


@given(TEXT)
def test_what_is_made_harmless_keeps_its_length(text):
    assert len(xml(text)) == len(text) == len(shown(text))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown(text))
    assert json.loads(json_line(text)) == text
    assert len(json_line(text).splitlines()) == 1
    safe = cell(text)
    assert safe.removeprefix("'") == xml(text).removeprefix("'")
    assert not re.match("\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]", safe)


@pytest.mark.parametrize("text", [" =1+1", "\u00a0=1+1", "\t=1", "\n=1", "＝1+1", "\ufeff=1"])
def test_blanks_before_a_formula_do_not_hide_it(text):
    assert cell(text).startswith("'")


def test_the_replacement_is_one_character():
    assert len(REPLACEMENT) == 1
