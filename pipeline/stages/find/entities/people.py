"""Persons by what stands before or in their names: "M. Rochester", "Mme de Warens", "minister Rima Abdul Malak"."""

from __future__ import annotations

from collections.abc import Sequence

from .candidate import Candidate, bare_key
from .lexicon import Form, Lexicon
from .offices import Office
from .tokens import Tokens

LONGEST = 5  # words of a person's name
SHORT = 3  # letters of a title that is nothing else: Mr, Mme; "King" and "General" stand before bodies and places too


ABBREVIATED = 6  # letters of a title that a point may follow: Messrs


def titled(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form], held: Sequence[Office] = ()) -> list[Candidate]:
    """A title and the capitals after it; the title itself stays outside. `held`: the offices of the text, whose words
    are no titles (directeur général)."""
    out = []
    told = lexicon.grammar
    within = {k for office in held for k in range(office.start, office.role) if office.role - office.start > 1}
    for i in range(len(tokens) - 1):
        if tokens.folds[i] not in told.titles or i in within or not _is_title(tokens, i, lexicon):
            continue
        head = lexicon.heads.before(tokens, i + 1)
        if head and head[0] < i:
            continue  # "conseil général"
        k = i + 1
        if tokens.words[k] == "." and k + 1 < len(tokens):
            if len(tokens.words[i]) > ABBREVIATED:
                continue
            k += 1
        if (
            tokens.starts[k] - tokens.ends[k - 1] > 2
            or _hyphen(tokens, k)
            or tokens.folds[k] in told.titles
            or (len(tokens.words[k]) == 1 and tokens.starts[k] == tokens.ends[k - 1])  # "M.O.U."
            or (len(tokens.words[i]) > SHORT and _thing(tokens, lexicon, k))  # "King County"
            or _addressed(tokens, k, lexicon)
        ):
            continue
        end = _before_role(tokens, lexicon, k, _past(known, k, person_end(tokens, k, lexicon), tokens, lexicon))
        while end > k and not tokens.caps[end - 1] and tokens.text[tokens.starts[end - 1] - 1] != "-":
            end -= 1
        if (
            end > k
            and not tokens.loud
            and not (k in known and known[k].label != "PER" and k + len(known[k].words) >= end)
        ):
            out.append(_person(tokens, k, end, "title", 4))
            if tokens.folds[i] in told.several:
                out += _and_another(tokens, lexicon, end)
    return out


def _past(known: dict[int, Form], start: int, end: int, tokens: Tokens, lexicon: Lexicon) -> int:
    """The end of a name that a country or a body of the tables follows over a link: "Adama Diawara | de la RDC"."""
    for k in range(start + 1, end):
        form = known.get(k)
        apart = form is not None and (form.label == "ORG" or form.key.count(".") == 1)
        if not tokens.caps[k - 1] and (apart or _thing(tokens, lexicon, k)):
            while k > start and not tokens.caps[k - 1]:
                k -= 1
            return k
    return end


def _addressed(tokens: Tokens, k: int, lexicon: Lexicon) -> bool:
    """ "Madame la Présidente", "Mr President": an office follows the title and no name."""
    while k + 1 < len(tokens) and tokens.folds[k] in lexicon.grammar.articles:
        k += 1
    role = lexicon.roles.at(tokens, k)
    return role is not None and not (role[0] < len(tokens) and tokens.tied[role[0]] and tokens.caps[role[0]])


def _person(tokens: Tokens, start: int, end: int, witness: str, tier: int) -> Candidate:
    return Candidate(start, end, "PER", bare_key("PER", tokens.spoken(start, end)), witness, tier, bare=True)


def _before_role(tokens: Tokens, lexicon: Lexicon, start: int, end: int) -> int:
    """The end of a name that an office follows with nothing between: "François-Philippe Champagne Minister of ..."."""
    for k in range(start + 1, end):
        surname = tokens.caps[k - 1] and tokens.folds[k - 1] in lexicon.grammar.articles  # Bruno Le Maire
        if lexicon.roles.at(tokens, k) and not surname:
            return k
    return end


def _and_another(tokens: Tokens, lexicon: Lexicon, i: int) -> list[Candidate]:
    """After a title of more than one person: "MM. Durand et Petit"."""
    if i + 1 >= len(tokens) or tokens.folds[i] not in lexicon.grammar.joints:
        return []
    end = person_end(tokens, i + 1, lexicon)
    return [_person(tokens, i + 1, end, "title", 4)] if end > i + 1 else []


