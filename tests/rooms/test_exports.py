"""Each format is read back by somebody else: a DTD, a schema, another library."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import etree

from pipeline import exports
from pipeline.errors import WrongUse
from pipeline.exports import ROLL
from pipeline.exports.xlf import _pieces
from pipeline.passage import passages
from pipeline.store import Shelf

HERE = Path(__file__).parent
X = "{urn:oasis:names:tc:xliff:document:2.0}"
FLAT = ("jsonl", "csv", "tmx", "xlf", "moses", "parquet", "annotations", "schemaorg", "opensearch")


@pytest.fixture
def written(tmp_path, corpus):
    def write(name: str) -> Path:
        ROLL[name].write(corpus, Shelf(tmp_path))
        return tmp_path

    return write


def pairs_of(corpus):
    """(release, alignment, first text, second text), straight from the model."""
    return [(r.id, a.id, one, two) for r in corpus for one, two, a in r.pairs()]


def test_the_roll_is_the_folder():
    folder = Path(exports.__file__).parent
    there = {p.stem for p in folder.iterdir() if p.name != "__init__.py" and not p.name.startswith("__")}
    told = {e.module.rpartition(".")[2] for e in ROLL.values() if e.module.startswith("pipeline.exports.")}
    assert there - told == set(), "a file in exports/ that is not on the roll"


def test_an_unknown_format_names_those_there_are():
    with pytest.raises(WrongUse, match=r"jsonl, csv, tmx"):
        exports.named("docx")


def test_a_missing_extra_names_the_command(monkeypatch, tmp_path):
    def missing(name):
        raise ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")

    monkeypatch.setattr(exports, "import_module", missing)
    with pytest.raises(WrongUse, match=r"pip install 'visavis\[parquet\]'"):
        ROLL["parquet"].write([], Shelf(tmp_path))


@pytest.mark.parametrize("name", FLAT)
def test_same_corpus_same_bytes_and_nothing_half_written(name, tmp_path, corpus):
    outs = []
    for turn in ("one", "two"):
        ROLL[name].write(corpus, Shelf(tmp_path / turn))
        outs.append(
            {p.relative_to(tmp_path / turn): p.read_bytes() for p in (tmp_path / turn).rglob("*") if p.is_file()}
        )
    assert outs[0] == outs[1]
    assert outs[0]
    assert not [p for p in outs[0] if p.name.startswith(".")]


@pytest.mark.parametrize("name", FLAT)
def test_an_empty_corpus_is_written_too(name, tmp_path):
    ROLL[name].write([], Shelf(tmp_path))
    assert list(tmp_path.iterdir())


@pytest.mark.parametrize("name", FLAT)
def test_a_failure_leaves_the_old_file(name, tmp_path, make_release):
    def broken():
        yield make_release()
        raise RuntimeError("the disk is gone")

    class Corpus:
        def __iter__(self):
            return broken()

    ROLL[name].write([make_release()], Shelf(tmp_path))
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(RuntimeError):
        ROLL[name].write(Corpus(), Shelf(tmp_path))
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_jsonl_has_every_alignment_and_spans_in_its_own_texts(written, corpus):
    lines = (written("jsonl") / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [(r["release"], r["alignment"]) for r in rows] == [(r.id, a.id) for r in corpus for a in r.alignments]
    assert {tuple(r["translation"]) for r in rows} == {("fr", "en")}
    seen = 0
    for row in rows:
        for kind in ("figures", "entities"):
            for link in row[kind]:
                for code, one in link["sides"].items():
                    if one:
                        assert row["translation"][code][slice(*one["span"])] == one["text"]
                        seen += 1
    assert seen > 20
    assert {link["status"] for r in rows for link in r["figures"]} >= {"same", "different"}


def test_a_figure_that_no_link_names_is_not_lost(make_release):
    release = make_release()
    bare = replace(release, alignments=tuple(replace(a, figures=(), entities=()) for a in release.alignments))
    links = [link for p in passages(bare) for _, link in p.figures()]
    assert len(links) == 6
    assert {link.status for link in links} == {"missing"}


def test_csv_is_no_formula_and_reads_back(written, corpus):
    raw = (written("csv") / "corpus.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == sum(len(r.alignments) for r in corpus)
    for cell in (c for row in rows for c in row.values()):
        assert not re.match(r"\s*[=+\-@\t\r]", cell), cell
    assert rows[2]["fr_text"].startswith("L’économie")
    assert rows[3]["findings"] == "figures_agree"


def test_tmx_is_valid_and_another_reads_it(written, corpus):
    path = written("tmx") / "corpus.tmx"
    tree = etree.parse(str(path))
    dtd = etree.DTD(str(HERE / "tmx14.dtd"))
    assert dtd.validate(tree), dtd.error_log
    props = {p.get("type") for p in tree.iter("prop")}
    assert {"x-release", "x-confidence", "x-score", "x-page", "x-box", "x-finding"} <= props
    from translate.storage.tmx import tmxfile

    found = [(unit.source, unit.target) for unit in tmxfile.parsefile(str(path)).units]
    wanted = [(one, two) for _, _, one, two in pairs_of(corpus)]
    assert len(found) == len(wanted)
    assert found[2] == wanted[2]


def test_xliff_is_valid_and_another_reads_it(written, corpus):
    path = written("xlf") / "corpus.xlf"
    tree = etree.parse(str(path))
    schema = etree.RelaxNG(etree.parse(str(HERE / "xliff21.rng")))
    assert schema.validate(tree), schema.error_log
    for file in tree.iter(f"{X}file"):
        ids = [unit.get("id") for unit in file.iter(f"{X}unit")]
        assert len(ids) == len(set(ids))
    from translate.storage.xliff2 import Xliff2File

    units = Xliff2File.parsefile(str(path)).units
    assert "Implementing the cycling plan" in {u.target for u in units}


def test_xliff_loses_no_character(written, corpus):
    """Sources and targets of a unit, put together again, are the texts; cp elements stand for what XML forbids."""
    tree = etree.parse(str(written("xlf") / "corpus.xlf"))
    found = {}
    for file in tree.iter(f"{X}file"):
        for unit in file.iter(f"{X}unit"):
            for tag in ("source", "target"):
                text = "".join(_text(e) for e in unit.iter(f"{X}{tag}"))
                found[file.get("original"), unit.get("id"), tag] = text
    for release in corpus:
        name = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]", "\ufffd", release.id)
        for a in release.alignments:
            for tag, code in (("source", "fr"), ("target", "en")):
                assert found[name, a.id, tag] == release.text(a, code)


def _text(element):
    return (element.text or "") + "".join(chr(int(cp.get("hex"), 16)) + (cp.tail or "") for cp in element)


def test_xliff_segments_follow_the_sentences_where_they_follow_each_other(make_release):
    two = next(p for p in passages(make_release()) if p.id == "a2")
    assert [piece.source for piece in _pieces(two, "fr", "en") if not piece.between] == [
        "L’économie du plan repose sur 3,5 milliards d’euros.",
        "La Ville de Lyon y prend part.",
    ]
    crossed = replace(two, alignment=replace(two.alignment, sentences=tuple(reversed(two.alignment.sentences))))
    assert len(_pieces(crossed, "fr", "en")) == 1


def test_moses_lines_answer_each_other(written, corpus):
    folder = written("moses") / "moses"
    lines = {name: (folder / f"corpus.{name}").read_text(encoding="utf-8").splitlines() for name in ("fr", "en", "ids")}
    raw = {name: (folder / f"corpus.{name}").read_bytes().count(b"\n") for name in ("fr", "en", "ids")}
    assert len({*map(len, lines.values()), *raw.values()}) == 1, "some reader counts lines otherwise"
    at = lines["fr"].index("La Ville de Lyon y prend part.")
    assert lines["en"][at] == "The City of Lyon takes part in it."
    assert all(line.strip() for line in lines["fr"] + lines["en"])


def test_parquet_has_nested_columns(written, corpus):
    pq = pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(written("parquet") / "corpus.parquet")
    rows = table.to_pylist()
    assert len(rows) == sum(len(r.alignments) for r in corpus)
    assert rows[2]["figures"][0]["sides"]["en"]["value"] == "3500000000"
    assert rows[3]["findings"][0]["check"] == "figures_agree"
    assert str(table.schema.field("translation").type) == "struct<fr: string, en: string>"


def test_annotations_are_web_annotations(written, corpus):
    folder = written("annotations") / "annotations"
    pages = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.iterdir())]
    assert len(pages) == 3
    for page in pages:
        assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert page["type"] == "AnnotationPage"
        ids = [item["id"] for item in page["items"]]
        assert len(ids) == len(set(ids)) > 0
        for item in page["items"]:
            assert item["type"] == "Annotation"
            assert item["body"][0]["language"] in ("fr", "en")
            for target in item["target"]:
                assert re.fullmatch(r"page=\d+&viewrect=(\d+\.\d,){3}\d+\.\d", target["selector"]["value"])


def test_schemaorg_ties_the_translations(written):
    folder = written("schemaorg") / "schemaorg"
    told = json.loads((folder / "plan-velo.jsonld").read_text(encoding="utf-8"))
    french, english = told["@graph"]
    assert (french["inLanguage"], french["headline"]) == ("fr", "La mise en œuvre du plan vélo")
    assert english["workTranslation"] == [{"@id": french["@id"]}]
    assert english["datePublished"] == "2022-03-04"
    assert english["mentions"] == [{"@type": "Organization", "name": "City of Lyon", "identifier": "org.ville-de-lyon"}]
    strange = next(p for p in folder.iterdir() if p.name.startswith("_"))
    assert "datePublished" not in json.loads(strange.read_text(encoding="utf-8"))["@graph"][0], "2022-XX-XX is no Date"


def test_opensearch_documents_fit_the_mapping(written, corpus):
    folder = written("opensearch") / "opensearch"
    mapping = json.loads((folder / "mapping.json").read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in (folder / "bulk.ndjson").read_text(encoding="utf-8").splitlines()]
    actions, documents = lines[::2], lines[1::2]
    assert len({a["index"]["_id"] for a in actions}) == len(documents) == sum(len(r.alignments) for r in corpus)
    properties = mapping["mappings"]["properties"]
    assert {name for d in documents for name in d} <= set(properties)
    analysers = mapping["settings"]["analysis"]["analyzer"]
    used = {p["analyzer"] for p in properties.values() if "analyzer" in p}
    assert used <= set(analysers)
    filters = {f for a in analysers.values() for f in a["filter"]} - {"lowercase", "asciifolding"}
    assert filters == set(mapping["settings"]["analysis"]["filter"])
    assert "3500000000 EUR" in documents[2]["figures"]


def test_a_third_language_needs_no_code(tmp_path, make_release):
    """The same exports of a release with three sides; its code is none that we know."""
    release = make_release()
    third = release.readings["en"]
    paragraphs = tuple(replace(p, id=p.id.replace("en.", "xx.")) for p in third.document.paragraphs)
    facts = tuple(f._replace(figures=(), entities=()) for f in third.facts)
    document = replace(third.document, paragraphs=paragraphs, source=replace(third.document.source, language="xx"))
    readings = {**release.readings, "xx": replace(third, document=document, facts=facts)}
    alignments = tuple(
        replace(a, sides={**a.sides, "xx": tuple(i.replace("en.", "xx.") for i in a.sides["en"])})
        for a in release.alignments
    )
    three = replace(release, readings=readings, alignments=alignments)
    for name in FLAT:
        ROLL[name].write([three], Shelf(tmp_path))
    assert (tmp_path / "moses" / "corpus.xx").exists()
    assert 'trgLang="xx"' in (tmp_path / "corpus.xx.xlf").read_text(encoding="utf-8")
    assert len(etree.parse(str(tmp_path / "corpus.tmx")).find(".//tu").findall("tuv")) == 3


def test_releases_pass_one_by_one(tmp_path):
    """No export holds on to a release: of 60, no more than two are alive at once."""
    import weakref

    from benchmarks.invented import Synthetic

    made, alive, most = Synthetic(60), [], SimpleNamespace(n=0)

    class Watched:
        def __iter__(self):
            for release in made:
                alive[:] = [r for r in alive if r() is not None]
                most.n = max(most.n, len(alive))
                alive.append(weakref.ref(release))
                yield release

    for name in ("jsonl", "tmx", "xlf"):
        ROLL[name].write(Watched(), Shelf(tmp_path))
    assert most.n <= 2
