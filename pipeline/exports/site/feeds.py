"""Atom feeds (RFC 4287), sitemap and robots.txt. No clock: a feed's dates are those of the releases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from pipeline.harmless import xml
from pipeline.search.dates import bounds
from pipeline.store import Shelf

from . import routes, speech
from .gathered import Listed

ENTRIES = 50  # the newest so many: what feed readers show


def write_feed(shelf: Shelf, newest: Sequence[Listed], codes: Sequence[str], base: str) -> None:
    """The feed of one language, or of all together; `base` is the site's address and ends in /."""
    path = routes.feed(codes)
    name = speech.plain("site", codes)
    with shelf.text(path) as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n')
        language = f" xml:lang={quoteattr(codes[0])}" if len(codes) == 1 else ""
        file.write(f'<feed xmlns="http://www.w3.org/2005/Atom"{language}>\n<title>{escape(name)}</title>\n')
        file.write(f"<id>{escape(base + path)}</id>\n<updated>{_moment(newest[0].date if newest else '')}</updated>\n")
        file.write(f'<link rel="self" type="application/atom+xml" href={quoteattr(base + path)}/>\n')
        file.write(f'<link rel="alternate" type="text/html" href={quoteattr(base + routes.home(codes))}/>\n')
        file.write(f"<author><name>{escape(name)}</name></author>\n")
        for listed in newest:
            some = tuple(code for code in listed.languages if code in codes)
            if some:
                _entry(file, listed, some, base)
        file.write("</feed>\n")


def _entry(file: object, listed: Listed, codes: tuple[str, ...], base: str) -> None:
    titles = dict(zip(listed.languages, listed.titles, strict=True))
    name = " / ".join(dict.fromkeys(titles[code] for code in codes))
    address = base + routes.href(routes.release(listed.id, codes), "")
    lines = [
        "<entry>", f"<title>{escape(xml(name))}</title>", f"<id>{escape(address)}</id>",
        f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>',
        f"<updated>{_moment(listed.date)}</updated>", f"<summary>{escape(xml(listed.id))}</summary>", "</entry>",
    ]  # fmt: skip
    file.write("\n".join(lines) + "\n")  # type: ignore[attr-defined]


def _moment(date: str) -> str:
    """Atom wants a moment: the first that the date may mean; the epoch when it says nothing."""
    first = bounds(date)[0]
    return f"{first or '1970-01-01'}T00:00:00Z"


def write_sitemap(shelf: Shelf, releases: Iterable[Listed], codes: Sequence[str], base: str) -> None:
    """Every release in every language, each entry naming the others (hreflang); files of 10,000 releases."""
    files: list[str] = []
    some: list[Listed] = []
    for listed in releases:
        some.append(listed)
        if len(some) == 10_000:
            files.append(_sitemap(shelf, len(files) + 1, some, base))
            some = []
    files.append(_sitemap(shelf, len(files) + 1, some, base))
    with shelf.text("sitemap.xml") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n')
        file.write('<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n')
        for name in files:
            file.write(f"<sitemap><loc>{escape(base + name)}</loc></sitemap>\n")
        file.write("</sitemapindex>\n")
    with shelf.text("robots.txt") as file:
        file.write(f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n")


def _sitemap(shelf: Shelf, number: int, releases: Sequence[Listed], base: str) -> str:
    name = f"sitemap-{number}.xml"
    with shelf.text(name) as file:
        file.write(
            '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
            ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        )
        for listed in releases:
            pages = {code: base + routes.href(routes.release(listed.id, (code,)), "") for code in listed.languages}
            both = base + routes.href(routes.release(listed.id, listed.languages), "")
            others = "".join(
                f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(page)}/>'
                for code, page in [*pages.items(), ("x-default", both)]
            )
            for page in dict.fromkeys([*pages.values(), both]):
                file.write(f"<url><loc>{escape(page)}</loc>{others}</url>\n")
        file.write("</urlset>\n")
    return name
