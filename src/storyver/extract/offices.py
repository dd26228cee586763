"""Offices: what the people are whom a sentence names, "the broker's chief economist", "the shadow minister"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from storyver.extract.names import Name, canonical
from storyver.extract.tables import table, word_set
from storyver.wording import Word, function_words, words

_STOPS_BEFORE = frozenset(
    ("said", "says", "and", "but", "by", "with", "told", "that", "when", "as", "is", "was", "has", "to")
)
_STOPS_BEHIND = frozenset(("who", "which", "said", "says", "and", "has", "is", "was", "will", "have", "had"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Somebody's office as a sentence gives it."""

    start: int
    end: int
    text: str
    holder: str
    """The canonical name of the person."""
    office: str
    """Ranks and office, each as its table row gives it: ``deputy chief``; behind a stroke what it is for:
    ``minister/finance``."""


@cache
def _office_rows() -> Mapping[str, str]:
    return {word: row.split()[0] for row in table("names")["offices"]["groups"] for word in row.split()}


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
                first, last = stretch[0].start, stretch[-1].end
                found.append(Office(start=first, end=last, text=text[first:last], holder=person, office=office))
                break
    return tuple(found)


def _person(name: Name) -> str | None:
    parts = canonical(name.text).split()
    offices = [k for k, part in enumerate(parts) if part.lower() in _office_rows() or part.lower() == "executive"]
    parts = parts[offices[-1] + 1 :] if offices else parts
    return " ".join(parts) if name.sort == "name" and parts else None


def _office(stretch: Sequence[Word]) -> str:
    folded = (
        " ".join(w.folded.removesuffix("'s") for w in stretch).replace("chief executive", "chief-executive").split()
    )
    offices = [_office_rows()[w] for w in folded if w in _office_rows()]
    ranks = sorted(
        {w for w in folded if w in word_set("names", "ranks")} - {"prime", "first"}
        | ({"prime"} if "prime minister" in " ".join(folded) else set())
    )
    return " ".join((*ranks, offices[-1])) + _portfolio(folded, offices[-1]) if offices else ""


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
        if name.start <= w.start < name.end
        and (w.folded in _office_rows() or w.folded in word_set("names", "ranks") or w.folded == "executive")
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
    at = name.end
    for word in [w for w in run if w.start >= name.end][:9]:
        gap = text[at : word.start]
        if (not stretch and gap.strip() != ",") or (stretch and gap.strip()):
            break
        if word.folded in _STOPS_BEHIND:
            break
        stretch.append(word)
        at = word.end
    return stretch
