"""Two versions of a release: what changed, and above all what changed on one side only.

A paragraph that was rewritten in one language while its translation stayed as it was is a translation that was not
brought up to date. Alignments of the old and the new version are brought together by their texts, not by their ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline.model.release import Alignment, Release

Kind = Literal["one-side", "both", "added", "removed", "moved"]
ALIKE = 0.5  # of the words in common: below it a paragraph was replaced, not edited


class Edit(NamedTuple):
    """`old` words of a text became `new`; either may be empty."""

    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """What became of one alignment. `changed` and `unchanged` are languages; `edits` hold those that changed.

    `old` and `new` are alignment ids, None where there is none; `stale` is whether the first language, from which the
    others are translated, changed alone (a revised translation is a change on one side too, and no neglect)."""

    kind: Kind
    old: str | None
    new: str | None
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    edits: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    stale: bool = False


class _Item(NamedTuple):
    alignment: Alignment
    texts: Mapping[str, str]  # language -> words apart by one space; a side that is not there is ""


def diff(old: Release, new: Release) -> tuple[Change, ...]:
    """All changes, in the order of the new version; what was removed last. Unchanged alignments are not told."""
    languages = tuple(dict.fromkeys((*old.languages, *new.languages)))
    before, after = _items(old, languages), _items(new, languages)
    partner = _partners(before, after, languages)
    out = []
    for at, item in enumerate(after):
        if at not in partner:
            out.append(Change("added", None, item.alignment.id, changed=_there(item), texts=item.texts))
        elif change := _change(before[partner[at]], item, languages):
            out.append(change)
    gone = set(range(len(before))) - set(partner.values())
    for at in sorted(gone):
        item = before[at]
        out.append(Change("removed", item.alignment.id, None, changed=_there(item), texts=item.texts))
    return tuple(out)


def diff_folders(old: Path, new: Path) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """(release id, its changes) of two output folders, two folders of a release, or two release.json files.

    A release that only one folder has comes with all its alignments as added or removed.
    Raises WrongUse when there is nothing to read in one of them."""
    before, after = _releases(old), _releases(new)
    if len(before) == len(after) == 1:  # two versions may have two names
        (a,), (b,) = before.values(), after.values()
        yield b.release.id, diff(a.release, b.release)
        return
    for name in dict.fromkeys((*after, *before)):
        was = before[name].release if name in before else None
        now = after[name].release if name in after else None
        if some := now or was:
            empty = Release(some.id, some.readings, ())
            yield name, diff(was or empty, now or empty)


class _OnDisk:
    """A release that is read when it is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def release(self) -> Release:
        from pipeline.codec import decode

        return decode(self.path.read_bytes())


def _releases(place: Path) -> dict[str, _OnDisk]:
    from pipeline.errors import WrongUse
    from pipeline.store import read_releases

    if place.is_file():
        return {place.parent.name: _OnDisk(place)}
    if (place / "release.json").is_file():
        return {place.name: _OnDisk(place / "release.json")}
    if not (place / "index.json").is_file():
        raise WrongUse(f"{place} holds neither index.json nor release.json: name what `visavis extract` wrote")
    return {name: _OnDisk(place / name / "release.json") for name in read_releases(place).ids}


def _items(release: Release, languages: tuple[str, ...]) -> list[_Item]:
    return [_Item(a, {c: " ".join(release.text(a, c).split()) for c in languages}) for a in release.alignments]


def _there(item: _Item) -> tuple[str, ...]:
    return tuple(code for code, text in item.texts.items() if text)


def _partners(before: list[_Item], after: list[_Item], languages: tuple[str, ...]) -> dict[int, int]:
    """Index in `after` -> index in `before`: what is the same throughout, then on one side, then what is alike."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for wanted in (languages, *((code,) for code in languages)):
        stock: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, item in enumerate(before):
            if at not in taken:
                stock[tuple(item.texts[c] for c in wanted)].append(at)
        for at, item in enumerate(after):
            key = tuple(item.texts[c] for c in wanted)
            if at not in partner and any(key) and stock.get(key):
                same = stock[key]
                partner[at] = same.pop(min(range(len(same)), key=lambda n: abs(same[n] - at)))
                taken.add(partner[at])
    _alike(before, after, partner, taken)
    return partner


def _alike(before: list[_Item], after: list[_Item], partner: dict[int, int], taken: set[int]) -> None:
    """Brings together what was edited on both sides: the most words in common first."""
    free = [at for at in range(len(before)) if at not in taken]
    bags = {at: _words(before[at]) for at in free}
    found = []
    for at, item in enumerate(after):
        if at not in partner:
            own = _words(item)
            found += [(_shared(own, bags[b]), -abs(b - at), at, b) for b in free]
    for share, _, at, b in sorted(found, reverse=True):
        if share >= ALIKE and at not in partner and b not in taken:
            partner[at] = b
            taken.add(b)


def _words(item: _Item) -> frozenset[str]:
    return frozenset(word.casefold() for text in item.texts.values() for word in text.split())


def _shared(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / max(1, min(len(a), len(b)))


def _change(old: _Item, new: _Item, languages: tuple[str, ...]) -> Change | None:
    changed = tuple(c for c in languages if old.texts[c] != new.texts[c])
    unchanged = tuple(c for c in languages if c not in changed and new.texts[c])
    if not changed:
        moved = old.alignment.moved != new.alignment.moved
        return Change("moved", old.alignment.id, new.alignment.id, (), unchanged) if moved else None
    return Change(
        kind="one-side" if unchanged else "both",
        old=old.alignment.id,
        new=new.alignment.id,
        changed=changed,
        unchanged=unchanged,
        edits={c: edits(old.texts[c], new.texts[c]) for c in changed},
        texts=new.texts,
        stale=bool(unchanged) and languages[0] in changed,
    )


def edits(old: str, new: str) -> tuple[Edit, ...]:
    """What turns one text into the other, in whole words.

    >>> edits("le plan de 2019 est long", "le plan de 2020 est très long")
    (Edit(old='2019', new='2020'), Edit(old='', new='très'))
    """
    a, b = old.split(), new.split()
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return tuple(Edit(" ".join(a[i:j]), " ".join(b[k:m])) for tag, i, j, k, m in steps if tag != "equal")
