"""Acronyms: what a document explains them by, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.facts import Label
from pipeline.stages.find.entities.acronyms import Expansion, expansions, written
from pipeline.stages.find.entities.candidate import Candidate, bare_key, tail
from pipeline.stages.find.entities.tokens import Tokens

from .code import in_code
from .sheet import Notes, Sheet


def explained(notes: Notes, sheet: Sheet) -> None:
    """Long names before a bracket with an acronym, by the letters or by a witness that ends there."""
    tokens = sheet.tokens
    for found in expansions(tokens, notes.lexicon):
        same = [c for c in sheet.candidates if c.end == found.end and c.start <= found.start and c.label != "PER"]
        best = max(same, key=lambda c: (c.end - c.start, not c.bare), default=None)
        table = notes.lexicon.acronyms.get(found.acronym)
        office = found.start in sheet.office or notes.lexicon.roles.at(tokens, found.start) is not None
        office = office and not (best and best.start < found.start)
        known = table or (best and not best.bare)
        if not known and found.acronym in notes.lexicon.grammar.common:
            notes.words |= {found.acronym, tokens.spoken(found.start, found.end)}
            sheet.blocked.update(range(found.start, found.end))
            continue
        if not known and _many(notes, tokens, found):
            notes.words |= {found.acronym, found.acronym[:-1], tokens.spoken(found.start, found.end)}
            sheet.blocked.update(range(found.start, found.end))
            continue
        if (office and not table) or (not best and not table and _nameless(notes, tokens, found.start, found.end)):
            notes.words.add(found.acronym)
            continue
        start = best.start if best else found.start
        if best and not best.bare:
            key, label = best.key, best.label
        elif table:
            key, label = table
        else:
            label = best.label if best else _label_of(notes, tokens, found.start, found.end)
            label = "MISC" if _programme(notes, tokens, found.stop + 1) else label
            key = best.key if best else bare_key(label, tokens.spoken(start, found.end))
        notes.acronyms.setdefault(found.acronym, (key, label))
        if place := _place_after(notes, sheet, found.stop + 1):
            key = key if place in key.split(".") else f"{key}.{place}"
            notes.acronyms[found.acronym] = (key, label)
        sheet.candidates.append(Candidate(start, found.end, label, key, "expansion", 5))
        sheet.candidates.append(Candidate(found.at, found.stop, label, key, "acronym", 5))
    _bracketed(notes, sheet)


def _place_after(notes: Notes, sheet: Sheet, i: int) -> str:
    """The place a body with its acronym belongs to, after the bracket: "(CRC) d'Île-de-France"; "" for none."""
    link = notes.lexicon.links.at(sheet.tokens, i) if i < len(sheet.tokens) else None
    if link is None:
        return ""
    return next((tail(c.key) for c in sheet.candidates if c.start == link[0] and c.label == "LOC" and c.tier == 4), "")


def _bracketed(notes: Notes, sheet: Sheet) -> None:
    """ "Interministerial Mission ... (MILDECA)": the letters are another language's, the place says it."""
    tokens = sheet.tokens
    for c in _longest_by_end(sheet.candidates):
        i = c.end
        if c.label not in ("ORG", "MISC") or i + 2 >= len(tokens) or tokens.words[i] != "(":
            continue
        stop = written(tokens, i + 1)
        if not i + 1 < stop < len(tokens) or tokens.words[stop] != ")":
            continue
        acronym = tokens.spoken(i + 1, stop)
        if acronym in notes.lexicon.grammar.common or (
            acronym in notes.acronyms and not c.bare and notes.acronyms[acronym][0] != c.key
        ):
            continue
        key, label = notes.lexicon.acronyms.get(acronym, (c.key, c.label)) if c.bare else (c.key, c.label)
        notes.acronyms.setdefault(acronym, (key, label))
        sheet.candidates.append(c._replace(key=key, label=label, witness=f"{c.witness}+expansion", tier=5, bare=False))
        sheet.candidates.append(Candidate(i + 1, stop, label, key, "acronym", 5))


