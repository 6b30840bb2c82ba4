"""How soon a reader sees something: the report and the site of many releases, opened in a real browser from files.

    python benchmarks/opening.py [--releases 300]

On invented releases (invented.py), checked; Debian's Chromium, headless. Wall-clock seconds from asking for the page
to its layout, the first time and again; `search` is from the last letter typed to the first hit on the page."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent))

from browser.chromium import MISSING, started

from benchmarks.invented import Synthetic
from pipeline.checks import check
from pipeline.config import Config
from pipeline.exports import ROLL
from pipeline.exports.site import routes
from pipeline.model.release import Release
from pipeline.store import Shelf

LAID = "return document.body.getBoundingClientRect().height"


class Checked:
    """The invented releases with what the checks find in them."""

    def __init__(self, count: int) -> None:
        self.releases = Synthetic(count)

    def __iter__(self) -> Iterator[Release]:
        return (replace(r, findings=check(r, Config())) for r in self.releases)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--releases", type=int, default=300)
    count = parser.parse_args().releases
    with tempfile.TemporaryDirectory() as made:
        shelf = Shelf(Path(made) / "outputs")
        for name in ("report", "site"):
            ROLL[name].write(Checked(count), shelf)
        browser = started(Path(made) / "profile")
        if browser is None:
            print(f"opening: {MISSING}")
            return
        try:
            for page in ("report/index.html", "site/index.html", f"site/{routes.search(('fr', 'en'))}"):
                took = [_open(browser, shelf.root / page) for _ in range(2)]
                size = (shelf.root / page).stat().st_size / 1024
                print(
                    f"{page:<20} {count} releases, {size:5.0f} kB: {took[0]:.2f} s, again {took[1]:.2f} s", flush=True
                )
            print(f"{'search':<20} {_search(browser, 'million'):.2f} s, again {_search(browser, 'euros'):.2f} s")
        finally:
            browser.quit()


def _open(browser: Any, page: Path) -> float:
    start = time.perf_counter()
    browser.get(page.as_uri())
    browser.execute_script(LAID)
    return time.perf_counter() - start


def _search(browser: Any, word: str) -> float:
    field = browser.find_element("css selector", "#ask-q")
    field.clear()
    browser.execute_script("document.querySelector('#ask-results').replaceChildren()")
    field.send_keys(word)
    start = time.perf_counter()
    while not browser.execute_script("return document.querySelector('#ask-results mark') !== null"):
        if time.perf_counter() - start > 30:
            return float("inf")
        time.sleep(0.01)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
