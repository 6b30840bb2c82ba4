"""Moses: one plain text file a language, line n of each says the same; and a file that says where each line is from.

Sentence by sentence where sentences were aligned, else the passage as one line; only pairs with text on every side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack

from pipeline.harmless import utf8
from pipeline.model.release import Release, SentenceLink
from pipeline.passage import Passage, passages
from pipeline.store import Shelf

# Whatever any reader takes for the end of a line (str.splitlines), and runs of blanks: a line is a line for all.
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    codes = tuple(dict.fromkeys(code for release in releases for code in release.languages))
    with shelf.folder("moses") as folder, ExitStack() as stack:
        files = {code: stack.enter_context(folder.text(f"corpus.{code}")) for code in codes}
        origins = stack.enter_context(folder.text("corpus.ids"))
        for release in releases:
            for passage in passages(release):
                for lines in _lines(passage, codes):
                    for code, line in lines.items():
                        files[code].write(line + "\n")
                    origins.write(f"{_flat(release.id)}\t{passage.id}\t{passage.alignment.confidence:.3f}\n")


def _lines(passage: Passage, codes: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    """The pairs of a passage; each has a line, not empty, in every language of the corpus."""
    links = passage.alignment.sentences
    found = [_sentences(passage, link, codes) for link in links] if links else [_whole(passage, codes)]
    yield from (lines for lines in found if all(lines.values()))


def _whole(passage: Passage, codes: tuple[str, ...]) -> dict[str, str]:
    return {code: _flat(passage.sides[code].text) if code in passage.sides else "" for code in codes}


def _sentences(passage: Passage, link: SentenceLink, codes: tuple[str, ...]) -> dict[str, str]:
    texts = {}
    for code in codes:
        pieces = link.sides.get(code, ())
        texts[code] = _flat(
            " ".join(passage.release.paragraph(s.paragraph).text.mended[s.start : s.end] for s in pieces)
        )
    return texts


def _flat(text: str) -> str:
    return _BLANKS.sub(" ", utf8(text)).strip()
