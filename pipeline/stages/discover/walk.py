"""The files of a corpus, looked at with care: no link is followed out, no device or pipe is opened."""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.harmless import utf8
from pipeline.languages.naming import Naming

from .found import LeadsOut, Lone, NoFile, Refused, Unreadable

DEEPEST = 12  # folders below the corpus; deeper ones are told, not read
MAGIC = b"%PDF-"
HEAD = 1024  # bytes in which a PDF must show its magic (ISO 32000-1, annex H, note 13)
OUTPUTS = {"release.json", "index.json"}  # a folder that holds one of these is what we made, not what we were given


@dataclass(frozen=True)
class File:
    """A document: where it is, what it is called from the corpus on (forward slashes), what its bytes say it is."""

    path: Path
    name: str
    media_type: str

    @property
    def stem(self) -> str:
        return unicodedata.normalize("NFC", self.name.rpartition("/")[2].rpartition(".")[0]).casefold()

    @property
    def folder(self) -> str:
        return self.name.rpartition("/")[0]


@dataclass
class Tree:
    """What lies in the corpus, each list by name."""

    files: list[File] = field(default_factory=list)
    lone: list[Lone] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    papers: dict[str, Path] = field(default_factory=dict)  # folder -> its release.toml


def walk(corpus: Path, naming: Naming) -> Tree:
    """Every file below `corpus`; hidden ones, papers and our own outputs are passed over."""
    tree = Tree()
    _folder(corpus, "", 0, corpus.resolve(), naming, tree)
    return tree


def _folder(folder: Path, name: str, depth: int, root: Path, naming: Naming, tree: Tree) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: os.fsencode(e.name))
    except OSError as error:
        tree.refused.append(Refused(None, "", name, Unreadable(error.strerror or "")))
        return
    if depth and any(e.name in OUTPUTS for e in entries):
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        own = utf8(f"{name}/{entry.name}" if name else entry.name)
        path = folder / entry.name
        if entry.is_symlink() and not _inside(path, root):
            tree.refused.append(Refused(None, "", own, LeadsOut()))
        elif entry.is_dir(follow_symlinks=False):
            if depth >= DEEPEST:
                tree.lone.append(Lone(own, f"it lies more than {DEEPEST} folders deep"))
            else:
                _folder(path, own, depth + 1, root, naming, tree)
        elif entry.is_dir():
            tree.lone.append(Lone(own, "a link to a folder of the corpus, which is read where it lies"))
        else:
            _file(path, own, naming, tree)


def _inside(link: Path, root: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # a link to nowhere, or to itself
        return False


def _file(path: Path, name: str, naming: Naming, tree: Tree) -> None:
    own = name.rpartition("/")[2].casefold()
    if own in naming.papers:
        if own == "release.toml":
            tree.papers[name.rpartition("/")[0]] = path
        return
    media_type = naming.endings.get(Path(own).suffix, "")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            tree.refused.append(Refused(None, "", name, NoFile()))
            return
        if not media_type:
            with path.open("rb") as file:
                if MAGIC in file.read(HEAD):
                    media_type = next(m for m in naming.endings.values() if m.endswith("/pdf"))
    except OSError as error:
        tree.refused.append(Refused(None, "", name, Unreadable(error.strerror or "")))
        return
    if media_type:
        tree.files.append(File(path, name, media_type))
    else:
        tree.lone.append(Lone(name, f"neither {' nor '.join(sorted(naming.endings))}"))
