"""Writes the countries, continents and cities of CLDR into languages/any/institutions.tsv, in every language there is.

    python scripts/places_from_cldr.py            rewrite the rows whose source is CLDR; the others stay as they are
    python scripts/places_from_cldr.py --check    exit 1 when that would change the file

Countries and continents are CLDR's territories, cities are the exemplar cities of its time zones; both through Babel
(Unicode licence). The rows carry Babel's version: another version may say other things."""

from __future__ import annotations

import sys
from pathlib import Path

import babel
from babel import Locale
from babel.core import get_global

from pipeline.languages import codes
from pipeline.stages.find.entities.candidate import slug

TABLE = Path(__file__).parent.parent / "pipeline" / "languages" / "any" / "institutions.tsv"
SOURCE = f"CLDR (Babel {babel.__version__})"
# Territories that are no place one speaks of, and cities whose name is first a word or a person's.
NO_PLACE = frozenset(
    {"001", "EZ", "UN", "QO", "XA", "XB", "ZZ", "EU", "AC", "CP", "CQ", "DG", "EA", "TA", "MU", "DM", "BV", "HM", "UM"}
)
# Territories whose name is also a person's or a word: not enough by itself at the head of a sentence.
WORDS = frozenset({"JO", "GE", "TD", "TR", "SV"})
NO_CITY = frozenset((
    "Center", "Christmas", "Creston", "Currie", "Darwin", "Dawson", "Easter", "Lindeman", "Nome", "Phoenix",
    "Regina", "Resolute", "Wake", "Canary", "Thule", "Troll", "Adak", "Boise", "Eucla", "Johnston", "Midway",
    "Enderbury", "Kanton", "Marquesas", "Gambier", "Chatham", "Noronha", "Unknown", "Palmer", "Casey", "Davis",
    "Cocos", "Kerguelen", "Louisville", "Oral", "Chita", "Mahe", "Menominee", "Catamarca", "Bahia",
    "Metlakatla", "Sitka", "Yakutat", "Bougainville", "Apia", "Hobart", "Perth", "Mauritius", "Dominica",
    "Stanley", "Wallis", "Cayman", "Nassau", "Faeroe", "Faroe",
))  # fmt: skip
NO_ZONES = (
    "Etc/",
    "Antarctica/",
    "America/Indiana/",
    "America/Kentucky/",
    "America/North_Dakota/",
    "America/Argentina/",
)


def rows(taken: frozenset[str]) -> list[dict[str, str]]:
    """A row for each territory and city that the languages name; names in `taken` (first language) are left out."""
    locales = {code: Locale(code) for code in codes()}
    first = next(iter(locales))
    out: list[dict[str, str]] = []
    seen, ids = set(taken), set()
    for code in sorted(locales[first].territories):
        names = {c: _plain(locale.territories.get(code, "")) for c, locale in locales.items()}
        if code not in NO_PLACE and all(names.values()) and names[first] not in seen:
            seen.add(names[first])
            out.append(
                {
                    "id": f"loc.{code.lower()}" if code.isalpha() else f"loc.m49.{slug(names['en'])}",
                    "kind": "word" if code in WORDS else "",
                    **names,
                }
            )
    told = {z for locale in locales.values() for z in locale.time_zones}
    zones = [*sorted(told), *sorted(set(get_global("zone_territories")) - told)]  # Asia/Calcutta before Asia/Kolkata
    for zone in zones:
        default = zone.rpartition("/")[2].replace("_", " ")
        names = {c: locale.time_zones.get(zone, {}).get("city") or default for c, locale in locales.items()}
        named = zone.startswith(NO_ZONES) or default in NO_CITY or any(set(n) & set(",[(") for n in names.values())
        if named or names[first] in seen or f"loc.city.{slug(names['en'])}" in ids or "/" not in zone:
            continue
        seen.add(names[first])
        ids.add(f"loc.city.{slug(names['en'])}")
        out.append({"id": f"loc.city.{slug(names['en'])}", **names})
    return out


def _plain(name: str) -> str:
    """Without what CLDR adds in brackets: "Congo (RDC)"."""
    return name.partition(" (")[0].partition(" [")[0].strip()


def rewritten(text: str) -> str:
    """The table with its CLDR rows made anew, at its end."""
    lines = text.rstrip("\n").split("\n")
    head = next(line for line in lines if not line.startswith("#")).split("\t")
    kept = [line for line in lines if not line.rpartition("\t")[2].startswith("CLDR")]
    own = [dict(zip(head, line.split("\t"), strict=False)) for line in kept if "\t" in line]
    taken = frozenset(name for row in own for name in row.get(codes()[0], "").split("|"))
    made = ["\t".join(row.get(c, SOURCE if c == "source" else "") for c in head) for row in rows(taken)]
    return "\n".join([*kept, *made]) + "\n"


if __name__ == "__main__":
    old = TABLE.read_text(encoding="utf-8")
    new = rewritten(old)
    if "--check" in sys.argv[1:]:
        sys.exit(int(old != new))
    TABLE.write_text(new, encoding="utf-8")
