"""Where each page of the site stands, as a path from its root. A route is a language's code, or several joined by -."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from pipeline.harmless import file_name, utf8


def home(codes: Sequence[str], page: int = 1) -> str:
    """The list of releases: at the root for all languages together, below its code for one.

    >>> home(("fr", "en")), home(("fr",)), home(("fr",), 2)
    ('index.html', 'fr/index.html', 'fr/page-2.html')
    """
    name = "index.html" if page == 1 else f"page-{page}.html"
    return f"{codes[0]}/{name}" if len(codes) == 1 else name


def release(id: str, codes: Sequence[str], page: str = "index.html") -> str:  # noqa: A002 - the contract's own word
    """A release in one language, or in several side by side.

    >>> release("plan-crack", ("fr", "en")), release("plan-crack", ("en",))
    ('fr-en/plan-crack/index.html', 'en/plan-crack/index.html')
    """
    return f"{'-'.join(codes)}/{slug(id)}/{page}"


def slug(id: str) -> str:  # noqa: A002
    """A release's folder; one that is called like a page of ours gets a mark.

    >>> slug("plan-crack"), slug("index.html")
    ('plan-crack', 'index.html_-eb030040')
    """
    name = utf8(id)  # as the list of releases has it
    return file_name(f"{name}/" if name.endswith((".html", ".xml")) else name)


def entity(key: str, code: str) -> str:
    """The page of a name."""
    return f"names/{code}/{file_name(key)}.html"


def entities(code: str) -> str:
    return f"names/{code}/index.html"


def figures(code: str) -> str:
    return f"figures/{code}.html"


def search(codes: Sequence[str]) -> str:
    return f"search/{codes[0]}.html" if len(codes) == 1 else "search.html"


def feed(codes: Sequence[str]) -> str:
    return f"{codes[0]}/feed.xml" if len(codes) == 1 else "feed.xml"


def href(path: str, at: str, anchor: str = "") -> str:
    """The relative address of `path` as seen from the page `at`; the site works below any folder, and from files.

    >>> href("fr/plan crack/index.html", "fr-en/x/index.html", "a5")
    '../../fr/plan%20crack/index.html#a5'
    """
    return "../" * at.count("/") + quote(path) + (f"#{quote(anchor)}" if anchor else "")
