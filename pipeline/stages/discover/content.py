"""Pairing a pile of files: by name, then by what the files say; names that lie are told."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import DocumentError, SameLanguage
from pipeline.languages.naming import Naming
from pipeline.model.document import Tongue

from .assign import ENOUGH, Pairing, assign
from .folders import Group
from .found import Lone, Refused
from .likeness import Encode
from .names import Named, bare_stem, claimed, pair_by_name
from .profile import READ, WHOLE, Profile, signs, tongue_by_words
from .walk import File, Tree

TongueOf = Callable[[str, str], Tongue]

SURE = 0.8  # langdetect's own confidence from which it contradicts a name; on a release's first page it gives .99
# Share of rare signs from which what a name says needs no further proof (false pairs of one kind of text: median .06).
BORNE_OUT = 0.15
SURE_BY_NAME, BY_NAME_ALONE, AGAINST_TEXT = 0.99, 0.8, 0.4  # confidences of pairs by name


@dataclass
class _Pile:
    """What is known of the pile, and what is still free in it."""

    naming: Naming
    order: Sequence[str]
    tree: Tree
    profiles: dict[str, Profile]
    partner: dict[str, str] = field(default_factory=dict)  # file -> the file that its name goes with
    near: dict[str, tuple[str, float]] = field(default_factory=dict)  # file -> the likest of another language, log-odds

    def code(self, file: File) -> str:
        """The language a file is written in, by its text, or by its name where the text does not tell."""
        tongue = self.profiles[file.name].tongue
        return tongue.detected if tongue.confidence >= SURE else tongue.declared


def pair_by_content(
    pile: Sequence[File],
    sample: Callable[[Path], str],
    naming: Naming,
    order: Sequence[str],
    tree: Tree,
    tongue_of: TongueOf | None,
    encode: Encode | None,
) -> list[Group]:
    """The releases of a pile; files that stay alone are put on the tree's lists with the reason."""
    profiles = {f.name: _profile(f, sample, naming, order, tongue_of) for f in pile}
    own = _Pile(naming, order, tree, profiles)
    named, _ = pair_by_name(pile, naming, order)
    groups, doubtful = _borne_out(named, own)
    for pair in doubtful:
        names = [f.name for f in pair.files.values()]
        own.partner.update({a: b for a in names for b in names if a != b})
    known = {f.name for g in groups for f in g.files.values()}
    free = [f for f in pile if f.name not in known and own.code(f) in order]
    groups += _by_likeness(free, own, encode)
    taken = {f.name for g in groups for f in g.files.values()}
    groups += _by_name_alone([p for p in doubtful if not taken & {f.name for f in p.files.values()}], own)
    taken = {f.name for g in groups for f in g.files.values()}
    told = {r.path for r in tree.refused}
    tree.lone += [Lone(f.name, _why_alone(f, own)) for f in pile if f.name not in taken | told]
    return groups


def _profile(
    file: File, sample: Callable[[Path], str], naming: Naming, order: Sequence[str], tongue_of: TongueOf | None
) -> Profile:
    try:
        text = sample(file.path)[:WHOLE]
    except (DocumentError, OSError, UnicodeError):  # what is wrong with it is told when it is read in earnest
        text = ""
    name = claimed(file.name, naming)
    tongue = tongue_of(text[:READ], name) if tongue_of else tongue_by_words(text, name, order)
    code = tongue.detected if tongue.confidence >= SURE else name
    return Profile(file, tongue, code, signs(text[:READ], code) if code in order else frozenset(), text)


def _borne_out(named: Sequence[Named], own: _Pile) -> tuple[list[Group], list[Named]]:
    """(pairs whose texts bear out what the names say, the others)."""
    groups, doubtful = [], []
    for pair in named:
        first, second = [own.profiles[f.name] for f in pair.files.values()][:2]
        codes = [own.code(f) for f in pair.files.values()]
        if not (first.readable and second.readable):
            continue  # decided when all that can be read has been
        shared = 2 * len(first.signs & second.signs) / max(1, len(first.signs) + len(second.signs))
        if len(set(codes)) == len(codes) and set(codes) <= set(own.order) and shared >= BORNE_OUT:
            groups.append(
                _group(dict(zip(codes, pair.files.values(), strict=True)), "names and texts", SURE_BY_NAME, own)
            )
        else:
            doubtful.append(pair)
    unread = [p for p in named if not all(own.profiles[f.name].readable for f in p.files.values())]
    return groups, [*doubtful, *unread]


