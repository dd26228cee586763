"""A change for every link between two figures, and for every figure without a counterpart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from storyver.classify.importance import rate_importance
from storyver.classify.scope import Scope, find_scopes, remark
from storyver.classify.verdicts import RULES
from storyver.identity import change_id
from storyver.model import Alignment, BlockKind, Change, ChangeKind, Claim, Figure, FigureLink, Reading, Reason
from storyver.naming import name_fact, say
from storyver.values import Order, commensurable, compare_values

_NOTHING_ELSE = frozenset({ChangeKind.UNCHANGED, ChangeKind.UNCERTAIN})
"""Kinds of which no more is said than the kind."""

Restated = tuple[Mapping[int, Sequence[Figure]], Mapping[int, Sequence[Figure]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What the rules know of both versions beside the link."""

    leads: tuple[int, int]
    """Where the first paragraph of the old and the new version ends."""
    scopes: tuple[Mapping[str, Scope], Mapping[str, Scope]]
    """The scope of the claims of both versions, by claim id, where it is said."""
    restated: Restated
    """The figures in brackets of both versions, by where the figure starts that they restate."""
    kept: Collection[str]
    """The ids of the new restatements whose amount did not change."""
    worded: bool
    """Whether a change gets its summary."""


class Scopes:
    """What the figures of the versions of a story cover, found once for each."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Reading, Mapping[str, Scope]]] = {}

    def of(self, reading: Reading) -> Mapping[str, Scope]:
        """The scopes of a version's figures by claim id."""
        if id(reading) not in self._known:
            self._known[id(reading)] = reading, find_scopes(reading)
        return self._known[id(reading)][1]


def classify_links(
    alignment: Alignment,
    *,
    leads: tuple[int, int] = (0, 0),
    scopes: Scopes | None = None,
    with_summaries: bool = True,
) -> tuple[Change, ...]:
    """A change for every link; ``leads`` and ``with_summaries`` as for ``classify_figures``."""
    background = _background(alignment, leads, scopes or Scopes(), worded=with_summaries)
    return tuple(_linked(link, background) for link in alignment.figures)


def classify_figures(
    alignment: Alignment,
    *,
    leads: tuple[int, int] = (0, 0),
    scopes: Scopes | None = None,
    with_summaries: bool = True,
) -> tuple[Change, ...]:
    """A change for every link, and one for every figure without a counterpart.

    ``leads`` gives where the first paragraph of the old and the new version ends. Without summaries these are empty:
    who follows facts over many versions reads none of them, and a label is made for each.
    """
    old, new = alignment.old, alignment.new
    background = _background(alignment, leads, scopes or Scopes(), worded=with_summaries)
    changes = [_linked(link, background) for link in alignment.figures]
    old_seen = {link.old.id for link in alignment.figures}
    new_seen = {link.new.id for link in alignment.figures}
    added = [claim for claim in new.claims if claim.figure is not None and claim.id not in new_seen]
    removed = [claim for claim in old.claims if claim.figure is not None and claim.id not in old_seen]
    former = _former_values(alignment)
    changes += [_one_sided(ChangeKind.ADDED, None, claim, background, former=claim.id in former) for claim in added]
    changes += [_one_sided(ChangeKind.REMOVED, claim, None, background) for claim in removed]
    return tuple(changes)


def _background(alignment: Alignment, leads: tuple[int, int], scopes: Scopes, *, worded: bool) -> Background:
    old, new = alignment.old, alignment.new
    restated = _restatements(old.claims), _restatements(new.claims)
    return Background(
        leads=leads,
        scopes=(scopes.of(old), scopes.of(new)),
        restated=restated,
        kept=_kept_amounts(alignment, restated),
        worded=worded,
    )


def _linked(link: FigureLink, background: Background) -> Change:
    kind, text, name = _decide(link, background)
    reasons = [Reason(rule=name, text=text)]
    note = text if name == "restated_amount" else None
    if kind not in _NOTHING_ELSE:
        note = remark(background.scopes[0].get(link.old.id), background.scopes[1].get(link.new.id))
        if note:
            reasons.append(Reason(rule="scope", text=note))
    return Change(
        id=change_id(kind, link.old.id, link.new.id),
        kind=kind,
        old=link.old,
        new=link.new,
        score=link.score,
        importance=rate_importance(kind, link.old, link.new, lead_end=background.leads),
        reasons=(*reasons, *link.reasons),
        summary=_summary(kind, link, note) if background.worded else "",
    )


def _decide(link: FigureLink, background: Background) -> tuple[ChangeKind, str, str]:
    """The kind of a link, the reason, and the rule that gave it."""
    old, new = _comparable_forms(link, background.restated)
    if link.new.id in background.kept and compare_values(old, new) is not Order.EQUAL:
        text = f"the amount is the same; its restatement went from {old.text} to {new.text}"
        return ChangeKind.UNCHANGED, text, "restated_amount"
    for rule in RULES:
        verdict = rule(link, old, new)
        if verdict is not None:
            return *verdict, rule.__name__
    return ChangeKind.UNCERTAIN, "no rule speaks of it", "no_rule"


