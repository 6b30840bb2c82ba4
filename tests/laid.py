"""A small corpus of text releases, our own sentences with the seeds' kinds of defect, laid where a test wants it."""

from __future__ import annotations

from pathlib import Path

FR = """COMMUNIQUÉ DE PRESSE
Le 4 mars 2022
La mise en
œ
uvre du plan vélo dans {n} communes de la région a coûté 3M
€
par an depuis 2019, soit plus que
ce que prévoyait la convention signée par la Ville de Lyon et par l’État.
Des pistes plus larges
Le comité relève que 25 % des pistes ont été élargies, et que 14 sur les 40 chantiers ouverts en
juin 2021 sont achevés.
"""
EN = """4 March 2022
The implementation of the cycling plan in {n} municipalities of the region has cost €3M per year
since 2019, more than was planned in the agreement signed by the City of Lyon and by the State.
Wider lanes
The committee notes that 25% of the lanes have been widened, and that 14 of the 40 building sites
opened in June 2021 are finished.
"""


def lay(corpus: Path, *ids: str) -> None:
    for n, name in enumerate(ids, 11):
        place = corpus / name
        place.mkdir(parents=True)
        (place / "fr.txt").write_text(FR.format(n=n), encoding="utf-8")
        (place / "en.txt").write_text(EN.format(n=n), encoding="utf-8")


def files(out: Path) -> dict[str, bytes]:
    """Everything that was written, the cache apart."""
    found = (p for p in sorted(out.rglob("*")) if p.is_file())
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in found if ".cache" not in p.parts}
