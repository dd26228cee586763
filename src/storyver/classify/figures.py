"""What a link between two figures amounts to: named rules in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from storyver.classify.importance import rate_importance
from storyver.classify.scope import Scope, find_scopes, remark
from storyver.identity import change_id
from storyver.model import Alignment, Change, ChangeKind, Claim, Figure, FigureKind, FigureLink, Reason
from storyver.naming import name_fact
from storyver.values import Order, commensurable, compare_values, information

Verdict = tuple[ChangeKind, str] | None
Rule = Callable[[FigureLink, Figure, Figure], Verdict]

_LITTLE_LIKENESS = 0.9
"""What the words around two equal figures must contribute to the link for their use to count as the same."""
_TELLING = 0.3
"""How much a number must tell for the same number at another use to be more than chance: 14 does, 2 does not."""


def unsure(link: FigureLink, _old: Figure, _new: Figure) -> Verdict:
    """A link that a person should look at claims nothing."""
    return None if link.certain else (ChangeKind.UNCERTAIN, "the figures may state the same fact; the evidence is not enough")


def other_date(_link: FigureLink, old: Figure, new: Figure) -> Verdict:
    """A date for another date."""
    if old.kind is not FigureKind.DATE or compare_values(old, new) is Order.EQUAL:
        return None
    return ChangeKind.DATE_CHANGED, f"the date was {old.date} and is {new.date}"


def other_value(_link: FigureLink, old: Figure, new: Figure) -> Verdict:
    """The value changed; the direction is named where it has a meaning."""
    order = compare_values(old, new)
    if order is Order.EQUAL:
        return None
    if not commensurable(old, new):
        return ChangeKind.REVISED, f"the units {old.unit} and {new.unit} are not compared"
    if order is Order.OTHER:
        return ChangeKind.REVISED, "a range and a number inside it, or two ranges that overlap"
    kind = ChangeKind.INCREASED if order is Order.MORE else ChangeKind.DECREASED
    return kind, f"the value went from {old.text} to {new.text}"


def other_use(link: FigureLink, old: Figure, new: Figure) -> Verdict:
    """The same number, but another thing is counted and other words stand around it."""
    contributions = {reason.rule: reason.weight or 0.0 for reason in link.reasons}
    alike = contributions.get("around", 0.0) >= _LITTLE_LIKENESS or "same_text" in contributions
    if alike or contributions.get("place", 0.0) > 0:
        return None
    if contributions.get("counted", 0.0) <= -0.5:
        if information(old) < _TELLING:
            return ChangeKind.UNCERTAIN, "a small number that counts another thing may be another number"
        return ChangeKind.RESCOPED, f"the same number now counts {new.counted!r} and no longer {old.counted!r}"
    if (old.per is None) != (new.per is None):
        return ChangeKind.RESCOPED, "the same number is a rate in one version and not in the other"
    return None


def other_qualifier(_link: FigureLink, old: Figure, new: Figure) -> Verdict:
    """The same value, qualified in another way."""
    if old.qualifier is new.qualifier:
        return None
    words = old.qualifier.replace("_", " "), new.qualifier.replace("_", " ")
    return ChangeKind.REQUALIFIED, f"the value stayed; it was {words[0]!r} and is {words[1]!r}"


def same(_link: FigureLink, old: Figure, new: Figure) -> Verdict:
    """The same value, qualified in the same way."""
    if old.unit != new.unit or old.kind is not new.kind:
        return ChangeKind.UNCHANGED, f"the same value, restated: {old.text} and {new.text}"
    return ChangeKind.UNCHANGED, "the same value and qualifier"


RULES: tuple[Rule, ...] = (unsure, other_date, other_value, other_use, other_qualifier, same)
"""The first that answers decides."""


def classify_figures(alignment: Alignment, *, leads: tuple[int, int] = (0, 0)) -> tuple[Change, ...]:
    """A change for every link, and one for every figure without a counterpart.

    ``leads`` gives where the first paragraph of the old and the new version ends.
    """
    scopes = find_scopes(alignment.old), find_scopes(alignment.new)
    kept = _kept_amounts(alignment)
    changes = [_linked(link, scopes, alignment, leads, kept) for link in alignment.figures]
    old_seen = {link.old.id for link in alignment.figures}
    new_seen = {link.new.id for link in alignment.figures}
    for claim in alignment.new.claims:
        if claim.figure is not None and claim.id not in new_seen:
            changes.append(_one_sided(ChangeKind.ADDED, None, claim, leads))
    for claim in alignment.old.claims:
        if claim.figure is not None and claim.id not in old_seen:
            changes.append(_one_sided(ChangeKind.REMOVED, claim, None, leads))
    return tuple(changes)


def _linked(
    link: FigureLink,
    scopes: tuple[dict[str, Scope], dict[str, Scope]],
    alignment: Alignment,
    leads: tuple[int, int],
    kept: Collection[str],
) -> Change:
    kind, text, name = _decide(link, alignment, kept)
    reasons = [Reason(rule=name, text=text)]
    note = None
    if kind not in {ChangeKind.UNCHANGED, ChangeKind.UNCERTAIN}:
        note = remark(scopes[0].get(link.old.id), scopes[1].get(link.new.id))
        if note:
            reasons.append(Reason(rule="scope", text=note))
    return Change(
        id=change_id(kind, link.old.id, link.new.id),
        kind=kind,
        old=link.old,
        new=link.new,
        score=link.score,
        importance=rate_importance(kind, link.old, link.new, lead_end=leads),
        reasons=(*reasons, *link.reasons),
        summary=_summary(kind, link, text if name == "restated_amount" else note),
    )


def _decide(link: FigureLink, alignment: Alignment, kept: Collection[str]) -> tuple[ChangeKind, str, str]:
    """The kind of a link, the reason, and the rule that gave it."""
    old, new = _comparable_forms(link, alignment)
    if link.new.id in kept and compare_values(old, new) is not Order.EQUAL:
        text = f"the amount is the same; its restatement went from {old.text} to {new.text}"
        return ChangeKind.UNCHANGED, text, "restated_amount"
    for rule in RULES:
        verdict = rule(link, old, new)
        if verdict is not None:
            return *verdict, rule.__name__
    return ChangeKind.UNCERTAIN, "no rule speaks of it", "no_rule"


def _kept_amounts(alignment: Alignment) -> frozenset[str]:
    """The ids of the new restatements whose amount did not change: another exchange rate or rounding is no other fact."""
    starts = {
        link.new.figure.start
        for link in alignment.figures
        if link.certain and link.old.figure and link.new.figure and compare_values(link.old.figure, link.new.figure) is Order.EQUAL
    }
    return frozenset(claim.id for claim in alignment.new.claims if claim.figure and claim.figure.conversion_of in starts)


def _comparable_forms(link: FigureLink, alignment: Alignment) -> tuple[Figure, Figure]:
    """The two figures, or those in brackets behind them where only these have a unit in common."""
    old_forms, new_forms = _forms(link.old, alignment.old.claims), _forms(link.new, alignment.new.claims)
    for old in old_forms:
        for new in new_forms:
            if old.unit == new.unit and commensurable(old, new):
                return old, new
    return old_forms[0], new_forms[0]


def _forms(claim: Claim, claims: Sequence[Claim]) -> list[Figure]:
    figure = claim.figure
    if figure is None:
        return []
    restated = [c.figure for c in claims if c.figure is not None and c.figure.conversion_of == figure.start]
    return [figure, *restated]


def _one_sided(kind: ChangeKind, old: Claim | None, new: Claim | None, leads: tuple[int, int]) -> Change:
    claim = old or new
    figure = claim.figure if claim else None
    verb = "is new" if kind is ChangeKind.ADDED else "is gone"
    version = "old" if kind is ChangeKind.ADDED else "new"
    label = name_fact(claim) if claim else ""
    return Change(
        id=change_id(kind, old.id if old else None, new.id if new else None),
        kind=kind,
        old=old,
        new=new,
        score=1.0,
        importance=rate_importance(kind, old, new, lead_end=leads),
        reasons=(Reason(rule="no_counterpart", text=f"no figure of the {version} version states the same fact"),),
        summary=f"{label}: {figure.text if figure else ''} {verb}.",
    )


_PHRASES = {
    ChangeKind.UNCHANGED: "{label}: {new} is unchanged",
    ChangeKind.INCREASED: "{label}: {old} → {new}",
    ChangeKind.DECREASED: "{label}: {old} → {new}",
    ChangeKind.REVISED: "{label}: {old} → {new}",
    ChangeKind.DATE_CHANGED: "{label}: {old} → {new}",
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
        old=old.text,
        new=new.text,
        old_qualifier=f"“{old.qualifier.replace('_', ' ')}”",
        new_qualifier=f"“{new.qualifier.replace('_', ' ')}”",
    )
    return f"{sentence}; {note}." if note else f"{sentence}."
