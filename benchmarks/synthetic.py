"""Synthetic releases for the benchmarks: two-page bilingual PDFs and texts, our own sentences with varied facts.

Not a test corpus: the prose repeats itself, the figures and names vary, so that caches by content do not help."""

from __future__ import annotations

import random
from pathlib import Path

TOWNS = [
    "Lyon", "Nantes", "Rouen", "Dijon", "Tours", "Metz", "Nancy", "Reims",
    "Angers", "Limoges", "Amiens", "Besançon", "Caen", "Orléans", "Poitiers",
]  # fmt: skip
BODIES = [
    ("la Cour des comptes", "the Court of Auditors"),
    ("l’agence régionale de santé", "the regional health agency"),
    ("le ministère de l’Intérieur", "the Ministry of the Interior"),
    ("la préfecture de police", "the police headquarters"),
    ("la chambre régionale des comptes", "the regional chamber of accounts"),
]
SUBJECTS = [
    ("les cantines scolaires", "school canteens"),
    ("les lignes de tramway", "tram lines"),
    ("les centres d’hébergement", "accommodation centres"),
    ("les bibliothèques municipales", "municipal libraries"),
    ("les réseaux d’eau potable", "drinking water networks"),
]
SENTENCES = [
    (
        "En {y}, {b} a examiné {s} de la ville de {t}, dont le budget atteint {m} M€.",
        "In {y}, {b} examined the {s} of the city of {t}, whose budget amounts to €{m} million.",
    ),
    (
        "Le contrôle montre que {p} % des crédits ont été consommés avant la fin de l’année.",
        "The audit shows that {p}% of the appropriations were used before the end of the year.",
    ),
    (
        "Sur les {n} recommandations formulées, {k} seulement ont été mises en œuvre à ce jour.",
        "Of the {n} recommendations made, only {k} have been implemented to date.",
    ),
    (
        "La commune de {t} devra donc revoir son plan d’investissement avant le {d} mars {y}.",
        "The municipality of {t} will therefore have to review its investment plan before {d} March {y}.",
    ),
    (
        "Les agents rencontrés par {b} soulignent le manque de moyens et l’absence de suivi des travaux.",
        "The staff met by {b} stress the lack of resources and the absence of monitoring of the works.",
    ),
    (
        "Cette situation, déjà relevée il y a {k} ans, pèse sur la qualité du service rendu aux habitants.",
        "This situation, already noted {k} years ago, weighs on the quality of the service to residents.",
    ),
]


def release(seed: int, paragraphs: int = 12) -> tuple[list[str], list[str]]:
    """French and English paragraphs of one release; the same seed gives the same release."""
    r = random.Random(seed)
    b, s = r.choice(BODIES), r.choice(SUBJECTS)
    t = r.choice(TOWNS)
    fr, en = [f"Rapport n° {seed} : {s[0]} à {t}"], [f"Report no. {seed}: {s[1]} in {t}"]
    for n in range(paragraphs):
        if n % 4 == 0:
            fr.append(f"Partie {n // 4 + 1} : {r.choice(SUBJECTS)[0]}".capitalize())
            en.append(f"Part {n // 4 + 1}: {dict(SUBJECTS)[fr[-1].split(' : ')[1]]}")
        facts = {
            "y": r.randint(2005, 2024), "t": r.choice(TOWNS), "m": r.randint(2, 900), "p": r.randint(3, 98),
            "n": r.randint(20, 60), "k": r.randint(2, 19), "d": r.randint(1, 28),
        }  # fmt: skip
        chosen = r.sample(SENTENCES, 4)
        fr.append(" ".join(x.format(b=b[0], s=s[0], **facts) for x, _ in chosen))
        en.append(" ".join(y.format(b=b[1], s=s[1], **facts) for _, y in chosen))
    return fr, en


def pdf(path: Path, paragraphs: list[str]) -> None:
    """One release as a PDF (reportlab, Helvetica)."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    style = getSampleStyleSheet()
    parts: list[object] = []
    for n, text in enumerate(paragraphs):
        heading = not text.endswith(".")
        name = "Title" if n == 0 else "Heading2" if heading else "BodyText"
        parts += [Paragraph(text.replace("œ", "œ"), style[name]), Spacer(1, 6)]
    SimpleDocTemplate(str(path), invariant=1).build(parts)  # type: ignore[arg-type]


def corpus(folder: Path, releases: int, kind: str = "pdf", first: int = 0) -> int:
    """Lays `releases` releases below `folder`; the number of paragraphs laid, both languages."""
    total = 0
    for seed in range(first, first + releases):
        place = folder / f"release-{seed:05d}"
        place.mkdir(parents=True, exist_ok=True)
        for code, paragraphs in zip(("fr", "en"), release(seed), strict=True):
            total += len(paragraphs)
            if kind == "pdf":
                pdf(place / f"{code}.pdf", paragraphs)
            else:
                (place / f"{code}.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return total
