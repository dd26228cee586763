"""Words of a sentence as a label has them: no articles, qualifiers, numbers or times, and no small word at an end."""

from __future__ import annotations

from functools import cache

from storyver.naming.clauses import Run, has_content
from storyver.naming.tokens import Sort, Token, word_list
from storyver.wording import verbs

_MOST = 8
"""Words of content of one side of a figure that a label takes."""
BESIDE = 4
"""Those that it takes of the other side."""


def phrase(run: Run, *, most: int = _MOST, ending: frozenset[str] = frozenset()) -> str:
    """The words as a label has them. Those of ``ending`` may stand at the end though they are small."""
    return " ".join(one.text for one in _kept(run, most, ending))


def _kept(run: Run, most: int, ending: frozenset[str]) -> list[Token]:
    kept = _tidy([one for place, one in enumerate(run) if _stays(run, place)], ending)
    written = 0
    for place, one in enumerate(kept):
        written += one.sort is not Sort.FUNCTION
        if written > most:
            return _tidy(kept[:place], ending)
    return kept


@cache
def _small() -> frozenset[str]:
    """Small words that hold the words of a label together."""
    modal = verbs("auxiliaries") - word_list("being")
    joints = word_list("prepositions") | word_list("denials") | word_list("joining") | word_list("particles")
    return joints | modal | (word_list("opening") - {"that"})


def _stays(run: Run, place: int) -> bool:
    one = run[place]
    if one.sort is not Sort.FUNCTION:
        return one.sort not in (Sort.NUMBER, Sort.TIME)
    if one.folded not in _small():
        return False
    behind = next((other for other in run[place + 1 :] if other.sort is not Sort.FUNCTION), None)
    if behind is not None and behind.sort is Sort.TIME:
        return one.folded in word_list("joining") | word_list("denials") | verbs("auxiliaries")
    if behind is None or behind.sort is not Sort.NUMBER:
        return True
    counted = next((other for other in run[place + 1 :] if other.sort is not Sort.NUMBER), None)
    loose = one.folded in word_list("comparing") or (counted is not None and counted.sort is not Sort.CONTENT)
    return one.folded in word_list("joining") | word_list("denials") | verbs("auxiliaries") or not loose


def _tidy(run: list[Token], ending: frozenset[str]) -> list[Token]:
    """Without small words that hold nothing together: in front of another one, or at an end."""
    kept: list[Token] = []
    for place, one in enumerate(run):
        behind = run[place + 1] if place + 1 < len(run) else None
        fixed = word_list("denials") | word_list("particles") | verbs("auxiliaries")
        if is_small(one) and one.folded not in fixed and behind is not None and is_small(behind):
            continue
        kept.append(one)
    while kept and (is_small(kept[-1]) or kept[-1].folded in word_list("denials")) and kept[-1].folded not in ending:
        if kept[-1].folded in word_list("particles") and len(kept) > 1 and kept[-2].sort is not Sort.FUNCTION:
            break
        kept.pop()
    while kept and is_small(kept[0]):
        kept.pop(0)
    return kept


def is_small(one: Token) -> bool:
    """Whether a word only holds others together."""
    return one.sort is Sort.FUNCTION and one.folded not in word_list("denials")


def complement(run: Run, *, per: str | None = None, joined: bool = False) -> str:
    """What stands behind a thing or figure, as far as the next figure or clause: "on board", "still missing".

    With ``joined`` an "and" may begin it: "weapons and equipment".
    """
    taken = _without_being(_reach(_without_rate(run, per), joined=joined))
    said = phrase(taken, most=BESIDE)
    if not said:
        return ""
    lead = next((at for at, one in enumerate(taken) if said.startswith(one.text) and not is_small(one)), 0)
    front = [one.folded for one in taken[:lead] if one.folded not in _articles()]
    held = front[-1] if front else ""
    if taken[0].folded == "who" or held in word_list("prepositions") or (held == "and" and len(front) == 1):
        return f"{'who' if taken[0].folded == 'who' else held} {said}"
    return "" if any(one.text == said and _is_unclear(one) for one in taken) else said


def _is_unclear(one: Token) -> bool:
    """Whether a word by itself may as well be a verb that says nothing without what follows: "500 seals live here"."""
    known = one.sort is Sort.VERB or one.folded in word_list("said_of") or is_participle(one)
    return one.text.islower() and not known


@cache
def _articles() -> frozenset[str]:
    return word_list("articles") | word_list("owners") | {"all", "other", "more", "some"}


def _reach(run: Run, *, joined: bool) -> list[Token]:
    """The words up to the next figure, clause or predicate."""
    taken: list[Token] = []
    for place, one in enumerate(run):
        begun = has_content(taken)
        known = place > 0 and (run[place - 1].folded in word_list("definite") or run[place - 1].folded.endswith("'s"))
        behind = next((two for two in run[place + 1 :] if two.folded not in _articles()), None)
        if one.sort is Sort.NUMBER and not known:
            break
        meant = word_list("pronouns") - word_list("relative")
        if (one.folded in word_list("opening") and place) or one.folded in meant:
            break
        if one.folded in word_list("joining") and (
            behind is None or behind.sort is not Sort.CONTENT or is_participle(behind) or not (joined or place)
        ):
            break
        acts = one.sort is Sort.VERB or one.folded in word_list("being") or one.folded in verbs("auxiliaries")
        noun = one.folded.endswith("s") and any(two.sort is Sort.VERB for two in taken)
        if begun and acts and not noun and not _infinitive(run, place):
            break
        if begun and is_participle(one) and taken[-1].sort is Sort.CONTENT:
            break
        taken.append(one)
    return taken


def _infinitive(run: Run, place: int) -> bool:
    before = run[place - 1].folded if place else ""
    held = place > 2 and run[place - 3].folded in word_list("held_to_be") and run[place - 2].folded == "to"
    return before in {"to", "not", "be"} or (held and before in word_list("being"))


def is_participle(one: Token) -> bool:
    """Whether a word looks like a verb in -ing, and no noun."""
    return one.text.islower() and one.text.endswith("ing") and one.folded not in word_list("nouns_in_ing")


def _without_being(run: list[Token]) -> list[Token]:
    """Without "who were" and "have been" in front: what is left is said of the thing all the same."""
    at = 0
    if len(run) > 1 and run[0].folded in word_list("relative") and run[1].folded in word_list("being"):
        at = 1
    while at < len(run) and run[at].folded in word_list("being"):
        at += 1
    small = [one.folded for one in run[at : at + 3]]
    if len(small) == 3 and small[0] in word_list("held_to_be") and small[1] == "to" and small[2] in word_list("being"):
        at += 3
    return run[at:]


def _without_rate(run: Run, per: str | None) -> Run:
    """Without the base of a rate, which a label has at its end."""
    if per is None or len(run) < 2 or run[0].folded not in {"a", "an", "per", "each", "every"}:
        return run
    return run[2:] if run[1].folded == per.casefold() else run
