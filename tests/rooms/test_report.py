"""The reviser's desk as files: what is on a page, what it may load, where the pictures come from."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from pipeline.checks import check
from pipeline.config import Config
from pipeline.exports import report
from pipeline.exports.report.marks import Mark, marked
from pipeline.exports.report.pages import corpus_near, located
from pipeline.model.document import Flag, Paragraph, Place
from pipeline.model.place import Box, Span
from pipeline.model.release import Finding, Release, Spot
from pipeline.model.text import Edit, Text
from pipeline.passage import title
from pipeline.store import Shelf

Make = Callable[..., Release]


def html(folder: Path, name: str = "plan-velo") -> str:
    return (folder / "report" / name / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def desk(make_release: Make, hostile: Release, tmp_path: Path) -> Path:
    noisy = replace(hostile, findings=check(hostile, Config()))
    report.write([make_release(), noisy], Shelf(tmp_path))
    return tmp_path


class TestPages:
    def test_one_page_a_release_and_an_index(self, desk: Path) -> None:
        index = html(desk, ".")
        folders = sorted(p.name for p in (desk / "report").iterdir() if p.is_dir())
        assert len(folders) == 2 and "plan-velo" in folders
        assert 'href="plan-velo/index.html#a3">25 % is 26% here.</a>' in index

    def test_the_index_shows_the_title_of_each_release_in_its_first_language(
        self, make_release: Make, tmp_path: Path
    ) -> None:
        releases = [make_release(), make_release("bilan-2019")]
        report.write(releases, Shelf(tmp_path))
        told = re.findall(r'class="small" lang="(..)">([^<]+)<', html(tmp_path, "."))
        assert told == [("fr", title(r, "fr")) for r in releases]

    def test_the_policy_allows_its_own_style_and_script_and_nothing_else(self, desk: Path) -> None:
        for page in (desk / "report").rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
            policy = policy.replace("&#39;", "'")
            assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
            for tag in ("style", "script"):
                (own,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
                digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
                assert f"{tag}-src 'sha256-{digest}'" in policy
            assert not re.findall(r'\s(?:on\w+|style)="', text), "no inline handler or style passes the policy"
            assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)

    def test_what_was_given_stays_text(self, desk: Path) -> None:
        (folder,) = [p for p in (desk / "report").iterdir() if p.is_dir() and p.name != "plan-velo"]
        text = html(desk, folder.name) + html(desk, ".")
        assert "<img" not in text and "alert(1)</script>" not in text
        assert "\x1b" not in text and "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
        assert desk in folder.resolve().parents

    def test_both_texts_in_their_languages(self, desk: Path) -> None:
        text = html(desk)
        assert '<div class="side" lang="fr"><p class="text title" data-id="fr.0">' in text
        assert '<div class="side" lang="en"><p class="text title" data-id="en.0">' in text
        assert 'class="side none" lang="en"' in text, "what stands alone has an empty place beside it"

    def test_figures_and_names_are_tied(self, desk: Path) -> None:
        text = html(desk)
        assert len(re.findall(r'<span class="figure same end-figure" data-tie="a2.f0">', text)) == 2
        assert len(re.findall(r'class="name end-name" data-tie="a2.e0"', text)) == 2
        assert re.search(r'class="fault figure different end-fault end-figure" data-tie="a3.f0">25 %<', text)

    def test_in_french(self, make_release: Make, tmp_path: Path) -> None:
        corpus = tmp_path / "corpus"
        corpus.mkdir()
        (corpus / "visavis.toml").write_text('language = "fr"\n', encoding="utf-8")
        report.write([make_release()], Shelf(tmp_path / "outputs"), corpus)
        text = html(tmp_path / "outputs")
        assert '<html lang="fr">' in text and "Sens des signes" in text

    def test_same_bytes(self, make_release: Make, tmp_path: Path) -> None:
        for name in "ab":
            report.write([make_release()], Shelf(tmp_path / name))
        assert html(tmp_path / "a") == html(tmp_path / "b")

    def test_repairs_flags_and_silenced_findings(self, make_release: Make, tmp_path: Path) -> None:
        release = make_release()
        reading = release.readings["fr"]
        raw = Text("La mise en\nœ\nuvre du plan vélo")
        mended = raw.edited([Edit(Span(11, 17), "œuvre", "any.lone-letter")])
        first = replace(
            reading.document.paragraphs[0], text=mended, flags=(Flag("letters-lost", Span(25, 29), "vélos", ""),)
        )
        document = replace(reading.document, paragraphs=(first, *reading.document.paragraphs[1:]))
        spot = {"fr": Spot("fr.0", Span(3, 7))}
        quiet = Finding("untranslated", "fault", "a0", "says", spot, accepted="a title")
        broken = replace(
            release, readings={**release.readings, "fr": replace(reading, document=document)}, findings=(quiet,)
        )
        report.write([broken], Shelf(tmp_path))
        text = html(tmp_path)
        assert re.search(
            r'<mark class="repair end-repair told" tabindex="0" aria-describedby="t\d+">œuvre'
            r'<span class="tip" role="tooltip" id="t\d+">œ↵uvre → œuvre \(any.lone-letter\)</span></mark>',
            text,
        )
        assert "letters-lost: vélo → vélos ?" in text
        assert (
            "accepted because: a title" in text
            and 'class="fault' not in text.split('id="a0"')[1].split("</article>")[0]
        )


class TestMarks:
    def test_things_that_overlap(self) -> None:
        marks = [Mark(Span(0, 6), "figure same", "a.f0"), Mark(Span(4, 9), "name", "a.e0"), Mark(Span(4, 6), "fault")]
        got = str(marked("24 M€ & <b>", marks, (f"t{n}" for n in count())))
        assert re.sub(r"<[^>]+>", "", got) == "24 M€ &amp; &lt;b&gt;"
        assert (
            '<span class="figure same fault name end-figure end-fault" data-tie="a.f0 a.e0">€ </span>'
            '<span class="name end-name" data-tie="a.e0">&amp; &lt;</span>b&gt;'
        ) in got

    @pytest.mark.parametrize("text", ["", "abc", "œ" * 50])
    def test_the_text_is_never_changed(self, text: str) -> None:
        marks = [Mark(Span(a, b), "name") for a in range(0, 60, 7) for b in (a, a + 3, a + 20)]
        assert re.sub(r"<[^>]+>", "", str(marked(text, marks, (f"t{n}" for n in count())))) == text


class TestPictures:
    @pytest.fixture
    def corpus(self, make_release: Make, tmp_path: Path) -> tuple[Release, Path]:
        """The release with PDFs on which each paragraph stands where its box says."""
        canvas = pytest.importorskip("reportlab.pdfgen.canvas")
        release, folder = make_release(), tmp_path / "corpus"
        readings = {}
        for code, reading in release.readings.items():
            path = folder / reading.document.source.path
            path.parent.mkdir(parents=True, exist_ok=True)
            sheet = canvas.Canvas(str(path), pagesize=(595, 842), invariant=1)
            for page in (1, 2):
                for p in reading.document.paragraphs:
                    if p.places[0].box.page == page:
                        sheet.drawString(70.9, 842 - p.places[0].box.top - 12, p.text.mended[:60])
                sheet.showPage()
            sheet.save()
            source = replace(reading.document.source, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
            readings[code] = replace(reading, document=replace(reading.document, source=source))
        return replace(release, readings=readings), folder

    def test_crops_of_both_pages(self, corpus: tuple[Release, Path], tmp_path: Path) -> None:
        release, folder = corpus
        assert corpus_near(tmp_path / "outputs") == folder
        report.write([release], Shelf(tmp_path / "outputs"))
        text = html(tmp_path / "outputs")
        names = sorted(p.name for p in (tmp_path / "outputs" / "report" / "plan-velo").glob("*.png"))
        assert names == ["en-1.png", "en-2.png", "fr-1.png", "fr-2.png"]
        finding = text.split('data-check="figures_agree"')[1].split("</li>")[0]
        views = re.findall(r'<svg viewBox="([^"]+)" role="img" aria-label="([^"]+)"><image href="([^"]+)"', finding)
        assert [(says[:6], href) for _, says, href in views] == [("Page 2", "fr-2.png"), ("Page 2", "en-2.png")]
        x, y, width, height = map(float, views[0][0].split())
        assert (x, width) == (58.9, 477.1), "the column and a margin"
        assert y < 190 < 220 < y + height < 300, "the line and two around it"
        assert len(re.findall('<rect class="spot"', finding)) == 2

    def test_the_corpus_is_where_extract_noted_it(self, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        with Shelf(tmp_path / "outputs").text(".cache/corpus.txt") as file:
            file.write(str(elsewhere))
        assert corpus_near(tmp_path / "outputs") == elsewhere
        elsewhere.rmdir()
        assert corpus_near(tmp_path / "outputs") == tmp_path

    def test_another_file_under_the_same_name_is_not_shown(self, corpus: tuple[Release, Path], tmp_path: Path) -> None:
        release, folder = corpus
        (folder / "plan-velo" / "fr.pdf").write_bytes(b"%PDF-1.4 something else")
        report.write([release], Shelf(tmp_path / "outputs"), folder)
        names = sorted(p.name for p in (tmp_path / "outputs" / "report" / "plan-velo").glob("*.png"))
        assert names == ["en-1.png", "en-2.png"]

    def test_a_span_is_found_in_its_line(self) -> None:
        places = (Place(Span(0, 10), Box(1, 100, 50, 200, 60)), Place(Span(11, 21), Box(1, 100, 62, 200, 72)))
        paragraph = Paragraph("fr.0", "paragraph", Text("aaaaa bbbb\ncccc ddddd"), places)
        assert located(paragraph, Span(6, 10)) == (Box(1, 155, 50, 200, 60),)
        both = located(paragraph, Span(6, 15))
        assert [round(b.x0) for b in both] == [155, 100] and [round(b.x1) for b in both] == [200, 145]