def initials(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form]) -> list[Candidate]:
    """Initials and the capital after them: "A. Carton", "J.-P. Durand", "Ph. Mauroy"; none where a sentence may end."""
    out: list[Candidate] = []
    i = 0
    while i < len(tokens) - 2 and not tokens.loud:
        if tokens.words[i + 1] != ".":
            i += 1
            continue
        k = i
        while k + 1 < len(tokens) and _initial(tokens, k) and tokens.words[k + 1] == ".":
            k += 2
        if k == i or (
            i
            and tokens.tied[i]
            and ((tokens.starts[i] == tokens.ends[i - 1] and tokens.words[i - 1] == ".") or tokens.caps[i - 1])
        ):
            i += 1
            continue
        end = person_end(tokens, k, lexicon) if k < len(tokens) and tokens.starts[k] > tokens.ends[k - 1] else k
        whole = k < end <= k + 3 and tokens.starts[k] - tokens.ends[k - 1] == 1 and len(tokens.words[k]) > 2
        other = any(w in known or _thing(tokens, lexicon, w) or lexicon.roles.at(tokens, w) for w in range(k, end))
        if whole and not other and tokens.folds[i] not in lexicon.grammar.titles:
            out.append(_person(tokens, i, end, "initial", 3))
        i = max(end, k, i + 1)
    return out


def _initial(tokens: Tokens, k: int) -> bool:
    word = tokens.words[k]
    return tokens.caps[k] and word.isalpha() and (len(word) == 1 or (len(word) == 2 and word[1].islower()))


def surnames_in_capitals(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form]) -> list[Candidate]:
    """ "Marcos BONTURI", "président BUFFET", in a document that writes surnames so."""
    out: list[Candidate] = []
    if tokens.loud:
        return out
    for k in range(1, len(tokens)):
        if not shouted(tokens, lexicon, k) or k in known or not tokens.tied[k] or shouted(tokens, lexicon, k - 1):
            continue
        start, end = k, k + 1
        while end < len(tokens) and tokens.tied[end] and shouted(tokens, lexicon, end) and end not in known:
            end += 1
        while start > 0 and k - start < 2 and tokens.tied[start] and _plain_name(tokens, lexicon, known, start - 1):
            start -= 1
        if start < k or lexicon.roles.before(tokens, k):
            out.append(_person(tokens, start, end, "surname in capitals", 4))
    return out


def shouted(tokens: Tokens, lexicon: Lexicon, k: int) -> bool:
    """Word k is in capitals and no acronym of the tables."""
    word = tokens.words[k]
    if len(word) < 3 or not word.isupper() or not word.isalpha() or word in lexicon.grammar.common:
        return False
    return word not in lexicon.acronyms and not _thing(tokens, lexicon, k)


def _plain_name(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form], k: int) -> bool:
    word = tokens.words[k]
    if not (tokens.caps[k] and word.isalpha() and len(word) > 1 and not word.isupper()) or k in known:
        return False
    told = lexicon.grammar
    if tokens.folds[k] in told.openers | told.titles | told.modifiers or _thing(tokens, lexicon, k):
        return False
    return not (lexicon.roles.at(tokens, k) or lexicon.roles.before(tokens, k + 1) or lexicon.qualities.at(tokens, k))


def given(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form]) -> list[Candidate]:
    """A given name and the capitals after it: "Rima Abdul Malak", "J. Pierre de Warens", "Olivier VÉRAN"."""
    out: list[Candidate] = []
    if tokens.loud:
        return out
    i = 0
    while i < len(tokens) - 1:
        end = _named(tokens, lexicon, known, i)
        if end:
            out.append(_person(tokens, i, end, "given name", 4))
        i = end or i + 1
    return out


def _named(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form], i: int) -> int:
    """The end of the person's name whose given name is word i; 0 when none begins there."""
    told = lexicon.grammar
    if not tokens.caps[i] or tokens.folds[i] not in lexicon.given or (i and _hyphen(tokens, i)):
        return 0
    head = lexicon.heads.before(tokens, i)
    if head and head[1] in told.named and tokens.tied[i]:
        return 0  # "bibliothèque Laure-Conan"
    if tokens.words[i].isupper() and len(tokens.words[i]) < 4:
        return 0  # JO, AL
    if tokens.folds[i] in told.openers and tokens.initial(i, told):
        return 0
    end, least = _past(known, i, person_end(tokens, i, lexicon), tokens, lexicon), i + 1
    while least < end and _hyphen(tokens, least):
        least += 1  # Jean-Yves
    for k in range(least, end):
        if _thing(tokens, lexicon, k):
            return 0 if k == least or tokens.caps[k] else k
        surname = tokens.caps[k - 1] and tokens.folds[k - 1] in told.articles  # Bruno Le Maire
        if k > least and not surname and not _hyphen(tokens, k) and (k in known or lexicon.roles.at(tokens, k)):
            return k  # "Alicia Moreno | Mexico", and not "Alicia Moreno-Paris"
    while end > least and not tokens.caps[end - 1]:
        end -= 1
    if end <= least or (end < len(tokens) and tokens.tied[end] and tokens.caps[end] and _thing(tokens, lexicon, end)):
        return 0
    form = known.get(i)
    if form and i + len(form.words) > least:
        return 0  # "Santiago de Chile"
    form = known.get(least)
    return 0 if form and form.label == "ORG" else end


