"""How search results are printed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .speak import complain, put_json, say

if TYPE_CHECKING:
    from pipeline.search import Hit, HitSide, Query


def index(out: Path) -> None:
    """Bring the search index up to date, unless nothing was extracted since it was made."""
    from pipeline import encoder, search
    from pipeline.run.cache import EMBEDDINGS
    from pipeline.store import Shelf, read_releases

    shelf = Shelf(out)
    if search.fresh(shelf):
        return
    encoder.use_cache(out / ".cache" / EMBEDDINGS)
    try:
        search.build(read_releases(out), shelf)
    except OSError as error:  # a folder that one may only read: what index there is will do
        if not shelf.path(search.FILE).is_file():
            raise
        complain(f"the index could not be brought up to date ({error.strerror}): what is found may be old")


def find_passages(out: Path, asked: Query, at: str, as_json: bool) -> None:
    """Prints the hits, best first; makes the index when there is none or it is older than the corpus.

    `at`: the address of a PostgreSQL server that is asked instead; empty for the index in `out`."""
    from pipeline import search
    from pipeline.store import Shelf

    if at:
        from pipeline.search import postgres

        hits = postgres.query(at, asked)
    else:
        index(out)
        hits = search.query(Shelf(out), asked)
    for hit in hits:
        if as_json:
            put_json(search.hit_json(hit))
        else:
            _show(hit)


def _show(hit: Hit) -> None:
    pages = ", ".join(f"{code} p. {page}" for code, page in hit.page.items() if page)
    say(f"{hit.release}#{hit.alignment}  {hit.score:.3f}  {pages}".rstrip())
    lit = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for code, side in hit.sides.items():
        if side.text:  # of several paragraphs: on one line
            say(f"  {code}  {_lit(side) if lit else side.text}".replace("\n", " "), raw=lit)


def _lit(side: HitSide) -> str:
    """The text with what was found in reverse video; controls of its own are made visible first."""
    from pipeline.harmless import shown

    out, at = [], 0
    for start, end in side.highlights:
        out += [shown(side.text[at:start]), "\x1b[7m", shown(side.text[start:end]), "\x1b[27m"]
        at = end
    return "".join([*out, shown(side.text[at:])])
