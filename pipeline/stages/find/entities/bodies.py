"""The institution grammar: a head noun and what belongs to it, by the language's own rules (`heads.toml`)."""

from __future__ import annotations

from dataclasses import dataclass, field

from .candidate import Candidate, bare_key, slug, tail
from .lexicon import Form, Lexicon
from .tokens import Tokens

LONGEST = 22  # words of a name; the longest of the tables has 17


@dataclass
class _Build:
    """A name in the making: words start..end, the ids of its parts, and what speaks for it."""

    start: int
    end: int
    ids: list[str] = field(default_factory=list)
    proper: bool = False  # a place, a body or a capital belongs to it
    matter: bool = False  # a known matter belongs to it
    quality: bool = False  # a known quality (national, public) belongs to it
    named: bool = False  # a name may follow the head with nothing between
    beside: bool = False  # and one does
    strong: bool = False  # the head makes a name in small letters
    unknown: bool = False  # a word belongs to it that no table knows
    link: str = ""  # the first letter of the link before its last item: de, du, d' begin alike


class Bodies:
    """Reads the names of bodies (and, with other heads, of measures) in one text."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, known: dict[int, Form]) -> None:
        self.tokens, self.lexicon, self.known = tokens, lexicon, known
        self.grammar = lexicon.grammar
        self.ends = {i + len(f.words): f for i, f in known.items()}

    def read(self) -> list[Candidate]:
        out = []
        for i in range(len(self.tokens)):
            form = self.known.get(i)
            if form and form.kind == "class":
                got = self._body(i, i + len(form.words), form.key, table=True)
            elif head := self.lexicon.heads.at(self.tokens, i):
                got = self._body(i, head[0], head[1], table=False)
            else:
                continue
            if got:
                out.append(got)
        return out

    def _body(self, i: int, j: int, head: str, *, table: bool) -> Candidate | None:
        tokens = self.tokens
        strong = table or " ".join(tokens.folds[i:j]) in self._strong()
        capital = tokens.caps[i] and not tokens.loud
        build = _Build(i, j, strong=strong, named=head in self.grammar.named)
        self._leftward(build, firm=strong or capital)
        if self._one_of_many(build.start):
            return None
        self._rightward(build, firm=strong or capital, capital=capital)
        if build.end - build.start > LONGEST:
            return None
        initial = tokens.initial(build.start, self.grammar)
        if not table and not self._stands(build, strong, capital, initial):
            return None
        if table and build.start == i and build.end == j:
            return None  # the table itself says it
        text = tokens.spoken(build.start, build.end)
        if table:
            key = ".".join((head, *sorted(set(build.ids))))
        elif build.unknown:
            return Candidate(build.start, build.end, "ORG", bare_key("ORG", text), "grammar", 4, bare=True)
        else:
            key = ".".join(("org", head, *sorted(set(build.ids))))
        return Candidate(build.start, build.end, "ORG", key, "institutions.tsv+grammar" if table else "grammar", 4)

    def _one_of_many(self, i: int) -> bool:
        """ "un lycée à Lille", "a court in Lille": small letters after an article that is not definite name none."""
        told, tokens = self.grammar, self.tokens
        if i == 0 or tokens.caps[i] or not tokens.tied[i]:
            return False
        before = tokens.folds[i - 1]
        return before in told.articles and before not in told.definite and before not in told.links

    def _strong(self) -> frozenset[str]:
        return self.lexicon.strong

    def _stands(self, build: _Build, strong: bool, capital: bool, initial: bool) -> bool:
        """Whether what was built is a name: a head in small letters must be strong, a sentence's capital is weak."""
        if strong and (build.proper or build.matter):
            return True
        if strong and not capital:
            return False
        if not capital:
            return build.proper and (build.matter or build.beside)  # "commission des finances du Sénat"
        if initial and not self.grammar.titlecase:
            return (build.proper or build.matter) and not build.unknown
        return build.proper or build.matter or build.quality or build.unknown

    # ---- to the left: "Île-de-France regional | chamber"

    def _leftward(self, build: _Build, *, firm: bool) -> None:
        tokens, before = self.tokens, self.grammar.before
        while before and build.start > 0 and tokens.tied[build.start] and build.end - build.start < LONGEST:
            i = build.start
            if (
                tokens.folds[i - 1] in self.grammar.possessive
                and i > 1
                and tokens.text[tokens.starts[i - 1] - 1] in "'’"
            ):
                i -= 1
            form = self.ends.get(i)
            if form and "place" in before and form.label in ("LOC", "ORG"):
                build.start, build.proper = i - len(form.words), True
                build.ids.append(tail(form.key))
            elif i == build.start and "quality" in before and (q := self.lexicon.qualities.before(tokens, i)):
                build.start, build.quality = q[0], True
                build.ids.append(q[1])
            elif i == build.start and "matter" in before and (m := self.lexicon.matters.before(tokens, i)):
                build.start, build.matter = m[0], True
                build.ids.append(m[1])
            elif "capital" in before and firm and self._proper(i - 1):
                build.start, build.proper, build.unknown = i - 1, True, True
            elif "capital" in before and build.proper and (k := self._over_particles(i - 1)) is not None:
                build.start, build.unknown = k, True
            else:
                return

    def _over_particles(self, i: int) -> int | None:
        """From a small word inside a foreign name, "Pays de | Redon", the capital it hangs on; None for none."""
        tokens, k = self.tokens, i
        while k > 0 and i - k < 2 and tokens.folds[k] in self.grammar.particles and tokens.tied[k]:
            k -= 1
        return k if k < i and self._proper(k) and tokens.folds[k] not in self.grammar.links else None

    # ---- to the right: "tribunal | judiciaire de Lille"

    def _rightward(self, build: _Build, *, firm: bool, capital: bool) -> None:
        if "quality" in self.grammar.after:
            self._qualities(build, unknown=capital)
        if (firm or build.named) and self.grammar.apposed == "after" and not self._beside(build):
            return
        while build.end < len(self.tokens) and build.end - build.start < LONGEST:
            link = self.lexicon.links.at(self.tokens, build.end)
            if not link or not self.tokens.tied[build.end]:
                return
            build.link = self.tokens.folds[build.end][0]
            if not self._item(build, link[0], unknown=capital, firm=firm):
                return
            while self._joined(build, capital=capital, firm=firm):
                pass

    def _beside(self, build: _Build) -> bool:
        """A place right after the body, "chambre régionale des comptes Occitanie", ends its name: then False."""
        form, tokens = self.known.get(build.end), self.tokens
        if build.end >= len(tokens) or not tokens.tied[build.end]:
            return True
        if form is not None and form.label == "LOC" and build.strong:
            return not self._place(build, build.end)
        if build.named and self._proper(build.end) and form is None:
            build.ids.append(tokens.folds[build.end])
            build.end, build.proper, build.unknown, build.beside = build.end + 1, True, True, True
            while build.end < len(tokens) and tokens.tied[build.end] and self._proper(build.end):
                build.end += 1
            return False
        return True

    def _qualities(self, build: _Build, *, unknown: bool) -> None:
        tokens = self.tokens
        while build.end < len(tokens) and tokens.tied[build.end]:
            if q := self.lexicon.qualities.at(tokens, build.end):
                build.end, build.quality = q[0], True
                build.ids.append(q[1])
            elif (
                unknown
                and not tokens.caps[build.end]
                and tokens.words[build.end].endswith(self.grammar.endings or ("\0",))
            ):
                build.ids.append(tokens.folds[build.end])
                build.end, build.unknown = build.end + 1, True
            else:
                return

    def _item(self, build: _Build, k: int, *, unknown: bool, firm: bool) -> bool:
        """Takes what follows a link at word k into the name, when it may belong to it."""
        tokens = self.tokens
        if k >= len(tokens) or not tokens.tied[k]:
            return False
        while (
            k + 1 < len(tokens)
            and tokens.folds[k] in self.grammar.definite
            and tokens.tied[k + 1]
            and k not in self.known
        ):
            k += 1
        if tokens.folds[k] in self.grammar.places and k + 1 < len(tokens):
            inner = k + 1
            link = self.lexicon.links.at(tokens, inner)
            inner = link[0] if link else inner
            if self._place(build, inner):
                return True
        if self._place(build, k):
            return True
        start = k
        while q := self.lexicon.qualities.at(tokens, k) if "quality" in self.grammar.before else None:
            k = q[0]
        matter = self.lexicon.matters.at(tokens, k)
        if matter and (not self.grammar.titlecase or not tokens.caps[build.start] or tokens.caps[k] or tokens.loud):
            build.end, build.matter = matter[0], True
            build.ids.append(matter[1])
            if "quality" in self.grammar.after:
                self._qualities(build, unknown=unknown)
            while (
                self.grammar.titlecase
                and build.end < len(tokens)
                and tokens.tied[build.end]
                and self._proper(build.end)
            ):
                build.end, build.unknown = build.end + 1, True
            return True
        k = start
        if self._proper(k):
            end = k + 1
            while end < len(tokens) and tokens.tied[end] and self._proper(end):
                end += 1
            build.ids.append(slug(tokens.spoken(k, end)))
            build.end, build.proper = end, True
            build.unknown = build.unknown or self.grammar.titlecase
            return True
        if (
            unknown
            and not self.grammar.titlecase
            and len(tokens.words[k]) > 2
            and tokens.words[k].isalpha()
            and tokens.folds[k] not in self.grammar.openers
        ):
            build.end, build.unknown = k + 1, True
            self._qualities(build, unknown=True)
            return True
        return False

    def _place(self, build: _Build, k: int) -> bool:
        form = self.known.get(k)
        if form is None or form.label not in ("LOC", "ORG"):
            return False
        tokens = self.tokens
        end = k + len(form.words)
        if (
            "place" in self.grammar.before
            and end < len(tokens)
            and tokens.tied[end]
            and tokens.folds[end] in self.grammar.places
        ):
            end += 1  # "the Île-de-France region"
        while self.grammar.titlecase and form.label == "ORG" and end < len(tokens) and tokens.tied[end]:
            if end in self.known or not self._proper(end):
                break
            end, build.unknown = end + 1, True  # "of Social Security Bodies"
        build.ids.append(tail(form.key))
        build.end, build.proper = end, True
        return True

    def _joined(self, build: _Build, *, capital: bool, firm: bool) -> bool:
        """ ", de la jeunesse et des sports": a comma or an "and", a link again or none, and one more item."""
        tokens, k = self.tokens, build.end
        if k + 1 >= len(tokens):
            return False
        comma = tokens.words[k] == ","
        if not comma and (tokens.folds[k] not in self.grammar.joints or not tokens.tied[k]):
            return False
        k += 1
        if comma and tokens.folds[k] in self.grammar.joints:
            k += 1
        link = self.lexicon.links.at(tokens, k)
        if link and build.link and tokens.folds[k][0] != build.link:
            return False  # "Fédération de football et à la Ligue": another complement of the verb
        after = link[0] if link else k
        if after >= len(tokens) or (comma and not self._list_goes_on(after)):
            return False
        if self.lexicon.heads.at(tokens, after) and not self.lexicon.matters.at(tokens, after):
            return False
        if (form := self.known.get(self._past_articles(after))) and form.label == "ORG":
            return False
        if comma and not build.matter:
            return False  # "the City of Paris, the State": a list of bodies
        if not link and (after in self.known or not self.lexicon.matters.at(tokens, self._past_articles(after))):
            return False
        return self._item(build, after, unknown=capital and bool(link) and not comma, firm=firm)

    def _past_articles(self, k: int) -> int:
        while k + 1 < len(self.tokens) and self.tokens.folds[k] in self.grammar.articles:
            k += 1
        return k

    def _list_goes_on(self, k: int) -> bool:
        """After a comma only a known matter may follow."""
        return self.lexicon.matters.at(self.tokens, self._past_articles(k)) is not None

    def _proper(self, i: int) -> bool:
        """Word i has a capital of its own."""
        tokens = self.tokens
        return (
            0 <= i < len(tokens)
            and tokens.caps[i]
            and not tokens.loud
            and not (
                tokens.folds[i] in self.grammar.openers and (tokens.initial(i, self.grammar) or self.grammar.titlecase)
            )
        )
