"""How search results are printed."""

from __future__ import annotations

from pathlib import Path

from .speak import put_json, say


def find_passages(
    out: Path,
    query: str,
    lang: str,
    mode: str,
    limit: int,
    release: str,
    since: str,
    until: str,
    entity: str,
    as_json: bool,
) -> None:
    """Prints the hits, best first; builds the index when there is none or it is older than the corpus."""
    from pipeline import search
    from pipeline.store import Shelf, read_releases

    shelf = Shelf(out)
    search.build(read_releases(out), shelf)
    asked = search.Query(
        query, lang=lang, mode=mode, limit=limit, release=release, since=since, until=until, entity=entity
    )
    for hit in search.query(shelf, asked):
        if as_json:
            put_json(search.hit_json(hit))
        else:
            say(f"{hit.release}#{hit.alignment}  {hit.score:.3f}")
            for code, side in hit.sides.items():
                say(f"  {code}  {side.text}")