def _label_of(notes: Notes, tokens: Tokens, start: int, end: int) -> Label:
    """A measure's noun stands first or, where the language has its heads last, last."""
    lex = notes.lexicon
    first = lex.measures.at(tokens, start)
    if (first and not lex.heads.at(tokens, start)) or (lex.grammar.before and lex.measures.before(tokens, end)):
        return "MISC"
    if not lex.grammar.before or lex.heads.before(tokens, end):
        return "ORG"
    head = next((k for k in range(start + 1, end) if lex.links.at(tokens, k)), end)
    return "MISC" if lex.measures.before(tokens, head) else "ORG"  # "Assessments of the ..."


def _programme(notes: Notes, tokens: Tokens, i: int) -> bool:
    """A measure's noun in small letters follows the bracket: "(GICB) program"."""
    return notes.lexicon.grammar.titlecase and i < len(tokens) and bool(notes.lexicon.measures.at(tokens, i))


def _many(notes: Notes, tokens: Tokens, found: Expansion) -> bool:
    """Things of a kind, not one, and no bodies: "Flexible Fuel Vehicles (FFVs)"."""
    short, long = found.acronym, range(found.start, found.end)
    plural = (
        len(short) > 2 and short[:-1].isupper() and short[-1] == "s" and any(tokens.words[k][-1] == "s" for k in long)
    )
    if not plural or any(notes.lexicon.heads.at(tokens, k) for k in long):
        return False
    last = tokens.folds[found.end - 1]
    return not (last.endswith(short[-1]) and notes.lexicon.last.get(last[:-1]) == "ORG")  # "Biomedical Research Units"


def _nameless(notes: Notes, tokens: Tokens, start: int, end: int) -> bool:
    """Words in small letters and no head or measure among them: "over the counter (OTC)" names nothing."""
    if any(tokens.caps[k] and not tokens.initial(k, notes.lexicon.grammar) for k in range(start, end)):
        return False
    lex = notes.lexicon
    where = range(start, end) if lex.grammar.titlecase else (start,)
    return not any(lex.heads.at(tokens, k) or lex.measures.at(tokens, k) for k in where)


def acronyms(notes: Notes, sheet: Sheet) -> None:
    """Every acronym of the text: as explained here, as in the table, or on its own."""
    tokens, common = sheet.tokens, notes.lexicon.grammar.common
    i = 0
    while i < len(tokens):
        stop = written(tokens, i)
        if stop == i:
            word = tokens.words[i]
            if word in notes.acronyms and tokens.caps[i]:  # Cades, Anah
                key, label = notes.acronyms[word]
                sheet.candidates.append(Candidate(i, i + 1, label, key, "acronym", 4))
            i += 1
            continue
        text = tokens.spoken(i, stop)
        known = text in notes.acronyms or text in notes.lexicon.acronyms
        if (more := _branch(notes, sheet, stop)) > stop and (known or notes.lexicon.matters.at(tokens, stop)):
            key = bare_key("ORG", tokens.spoken(i, more))
            sheet.candidates.append(Candidate(i, more, "ORG", key, "acronym+capital", 5, bare=True))
        elif text in notes.acronyms:
            key, label = notes.acronyms[text]
            sheet.candidates.append(Candidate(i, stop, label, key, "acronym", 5))
        elif (
            not tokens.loud
            and text not in common
            and text not in notes.words
            and text.rstrip("s") not in common
            and _name_like(notes, sheet, i, stop, text)
        ):
            sheet.candidates.append(Candidate(i, stop, "ORG", bare_key("ORG", text), "capitals", 2, bare=True))
        i = stop


def _branch(notes: Notes, sheet: Sheet, i: int) -> int:
    """The end of the capitals that an acronym before word i heads, "SNCF Réseau", where names stand after heads."""
    tokens, lex, end = sheet.tokens, notes.lexicon, i
    if lex.grammar.apposed != "after" or tokens.loud or lex.roles.at(tokens, i) or lex.heads.at(tokens, i):
        return i
    known = {k for c in sheet.candidates if c.tier >= 4 for k in range(c.start, c.end)}
    while end < len(tokens) and tokens.tied[end] and tokens.text[tokens.starts[end] - 1] == " ":
        word = tokens.words[end]
        if not tokens.caps[end] or word.isupper() or not word.isalpha() or end in known:
            break
        end += 1
    while end > i and end < len(tokens) and tokens.tied[end] and not tokens.caps[end]:
        quality = lex.qualities.at(tokens, end)
        if quality is None:
            break
        end = quality[0]  # "SPF Santé publique"
    if i < end < len(tokens) and tokens.tied[end] and 2 <= written(tokens, end) - end + 1 <= 3:
        more = written(tokens, end)
        loose = tokens.spoken(end, more) not in notes.acronyms and tokens.text[tokens.starts[end] - 1] == " "
        if loose and len(tokens.spoken(end, more)) >= 3:
            return more  # "AG Éducation IDF"
    return i if end < len(tokens) and end in known and tokens.tied[end] else end


