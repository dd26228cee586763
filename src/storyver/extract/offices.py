"""Offices: what the people are whom a sentence names, "the broker's chief economist", "the shadow minister"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from storyver.extract.names import Name, canonical
from storyver.extract.tables import table, word_set
from storyver.wording import Word, function_words, words

_STOPS_BEFORE = frozenset(
    ("said", "says", "and", "but", "by", "with", "told", "that", "when", "as", "is", "was", "has", "to")
)
_STOPS_BEHIND = frozenset(("who", "which", "said", "says", "and", "has", "is", "was", "will", "have", "had"))

_SERVING = frozenset(("is", "was", "has", "had", "been", "served", "serves", "as"))
"""Between "who" and an office: "who was the head of the mission"."""
_LONGEST_BARE = 4
"""Words of an office whose holder is not named."""
_UNTIL = 14
"""Words from an office on among which "until" says that it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Somebody's office as a sentence gives it."""

    start: int
    end: int
    text: str
    holder: str
    """The canonical name of the person; empty where the sentence does not name it."""
    office: str
    """Ranks and office, each as its table row gives it: ``deputy chief``; behind a stroke what it is for:
    ``minister/finance``."""


@cache
def _office_rows() -> Mapping[str, str]:
    return {word: row.split()[0] for row in table("names")["offices"]["groups"] for word in row.split()}


@cache
def _titles() -> frozenset[str]:
    """The words that tell of an office, short forms and the second half of "chief executive" among them."""
    short = {word for word, whole in table("names")["short"].items() if whole in _office_rows()}
    return frozenset(_office_rows()) | short | {"executive"}


def find_offices(
    text: str, start: int = 0, end: int | None = None, *, names: Collection[Name] = ()
) -> tuple[Office, ...]:
    """The offices that stand directly before or behind the names of people in ``text[start:end]``."""
    limit = len(text) if end is None else end
    run = words(text, start, limit)
    found = []
    for name in names:
        person = _person(name)
        if person is None:
            continue
        for stretch in (_before(text, run, name), _behind(text, run, name)):
            office = _office(stretch)
            if office:
                if "former" not in office and _is_over(run, stretch, name):
                    office = f"former {office}"
                first, last = stretch[0].start, stretch[-1].end
                found.append(Office(start=first, end=last, text=text[first:last], holder=person, office=office))
                break
    return (*found, *_bare(text, run, found, names))


def _bare(text: str, run: Sequence[Word], held: Sequence[Office], names: Collection[Name]) -> Iterator[Office]:
    """The offices whose holder the sentence does not name: "the health minister will visit"."""
    rows = _office_rows()
    places = [at for at, word in enumerate(run) if word.folded in rows]
    if not places:
        return
    taken = [(o.start, o.end) for o in held] + [(n.start, n.end) for n in names]
    behind = 0
    for at in places:
        word = run[at]
        if any(start <= word.start < end for start, end in taken):
            continue
        first = at
        while first > behind and at - first <= _LONGEST_BARE and run[first].folded != "the":
            first -= 1
        if run[first].folded != "the" or text[run[first].start : word.end].count(","):
            continue
        behind = at + 1
        office = _office(run[first : at + 1])
        yield Office(
            start=run[first].start, end=word.end, text=text[run[first].start : word.end], holder="", office=office
        )


def _is_over(run: Sequence[Word], stretch: Sequence[Word], name: Name) -> bool:
    """Whether somebody held it up to some time: "who was the head of the mission until March"."""
    between = [w.folded for w in run if name.end <= w.start < stretch[0].start]
    behind = [w.folded for w in run if w.start >= stretch[0].start][:_UNTIL]
    return between[:2] in (["who", "was"], ["who", "served"], ["who", "led"]) and "until" in behind


def _person(name: Name) -> str | None:
    parts = canonical(name.text).split()
    offices = [k for k, part in enumerate(parts) if part.lower() in _titles()]
    parts = parts[offices[-1] + 1 :] if offices else parts
    return " ".join(parts) if name.sort == "name" and parts else None


def _office(stretch: Sequence[Word]) -> str:
    if not any(w.folded.removesuffix("'s") in _titles() for w in stretch):
        return ""
    whole = " ".join(_in_full(w.folded.removesuffix("'s")) for w in stretch)
    for pair in table("names")["compounds"]["pairs"]:
        whole = whole.replace(pair, pair.replace(" ", "-"))
    folded = whole.split()
    offices = [_office_rows()[w] for w in folded if w in _office_rows()]
    ranks = sorted(
        {w for w in folded if w in word_set("names", "ranks")} - {"prime", "first"}
        | ({"prime"} if "prime minister" in " ".join(folded) else set())
    )
    return " ".join((*ranks, offices[-1])) + _portfolio(folded, offices[-1]) if offices else ""


def _in_full(folded: str) -> str:
    return str(table("names")["short"].get(folded, folded))


def _portfolio(folded: Sequence[str], office: str) -> str:
    """What the office is for, where that stands in front of it."""
    if office not in word_set("names", "portfolios", "offices"):
        return ""
    at = max(k for k, word in enumerate(folded) if _office_rows().get(word) == office)
    before = folded[at - 1] if at else ""
    plain = before in function_words() or before in word_set("names", "ranks") or before in _office_rows()
    return "" if plain or not before.isalpha() else f"/{before}"


def _before(text: str, run: Sequence[Word], name: Name) -> list[Word]:
    """The words in front of the name up to punctuation, and one stretch between commas ("its head, Dr Marek"); the
    capitalised office inside the name itself too ("Transport Minister Viktor Hadek")."""
    inside = [
        w
        for w in run
        if name.start <= w.start < name.end and (w.folded in _titles() or w.folded in word_set("names", "ranks"))
    ]
    stretch: list[Word] = []
    at, commas = name.start, 0
    for word in reversed([w for w in run if w.end <= name.start][-8:]):
        gap = text[word.end : at]
        if "," in gap and not stretch and not inside and not commas:
            commas += 1
        elif gap.strip():
            break
        if word.folded in _STOPS_BEFORE:
            break
        if not stretch and word.folded in ("of", "for", "at", "in", "from"):
            break
        stretch.insert(0, word)
        at = word.start
    return stretch + inside


def _behind(text: str, run: Sequence[Word], name: Name) -> list[Word]:
    stretch: list[Word] = []
    at, relative = name.end, False
    for word in [w for w in run if w.start >= name.end][:9]:
        gap = text[at : word.start]
        if gap.strip() and (stretch or relative or gap.strip() != ","):
            break
        if not gap.strip() and not stretch and not relative:
            break
        at = word.end
        if not stretch and (word.folded == "who" if not relative else word.folded in _SERVING):
            relative = True
            continue
        if word.folded in _STOPS_BEHIND:
            break
        stretch.append(word)
    return stretch