def _kept_amounts(alignment: Alignment, restated: Restated) -> frozenset[str]:
    """The ids of the new restatements whose amount did not change: another exchange rate or rounding is no other
    fact."""
    starts = {
        link.new.figure.start
        for link in alignment.figures
        if link.certain and link.new.figure and compare_values(*_comparable_forms(link, restated)) is Order.EQUAL
    }
    return frozenset(
        claim.id for claim in alignment.new.claims if claim.figure and claim.figure.conversion_of in starts
    )


def _comparable_forms(link: FigureLink, restated: Restated) -> tuple[Figure, Figure]:
    """The two figures, or those in brackets behind them where only these have a unit in common."""
    old_forms, new_forms = _forms(link.old, restated[0]), _forms(link.new, restated[1])
    for old in old_forms:
        for new in new_forms:
            if old.unit == new.unit and commensurable(old, new):
                return old, new
    return old_forms[0], new_forms[0]


def _forms(claim: Claim, restated: Mapping[int, Sequence[Figure]]) -> list[Figure]:
    figure = claim.figure
    return [] if figure is None else [figure, *restated.get(figure.start, ())]


def _restatements(claims: Sequence[Claim]) -> dict[int, list[Figure]]:
    """The figures in brackets by where the figure starts that they restate."""
    found: dict[int, list[Figure]] = {}
    for claim in claims:
        if claim.figure is not None and claim.figure.conversion_of is not None:
            found.setdefault(claim.figure.conversion_of, []).append(claim.figure)
    return found


def _former_values(alignment: Alignment) -> frozenset[str]:
    """The claims of the new version that give what was the value in the old one: beside the value that took its place
    ("up from 12"), or in a notice of correction."""
    replaced = {
        (link.new.start, _amount(link.old.figure))
        for link in alignment.figures
        if link.certain and link.old.figure and _differ(link)
    }
    amounts = {amount for _, amount in replaced}
    linked = {link.new.id for link in alignment.figures}
    return frozenset(
        claim.id
        for claim in alignment.new.claims
        if claim.figure is not None and claim.id not in linked
        if (claim.start, _amount(claim.figure)) in replaced
        or (claim.block is BlockKind.NOTICE and _amount(claim.figure) in amounts)
    )


def _amount(figure: Figure) -> tuple[object, ...]:
    return figure.kind, figure.unit, figure.low, figure.high, figure.date


def _differ(link: FigureLink) -> bool:
    old, new = link.old.figure, link.new.figure
    return old is not None and new is not None and compare_values(old, new) is not Order.EQUAL


def _one_sided(
    kind: ChangeKind, old: Claim | None, new: Claim | None, background: Background, *, former: bool = False
) -> Change:
    """``former``: the new version gives as the value before what was the value of the old one."""
    version = "old" if kind is ChangeKind.ADDED else "new"
    reason = Reason(rule="no_counterpart", text=f"no figure of the {version} version states the same fact")
    if former:
        reason = Reason(rule="former_value", text="it was the value of the old version, and is given as the one before")
    return Change(
        id=change_id(kind, old.id if old else None, new.id if new else None),
        kind=kind,
        old=old,
        new=new,
        score=1.0,
        importance=rate_importance(kind, old, new, lead_end=background.leads),
        reasons=(reason,),
        summary=_one_sided_summary(kind, old or new, former=former) if background.worded else "",
    )


def _one_sided_summary(kind: ChangeKind, claim: Claim | None, *, former: bool) -> str:
    figure = claim.figure if claim else None
    label = name_fact(claim) if claim else ""
    came = "is now told as the value before" if former else "is new"
    return f"{label}: {say(figure) if figure else ''} {came if kind is ChangeKind.ADDED else 'is gone'}."


_PHRASES = {
    ChangeKind.UNCHANGED: "{label}: {new} is unchanged",
    ChangeKind.INCREASED: "{label}: {old} → {new}",
    ChangeKind.DECREASED: "{label}: {old} → {new}",
    ChangeKind.REVISED: "{label}: {old} → {new}",
    ChangeKind.DATE_CHANGED: "{label}: {old} → {new}",
    ChangeKind.NEGATED: "{label}: {new} stays, but it went {old_trend} and now goes {new_trend}",
    ChangeKind.REQUALIFIED: "{label}: {new} stays, but {old_qualifier} became {new_qualifier}",
    ChangeKind.RESCOPED: "{new} stays, but is put to another use: {old_label}, then {label}",
    ChangeKind.UNCERTAIN: "{label}: {old} may correspond to {new}",
}


def _summary(kind: ChangeKind, link: FigureLink, note: str | None) -> str:
    old, new = link.old.figure, link.new.figure
    if old is None or new is None:
        return ""
    sentence = _PHRASES[kind].format(
        label=name_fact(link.new),
        old_label=name_fact(link.old),
        old=say(old),
        new=say(new),
        old_trend=old.trend,
        new_trend=new.trend,
        old_qualifier=f"“{old.qualifier.replace('_', ' ')}”",
        new_qualifier=f"“{new.qualifier.replace('_', ' ')}”",
    )
    return f"{sentence}; {note}." if note else f"{sentence}."