def _thing(tokens: Tokens, lexicon: Lexicon, k: int) -> bool:
    """A noun of bodies, measures or places: "Jean Moulin School" names no person."""
    return bool(
        tokens.caps[k]
        and (lexicon.heads.at(tokens, k) or lexicon.measures.at(tokens, k) or lexicon.sites.at(tokens, k))
    )


def _hyphen(tokens: Tokens, i: int) -> bool:
    """A hyphen, and no space, stands before word i."""
    return tokens.starts[i] - tokens.ends[i - 1] == 1 and not tokens.text[tokens.ends[i - 1]].isspace()


def after_office(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form], held: Sequence[Office]) -> list[Candidate]:
    """The capitals right after an office: "la ministre de la Culture Rachida Dati", "Prime Minister Trudeau"."""
    out = []
    for office in held:
        i = office.end
        if tokens.loud or i >= len(tokens) or not tokens.tied[i] or i in known or not tokens.caps[i]:
            continue
        if not tokens.text[tokens.ends[i - 1]].isspace():
            continue  # "Foreign Ministers’ Meeting"
        while i + 1 < len(tokens) and tokens.folds[i] in lexicon.grammar.titles:
            i += 1
        if lexicon.qualities.at(tokens, i) or lexicon.roles.at(tokens, i):
            continue
        end = _past(known, i, person_end(tokens, i, lexicon), tokens, lexicon)
        while end > i and len(tokens.words[end - 1]) == 1:
            end -= 1
        stop = next((k for k in range(i, end) if k in known or _thing(tokens, lexicon, k)), end)
        title = any(tokens.folds[k] in lexicon.grammar.titles or lexicon.offices.at(tokens, k) for k in range(i, end))
        if i < stop == end and len(tokens.words[i]) > 1 and not tokens.words[i].isupper() and not title:
            out.append(_person(tokens, i, end, "office", 3))
    return out


def _is_title(tokens: Tokens, i: int, lexicon: Lexicon) -> bool:
    """ "M" needs its point or a capital of its own; a title in small letters (oncle) is one where a name follows."""
    word = tokens.words[i]
    if len(word) == 1:
        return word.isupper() and i + 1 < len(tokens) and tokens.words[i + 1] == "."
    return tokens.starts[i + 1] - tokens.ends[i] <= 2


def person_end(tokens: Tokens, k: int, lexicon: Lexicon) -> int:
    """The end of the person's name that begins at word k; k when none does."""
    told, end, i = lexicon.grammar, k, k
    while i < len(tokens) and i - k < LONGEST:
        if (
            i > k
            and not tokens.tied[i]
            and not (tokens.words[i - 1] == "." and tokens.starts[i] - tokens.ends[i - 1] <= 1)
        ):
            break
        word = tokens.words[i]
        if tokens.caps[i] and word[0].isalpha() and tokens.folds[i] not in told.openers:
            if i > k and word in told.common:
                break  # "Matthew Tanner | MBE"
            i += 1
            end = i
            short = len(word) == 1 or (i - 1 > k and len(word) <= SHORT and tokens.folds[i - 1] in told.titles)
            if short and i < len(tokens) and tokens.words[i] == ".":
                i += 1  # "J. Dupont", "Karen St. Germain"
        elif _hung(tokens, i) and i > k and end == i and word.isalpha() and tokens.folds[i] not in told.tailed:
            i += 1
            end = i  # "Park Young-sun"
        elif tokens.folds[i] in told.particles and (i > k or word.islower()):
            i += 1
        else:
            break
    alone = end - k >= 3 and len(tokens.words[end - 1]) == 1 and not (end < len(tokens) and tokens.words[end] == ".")
    return end - 1 if alone else end


def _hung(tokens: Tokens, i: int) -> bool:
    """A hyphen stands before word i."""
    return tokens.text[tokens.starts[i] - 1] == "-"


def contact(tokens: Tokens, lexicon: Lexicon, known: dict[int, Form]) -> list[Candidate]:
    """The person a line of contacts begins with: two to four words with capitals, then its end or an office."""
    told, n = lexicon.grammar, len(tokens)
    end = 0
    while end < n and end < 5 and (end == 0 or tokens.tied[end]):
        if lexicon.roles.at(tokens, end) or lexicon.heads.at(tokens, end) or tokens.folds[end] in told.openers:
            break
        if not (tokens.words[end].isalpha() and (tokens.caps[end] or tokens.folds[end] in told.particles)):
            break
        end += 1
    shouted = sum(w.isupper() for w in tokens.words[:end])
    if not 2 <= end <= 4 or shouted == end or any(i in known for i in range(end)):
        return []
    if end < n and not (lexicon.roles.at(tokens, end) or not tokens.words[end].isalpha()):
        return []
    return [Candidate(0, end, "PER", bare_key("PER", tokens.spoken(0, end)), "contact", 4, bare=True)]
