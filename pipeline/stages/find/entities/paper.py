"""One document under reading: what its witnesses said of each paragraph, and what it says of its own names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.languages import codes
from pipeline.model.document import Document
from pipeline.model.facts import Figure, Label
from pipeline.model.place import Span

from .acronyms import expansions, written
from .agreement import elsewhere, one_label, persons
from .bodies import Bodies
from .candidate import Candidate, bare_key, tail
from .lexicon import Form, Lexicon, lexicon
from .measures import called, quoted
from .merge import settled
from .people import contact, titled
from .tokens import Tokens

_CODE = "_=$<>@#{}\\%~*"
WINDOW = 60  # words the model is given at most around an unexplained capital; longer sentences are cut at commas


@dataclass
class Sheet:
    """One paragraph: its words, what is a figure in it, what the witnesses said."""

    id: str
    kind: str
    tokens: Tokens
    blocked: set[int]  # words inside figures
    candidates: list[Candidate] = field(default_factory=list)


class Paper:
    """A document's paragraphs with their candidates; `explain` first, then `questions` and `hear`, then `names`."""

    def __init__(self, lex: Lexicon, sheets: list[Sheet]) -> None:
        self.lexicon, self.sheets = lex, sheets
        self.acronyms: dict[str, tuple[str, Label]] = {}  # as the document explains them
        self.small: Counter[str] = Counter()  # words seen in small letters

    @classmethod
    def of(cls, document: Document, figures: Sequence[tuple[Figure, ...]]) -> Paper:
        code = document.language.declared or document.language.detected
        code = code if code in codes() else codes()[0]
        sheets = []
        for paragraph, found in zip(document.paragraphs, figures, strict=True):
            tokens = Tokens(paragraph.text.mended)
            sheets.append(Sheet(paragraph.id, paragraph.kind, tokens, _within(tokens, found)))
        return cls(lexicon(code), sheets)

    # ---- the certain witnesses

    def explain(self) -> None:
        """Hears tables, grammar, titles and quotation marks, then what the document explains itself."""
        for sheet in self.sheets:
            self.small.update(f for f, c in zip(sheet.tokens.folds, sheet.tokens.caps, strict=True) if not c)
        for sheet in self.sheets:
            tokens = sheet.tokens
            known = self.lexicon.names.over(tokens)
            sheet.candidates += [_of_table(i, form) for i, form in known.items() if self._plausible(sheet, i, form)]
            sheet.candidates += Bodies(tokens, self.lexicon, known).read()
            sheet.candidates += titled(tokens, self.lexicon, known)
            sheet.candidates += quoted(tokens, self.lexicon)
            sheet.candidates += called(tokens, self.lexicon)
            if sheet.kind == "contact":
                sheet.candidates += contact(tokens, self.lexicon, known)
        for sheet in self.sheets:
            self._expansions(sheet)
        for sheet in self.sheets:
            self._acronyms(sheet)
            self._sited(sheet)
            self._short(sheet)

    def _plausible(self, sheet: Sheet, i: int, form: Form) -> bool:
        """One word that is a word of the language too is not enough at the head of a sentence."""
        if len(form.words) > 1 or form.kind == "acronym":
            return True
        if form.words[0] in self.lexicon.grammar.openers:
            return False
        doubtful = form.kind == "word" or self.small[form.words[0]]
        return not (doubtful and (sheet.tokens.loud or sheet.tokens.initial(i, self.lexicon.grammar)))

    def _expansions(self, sheet: Sheet) -> None:
        """Long names before a bracket with an acronym, by the letters or by a witness that ends there."""
        tokens = sheet.tokens
        for found in expansions(tokens, self.lexicon):
            same = [c for c in sheet.candidates if c.end == found.end and c.start <= found.start and c.label != "PER"]
            best = max(same, key=lambda c: (c.end - c.start, not c.bare), default=None)
            table = self.lexicon.acronyms.get(found.acronym)
            start = best.start if best else found.start
            if best and not best.bare:
                key, label = best.key, best.label
            elif table:
                key, label = table
            else:
                label = best.label if best else self._label_of(tokens, found.start)
                key = best.key if best else bare_key(label, tokens.spoken(start, found.end))
            self.acronyms.setdefault(found.acronym, (key, label))
            if place := self._place_after(sheet, found.stop + 1):
                key = key if place in key.split(".") else f"{key}.{place}"
                self.acronyms[found.acronym] = (key, label)
            sheet.candidates.append(Candidate(start, found.end, label, key, "expansion", 5))
            sheet.candidates.append(Candidate(found.at, found.stop, label, key, "acronym", 5))
        self._bracketed(sheet)

    def _place_after(self, sheet: Sheet, i: int) -> str:
        """The place a body with its acronym belongs to, after the bracket: "(CRC) d'Île-de-France"; "" for none."""
        link = self.lexicon.links.at(sheet.tokens, i) if i < len(sheet.tokens) else None
        if link is None:
            return ""
        return next(
            (tail(c.key) for c in sheet.candidates if c.start == link[0] and c.label == "LOC" and c.tier == 4), ""
        )

    def _bracketed(self, sheet: Sheet) -> None:
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
            if acronym in self.lexicon.grammar.common or (
                acronym in self.acronyms and not c.bare and self.acronyms[acronym][0] != c.key
            ):
                continue
            key, label = self.lexicon.acronyms.get(acronym, (c.key, c.label)) if c.bare else (c.key, c.label)
            self.acronyms.setdefault(acronym, (key, label))
            sheet.candidates.append(
                c._replace(key=key, label=label, witness=f"{c.witness}+expansion", tier=5, bare=False)
            )
            sheet.candidates.append(Candidate(i + 1, stop, label, key, "acronym", 5))

    def _label_of(self, tokens: Tokens, start: int) -> Label:
        return "MISC" if self.lexicon.measures.at(tokens, start) else "ORG"

    def _acronyms(self, sheet: Sheet) -> None:
        """Every acronym of the text: as explained here, as in the table, or on its own."""
        tokens, common = sheet.tokens, self.lexicon.grammar.common
        i = 0
        while i < len(tokens):
            stop = written(tokens, i)
            if stop == i:
                word = tokens.words[i]
                if word in self.acronyms and tokens.caps[i]:  # Cades, Anah
                    key, label = self.acronyms[word]
                    sheet.candidates.append(Candidate(i, i + 1, label, key, "acronym", 4))
                i += 1
                continue
            text = tokens.spoken(i, stop)
            if text in self.acronyms:
                key, label = self.acronyms[text]
                sheet.candidates.append(Candidate(i, stop, label, key, "acronym", 5))
            elif (
                not tokens.loud
                and text not in common
                and text.rstrip("s") not in common
                and self._name_like(sheet, i, stop, text)
            ):
                sheet.candidates.append(Candidate(i, stop, "ORG", bare_key("ORG", text), "capitals", 2, bare=True))
            i = stop

    def _name_like(self, sheet: Sheet, i: int, stop: int, text: str) -> bool:
        """An acronym nobody explains: three letters or more, no Roman numeral, no word shouted."""
        tokens = sheet.tokens
        letters = text.replace("-", "")
        if len(letters) < 3 or not letters.isalpha() or set(letters) <= set("IVXLCDM"):
            return False
        if any(w in sheet.blocked for w in range(i, stop)) or _code(tokens, i, stop):
            return False
        if self.small[tokens.folds[i]] and not self._listed(tokens, i, stop):
            return False
        beside = [tokens.words[k] for k in (i - 1, stop) if 0 <= k < len(tokens) and tokens.words[k].isalpha()]
        return not any(len(w) > 1 and w.isupper() and w not in self.acronyms for w in beside)

    def _listed(self, tokens: Tokens, i: int, stop: int) -> bool:
        """Between brackets, alone or beside another acronym: "(ASSORE, PHASE)"."""
        left, right = tokens.words[i - 1] if i else "", tokens.words[stop] if stop < len(tokens) else ""
        if left == "(" and right == ")":
            return True
        return (left == "," and i > 1 and written(tokens, i - 2) == i - 1) or (
            right == "," and left == "(" and stop + 1 < len(tokens) and written(tokens, stop + 1) > stop + 1
        )

    def _short(self, sheet: Sheet) -> None:
        """ "la Ville", "the Agency": an article and a head with a capital, for a body the document names in full."""
        tokens, lex = sheet.tokens, self.lexicon
        if tokens.loud:
            return
        for i in range(1, len(tokens)):
            if not tokens.caps[i] or tokens.folds[i - 1] not in lex.grammar.articles:
                continue
            head = lex.heads.at(tokens, i)
            if not head or (head[0] > i + 1 and not lex.grammar.titlecase):
                continue
            end = head[0]
            if end < len(tokens) and tokens.tied[end] and tokens.caps[end]:
                continue
            sheet.candidates.append(Candidate(i, end, "ORG", f"org.{head[1]}", "short", 3, bare=False))

    def _sited(self, sheet: Sheet) -> None:
        """ "CRC Île-de-France", "Île-de-France CRC": an acronym of a kind of body and the place it belongs to."""
        places = [c for c in sheet.candidates if c.label == "LOC" and c.tier >= 4]
        after = self.lexicon.grammar.apposed == "after"
        short = [c for c in sheet.candidates if c.label == "ORG" and written(sheet.tokens, c.start) == c.end]
        for c in short:
            for p in places:
                first, second = (c, p) if after else (p, c)
                if first.end == second.start and sheet.tokens.tied[second.start]:
                    within = tail(p.key) in c.key.split(".")
                    if not (within or c.key.count(".") == 1 or self.lexicon.kinds.get(c.key) == "class"):
                        continue
                    key = c.key if within else f"{c.key}.{tail(p.key)}"
                    sheet.candidates.append(Candidate(first.start, second.end, "ORG", key, "acronym+place", 5))

    # ---- the model

    def questions(self) -> Iterator[tuple[int, Span]]:
        """(paragraph, stretch of its text) where a capital stands that no certain witness explains."""
        for n, sheet in enumerate(self.sheets):
            tokens = sheet.tokens
            if tokens.loud or not len(tokens) or sheet.kind == "table":
                continue
            open_ = self._unexplained(sheet)
            if not open_:
                continue
            for start, end in _sentences(tokens, self.lexicon):
                if any(start <= w < end for w in open_):
                    yield n, Span(tokens.starts[start], tokens.ends[end - 1])

    def _unexplained(self, sheet: Sheet) -> list[int]:
        tokens, told = sheet.tokens, self.lexicon.grammar
        covered = {w for c in sheet.candidates if c.tier >= 4 for w in range(c.start, c.end)} | sheet.blocked
        return [
            i
            for i, cap in enumerate(tokens.caps)
            if cap
            and i not in covered
            and not (tokens.initial(i, told) and (tokens.folds[i] in told.openers or self.small[tokens.folds[i]]))
            and not (len(tokens.words[i]) == 1 and tokens.folds[i] in told.openers)
        ]

    def hear(self, n: int, said: Sequence[tuple[Span, str]]) -> None:
        """Takes down what the model said of paragraph n, trimmed to what can be a name."""
        sheet = self.sheets[n]
        tokens, told = sheet.tokens, self.lexicon.grammar
        for span, own in said:
            label = told.labels.get(own)
            if label is None:
                continue
            first, last = bisect_left(tokens.starts, span.start), bisect_right(tokens.ends, span.end)
            for start, end in self._parts(tokens, first, last, label):
                got = self._trimmed(sheet, start, end, label) if start < end else None
                if got is not None:
                    key = bare_key(label, tokens.spoken(*got))
                    tier = self._weight(sheet, *got, label)
                    sheet.candidates.append(Candidate(*got, label, key, "model", tier, bare=True))

    def _parts(self, tokens: Tokens, start: int, end: int, label: Label) -> Iterator[tuple[int, int]]:
        """Two persons or places that the model took for one: "Bessie and Abbot"."""
        if label in ("PER", "LOC"):
            for i in range(start + 1, end - 1):
                if tokens.folds[i] in self.lexicon.grammar.joints and tokens.caps[i - 1] and tokens.caps[i + 1]:
                    yield start, i
                    start = i + 1
        yield start, end

    def _trimmed(self, sheet: Sheet, start: int, end: int, label: Label) -> tuple[int, int] | None:
        tokens, told = sheet.tokens, self.lexicon.grammar
        while start < end and (
            not tokens.words[start][0].isalnum()
            or tokens.folds[start] in told.articles
            or tokens.folds[start] in told.titles
            or (
                tokens.folds[start] in told.openers
                and not (end - start > 1 and not tokens.initial(start, told) and tokens.caps[start])
            )
        ):
            start += 1
        while start < end and (
            not tokens.words[end - 1][0].isalnum()
            or tokens.folds[end - 1] in told.possessive
            or (
                not tokens.caps[end - 1]
                and (
                    tokens.folds[end - 1] in told.articles
                    or tokens.folds[end - 1] in told.links
                    or tokens.folds[end - 1] in told.joints
                )
            )
        ):
            end -= 1
        if label in ("PER", "LOC", "MISC"):
            kept = (
                told.particles if label == "PER" else frozenset[str]()
            )  # Mme de Warens, and "de Chambord" is Chambord
            while start < end and not tokens.caps[start] and tokens.folds[start] not in kept:
                start += 1
        if label in ("PER", "LOC"):
            while start < end and (not tokens.caps[end - 1] or tokens.folds[end - 1] in told.openers):
                end -= 1
        if label == "PER":
            start, end = self._without_roles(tokens, start, end)
        if start < end and self._office(tokens, start, end):
            return None
        if start >= end or any(w in sheet.blocked for w in range(start, end)):
            return None
        if not any(tokens.caps[w] for w in range(start, end)):
            return None
        if _code(tokens, start, end) or _two_sentences(tokens, start, end) or _numbers(tokens, start, end):
            return None
        if (
            end - start == 1
            and label in ("MISC", "ORG")
            and tokens.initial(start, told)
            and not tokens.words[start].isupper()
        ):
            return None  # one word, at the head of a sentence: its capital may be the sentence's
        lone = [w for w in range(start, end) if tokens.caps[w]]
        if len(lone) == 1 and lone[0] == start and tokens.initial(start, told) and self.small[tokens.folds[start]]:
            return None  # a sentence's first word that the document also writes small
        if end - start == 1 and (tokens.words[start] in told.common or len(tokens.words[start]) == 1):
            return None
        if end - start == 1 and tokens.folds[start] in told.qualities and label != "PER":
            return None  # "Olympic" alone
        return start, end

    def _office(self, tokens: Tokens, start: int, end: int) -> bool:
        """ "Auditor General" is an office, and so is "ministre de la Culture"."""
        office = self.lexicon.roles.at(tokens, start)
        return office is not None and (office[0] >= end or self.lexicon.links.at(tokens, office[0]) is not None)

    def _without_roles(self, tokens: Tokens, start: int, end: int) -> tuple[int, int]:
        """ "President Macron" is Macron, "Emmanuel Kessler Directeur" is Emmanuel Kessler."""
        while start < end and (got := self.lexicon.roles.at(tokens, start)) and got[0] <= end:
            start = got[0]
        for i in range(start + 1, end):
            surname = tokens.caps[i - 1] and tokens.folds[i - 1] in self.lexicon.grammar.articles  # Bruno Le Maire
            if self.lexicon.roles.at(tokens, i) and not surname:
                return start, i
        return start, end

    def _weight(self, sheet: Sheet, start: int, end: int, label: Label) -> int:
        """The model outweighs a lone place of the table inside a longer name: "Université Paris Dauphine"."""
        tokens, told = sheet.tokens, self.lexicon.grammar
        if end - start < 2 or not all(
            tokens.caps[w]
            or tokens.folds[w] in told.links
            or tokens.folds[w] in told.particles
            or tokens.folds[w] in told.joints
            for w in range(start, end)
        ):
            return 1
        inside = [c for c in sheet.candidates if c.tier >= 4 and c.start < end and start < c.end]
        proper = all(
            c.label == "LOC" and c.start >= start and c.end <= end and (c.start, c.end) != (start, end) for c in inside
        )
        return 4 if inside and proper and label in ("ORG", "PER") else 1

    # ---- the end

    def names(self) -> Iterator[tuple[str, Sheet, list[tuple[Span, Label, str, str]]]]:
        """For each paragraph (id, sheet, [(span, label, key, witnesses)])."""
        texts = [sheet.tokens for sheet in self.sheets]
        candidates = one_label([sheet.candidates for sheet in self.sheets], texts)
        first = [settled(some) for some in candidates]
        more = elsewhere(first, texts, self.lexicon, self.small)
        settled_all = [settled([*some, *extra]) for some, extra in zip(first, more, strict=True)]
        full = self._antecedents(settled_all)
        settled_all = [
            [c._replace(key=full.get(c.key, c.key)) if c.witness.startswith("short") else c for c in s]
            for s in settled_all
        ]
        fuller = self._fuller({c.key for some in settled_all for c in some})
        fuller |= persons(settled_all)
        for sheet, some in zip(self.sheets, settled_all, strict=True):
            tokens = sheet.tokens
            found = [
                (Span(tokens.starts[c.start], tokens.ends[c.end - 1]), c.label, fuller.get(c.key, c.key), c.witness)
                for c in some
            ]
            yield sheet.id, sheet, found

    def _antecedents(self, found: Sequence[Sequence[Candidate]]) -> dict[str, str]:
        """The key of a bare head ("la Ville") -> the key of the one body the document names with that head."""
        full: dict[str, set[str]] = {}
        for sheet, some in zip(self.sheets, found, strict=True):
            for c in some:
                if c.label == "ORG" and not c.witness.startswith("short") and c.end - c.start > 1:
                    for i in range(c.start, c.end):
                        if head := self.lexicon.heads.at(sheet.tokens, i):
                            full.setdefault(f"org.{head[1]}", set()).add(c.key)
                            break
        return {head: min(keys) for head, keys in full.items() if len(keys) == 1}

    def _fuller(self, keys: set[str]) -> dict[str, str]:
        """A kind of body -> the one body of that kind the document speaks of: the CRC is the CRC Île-de-France.

        Where the document speaks of two, a bare "CRC" stays a kind."""
        out = {}
        for key in sorted(keys):
            if self.lexicon.kinds.get(key) == "class" or key.count(".") == 1:
                longer = sorted(k for k in keys if k.startswith(key + "."))
                if len(longer) == 1:
                    out[key] = longer[0]
        return out


