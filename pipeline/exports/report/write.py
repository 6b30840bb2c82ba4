"""Views into HTML. The policy of each page names the hash of its own style and script and allows no other."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from pipeline.config import read_config
from pipeline.harmless import file_name, shown
from pipeline.languages.sayings import language_name, statement, word

from .views import ReleaseView, Summary

if TYPE_CHECKING:
    from jinja2 import Environment

MOST = 3000  # findings on the index; graver ones first, the rest are on their releases' pages


@dataclass(frozen=True)
class Desk:
    """Makes the pages of a report whose own words are in `language`."""

    language: str

    @classmethod
    def in_language_of(cls, corpus: Path) -> Desk:
        """In the language that the visavis.toml beside the corpus wants findings in."""
        return cls(read_config(corpus).language)

    def release_page(self, view: ReleaseView) -> bytes:
        return self._page("release.html.j2", view.id, view=view)

    def index_page(self, summaries: Sequence[Summary]) -> bytes:
        tally: Counter[str] = Counter()
        for one in summaries:
            tally.update(one.tally)
        grave = sorted((s for s in summaries if _open(s)), key=lambda s: (-s.tally.get("fault", 0), s.id))
        found, left = [], MOST
        for one in grave:
            if left > 0:
                found.append(one)
                left -= len(_open(one))
        names = dict.fromkeys(f.check for s in found for f in s.findings if f.state in ("fault", "doubt"))
        checks = {name: statement(self.language, name) for name in names}
        return self._page("index.html.j2", "", releases=summaries, found=found, tally=tally, checks=checks)

    def _page(self, template: str, release: str, **given: Any) -> bytes:
        html = self._jinja.get_template(template).render(
            language=self.language,
            release=release,
            policy=self._policy,
            style=Markup(self._style),
            script=Markup(self._script),
            w=lambda name: word(self.language, name),
            name=lambda code: language_name(self.language, code),
            **given,
        )
        return str(html).encode("utf-8", "replace")

    @cached_property
    def _jinja(self) -> Environment:
        from jinja2 import Environment, PackageLoader, StrictUndefined

        jinja = Environment(
            loader=PackageLoader(__package__, "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        jinja.filters["shown"] = shown
        jinja.filters["file_name"] = file_name
        jinja.filters["folder"] = lambda name: quote(file_name(name))
        jinja.filters["pt"] = lambda points: f"{points:.1f}".removesuffix(".0")
        return jinja

    @cached_property
    def _style(self) -> str:
        return _own("style.css")

    @cached_property
    def _script(self) -> str:
        return _own("desk.js")

    @cached_property
    def _policy(self) -> str:
        return (
            f"default-src 'none'; img-src 'self' file:; style-src '{_hash(self._style)}'; "
            f"script-src '{_hash(self._script)}'; base-uri 'none'; form-action 'none'"
        )


def _own(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """As a Content-Security-Policy source (CSP 3, 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _open(one: Summary) -> list[str]:
    return [f.id for f in one.findings if f.state in ("fault", "doubt")]
