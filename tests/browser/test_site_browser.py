"""The site in a real browser (Debian's chromium, headless): search, side by side, keys, accessibility, files."""

from __future__ import annotations

import threading
import time
from urllib.parse import quote

import pytest

from pipeline import languages, search
from pipeline.exports import site
from pipeline.exports.site.figures import grammar
from pipeline.search import numbers
from pipeline.serve import server
from pipeline.stages.find.figures import figures
from pipeline.store import Shelf

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def root(tmp_path_factory, whole_corpus):
    folder = tmp_path_factory.mktemp("browsed")
    site.write(whole_corpus, Shelf(folder))
    search.build(whole_corpus, Shelf(folder), None)
    return folder


@pytest.fixture(scope="module")
def served(root):
    with server(Shelf(root)) as one:
        thread = threading.Thread(target=one.serve_forever)
        thread.start()
        yield one.url
        one.shutdown()
        thread.join()


@pytest.fixture(params=["file", "server"])
def base(request, root):
    if request.param == "file":
        return f"file://{root}/site/"
    return request.getfixturevalue("served")


def until(browser, script, seconds=8):
    """The first value of `script` that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := browser.execute_script(f"return {script}"):
            return found
        time.sleep(0.05)
    raise AssertionError(f"never true: {script}\n{browser.page_source[:3000]}")


def complaints(browser):
    return [
        e["message"] for e in browser.get_log("browser") if e["level"] == "SEVERE" and "/api/search" not in e["message"]
    ]


def key(browser, keys):
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(keys).perform()


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("oeuvre", "œuvre"),
        ("economie", "économie"),
        ("élargies", "élargies"),
        ("econ", "économie"),
        ("widen", "widened"),
    ],
)
def test_search_works_without_a_server_and_with_one(browser, base, text, marked):
    browser.get(f"{base}search.html?q={text}")
    until(browser, "document.querySelectorAll('.hits li').length")
    marks = browser.execute_script("return [...document.querySelectorAll('.hits mark')].map(m => m.textContent)")
    assert marked in marks
    assert browser.execute_script("return document.querySelector('.hits a').getAttribute('href')").startswith("fr-en/")
    sides = browser.execute_script("return [...document.querySelectorAll('.hits .sides')].map(s => s.children.length)")
    assert 2 in sides, "a hit shows both sides where there are two"
    assert not complaints(browser)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("3 500 000 000", {"3,5 milliards d’euros", "€3.5 billion"}),
        ("€3.5bn", {"3,5 milliards d’euros", "€3.5 billion"}),
        ("3,5 milliards", {"3,5 milliards d’euros", "€3.5 billion"}),
        ("March 4, 2022", {"4 mars 2022", "4 March 2022"}),
        ("25 pour cent", {"25 %"}),  # 26% in the English text, by mistake
        ("pistes 26 per cent", {"26%", "pistes"}),
        ("3,4 milliards", set()),
    ],
)
def test_a_figure_is_found_by_its_value_in_both_languages(browser, root, text, marked):
    """Without a server, whatever the language in which it was typed."""
    browser.get(f"file://{root}/site/search/en.html?q={quote(text)}")
    until(browser, "document.querySelector('#ask-told').textContent.match(/\\d|Nothing/)")
    first = "document.querySelector('.hits li')"
    found = browser.execute_script(
        f"return {first} ? [...{first}.querySelectorAll('mark')].map(m => m.textContent) : []"
    )
    assert set(found) == marked
    assert not complaints(browser)


QUERIES = (
    "3 M€", "3 000 000", "3 million euros", "3,000,000 euros", "€3 million", "3,5 milliards", "€3.5bn", "25 %",
    "25 per cent", "2021", "9 décembre 2021", "December 9, 2021", "décembre 2021", "trois millions d’euros", "17 °C",
    "12 hectares", "64 Md€", "3 ans", "24 hours", "5 points de pourcentage", "1 850 habitants", "19th",
    "1er juillet 2022", "€0.53", "1 234 567,89 euros", "-5 %", "l’A320",
)  # fmt: skip


def test_the_browser_reads_figures_as_the_pipeline_does(browser, root):
    """In one of the languages it makes the words by which the index has the figure."""
    read = {c: {q: figures(q, languages.load(c)) for q in QUERIES} for c in ("fr", "en")}
    units = {
        w.partition("u")[2] for some in read.values() for fs in some.values() for f in fs for w in numbers.tokens(f)
    }
    browser.get(f"file://{root}/site/search.html")
    got = browser.execute_script(
        "const read = window.visavisFigures(arguments[0]);"
        "return arguments[1].map(q => read(q).flatMap(f => f.keys))", grammar(("fr", "en"), units), QUERIES,
    )  # fmt: skip
    for query, keys in zip(QUERIES, got, strict=True):
        wanted = {c: {w for f in some[query] for w in numbers.asked(f)} for c, some in read.items()}
        assert set(keys) <= wanted["fr"] | wanted["en"], query
        assert set(keys) >= wanted["fr"] or set(keys) >= wanted["en"], query
        assert bool(keys) == any(wanted.values()), query


def test_what_is_nowhere_is_said_to_be(browser, base):
    browser.get(f"{base}search/fr.html?q=xyzzyx")
    assert until(browser, "document.querySelector('#ask-told').textContent.includes('Rien trouvé')")


def test_a_hit_leads_to_its_passage(browser, base):
    browser.get(f"{base}search/en.html?q=economie")
    until(browser, "document.querySelectorAll('.hits li').length")
    browser.execute_script("document.querySelector('.hits a').click()")
    assert until(browser, "document.querySelector('.pair:target')?.id") == "a2"


def test_side_by_side_rows_face_each_other(browser, base):
    browser.get(f"{base}fr-en/plan-velo/index.html")
    tops = browser.execute_script(
        "return [...document.querySelectorAll('.pair')]"
        ".map(p => [...p.querySelectorAll('.side')].map(s => s.getBoundingClientRect()))"
        ".map(([a, b]) => [a.top - b.top, b.left - a.right])"
    )
    assert len(tops) == 6
    assert all(abs(top) < 1 and gap > 0 for top, gap in tops)
    assert not complaints(browser)


def test_a_figure_lights_its_counterpart(browser, base):
    from selenium.webdriver.common.action_chains import ActionChains

    browser.get(f"{base}fr-en/plan-velo/index.html")
    ActionChains(browser).move_to_element(browser.find_element("css selector", "#a2 [lang=fr] .f")).perform()
    lit = until(browser, "[...document.querySelectorAll('.lit')].map(x => x.textContent)")
    assert lit == ["3,5 milliards d’euros", "€3.5 billion"]


def test_keys_move_and_find(browser, base):
    browser.get(f"{base}fr-en/plan-velo/index.html")
    for keys, here in (("j", "a0"), ("j", "a1"), ("j", "a2"), ("k", "a1")):
        key(browser, keys)
        assert browser.execute_script("return document.querySelector('.here').id") == here
    assert browser.execute_script("return document.activeElement.id") == "a1"
    key(browser, "/")
    assert browser.execute_script("return document.activeElement.id") == "q"
    key(browser, "jk")
    assert browser.execute_script("return document.querySelector('#q').value") == "jk", "keys are letters in a field"


def test_a_permalink_is_copied_and_leads_back(browser, base):
    browser.get(f"{base}fr-en/plan-velo/index.html")
    browser.execute_script("document.querySelector('#a3 .anchor').click()")
    assert browser.current_url.endswith("#a3")
    said = until(browser, "document.querySelector('#told').textContent")
    assert said.endswith("index.html#a3")
    kept = browser.execute_script("return [...document.querySelectorAll('a[data-keep]')].map(a => a.hash)")
    assert kept == ["#a3", "#a3"], "the same passage in the other views"


def test_finding_in_the_page_folds_accents(browser, base):
    browser.get(f"{base}fr-en/plan-velo/index.html")
    browser.find_element("id", "in").send_keys("coeur du")
    until(browser, "document.querySelectorAll('mark').length")
    assert browser.execute_script("return [...document.querySelectorAll('mark')].map(m => m.textContent)") == [
        "cœur du"
    ]
    shown = "[...document.querySelectorAll('.pair')].filter(p => p.offsetHeight).map(p => p.id)"
    assert browser.execute_script(f"return {shown}") == ["a3"]
    key(browser, "\ue00c")
    until(browser, f"{shown}.length === 6")
    assert not browser.find_elements("css selector", "mark")


def test_everything_can_be_reached_with_the_tabulator(browser, base):
    browser.get(f"{base}fr/plan-velo/index.html")
    key(browser, "\ue004")
    assert browser.execute_script("return document.activeElement.className") == "skip"
    reached = set()
    for _ in range(40):
        key(browser, "\ue004")
        reached.add(browser.execute_script("return document.activeElement.outerHTML.slice(0, 90)"))
    assert any("Ville" in one or 'class="e e-org' in one for one in reached)
    assert any('class="anchor"' in one for one in reached)


def test_hostile_text_does_nothing(browser, base, root):
    for route in ("fr", "en", "fr-en"):
        folder = next(p.name for p in (root / "site" / route).iterdir() if p.name.startswith("_"))
        browser.get(f"{base}{route}/{folder}/index.html")
        assert browser.execute_script("return document.querySelectorAll('.pair').length") == 10
        assert not browser.execute_script("return document.querySelector('main img, main script')")
        assert not complaints(browser)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(browser, served, dark, width):
    axe = pytest.importorskip("axe_selenium_python")
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    try:
        for page in (
            "index.html", "fr/index.html", "fr-en/plan-velo/index.html#a2", "en/plan-velo/index.html",
            "fr/plan-velo/figures.html", "names/fr/index.html", "names/en/org.ville-de-lyon.html", "figures/fr.html",
            "search.html?q=economie",
        ):  # fmt: skip
            browser.get(served + page)
            if "q=" in page:
                until(browser, "document.querySelectorAll('.hits li').length")
            run = axe.Axe(browser)
            run.inject()
            violations = run.run()["violations"]
            assert not violations, (page, run.report(violations))
            wide = browser.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, f"{page} is {wide} pixels too wide at {width}"
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_nothing_is_asked_of_other_hosts(browser, served):
    for page in ("index.html", "fr-en/plan-velo/index.html", "search.html?q=oeuvre"):
        browser.get(served + page)
        until(browser, "document.readyState === 'complete'")
        names = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
        assert names
        assert all(name.startswith((served, "data:")) for name in names), names


def test_print_leaves_the_text_only(browser, served):
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        browser.get(f"{served}fr-en/plan-velo/index.html")
        for what in (".top", "footer", ".inpage", ".anchor"):
            assert (
                browser.execute_script(f"return getComputedStyle(document.querySelector('{what}')).display") == "none"
            )
        assert browser.execute_script("return document.querySelector('#a2').offsetHeight")
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