def _of_table(i: int, form: Form) -> Candidate:
    return Candidate(i, i + len(form.words), form.label, form.key, "institutions.tsv", 4)


def _code(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether the words stand in a file name, a variable or a tag, where capitals name nothing: DEB_HOST, $HOME."""
    before = tokens.text[max(0, tokens.starts[start] - 1) : tokens.starts[start]]
    after = tokens.text[tokens.ends[stop - 1] : tokens.ends[stop - 1] + 1]
    inside = tokens.spoken(start, stop)
    if any(c in inside for c in _CODE):
        return True
    return bool(before and before in _CODE) or bool(after and after in _CODE)


def _two_sentences(tokens: Tokens, start: int, end: int) -> bool:
    """A full stop inside, and not an abbreviation's."""
    return any(tokens.words[i] in ".!?;:" and len(tokens.words[i - 1]) > 3 for i in range(start + 1, end - 1))


def _numbers(tokens: Tokens, start: int, end: int) -> bool:
    """Mostly digits: a telephone number, a reference."""
    return sum(tokens.words[i].isdigit() for i in range(start, end)) * 2 >= end - start


def _longest_by_end(candidates: Sequence[Candidate]) -> list[Candidate]:
    best: dict[int, Candidate] = {}
    for c in candidates:
        old = best.get(c.end)
        if old is None or (old.start, old.bare) > (c.start, c.bare):
            best[c.end] = c
    return list(best.values())


def _within(tokens: Tokens, figures: Sequence[Figure]) -> set[int]:
    return {
        i
        for f in figures
        for i in range(len(tokens))
        if tokens.starts[i] < f.span.end and f.span.start < tokens.ends[i]
    }


def _sentences(tokens: Tokens, lex: Lexicon) -> Iterator[tuple[int, int]]:
    """Stretches of words, a sentence each; a very long one is cut at a comma."""
    start = 0
    for i in range(1, len(tokens)):
        ends = tokens.words[i - 1] in ".!?;" and tokens.caps[i] and tokens.initial(i, lex.grammar)
        if ends or (i - start >= WINDOW and tokens.words[i - 1] == ","):
            yield start, i
            start = i
    if start < len(tokens):
        yield start, len(tokens)
