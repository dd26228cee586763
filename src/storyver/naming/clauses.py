"""The words around a figure: its clause on both sides, and the clauses beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storyver.naming.tokens import Sort, Token, tokens_of, word_list
from storyver.wording import verbs

Run = Sequence[Token]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around a figure in its sentence."""

    left: Run
    """The words of the figure's clause in front of it; where they say nothing, those of the clause in front."""
    right: Run
    """Those behind it."""
    before: Run
    """The clause in front of ``left``."""
    after: Run
    """The clause behind ``right``."""
    pronoun: str | None
    """The pronoun that is the subject of the clause in place of a name."""
    relative: bool
    """Whether the clause says more of the noun in front of it: "rooms that cost"."""
    headed: bool
    """Whether a colon stands between the clause in front and the figure's."""
    borrowed: bool
    """Whether ``left`` is of the clause in front."""


def look_around(text: str, start: int, end: int) -> Around:
    """The clauses around ``text[start:end]``."""
    tokens = tokens_of(text)
    inside = any(one.bracketed and one.end > start and one.start < end for one in tokens)
    front = [one for one in tokens if one.end <= start and (inside or not one.bracketed)]
    back = [one for one in tokens if one.start >= end and (inside or not one.bracketed)]
    figure = next((one for one in tokens if one.start < end and one.end > start), None)
    if inside:
        front, back = _in_bracket(front), _in_bracket(back[::-1])[::-1]
    opens = 0 if figure is None else _opens(front, breaks=figure.breaks)
    headed = _is_headed(front[opens:], figure)
    left, before = front[opens:], front[:opens]
    if _listed(left, back):
        left = []
    own = _Clause.of(left, before)
    borrowed = not has_content(own.left)
    if borrowed and has_content(own.before):
        at = _opens(_worth(own.before), breaks=False)
        own = _Clause.of(_worth(own.before)[at:], _worth(own.before)[:at])
    closes = next((at for at, one in enumerate(back) if one.breaks), len(back))
    return Around(
        left=own.left,
        right=back[:closes],
        before=_last_clause(own.before),
        after=_next_clause(back[closes:]),
        pronoun=own.pronoun,
        relative=own.relative,
        headed=headed and len(own.before) == len(before),
        borrowed=borrowed,
    )


def _in_bracket(front: list[Token]) -> list[Token]:
    """The words as far as the bracket reaches; those in front of it where it holds none."""
    at = len(front)
    while at and front[at - 1].bracketed:
        at -= 1
    return front[at:] if has_content(front[at:]) else [one for one in front if not one.bracketed]


def _opens(front: Run, *, breaks: bool) -> int:
    """The index in ``front`` at which its last clause begins; behind all where the next word begins another."""
    if breaks:
        return len(front)
    return next((at for at in range(len(front) - 1, -1, -1) if front[at].breaks), 0)


def _is_headed(left: Run, figure: Token | None) -> bool:
    first = left[0] if left else figure
    return first is not None and first.colon


def _listed(left: Run, back: Run) -> bool:
    """Whether an "and" directly in front begins the figure's own clause: "and the other eight are"."""
    small = [one.folded for one in left]
    ends = next((at for at in range(len(left) - 1, -1, -1) if left[at].sort is not Sort.FUNCTION), -1)
    joined = set(small[ends + 1 :]) & word_list("joining")
    return bool(joined and back and not back[0].breaks and _acts(back[0]))


def _acts(one: Token) -> bool:
    return one.sort is Sort.VERB or one.folded in verbs("auxiliaries")


def _worth(before: Run) -> Run:
    """The words as far as the last clause that says something: a verb, or two words."""
    end = len(before)
    while end:
        start = _opens(before[:end], breaks=False)
        clause = before[start:end]
        if any(one.sort is Sort.VERB for one in clause) or sum(one.sort is Sort.CONTENT for one in clause) > 1:
            return before[:end]
        end = start
    return before


def _last_clause(before: Run) -> Run:
    known = _worth(before)
    return _behind_report(known[_opens(known, breaks=False) :])


