"""The reviser's desk: static pages that say what is wrong and show it, text beside text and on the page it came from.

    report/index.html               every release, every open finding
    report/<release>/index.html     one row an alignment, both texts, the crops of both pages
    report/<release>/<lang>-N.png   page N

Works from file:// without network; the policy in each page allows nothing but its own hashed style and script and the
pictures beside it. Without scripts everything is still there, in the order of the release."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.harmless import file_name
from pipeline.model.release import Release
from pipeline.store import Shelf

from .pages import Papers, corpus_near
from .views import Summary, release_view, summary
from .write import Desk


def write(releases: Iterable[Release], shelf: Shelf, corpus: Path | None = None) -> None:
    """Writes `report/`. `corpus` is where the PDFs are; without it they are looked for beside the output folder.

    A PDF that is not found, or is no longer the one that was read, gives a report without its pictures."""
    corpus = corpus or corpus_near(shelf.root)
    desk = Desk.in_language_of(corpus or shelf.root)
    summaries: list[Summary] = []
    with shelf.folder("report") as report:
        for release in releases:
            papers = Papers(release, corpus, report.sub(file_name(release.id)))
            view = release_view(release, papers, desk.language)
            report.binary_whole(f"{file_name(release.id)}/index.html", desk.release_page(view))
            summaries.append(summary(release, view))
        report.binary_whole("index.html", desk.index_page(summaries))
