"""Whose figure it is: the subject nearest to a place in a sentence, by simple rules in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from storyver.extract.names import Name, canonical, find_names
from storyver.extract.number import MAGNITUDES
from storyver.extract.parsed import Phrase
from storyver.extract.tables import word_set
from storyver.wording import Word, verbs, words

_POSSESSIVES = frozenset(("its", "their", "his", "her"))
_RELATIVE = frozenset(("who", "which", "that", "whose"))
_ARTICLES = frozenset(("the", "a", "an", "its", "their", "his", "her"))
_PERSONAL = frozenset(("it", "they", "he", "she"))
_PRONOUNS = frozenset(("it", "they", "he", "she", "this", "these", "those", "who", "which", "that", "both"))
_CLAUSE = re.compile(r"[;:–—]|\s-\s|,\s+(?:and|but|while|which|who|where|so)\b|\b(?:and|but|while|whereas)\b")
_WHICH = re.compile(r"(?:\s\([A-Z][A-Za-z.]*\))?,\s+(?:which|who)\s*$")
_DEED = re.compile(r"(?:\b(?:the|a|an)\s)?((?:[\w-]+\s)?[\w-]+)['’]s\s[a-z]+\sof\s\Z")
"""Whose deed the figure is the size of: "the Belgian group's purchase of 76%"."""
_DEED_LONGEST = 60
"""Characters of it."""
_LISTED = re.compile(r",\s(?:aged\s)?(?:\d{1,3}|(?:of|from)\s[^,;.]{2,40}),\s(?:and\s)?(?:[a-z]+\s){0,3}\Z")
"""Between a person and a figure of theirs in a list: "Craig Yates, 28, for 18 years"."""
_ITEM = re.compile(r":\s*(?:[a-z]+\s){0,3}[$£€]?\Z")
"""Between an item and its figure: "European Union: up to €450m"."""
_ITEM_LONGEST = 30
"""Characters between an item and its figure."""
_FOR = re.compile(r"\s+for\s+(?:the\s+)?")
"""Between a bare number and the name that it goes to: "24 for the Islands Union"."""
_WITH = re.compile(r"\b[Ww]ith\s(?:[a-z]+\s){0,2}\Z")
_WITH_LONGEST = 40
"""Characters from "with" to a figure that is nobody's."""
_GIVER = re.compile(r"(?:\s+[a-z-]+){0,4}?\s+(?:from|by)\s+(?:the\s+)?$")
_LONGEST = 10
"""Words. What stands longer in front of a verb is no noun phrase that a reader would name."""


def auxiliaries() -> frozenset[str]:
    """Verbs in front of another verb: ``is``, ``had``, ``would``."""
    return verbs("auxiliaries")


@cache
def finite_verbs() -> frozenset[str]:
    """Forms that show a finite verb: auxiliaries, and the verbs that news uses most."""
    return auxiliaries() | verbs("finite")


def find_subject(
    text: str,
    at: int,
    *,
    start: int = 0,
    end: int | None = None,
    previous: str | None = None,
    names: Sequence[Name] | None = None,
    phrase: Phrase | None = None,
) -> str | None:
    """The subject of what stands at ``at`` in the sentence ``text[start:end]``; None where no rule finds one.

    In order: the possessive or name directly in front ("Germany's €1bn", "and Britain £90m"), the giver directly behind
    ("€150m from Germany"), the item before a colon ("EU: 200 million"), the noun phrase before the verb of the clause;
    of a clause that has none of its own ("and has delivered 180"), the clause in front of it. ``previous`` is the
    subject of the sentence before, meant by "Its" and "It". A noun phrase that holds the figure itself is no subject.
    A name is given in its canonical form. ``names`` are those of the sentence where they are known; ``phrase`` is what
    a trained pipeline holds to be the subject of the clause, in whose place the rules look only where it has no name.
    """
    limit = len(text) if end is None else end
    names = find_names(text, start, limit) if names is None else names
    beside = _beside(text, at, start, limit, names)
    if beside or _is_absolute(text, at, start, limit):
        return beside
    run = words(text, start, limit)
    before = [word for word in run if word.end <= at]
    item = _item(text, start, at, before)
    if item is not None:
        return _noun_phrase(text, item, previous, names)
    told = None if phrase is None else _called(text, phrase, previous, names)
    return told or _by_clauses(text, at, start, run, previous, names)


