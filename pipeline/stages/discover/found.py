"""What discovery finds: releases with their files, files without a partner, files that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import DocumentError, NotAPdf
from pipeline.model.document import Source
from pipeline.model.release import Papers


class LeadsOut(NotAPdf):
    """A link whose end lies outside the corpus: never followed."""

    remedy = "links that lead out of the corpus are not followed: put the file itself there"


class NoFile(NotAPdf):
    """A pipe, a socket, a device: opening it may hang or do harm."""

    remedy = "it is no ordinary file: take it away, or put the document itself there"


class Unreadable(NotAPdf):
    """A file or folder that the system does not let us read."""

    remedy = "it cannot be opened: set its permissions so that it can be read"


@dataclass(frozen=True)
class ReleaseSources:
    """One release: its files by language, in the languages' order. `sources` and `paths` have the same keys.

    `reason` says why these files belong together, `confidence` how surely (0..1); `said` is what a person should know
    (a name that lies, an id that had to change, a release.toml that is broken)."""

    id: str
    sources: Mapping[str, Source]
    paths: Mapping[str, Path]
    papers: Papers = field(default_factory=Papers)
    reason: str = ""
    confidence: float = 1.0
    said: tuple[str, ...] = ()


class Lone(NamedTuple):
    """A file that belongs to no release, and why; `path` relative to the corpus."""

    path: str
    reason: str


class Refused(NamedTuple):
    """A file or a side that cannot be used; `release` is None when it belongs to none."""

    release: str | None
    language: str
    path: str
    error: DocumentError


@dataclass(frozen=True)
class Discovery:
    """A whole corpus, sorted: releases by id, the rest by path. Nothing that lies in the corpus is left unsaid."""

    releases: tuple[ReleaseSources, ...] = ()
    unpaired: tuple[Lone, ...] = ()
    errors: tuple[Refused, ...] = ()
