"""The site's files: every link leads somewhere, nothing is asked of other hosts, nothing hostile is markup."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from lxml import etree, html

from pipeline.exports import site
from pipeline.exports.site import inline, lookup
from pipeline.exports.site.figures import grammar
from pipeline.model.place import Span
from pipeline.store import Shelf

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory, whole_corpus) -> Path:
    root = tmp_path_factory.mktemp("site")
    site.write(whole_corpus, Shelf(root), "https://example.org/sous/chemin")
    return root / "site"


def pages(folder):
    return {p.relative_to(folder).as_posix(): html.fromstring(p.read_bytes()) for p in sorted(folder.rglob("*.html"))}


def test_there_is_a_page_for_everything(folder):
    there = set(pages(folder))
    assert {"index.html", "fr/index.html", "en/index.html", "search.html", "search/fr.html", "figures/en.html"} <= there
    assert {f"{route}/plan-velo/index.html" for route in ("fr", "en", "fr-en")} <= there
    assert {"names/fr/org.ville-de-lyon.html", "names/en/org.ville-de-lyon.html", "fr/plan-velo/figures.html"} <= there
    assert (folder / "feed.xml").exists()


def test_every_link_leads_somewhere_and_none_leaves(folder):
    there = pages(folder)
    ids = {name: {e.get("id") for e in page.iter() if e.get("id")} for name, page in there.items()}
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    seen = 0
    for name, page in there.items():
        for element in page.iter():
            for attribute in ("href", "src", "action"):
                link = element.get(attribute)
                if link is None or link.startswith("data:") or element.get("rel") in ("canonical", "alternate"):
                    continue
                assert "://" not in link, (name, link)
                path, anchor = urldefrag(urljoin(f"http://x/{name}", link)[len("http://x/") :])
                assert unquote(path) in files, (name, link)
                assert not anchor or unquote(anchor) in ids[unquote(path)], (name, link)
                seen += 1
    assert seen > 300


def test_no_page_has_script_or_style_of_its_own(folder):
    for name, page in pages(folder).items():
        for script in page.iter("script"):
            assert script.get("src") or script.get("type") == "application/ld+json", name
        assert not list(page.iter("style", "iframe", "object", "embed", "base")), name
        for element in page.iter(etree.Element):
            assert not [a for a in element.attrib if a.startswith("on") or a == "style"], (name, element.attrib)
        policy = page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_hostile_text_is_text(folder, hostile):
    page = next(p for n, p in pages(folder).items() if n.startswith("fr-en/_"))
    assert not page.findall(".//img")
    text = page.text_content()
    assert "<script>alert(1)</script>" in text
    assert "{{ 7 * 7 }} {% raw %}" in text
    for path in folder.rglob("*"):
        if path.is_file():
            raw = path.read_text(encoding="utf-8")
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", raw), path


def test_the_head_ties_the_languages(folder):
    there = pages(folder)
    page = there["fr/plan-velo/index.html"]
    others = {e.get("hreflang"): e.get("href") for e in page.iterfind(".//link[@hreflang]")}
    base = "https://example.org/sous/chemin/"
    assert others == {
        "x-default": f"{base}fr-en/plan-velo/index.html",
        "fr": f"{base}fr/plan-velo/index.html",
        "en": f"{base}en/plan-velo/index.html",
    }
    told = json.loads(page.find(".//script[@type='application/ld+json']").text)
    assert {item["inLanguage"] for item in told["@graph"]} == {"fr", "en"}
    assert page.get("lang") == "fr"
    assert there["fr-en/plan-velo/index.html"].find(".//section[@id='a2']//div[@lang='en']") is not None


def test_feeds_and_sitemap_are_sound(folder):
    for name, language in (("feed.xml", None), ("fr/feed.xml", "fr"), ("en/feed.xml", "en")):
        feed = etree.parse(str(folder / name)).getroot()
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        for of in (feed, *feed.iter(f"{ATOM}entry")):
            assert all(of.find(f"{ATOM}{x}") is not None for x in ("id", "title", "updated"))
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", of.findtext(f"{ATOM}updated"))
        entries = [e.findtext(f"{ATOM}id") for e in feed.iter(f"{ATOM}entry")]
        assert len(set(entries)) == 3
    urls = [e.text for e in etree.parse(str(folder / "sitemap-1.xml")).getroot().iter("{*}loc")]
    assert len(urls) == 9
    root = "https://example.org/sous/chemin/"
    assert all(u.startswith(root) and (folder / unquote(u[len(root) :])).is_file() for u in urls)
    assert f"{root}sitemap-1.xml" in (folder / "sitemap.xml").read_text(encoding="utf-8")


def test_figures_are_in_the_index_by_value(folder):
    """Their words lead to the passages of whatever language, and the texts say where they stand."""
    shards = "".join(p.read_text(encoding="utf-8") for p in (folder / "assets" / "lookup").glob("_q*.js"))
    assert '"q3500000000":' in shards and '"q3500000000ueur":' in shards
    texts = (folder / "assets" / "lookup" / "t0.js").read_text(encoding="utf-8")
    fr, en = "L’économie du plan repose sur ", "The economy of the plan rests on "
    told = [[0, len(fr), len(fr) + 21, "q3500000000ueur"], [1, len(en), len(en) + 12, "q3500000000ueur"]]
    assert json.dumps(told, separators=(",", ":")) in texts.replace(" ", "")


def test_a_reader_of_figures_knows_the_units_of_the_corpus_only():
    table = grammar(("fr", "en", "und"), {"eur", "percent"})
    assert list(table) == ["fr", "en"]
    assert table["fr"]["money"] == {"EUR": "eur", "€": "eur"}
    assert set(table["en"]["names"].values()) == {"eur", "percent"}
    assert (table["fr"]["powers"]["milliard"], table["en"]["powers"]["billion"]) == (9, 9)
    assert table["fr"]["months"]["fevrier"] == table["fr"]["months"]["février"] == "02"


def test_script_is_small(folder):
    assert sum(p.stat().st_size for p in (folder / "assets").glob("*.js")) < 100_000


def test_same_corpus_same_bytes(tmp_path, corpus, folder):
    site.write(corpus, Shelf(tmp_path), "https://example.org/sous/chemin")
    one, two = (
        {p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in (folder, tmp_path / "site")
    )
    assert one == two


def test_a_theme_takes_the_place_of_ours(tmp_path, corpus):
    theme = tmp_path / "theme"
    (theme / "templates").mkdir(parents=True)
    (theme / "assets").mkdir()
    (theme / "templates" / "search.html.j2").write_text(
        '{% extends "page.html.j2" %}{% block main %}MINE{% endblock %}'
    )
    (theme / "assets" / "style.css").write_text("/* mine */")
    (theme / "assets" / "logo.png").write_bytes(b"png")
    site.write(corpus, Shelf(tmp_path), theme=theme)
    assert "MINE" in (tmp_path / "site" / "search.html").read_text(encoding="utf-8")
    assert (tmp_path / "site" / "assets" / "style.css").read_text() == "/* mine */"
    assert (tmp_path / "site" / "assets" / "logo.png").exists()
    assert "La mise en" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_an_empty_corpus_makes_a_site(tmp_path):
    site.write([], Shelf(tmp_path))
    assert (tmp_path / "site" / "index.html").exists()


def test_many_releases_are_listed_in_pages(tmp_path, make_release, monkeypatch):
    monkeypatch.setattr(site, "LISTED", 3)
    site.write([make_release(f"r{n}", date=f"20{n:02}") for n in range(7)], Shelf(tmp_path))
    last = html.fromstring((tmp_path / "site" / "fr" / "page-3.html").read_bytes())
    assert [a.get("href") for a in last.iterfind(".//ol//a[@class='first']")] == ["../fr/r0/index.html"]
    assert last.find(".//nav[@class='turn']//a[@rel='prev']").get("href") == "../fr/page-2.html"


def test_marks_that_overlap_do_not_break_the_text():
    from markupsafe import Markup

    text = "un <b>deux</b> {trois} & quatre"
    mark = lambda a, b: inline.Mark(Span(a, b), Markup("<i>{}</i>"))  # noqa: E731
    out = inline.html(
        text, [mark(0, 14), mark(14, len(text))], [mark(2, 9), mark(5, 12), mark(10, 18), mark(15, 22), mark(3, 3)]
    )
    assert html.fromstring(f"<p>{out}</p>").text_content() == text
    assert out.count("<i>") == 4


def test_shards_are_split_by_letters_until_they_are_small(monkeypatch):
    monkeypatch.setattr(lookup, "SHARD", 100)
    words = sorted(f"{a}{b}{c}" for a in "ab" for b in "cde" for c in "xyz")
    shards = list(lookup._shards([(w, "f", 0, w) for w in words], 1))
    assert [w for _, s in shards for w in s["f"]["0"]] == words
    assert all(w.startswith(prefix) for prefix, s in shards for w in s["f"]["0"])
    assert len(shards) > 2
    assert lookup.file_of("con") == "_con"
    assert lookup.file_of("é/") == "xc3a92f"


def test_a_release_without_its_translation_has_its_page(tmp_path, make_release):
    """And a corpus of one language alone is a whole site."""
    from dataclasses import replace

    two = make_release()
    alone = replace(
        two, id="seul", readings={"fr": two.readings["fr"]}, findings=(),
        alignments=tuple(replace(a, sides={"fr": a.sides["fr"]}, kind="1-0", figures=(), entities=(), sentences=())
                         for a in two.alignments if a.sides["fr"]),
    )  # fmt: skip
    site.write([alone, two], Shelf(tmp_path / "both"))
    site.write([alone], Shelf(tmp_path / "alone"))
    for root in ("both", "alone"):
        folder = tmp_path / root / "site"
        page = html.fromstring((folder / "fr" / "seul" / "index.html").read_bytes())
        assert len(page.findall(".//section[@id]")) == 6
        assert not (folder / "en" / "seul").exists()
        listed = html.fromstring((folder / "index.html").read_bytes())
        for link in listed.iterfind(".//a[@href]"):
            assert (folder / unquote(link.get("href").partition("#")[0])).is_file() or link.get("href") == "#text", (
                link.get("href")
            )
