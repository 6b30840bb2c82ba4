"""Release folders: `<release>/<language>.pdf|txt`, the layout of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.errors import MissingSide
from pipeline.languages.naming import Naming

from .found import Lone, Refused
from .names import claimed
from .walk import File, Tree


@dataclass
class Group:
    """Files of one release on their way to it; `wish` is the id that the release would like."""

    wish: str
    folder: str
    files: dict[str, File]
    reason: str
    confidence: float
    said: tuple[str, ...] = ()
    refused: list[Refused] = field(default_factory=list)  # their `release` is filled in with the id


def release_folders(tree: Tree, naming: Naming, order: Sequence[str], corpus: str) -> tuple[list[Group], list[File]]:
    """(the groups, the files that lie in no release folder). `corpus` names a release that lies in the root itself.

    A folder is a release's when a file in it is called by a language code, or when it has a release.toml."""
    folders: dict[str, list[File]] = {}
    for file in tree.files:
        folders.setdefault(file.folder, []).append(file)
    groups, rest = [], []
    for folder, files in folders.items():
        if any(f.stem in order for f in files) or (folder in tree.papers and folder):
            groups.append(_group(folder, files, tree, naming, order, corpus))
        else:
            rest += files
    holding = {"/".join(parts[:n]) for f in folders for parts in [f.split("/")] for n in range(1, len(parts) + 1)}
    for folder in tree.papers:
        if folder and folder not in holding:
            groups.append(_group(folder, [], tree, naming, order, corpus))
    return groups, rest


def _group(folder: str, files: list[File], tree: Tree, naming: Naming, order: Sequence[str], corpus: str) -> Group:
    sides: dict[str, File] = {}
    for file in sorted(files, key=lambda f: (f.stem not in order, f.media_type, f.name)):
        code = file.stem if file.stem in order else claimed(file.name.rpartition("/")[2], naming)
        if code and code not in sides:
            sides[code] = file
        elif code:
            tree.lone.append(Lone(file.name, f"{sides[code].name} is the release's {code} side already"))
        else:
            tree.lone.append(Lone(file.name, f"its name says no language: call it {' or '.join(order)}"))
    wish = folder.rpartition("/")[2] or corpus
    group = Group(wish, folder, {c: sides[c] for c in order if c in sides}, "one folder", 1.0)
    if len(sides) < 2:
        for code in order:
            if code not in sides:
                where = f"{folder}/{code}" if folder else code
                group.refused.append(Refused(None, code, where, MissingSide(f"there is no {code} side")))
    return group