def _by_clauses(
    text: str, at: int, start: int, run: Sequence[Word], previous: str | None, names: Sequence[Name]
) -> str | None:
    """The subject of the clause in which a place stands, or of the one in front of it."""
    before = [word for word in run if word.end <= at]
    starts = _clause_starts(text, start, at, before)
    end_of_clause = at
    for first in reversed(starts):
        antecedent = _antecedent(text, start, first, names)
        if antecedent is not None:
            return antecedent
        clause = [word for word in before if first <= word.start < end_of_clause]
        if clause and not _goes_on(clause):
            last = end_of_clause == at
            found = _of_clause(text, _behind_front(text, clause, run, at) if last else clause, at, previous, names)
            return found or (_meant(clause, previous) if last else _noun_phrase(text, clause, previous, names))
        end_of_clause = first
    return _meant(run, previous)


def _is_absolute(text: str, at: int, start: int, end: int) -> bool:
    """ "with 14 of the 31 seats declared": it is nobody's."""
    if not _WITH.search(text[max(start, at - _WITH_LONGEST) : at]):
        return False
    behind = words(text, at, end)[:_LONGEST]
    done = next((k for k, word in enumerate(behind) if word.folded in word_set("subject", "counted_off")), None)
    return done is not None and not re.search("[,;:]\\s", text[at : behind[done].start])


def _called(text: str, phrase: Phrase, previous: str | None, names: Sequence[Name]) -> str | None:
    """What a subject is called of which the words are known: a name that its noun is part of, or as a noun phrase."""
    name = next((name for name in names if name.start <= phrase.head < name.end), None)
    run = words(text, phrase.start, phrase.end)
    if name is not None and not any(_joins_nouns(word, name) for word in run):
        return name.canonical
    return _noun_phrase(text, run, previous, names)


def _joins_nouns(word: Word, name: Name) -> bool:
    outside = word.end <= name.start or name.end <= word.start
    return outside and word.folded in word_set("trained", "words", "joining")


def _item(text: str, start: int, at: int, before: Sequence[Word]) -> Sequence[Word] | None:
    """The words of the item whose figure it is, in front of a colon; None where no colon leads to it."""
    colon = _ITEM.search(text[max(start, at - _ITEM_LONGEST) : at])
    if colon is None:
        return None
    listed = [word for word in before if word.end <= at - len(colon[0])]
    return listed[: _first_verb(listed)]


def _clause_starts(text: str, start: int, at: int, before: Sequence[Word]) -> list[int]:
    """Where the clauses up to ``at`` begin; an "and" in front of which no verb stands joins nouns, and no clauses."""
    starts = [start]
    for match in _CLAUSE.finditer(text, start, at):
        joins = match[0].strip(" ,") == "and"
        inside = (word for word in before if starts[-1] <= word.start < match.start())
        if not joins or any(word.folded in finite_verbs() for word in inside):
            starts.append(match.end())
    return starts


def _antecedent(text: str, start: int, first: int, names: Sequence[Name]) -> str | None:
    """The name that a relative clause beginning at ``first`` belongs to: "the Reform Party, which won seven"."""
    opened = _WHICH.search(text, start, first)
    if opened is None or opened.end() != first:
        return None
    return next((name.canonical for name in names if name.end == opened.start()), None)


def _meant(run: Sequence[Word], previous: str | None) -> str | None:
    """What a pronoun at the head of a sentence or clause without a subject of its own stands for."""
    return previous if run and run[0].folded in _POSSESSIVES | _PERSONAL else None


def _goes_on(clause: Sequence[Word]) -> bool:
    """The clause begins with its verb, or with a pronoun for what the clause in front speaks of."""
    first = clause[0].folded
    return first in finite_verbs() or first in _RELATIVE or (first.endswith(("ed", "ing")) and clause[0].text.islower())


def _behind_front(text: str, clause: Sequence[Word], run: Sequence[Word], at: int) -> Sequence[Word]:
    """The clause without what is put in front of it ("In May, ", "Twelve months after the crash, "), with the words
    behind the figure that may hold its verb."""
    behind = [word for word in run if word.start >= at]
    whole = [*clause, *behind[:_LONGEST]] if clause[-1].end <= at else list(clause)
    if not (clause[0].folded in word_set("subject", "fronting") or clause[0].folded[0].isdigit()):
        return whole
    for index in range(1, len(whole)):
        comma = "," in text[whole[index - 1].end : whole[index].start]
        if comma and whole[index].folded not in finite_verbs() and _first_verb(whole[index:]) is not None:
            return whole[index:]
    return whole


