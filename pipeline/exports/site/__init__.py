"""A static site: every release in each language and side by side, names, figures, search without a server, feeds.

It works below any folder of any server and from files; it asks nothing of other hosts. A folder of templates or
assets of the same names (`theme`) takes the place of ours, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.model.release import Release
from pipeline.passage import date, title
from pipeline.store import Shelf

from . import feeds, lookup, pages, routes, speech
from .gathered import Gathered, Listed, Named

HERE = Path(__file__).parent
LOCAL = "http://127.0.0.1:8000/"  # what stands in feed and sitemap until an address is given: where --serve serves
LISTED = 200  # releases on a page of the list
NAMED = 2_000  # names on the page of names, the most often named
MENTIONS = 200  # passages on a name's page
SUMS = 100  # of each currency on the page of figures


def write(releases: Iterable[Release], shelf: Shelf, url: str = "", theme: Path | None = None) -> None:
    """The site in `site/`. `url`: where it will stand, for what must be absolute; `theme`: a folder of overrides."""
    base = (url or LOCAL).rstrip("/") + "/"
    gathered = Gathered()
    try:
        with shelf.folder("site") as folder:
            site = _Site(folder, base, url, theme)
            for number, release in enumerate(releases):
                gathered.add(release)
                site.release(release)
                lookup.write_texts(folder, number, release, release.languages)
            gathered.sorted()
            site.across(gathered)
            lookup.write_index(folder, gathered)
            _feeds(folder, gathered, base)
            site.assets()
    finally:
        gathered.close()


def _feeds(folder: Shelf, gathered: Gathered, base: str) -> None:
    codes = gathered.codes()
    newest = list(islice(gathered.releases(), feeds.ENTRIES))
    for some in (tuple(codes), *((code,) for code in codes)) if len(codes) > 1 else (tuple(codes),):
        feeds.write_feed(folder, newest, some, base)
    feeds.write_sitemap(folder, gathered.releases(), codes, base)


class _Site:
    """Templates and the folder they are rendered into."""

    def __init__(self, folder: Shelf, base: str, url: str, theme: Path | None) -> None:
        from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

        from pipeline.harmless import json_script, shown

        folders = [place / "templates" for place in (theme, HERE) if place] + ([theme] if theme else [])
        self.env = Environment(
            loader=ChoiceLoader([FileSystemLoader(place) for place in folders]),
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self.env.filters |= {"shown": shown, "json_script": json_script}
        self.folder, self.base, self.url, self.theme = folder, base, url, theme

    def page(
        self, template: str, at: str, codes: Sequence[str], others: Sequence[tuple[str, str]], **told: Any
    ) -> None:
        """Render one page at the path `at`, speaking `codes`; `others`: (language or "", path) of its sisters."""
        href = partial(routes.href, at=at)
        text = self.env.get_template(template).stream(
            at=at, codes=tuple(codes), others=others, href=href, routes=routes, url=self.url, base=self.base,
            say=partial(speech.marked, codes=codes), plain=partial(speech.plain, codes=codes), word=speech.word,
            day=speech.day, **told,
        )  # fmt: skip
        with self.folder.text(at) as file:
            file.writelines(text)

    def release(self, release: Release) -> None:
        """Its pages: side by side, one a language, and the figures."""
        from pipeline.exports.schemaorg import described

        codes = release.languages
        whole = routes.release(release.id, codes)
        others = [(code, routes.release(release.id, (code,))) for code in codes]
        others = [("", whole), *others] if len(codes) > 1 else others
        told = {
            "release": release, "when": date(release), "all_codes": codes,
            "titles": {code: title(release, code) for code in codes}, "described": described(release, self.url),
        }  # fmt: skip
        for some in dict.fromkeys([codes, *((code,) for code in codes)]):
            at = routes.release(release.id, some)
            template = "release.html.j2" if len(some) == 1 else "side_by_side.html.j2"
            self.page(template, at, some, others, pairs=pages.pairs(release, some, at), **told)
        rows = pages.figure_rows(release, codes)
        figures = [(code, routes.release(release.id, (code,), "figures.html")) for code in codes]
        for code, at in figures:
            self.page("release_figures.html.j2", at, (code,), figures, rows=rows, **told)

    def across(self, gathered: Gathered) -> None:
        """The lists of releases, the names, the figures, the search pages."""
        codes = tuple(gathered.codes())
        alone: list[tuple[str, ...]] = [(code,) for code in codes]
        for some in dict.fromkeys([codes, *alone]):
            self._lists(gathered, some, codes)
            search = [(c, routes.search((c,))) for c in codes]
            search = [("", routes.search(codes)), *search] if len(codes) > 1 else search
            if some:
                self.page("search.html.j2", routes.search(some), some, search, all_codes=codes)
        for code in codes:
            figures = [(c, routes.figures(c)) for c in codes]
            self.page("figures.html.j2", routes.figures(code), (code,), figures, sums=gathered.sums(code, SUMS),
                      releases=gathered.releases, all_codes=codes, most=SUMS)  # fmt: skip
            self._names(gathered, code, codes)

    def _lists(self, gathered: Gathered, some: tuple[str, ...], codes: tuple[str, ...]) -> None:
        last = max(1, -(-gathered.count // LISTED))
        for number, rows in enumerate(_in_pages(gathered.releases(), LISTED), start=1):
            others = [("", routes.home(codes, number))] if len(codes) != 1 else []
            others += [(c, routes.home((c,), number)) for c in codes]
            told = {"rows": rows, "number": number, "last": last, "all_codes": codes}
            places = [routes.home(some, number)]
            if len(codes) == 1 and number == 1:  # a corpus of one language has its list at the root, too
                places.append(routes.home(()))
            for at in places:
                self.page("releases.html.j2", at, some or ("und",), others, **told)

    def _names(self, gathered: Gathered, code: str, codes: tuple[str, ...]) -> None:
        others = [(c, routes.entities(c)) for c in codes]
        self.page("names.html.j2", routes.entities(code), (code,), others, names=_most_named(gathered), all_codes=codes)
        titles = {listed.id: listed for listed in gathered.releases()}
        for named in gathered.names():
            others = [(c, routes.entity(named.key, c)) for c in codes]
            found = gathered.mentions(named.key, MENTIONS + 1)
            self.page("name.html.j2", routes.entity(named.key, code), (code,), others, named=named,
                      mentions=found[:MENTIONS], more=len(found) > MENTIONS, titles=titles,
                      all_codes=codes)  # fmt: skip

    def assets(self) -> None:
        """Style and script, ours or the theme's; whatever else the theme has in assets/."""
        for place in (HERE, self.theme):
            for path in sorted((place / "assets").glob("*")) if place else []:
                if path.is_file():
                    with self.folder.binary(f"assets/{path.name}") as file:
                        file.write(path.read_bytes())


def _most_named(gathered: Gathered) -> list[Named]:
    return nlargest(NAMED, gathered.names(), key=lambda named: (named.mentions, named.key))


def _in_pages(rows: Iterator[Listed], size: int) -> Iterator[list[Listed]]:
    """Lists of at most `size`; one empty list when there is nothing."""
    first = True
    while (some := list(islice(rows, size))) or first:
        yield some
        first = False