def _next_clause(back: Run) -> Run:
    """The clause with which some words begin; the one behind it where that only names who says it."""
    ends = next((at for at, one in enumerate(back) if at and one.breaks), len(back))
    told = 0 < ends <= _TELLING and any(one.folded in word_list("reporting") for one in back[:ends])
    return _next_clause(back[ends:]) if told and ends < len(back) else back[:ends]


_TELLING = 5
"""Words of "the defence minister said" at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """The words of one clause in front of a figure, and all in front of these."""

    left: Run
    before: Run
    pronoun: str | None
    relative: bool

    @classmethod
    def of(cls, left: Run, before: Run) -> _Clause:
        """Cut off what belongs to a clause around it, who says it, and a pronoun that is its subject."""
        left, before, opener = _own_clause(left, before)
        behind, pronoun = _without_pronoun(left)
        if pronoun and not has_content(before):
            before = left[: len(left) - len(behind) - 1]
        left = behind
        left = _without_other_figure(_behind_report(left))
        return cls(left=left, before=before, pronoun=pronoun, relative=opener in word_list("relative"))


def _own_clause(left: Run, before: Run) -> tuple[Run, Run, str]:
    """The words behind the last one that opens a clause of its own, all in front, and that word."""
    opening, joining = word_list("opening"), word_list("joining")
    for at in range(len(left) - 1, -1, -1):
        one = left[at]
        if one.folded not in opening and one.folded not in joining:
            continue
        rest = left[at + 1 :]
        if one.folded in opening and has_content(rest):
            if one.folded == "that" and at and left[at - 1].folded in word_list("reporting"):
                return rest, [*before, *left[:at]], ""
            return rest, [*before, *left[:at]], one.folded
        if at and one.folded in joining and _starts_anew(left[:at], rest):
            return rest, [*before, *left[:at]], one.folded
    return left, before, ""


def _starts_anew(front: Run, rest: Run) -> bool:
    """Whether "and" joins clauses: a verb stands on both sides, or another figure in front."""
    if has_content(rest) and front[-1].sort is Sort.NUMBER:
        return True
    begun = any(_acts(one) for one in front)
    goes_on = any(_acts(one) for one in rest)
    return begun and (goes_on or (has_content(rest) and any(one.sort is Sort.NUMBER for one in front)))


def _without_pronoun(left: Run) -> tuple[Run, str | None]:
    """The words behind the last pronoun that is a subject, and that pronoun."""
    for at in range(len(left) - 1, -1, -1):
        one = left[at]
        if one.folded not in word_list("pronouns") or (one.text != "I" and one.text.isupper()):
            continue
        rest = left[at + 1 :]
        if at == 0 or (rest and _acts(rest[0]) and has_content(rest)):
            return rest, one.folded
    return left, None


def _behind_report(left: Run) -> Run:
    """What somebody says, without that somebody says it."""
    ends = [place + 1 for place, one in enumerate(left) if one.folded in word_list("reporting")]
    return left[ends[-1] :] if ends and has_content(left[ends[-1] :]) else left


def _without_other_figure(left: Run) -> Run:
    """The words without another figure and its noun, to which "and" adds the figure: "provide 6,000 missiles and"."""
    ends = next((at for at in range(len(left) - 1, -1, -1) if left[at].sort is not Sort.FUNCTION), -1)
    if not {one.folded for one in left[ends + 1 :]} & word_list("joining"):
        return left
    number = next((at for at in range(ends, -1, -1) if left[at].sort is Sort.NUMBER), None)
    return left[:number] if number is not None and has_content(left[:number]) else left


def has_content(run: Iterable[Token]) -> bool:
    """Whether some words have one that says something."""
    return any(one.sort in (Sort.CONTENT, Sort.VERB) for one in run)


def first_verb(run: Run) -> int | None:
    """The index of the first verb of some words; None where they have none."""
    return next((at for at, one in enumerate(run) if _acts(one)), None)