def _first_verb(run: Sequence[Word]) -> int | None:
    """The index of the first finite verb that something stands in front of."""
    return next((at for at, word in enumerate(run[: 4 * _LONGEST]) if at and word.folded in finite_verbs()), None)


def _of_clause(text: str, run: Sequence[Word], at: int, previous: str | None, names: Sequence[Name]) -> str | None:
    """The noun phrase in front of the verb; where the verb is one of saying, that of what is said."""
    verb = _first_verb(run)
    if verb is None:
        return None
    phrase = run[:verb]
    if run[verb].folded in verbs("saying"):
        said = run[verb + 1 :]
        said = said[1:] if said and said[0].folded == "that" else said
        inner = _first_verb(said)
        if inner is not None and said[inner].end <= at:
            speaker = _noun_phrase(text, phrase, previous, names)
            return _noun_phrase(text, said[:inner], speaker, names)
    if any(word.start >= at for word in phrase):
        return None
    return _noun_phrase(text, phrase, previous, names)


def _beside(text: str, at: int, start: int, end: int, names: Sequence[Name]) -> str | None:
    for name in names:
        between = text[name.end : at]
        if name.end <= at and (
            re.fullmatch(r"['’]s?\s(?:[a-z]+\s)?", between) or between == " " or _LISTED.fullmatch(between)
        ):
            return name.canonical
        if name.start > at and _FOR.fullmatch(re.sub(r"^\S+", "", text[at : name.start])):
            return name.canonical
    deed = _DEED.search(text[max(start, at - _DEED_LONGEST) : at])
    if deed:
        return canonical(deed[1])
    behind = next((n for n in names if n.start > at and _GIVER.match(re.sub(r"^\S+", "", text[at : n.start]))), None)
    return behind.canonical if behind and behind.start < end else None


def _noun_phrase(text: str, run: Sequence[Word], previous: str | None, names: Sequence[Name]) -> str | None:
    named = _apposition(text, run, names)
    if named is not None:
        return named
    run = _bare(text, run)
    if not run or len(run) > _LONGEST or run[-1].folded == "there" or run[0].folded in auxiliaries():
        return None
    if run[0].folded in _POSSESSIVES | _PRONOUNS or run[-1].folded in _PERSONAL:
        return previous
    owner = next((word for word in run if word.text.endswith(("'s", "’s")) and word.text[:1].isupper()), None)
    return canonical(owner.text if owner is not None and owner is run[0] else text[run[0].start : run[-1].end])


def _bare(text: str, run: Sequence[Word]) -> Sequence[Word]:
    """The noun phrase without what is put in front of it, with or without a comma ("In the end the UN"), without its
    article and number, and without what stands behind it in commas or brackets."""
    fronting = word_set("subject", "fronting")
    cut = next((k for k, w in enumerate(run) if k and re.search("[,(]", text[run[k - 1].end : w.start])), len(run))
    fronted = bool(run) and run[0].folded in fronting
    run = run[cut:] if fronted and cut < len(run) else run[:cut]
    if fronted:
        inner = [k for k in range(2, len(run)) if run[k].folded in _ARTICLES and run[k - 1].folded not in fronting]
        run = run[inner[-1] :] if inner else run
    while run and (
        run[0].folded in ("the", "a", "an", "and", "but")
        or run[0].folded in fronting
        or run[0].folded in MAGNITUDES
        or run[0].folded[0].isdigit()
    ):
        run = run[1:]
    while run and run[-1].folded in word_set("subject", "trailing") | _RELATIVE:
        run = run[:-1]
    return run


def _apposition(text: str, run: Sequence[Word], names: Sequence[Name]) -> str | None:
    """The name between commas behind what its holder is: "the finance minister, Callum Orde, has"."""
    commas = [k for k, word in enumerate(run) if k and "," in text[run[k - 1].end : word.start]]
    if len(commas) < 2 or commas[0] > _LONGEST or run[0].folded not in _ARTICLES:
        return None
    first, last = run[commas[0]].start, run[commas[1] - 1].end
    return next((name.canonical for name in names if (name.start, name.end) == (first, last)), None)
