"""Holds what the pipeline makes of a sample release against what its source says it must give (`<id>.json`)."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
MARK = re.compile(r"⟦(\d+)⟧")
RAISED = str.maketrans("¹²³", "123")
FREE = {"contact", "boilerplate"}  # cut into one paragraph or several, joined by any separators: their words count
# Signs a list item may keep or lose.
BULLET = re.compile(r"^[•–‣◦▪-]\s+")


def gold(release: str) -> dict[str, Any]:
    """What `samples/` says this release must give."""
    found: dict[str, Any] = json.loads((FOLDER / f"{release}.json").read_text(encoding="utf-8"))
    return found


def norm(text: str) -> str:
    """White space of any kind is one space; no soft hyphen, no bullet; raised digits are digits."""
    text = unicodedata.normalize("NFC", text).replace("\N{SOFT HYPHEN}", "").replace("|", " ").translate(RAISED)
    return re.sub(r"\s+", " ", BULLET.sub("", text)).strip()


@dataclass
class Held:
    """What is not as it should be; each list is empty when all is well."""

    paragraphs: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    alignments: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)


def hold(made: dict[str, Any], wanted: dict[str, Any]) -> Held:
    """`made` is a release.json, `wanted` its gold."""
    held = Held()
    where: dict[str, list[list[str]]] = {}  # language -> for each gold paragraph the ids that hold it
    for code, paragraphs in wanted["paragraphs"].items():
        where[code] = _paragraphs(code, made["documents"][code]["paragraphs"], paragraphs, held)
    _alignments(made, wanted, where, held)
    for code in wanted["paragraphs"]:
        for ids, paragraph in zip(where[code], wanted["paragraphs"][code], strict=True):
            _facts(made["documents"][code]["paragraphs"], ids, paragraph, held)
    _findings(made, wanted, where, held)
    return held


def _paragraphs(code: str, made: list[dict[str, Any]], wanted: list[dict[str, Any]], held: Held) -> list[list[str]]:
    """For each wanted paragraph the ids of those that hold it, [] when it is not there whole."""
    texts = [norm(p["text"]) for p in made]
    used: set[int] = set()
    out = []
    for paragraph in wanted:
        want = norm(paragraph["text"])
        ids = _whole(want, texts, used, paragraph, made)
        used.update(ids)
        out.append([made[i]["id"] for i in ids])
        if not ids:
            held.paragraphs.append(f"{code}: not there: {want[:70]!r}")
        elif {made[i]["kind"] for i in ids} != {paragraph["kind"]}:
            got = sorted({made[i]["kind"] for i in ids})
            held.kinds.append(f"{code}: {paragraph['kind']} is {', '.join(got)}: {want[:50]!r}")
    for i, text in enumerate(texts):
        if i not in used and made[i]["kind"] not in FREE:
            held.paragraphs.append(f"{code}: extra: {made[i]['id']} {made[i]['kind']} {text[:70]!r}")
    return out


def _same(made: str, want: str) -> bool:
    """Equal, a footnote's marker kept as a digit or left out, with or without a space."""
    if made == want:
        return True
    halves = [re.escape(h) for h in MARK.split(want)[::2]]
    marks = [rf"\s?\(?(?:{m}[.)]?)?\s?" for m in MARK.findall(want)]
    pattern = "".join(h + m for h, m in zip(halves, [*marks, ""], strict=True))
    return bool(marks) and re.fullmatch(pattern.replace(r"\ ", " "), made) is not None


def _whole(
    want: str, texts: list[str], used: set[int], paragraph: dict[str, Any], made: list[dict[str, Any]]
) -> list[int]:
    for i, text in enumerate(texts):
        if i not in used and _same(text, want):
            return [i]
    if paragraph["kind"] in FREE | {"table"}:
        for i in range(len(texts)):
            for j in range(i + 1, min(i + 12, len(texts)) + 1):
                if not used & set(range(i, j)) and " ".join(texts[i:j]) == want:
                    return list(range(i, j))
        inside = [i for i, t in enumerate(texts) if want in t and made[i]["kind"] in FREE]
        return inside[:1]
    return []


def _alignments(made: dict[str, Any], wanted: dict[str, Any], where: dict[str, list[list[str]]], held: Held) -> None:
    """Every wanted two-sided alignment must be there; what stands alone must not be linked (furniture may)."""
    got = {tuple(tuple(sorted(a["sides"].get(c, []))) for c in where) for a in made["alignments"]}
    for a in wanted["alignments"]:
        sides = tuple(tuple(sorted(i for at in a["sides"][c] for i in where[c][at])) for c in where)
        kinds = {wanted["paragraphs"][c][at]["kind"] for c in where for at in a["sides"][c]}
        if not all(where[c][at] for c in where for at in a["sides"][c]) or kinds <= FREE | {"table"}:
            continue
        if sides not in got:
            text = next(wanted["paragraphs"][c][a["sides"][c][0]]["text"] for c in where if a["sides"][c])
            held.alignments.append(f"{' = '.join('+'.join(s) or '-' for s in sides)} is not there: {text[:60]!r}")


def _facts(made: list[dict[str, Any]], ids: list[str], wanted: dict[str, Any], held: Held) -> None:
    by_id = {p["id"]: p for p in made}
    got = [f for i in ids for f in by_id[i]["figures"]]
    for want in wanted["figures"] if ids else []:
        same = [f for f in got if f["value"] == want["value"] and f["to"] == want.get("to")]
        found = min(same, key=lambda f: (f["text"] != want["text"], want["text"] not in f["text"]), default=None)
        if found:
            got.remove(found)
        elif not want.get("optional"):
            held.figures.append(f"{ids[0]}: {want['text']!r} = {want['value']} is not found")
    if wanted["kind"] not in FREE | {"footnote"}:
        held.figures += [
            f"{f['id']}: {f['text']!r} = {f['value']} is too much" for f in got if not _forgiven(f, wanted)
        ]
    flags = [f for i in ids for f in by_id[i].get("flags", [])]
    for flag in wanted.get("flags", []):
        if not any(f["suggestion"] in flag["suggestion"].split("|") for f in flags):
            held.flags.append(f"{ids}: no flag suggests {flag['suggestion']!r}")
    known = {s for f in wanted.get("flags", []) for s in f["suggestion"].split("|")}
    held.flags += [f"{ids}: {f['reason']} {f['says']}" for f in flags if f["suggestion"] not in known]


def _forgiven(figure: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """A figure that may be found or not, a part of one, or a footnote's marker."""
    optional = [f["text"] for f in wanted["figures"] if f.get("optional")]
    return any(figure["text"] in text for text in optional) or figure["text"] in MARK.findall(wanted["text"])


def _findings(made: dict[str, Any], wanted: dict[str, Any], where: dict[str, list[list[str]]], held: Held) -> None:
    """Each planted error is told where it is; nothing else is, but notes."""
    planted: dict[str, str] = {}  # paragraph id -> what was planted there
    for a in wanted["alignments"]:
        for code in where:
            for at in a["sides"][code]:
                planted.update(dict.fromkeys(where[code][at], a.get("planted", "")))
    told = set()
    for finding in made["findings"]:
        spots = {planted.get(s["paragraph"], "") for s in finding["sides"].values()} - {""}
        told |= spots
        if not spots and finding["gravity"] != "note":
            held.findings.append(f"{finding['gravity']} {finding['check']}: {finding['says']}")
    missed = {a["planted"] for a in wanted["alignments"] if a.get("planted")} - told
    held.findings += [f"not told: {p}" for p in sorted(missed)]
