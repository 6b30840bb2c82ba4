"""The two tasks a process can be given: read one document, join one release. Both leave their values in the cache."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline import codec, flow
from pipeline.config import Config
from pipeline.errors import Crashed, DocumentError, SameLanguage
from pipeline.model.document import Document, Source
from pipeline.model.facts import Reading
from pipeline.model.release import Papers, Release
from pipeline.store import Shelf

from .cache import Cache, key_of
from .index import Entry, entry_of, failed_entry, lines_of

SURE = 0.9  # langdetect gives two languages on a page of prose .99 and more, on a page of names and figures .5 to .8


@dataclass(frozen=True)
class ReadTask:
    """One document of one release."""

    release: str
    source: Source
    path: Path
    engine: str
    config: Config
    cache: Path
    fresh: bool

    @property
    def key(self) -> str:
        """The key of the assembled document."""
        return key_of("document", self.source.sha256, self.source.language, self.source.path, self.engine)


@dataclass(frozen=True)
class JoinTask:
    """All documents of one release, already read; `failed` are the sides that could not be.

    `matched` is the key of the release before the checks, `key` of the whole."""

    release: str
    documents: Mapping[str, str]  # language -> key of the assembled document
    sources: Mapping[str, Source]
    failed: Mapping[str, DocumentError]
    papers: Papers
    corrections: Path | None
    config: Config
    out: Path
    cache: Path
    fresh: bool
    matched: str
    key: str
    names: str = ""  # the text of the corpus's own names.toml


def read(task: ReadTask) -> str:
    """Extracts and assembles; gives the key under which the document lies in the cache. Raises DocumentError."""
    cache = Cache(task.cache, fresh=task.fresh)
    if cache.has("document", task.key):
        return task.key
    pages_key = key_of("pages", task.source.sha256, task.engine)
    pages = cache.get("pages", pages_key)
    if pages is None:
        pages = flow.read_pages(task.source, task.path, task.config, task.engine)
        cache.put("pages", pages_key, pages)
    pages = replace(pages, source=replace(pages.source, language=task.source.language, path=task.source.path))
    cache.put("document", task.key, flow.read_document(pages))
    return task.key


def join(task: JoinTask) -> Entry:
    """Mends, finds, aligns, matches, checks and writes the release; gives its line of the index.

    When a side is missing the release is written with the sides there are, as `partial`."""
    shelf = Shelf(task.out)
    entry = failed_entry(task.release, task.sources, task.failed)
    task = _without_clash(task)
    if task.documents:
        release = _release(task)
        shelf.binary_whole(f"{task.release}/release.json", codec.encode(release))
        entry = entry_of(release, task.sources, task.failed)
        with Shelf(task.cache).text(f"lines/{task.release}.jsonl") as lines:
            lines.writelines(lines_of(release))
    write_summary(task, entry)
    return entry


def _without_clash(task: JoinTask) -> JoinTask:
    """A side that turns out to be written in the language of another one is refused: it is no translation."""
    tongues = {code: _document(task, code).language for code in task.documents}
    sound = {code for code, t in tongues.items() if t.detected == code}
    failed = dict(task.failed)
    for code, tongue in tongues.items():
        if code not in sound and tongue.detected in sound and tongue.confidence >= SURE:
            other = task.sources[tongue.detected].path
            failed[code] = SameLanguage(f"{task.sources[code].path} is written in the language of {other}")
    return replace(task, failed=failed, documents={c: k for c, k in task.documents.items() if c not in failed})


def write_summary(task: JoinTask, entry: Entry) -> None:
    """What the index says of the release and under which keys, so that an unchanged release is not looked at again."""
    kept = {"key": task.key, "matched": task.matched, "entry": entry}
    Shelf(task.cache).json_bytes(f"summary/{task.release}.json", kept)


def read_summary(cache: Path, release: str) -> dict[str, Any]:
    """What `write_summary` kept; {} when there is none that can be read."""
    try:
        kept = json.loads((cache / "summary" / f"{release}.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _release(task: JoinTask) -> Release:
    from pipeline.languages import names

    names.use(task.names)
    corrections = None
    if task.corrections:
        from pipeline.corrections import read_corrections

        corrections = read_corrections(task.corrections)
    path = task.out / task.release / "release.json"
    if not task.fresh and read_summary(task.cache, task.release).get("matched") == task.matched and path.is_file():
        return flow.look(codec.decode(path.read_bytes()), task.config, corrections)
    return flow.join(task.release, _readings(task), task.papers, task.config, corrections)


def _readings(task: JoinTask) -> dict[str, Reading]:
    """The readings of all sides, those that the cache has not made in one pass through the models."""
    from pipeline import encoder

    encoder.use(task.config.encoder)
    encoder.forget()  # a vector's last bit depends on what is encoded with it: nothing but this release may
    cache = Cache(task.cache, fresh=task.fresh)
    keys = {
        code: key_of("reading", key, task.names, repr(sorted(task.config.models.items())))
        for code, key in task.documents.items()
    }
    known: dict[str, Reading | None] = {code: cache.get("reading", key) for code, key in keys.items()}
    missing = [code for code, reading in known.items() if reading is None]
    if missing:
        documents = [flow.mend(_document(task, code)) for code in missing]
        for code, reading in zip(missing, flow.find_in(documents, models=task.config.models), strict=True):
            known[code] = reading
            cache.put("reading", keys[code], reading)
    return {code: reading for code, reading in known.items() if reading is not None}


def _document(task: JoinTask, code: str) -> Document:
    """The assembled document from the cache, where it was put moments ago."""
    document = Cache(task.cache).get("document", task.documents[code])
    if not isinstance(document, Document):
        raise Crashed(f"the cache lost {task.sources[code].path} while it was in use")
    return document
