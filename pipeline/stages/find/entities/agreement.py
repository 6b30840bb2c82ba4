"""What a document says of a name in one place holds in the others: one label, and every place where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.model.facts import Label

from .candidate import Candidate, bare_key
from .lexicon import Form, Lexicon, Table
from .tokens import Tokens, split

SHORTEST = 4  # letters of a name that is looked for elsewhere
ORDER: tuple[Label, ...] = ("PER", "LOC", "ORG", "MISC")  # of two labels with as many votes
OFTEN = 4  # times the model must take a lone word for a person: a firm is rarely mistaken so often, a hero of a tale is
VOTES = {"model": 1, "capitals": 2}  # what these say of a name is little: capitals alone are called a body's
SURE = 30  # votes of any other witness: one noun beside the name ("the collider RHIC") outweighs its bare places


def one_label(candidates: Sequence[Sequence[Candidate]], tokens: Sequence[Tokens]) -> list[list[Candidate]]:
    """The candidates of each paragraph, those of one spelling under the label that most of them have."""
    votes: dict[tuple[str, ...], Counter[Label]] = {}
    for some, text in zip(candidates, tokens, strict=True):
        for c in some:
            votes.setdefault(_words(c, text), Counter())[c.label] += VOTES.get(c.witness, SURE)
    out = []
    for some, text in zip(candidates, tokens, strict=True):
        fresh = []
        for c in some:
            count = votes[_words(c, text)]
            label = min(count, key=lambda one: (-count[one], ORDER.index(one)))
            if c.bare and c.tier <= 2 and label != c.label:
                c = c._replace(label=label, key=bare_key(label, text.spoken(c.start, c.end)))
            fresh.append(c)
        out.append(fresh)
    return out


def lone_persons(
    candidates: Sequence[Sequence[Candidate]], tokens: Sequence[Tokens], lexicon: Lexicon
) -> list[list[Candidate]]:
    """The candidates of each paragraph; one word that the model alone takes for a person is a body (a firm, mostly)
    when nobody else of that name, no given name and no title speaks for a person, and it is not said `OFTEN`; one word
    that is the last of a person's whole name is that person."""
    told: set[str] = set()
    often: Counter[str] = Counter()
    whole = [(c, text) for some, text in zip(candidates, tokens, strict=True) for c in some if _whole(c)]
    last, first = {text.folds[c.end - 1] for c, text in whole}, {text.folds[c.start] for c, text in whole}
    for some, text in zip(candidates, tokens, strict=True):
        for c in some:
            if c.label == "PER" and (c.end - c.start > 1 or c.witness != "model"):
                told.update(text.folds[c.start : c.end])
            elif c.label == "PER":
                often[text.folds[c.start]] += 1
    out = []
    for some, text in zip(candidates, tokens, strict=True):
        fresh = []
        for c in some:
            if c.label == "PER" and c.witness == "model" and c.end - c.start == 1:
                word = text.folds[c.start]
                if text.words[c.start][-1].isupper() and not text.words[c.start].isupper():
                    c = c._replace(label="ORG", key=bare_key("ORG", text.spoken(c.start, c.end)))  # SpaceX
                    fresh.append(c)
                    continue
                if word not in told and word not in lexicon.given and often[word] < OFTEN:
                    if often[word] == 1 and text.initial(c.start, lexicon.grammar):
                        continue  # its capital may be the sentence's
                    c = c._replace(label="ORG", key=bare_key("ORG", text.spoken(c.start, c.end)))
            elif c.label != "PER" and c.end - c.start == 1 and _of_person(c, text, lexicon, last, first):
                c = c._replace(label="PER", key=bare_key("PER", text.spoken(c.start, c.end)))
            fresh.append(c)
        out.append(fresh)
    return out


def _of_person(c: Candidate, text: Tokens, lexicon: Lexicon, last: set[str], first: set[str]) -> bool:
    """One word that is the last of a person's whole name, or the first, and no other witness says more; or the last
    after a title or an office, whatever it else is: "le ministre Champagne"."""
    word = text.folds[c.start]
    if c.witness == "model":
        return word in last or word in first
    if word not in last or c.start == 0 or not text.tied[c.start]:
        return False
    before = text.folds[c.start - 1] in lexicon.grammar.titles or lexicon.roles.before(text, c.start)
    return c.witness == "institutions.tsv" and c.label == "LOC" and bool(before)


def _whole(c: Candidate) -> bool:
    """A person's name of more than one word, and not the model alone says so."""
    return c.label == "PER" and c.end - c.start > 1 and c.witness != "model"


def elsewhere(
    found: Sequence[Sequence[Candidate]], tokens: Sequence[Tokens], lexicon: Lexicon, small: Counter[str]
) -> list[list[Candidate]]:
    """For each paragraph, names of other places of the document that stand in it: whole, or a person's last name.

    One word that the document also writes small (`small`) is not looked for."""
    table = Table()
    seen: set[tuple[tuple[str, ...], str]] = set()
    for form in _forms(found, tokens, lexicon):
        if (form.words, form.key) not in seen and not (len(form.words) == 1 and small[form.words[0]]):
            seen.add((form.words, form.key))
            table.put(form)
    if not table.forms:
        return [[] for _ in tokens]
    table.sorted()
    return [[c for c in _seen(table, text) if not _covered(c, some)] for text, some in zip(tokens, found, strict=True)]


def _seen(table: Table, text: Tokens) -> Iterator[Candidate]:
    for i, form in table.over(text).items():
        yield Candidate(i, i + len(form.words), form.label, form.key, "elsewhere", 0, bare=True)


def _covered(c: Candidate, some: Sequence[Candidate]) -> bool:
    return any(c.start < other.end and other.start < c.end for other in some)


def _forms(found: Sequence[Sequence[Candidate]], tokens: Sequence[Tokens], lexicon: Lexicon) -> Iterator[Form]:
    told = lexicon.grammar
    last: dict[str, set[str]] = {}
    named: list[tuple[Candidate, tuple[str, ...]]] = []
    for some, text in zip(found, tokens, strict=True):
        for c in some:
            written = tuple(text.words[c.start : c.end])
            if c.bare and not text.loud and text.caps[c.start] and not text.initial(c.start, told):
                named.append((c, written))
                if c.label == "PER" and len(written) > 1:
                    last.setdefault(written[-1], set()).add(c.key)
    for c, written in named:
        if len("".join(written)) >= SHORTEST and written[0].isalpha():
            shape = "".join("A" if w[0].isupper() else "a" for w in written)
            yield Form(split(" ".join(written)), written, shape, c.key, c.label, "", own=True)
    for name, keys in sorted(last.items()):
        if len(keys) == 1 and len(name) >= SHORTEST and name[0].isupper():
            yield Form(split(name), (name,), "A", min(keys), "PER", "", own=True)


def persons(found: Sequence[Sequence[Candidate]]) -> dict[str, str]:
    """The key of a last name alone -> the key of the one person of that name: per.kessler -> per.emmanuel-kessler."""
    keys = {c.key for some in found for c in some if c.label == "PER"}
    out = {}
    for key in sorted(keys):
        name = key.partition(".")[2]
        whole = [k for k in sorted(keys) if k != key and k.endswith("-" + name)]
        if len(whole) == 1 and "-" not in name:
            out[key] = whole[0]
    return out


def _words(c: Candidate, text: Tokens) -> tuple[str, ...]:
    return tuple(text.folds[c.start : c.end])