def _by_likeness(free: Sequence[File], own: _Pile, encode: Encode | None) -> list[Group]:
    """Pairs by what the texts say, the surest first; each later language joins the release of an earlier one."""
    sides = {
        c: [own.profiles[f.name] for f in free if own.code(f) == c and own.profiles[f.name].readable] for c in own.order
    }
    releases: dict[str, tuple[dict[str, File], list[Pairing]]] = {}
    joined: set[str] = set()
    for n, code in enumerate(own.order):
        for other in own.order[n + 1 :]:
            mine = [p for p in sides[code] if p.file.name not in joined]
            theirs = [p for p in sides[other] if p.file.name not in joined]
            for pair in _assigned(mine, theirs, own, encode):
                a, b = mine[pair.first].file, theirs[pair.second].file
                files, links = releases.setdefault(a.name, ({code: a}, []))
                files[other] = b
                links.append(pair)
                joined.add(b.name)
    return [
        _group(files, _reasons(links[0]), min(pair.confidence for pair in links), own)
        for files, links in releases.values()
    ]


def _assigned(mine: Sequence[Profile], theirs: Sequence[Profile], own: _Pile, encode: Encode | None) -> list[Pairing]:
    """The pairs of two languages; for every file its likest candidate is kept, for what is said of those left alone."""
    found = assign(mine, theirs, lambda a, b: own.partner.get(a.file.name) == b.file.name, encode)
    for c in sorted(found.candidates, key=lambda c: (-c.odds, c.spot)):
        a, b = mine[c.link.first].file.name, theirs[c.link.second].file.name
        own.near.setdefault(a, (b, c.odds))
        own.near.setdefault(b, (a, c.odds))
    return found.pairs


def _reasons(pair: Pairing) -> str:
    link, close = pair.link, pair.close
    told = [f"{link.signs:.0%} of their rarer numbers and names are the same"]
    told += ["the same date"] if link.date > 0 else ["different dates"] if link.date < 0 else []
    if close and close.shared > 0:
        told.append(f"{close.shared:.0%} of their sentences answer each other")
    elif link.sense > 0:
        told.append("they say like things")
    if close and close.clash:
        told.append("but like sentences have different numbers: another version, or a slip")
    return ", ".join(told)


def _by_name_alone(pairs: Sequence[Named], own: _Pile) -> list[Group]:
    """Pairs that only their names put together: files that cannot be read, or texts that share little."""
    groups = []
    for pair in pairs:
        codes = [own.code(f) for f in pair.files.values()]
        unread = [f.name for f in pair.files.values() if not own.profiles[f.name].readable]
        if len(set(codes)) < len(codes) and not unread:
            a, b = list(pair.files.values())[:2]
            error = SameLanguage(f"{a.name} and {b.name} are both written in {codes[0]!r}")
            own.tree.refused += [Refused(None, code, f.name, error) for code, f in pair.files.items()]
        elif unread:
            groups.append(_group(dict(pair.files), "names alone: a file cannot be read", BY_NAME_ALONE, own))
        elif set(codes) <= set(own.order):
            files = dict(zip(codes, pair.files.values(), strict=True))
            groups.append(_group(files, "names alone: the texts have little in common", AGAINST_TEXT, own))
    return groups


def _group(files: dict[str, File], reason: str, confidence: float, own: _Pile) -> Group:
    sides = {c: files[c] for c in own.order if c in files}
    first, file = next(iter(sides.items()))
    said = []
    for code, one in sides.items():
        told = claimed(one.name, own.naming)
        if told and told != code:
            said.append(f"the name of {one.name} says {told}, its text is written in {code}")
    return Group(bare_stem(file, own.naming, first), file.folder, sides, reason, confidence, tuple(said))


def _why_alone(file: File, own: _Pile) -> str:
    profile = own.profiles[file.name]
    code = own.code(file)
    if not profile.readable:
        return "no text can be read in it, and no file's name goes with its own"
    if code not in own.order:
        return f"written in {code!r}, a language there are no data for" if code else "its language cannot be told"
    if file.name in own.near:
        other, odds = own.near[file.name]
        how = "which has another partner" if odds >= ENOUGH else f"{1 / (1 + math.exp(-odds)):.0%} likely to be one"
        return f"no translation found: the likest file is {other}, {how}"
    return "no file of another language has anything in common with it"