def _name_like(notes: Notes, sheet: Sheet, i: int, stop: int, text: str) -> bool:
    """An acronym nobody explains: three letters or more, no Roman numeral, no word shouted."""
    tokens = sheet.tokens
    letters = text.replace("-", "")
    if len(letters) < 3 or not letters.isalpha() or set(letters) <= set("IVXLCDM"):
        return False
    if (i, stop) in sheet.denied:
        return False
    if any(w in sheet.blocked for w in range(i, stop)) or in_code(tokens, i, stop) or _reference(tokens, stop):
        return False
    if notes.small[tokens.folds[i]] and not _listed(notes, tokens, i, stop):
        return False
    beside = [tokens.words[k] for k in (i - 1, stop) if 0 <= k < len(tokens) and tokens.words[k].isalpha()]
    return not any(len(w) > 1 and w.isupper() and w not in notes.acronyms for w in beside)


def _reference(tokens: Tokens, stop: int) -> bool:
    """A number follows with a sign and no space: "COM(1999) 158" is a reference."""
    if stop + 1 >= len(tokens):
        return False
    glued = tokens.starts[stop] == tokens.ends[stop - 1]
    return glued and not tokens.words[stop].isalnum() and tokens.words[stop + 1].isdigit()


def _listed(notes: Notes, tokens: Tokens, i: int, stop: int) -> bool:
    """Between brackets, alone or beside another acronym: "(ASSORE, PHASE)"."""
    left, right = tokens.words[i - 1] if i else "", tokens.words[stop] if stop < len(tokens) else ""
    if left == "(" and right == ")":
        return True
    return (left == "," and i > 1 and written(tokens, i - 2) == i - 1) or (
        right == "," and left == "(" and stop + 1 < len(tokens) and written(tokens, stop + 1) > stop + 1
    )


def sited(notes: Notes, sheet: Sheet) -> None:
    """ "CRC Île-de-France", "Île-de-France CRC": an acronym of a kind of body and the place it belongs to."""
    places = [c for c in sheet.candidates if c.label == "LOC" and c.tier >= 4]
    after = notes.lexicon.grammar.apposed == "after"
    kinds = notes.lexicon.kinds
    short = [
        c
        for c in sheet.candidates
        if c.label == "ORG"
        and (written(sheet.tokens, c.start) == c.end or (kinds.get(c.key) == "class" and c.end - c.start == 1))
    ]
    for c in short:
        if c.tier < 4 and not after:
            continue  # "Leicester NHS": nobody says that it is a body's
        for p in places:
            first, second = (c, p) if after else (p, c)
            if first.end == second.start and sheet.tokens.tied[second.start]:
                within = tail(p.key) in c.key.split(".")
                if not (within or c.key.count(".") == 1 or notes.lexicon.kinds.get(c.key) == "class"):
                    continue
                key = c.key if within else f"{c.key}.{tail(p.key)}"
                end = _hyphened(sheet, second.end)
                sheet.candidates.append(Candidate(first.start, end, "ORG", key, "acronym+place", 5))


def _hyphened(sheet: Sheet, end: int) -> int:
    """The end of what hyphens add to a place: "EPA Paris-Saclay"."""
    tokens = sheet.tokens
    while end < len(tokens) and tokens.caps[end] and tokens.text[tokens.ends[end - 1] : tokens.starts[end]] == "-":
        end += 1
    return end


def _longest_by_end(candidates: Sequence[Candidate]) -> list[Candidate]:
    best: dict[int, Candidate] = {}
    for c in candidates:
        old = best.get(c.end)
        if old is None or (old.start, old.bare) > (c.start, c.bare):
            best[c.end] = c
    return list(best.values())
