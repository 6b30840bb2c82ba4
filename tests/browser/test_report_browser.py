"""The desk in a real browser (Debian's chromium, headless), from files: keys, filters, policy, accessibility, speed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pipeline.checks import check
from pipeline.config import Config
from pipeline.exports import report
from pipeline.model.place import Span
from pipeline.model.text import Edit, Text
from pipeline.store import Shelf

pytestmark = pytest.mark.browser
RELEASES = 300


@pytest.fixture(scope="module")
def desk(tmp_path_factory, whole_corpus):
    folder = tmp_path_factory.mktemp("desk")
    checked = [replace(r, findings=check(r, Config())) for r in whole_corpus]
    report.write(checked, Shelf(folder))
    return folder / "report"


@pytest.fixture(scope="module")
def mended(tmp_path_factory, whole_corpus):
    """A page with a repair in its title."""
    release = next(iter(whole_corpus))
    reading = release.readings["fr"]
    raw = Text("La mise en\nœ\nuvre du plan vélo")
    first = replace(reading.document.paragraphs[0], text=raw.edited([Edit(Span(11, 17), "œuvre", "any.lone-letter")]))
    document = replace(reading.document, paragraphs=(first, *reading.document.paragraphs[1:]))
    folder = tmp_path_factory.mktemp("mended")
    broken = replace(release, readings={**release.readings, "fr": replace(reading, document=document)})
    report.write([broken], Shelf(folder))
    return folder / "report" / "plan-velo" / "index.html"


@pytest.fixture
def page(browser, desk):
    browser.get_log("browser")
    browser.get((desk / "plan-velo" / "index.html").as_uri())
    browser.execute_script("localStorage.clear()")
    browser.refresh()
    yield browser
    assert [line for line in browser.get_log("browser") if line["level"] == "SEVERE"] == []


def press(page, keys: str) -> None:
    page.switch_to.active_element.send_keys(keys)


def here(page) -> str:
    return page.execute_script("return document.querySelector('.row.here')?.id ?? ''")


def visible(page) -> list[str]:
    return page.execute_script("return [...document.querySelectorAll('.row')].filter(r => !r.hidden).map(r => r.id)")


@pytest.mark.parametrize("name", ["index.html", "plan-velo/index.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_violation(browser, desk, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_selenium_python")
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    browser.get((desk / name).as_uri())
    browser.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
    looked = axe.Axe(browser)
    looked.inject()
    violations = looked.run()["violations"]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert violations == [], json.dumps([(v["id"], [n["html"] for n in v["nodes"]]) for v in violations], indent=1)


def test_nothing_is_asked_of_a_network(browser, desk) -> None:
    browser.get((desk / "plan-velo" / "index.html").as_uri())
    asked = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in asked if not name.startswith("file:")] == []


def test_a_foreign_script_does_not_run(page) -> None:
    page.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.broken = 1'; document.body.append(s)"
    )
    assert page.execute_script("return window.broken") is None
    page.get_log("browser")  # the refusal itself


def test_keys(page) -> None:
    press(page, "j")
    assert here(page) == "a0"
    press(page, "j")
    press(page, "j")
    press(page, "k")
    assert here(page) == "a1"
    press(page, "n")
    assert here(page) == "a3", "the next alignment with a finding"
    press(page, "/")
    assert page.switch_to.active_element.get_attribute("id") == "words"
    press(page, "j")
    assert page.switch_to.active_element.get_attribute("value") == "j", "a letter typed is a letter"


def test_filters(page) -> None:
    everything = visible(page)
    press(page, "/")
    press(page, "PISTES elargies")
    assert visible(page) == ["a3"]
    page.execute_script("const w = document.querySelector('#words'); w.value = ''; w.dispatchEvent(new Event('input'))")
    page.find_element("css selector", "#found").click()
    assert visible(page) == ["a3"]
    page.find_element("css selector", "[name=state][value=fault]").click()
    assert visible(page) == []
    assert page.find_element("css selector", "#nothing").is_displayed()
    page.find_element("css selector", "[name=state][value=fault]").click()
    page.find_element("css selector", "#found").click()
    assert visible(page) == everything
    page.find_element("css selector", "#moved").click()
    assert visible(page) == []


def test_the_index_is_searched_by_release_and_leads_there(browser, desk) -> None:
    browser.get((desk / "index.html").as_uri())
    press(browser, "/")
    press(browser, "bilan-2019")
    seen = browser.execute_script("return [...document.querySelectorAll('.group')].filter(g => !g.hidden).length")
    assert seen == 1
    browser.find_element("css selector", "h1").click()
    browser.execute_script("document.activeElement.blur()")
    press(browser, "j")
    press(browser, "o")
    assert "/bilan-2019/index.html#a" in browser.current_url


def test_an_anchor_leads_to_its_row(browser, desk) -> None:
    browser.get((desk / "plan-velo" / "index.html").as_uri() + "#a4")
    assert here(browser) == "a4"


def test_the_counterpart_lights_up(page) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    mark = page.find_element("css selector", "#a2 [lang=fr] .figure")
    ActionChains(page).move_to_element(mark).perform()
    tied = page.execute_script("return [...document.querySelectorAll('.tied')].map(e => e.textContent)")
    assert "3,5 milliards d’euros" in tied and "€3.5 billion" in tied


def test_a_repair_tells_what_the_page_said_on_hover_and_on_focus(browser, mended) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    browser.get(mended.as_uri())
    mark, tip = (browser.find_element("css selector", f"#a0 {one}") for one in (".told", ".tip"))
    assert not tip.is_displayed()
    ActionChains(browser).move_to_element(mark).perform()
    assert tip.text == "œ↵uvre → œuvre (any.lone-letter)"
    ActionChains(browser).move_to_element(browser.find_element("css selector", "h1")).perform()
    assert not tip.is_displayed()
    browser.execute_script("arguments[0].focus()", mark)
    assert tip.is_displayed()


def test_a_decision_can_be_taken_home(page) -> None:
    page.execute_script(
        "const s = document.querySelector('#a3 .decide select');s.value = 'ignore'; s.dispatchEvent(new Event('input'))"
    )
    page.refresh()
    assert page.find_element("css selector", "#decided").text == "1", "kept in the browser"
    link = page.find_element("css selector", "#download")
    assert link.get_attribute("download") == "review-plan-velo.csv"
    text = page.execute_async_script(
        "const done = arguments[0];"
        "const old = URL.createObjectURL; let got = null; URL.createObjectURL = blob => (got = blob, old(blob));"
        "document.querySelector('#a3 .decide select').dispatchEvent(new Event('input'));"
        "new Response(got).text().then(done)"
    )
    head, row, *rest = text.removeprefix("\ufeff").split("\r\n")
    assert head == "release,alignment,finding,check,decision,reason"
    assert row.split(",")[:2] == ['"plan-velo"', '"a3"'] and '"ignore"' in row and rest == [""]


def test_it_prints(page, tmp_path) -> None:
    import base64

    from pipeline.stages.extract.crop import render

    paper = tmp_path / "printed.pdf"
    paper.write_bytes(base64.b64decode(page.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]))
    assert render(paper, 1, scale=0.2).startswith(b"\x89PNG")
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = [e.is_displayed() for e in page.find_elements("css selector", ".filters, .decide, .tip, .open")]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert shown and not any(shown), "what is of no use on paper is not printed"


def test_three_hundred_releases_stand_on_one_page(browser, make_release, tmp_path) -> None:
    def many():
        for n in range(RELEASES):
            yield make_release(f"release-{n:03}")

    report.write(many(), Shelf(tmp_path))
    browser.get((tmp_path / "report" / "index.html").as_uri())
    shown = browser.execute_script("return [...document.querySelectorAll('.row')].filter(r => !r.hidden).length")
    assert shown == RELEASES
