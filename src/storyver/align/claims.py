"""Which figures of two versions state the same fact: a decision over named comparisons, each with a weight and a
label."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from storyver.align.assignment import assign
from storyver.align.blocking import candidate_pairs, crowded
from storyver.align.comparisons import COMPARISONS
from storyver.align.mentions import Mention
from storyver.align.outweighed import Group, Linked, Pass, Settled
from storyver.align.possible import may_link
from storyver.align.rulings import Rulings, must_link
from storyver.align.setting import Setting, make_setting
from storyver.align.sides import Side, side_of
from storyver.align.stale import beside_stale
from storyver.align.weighed import WeighedPairs
from storyver.align.weighing import Table, Weighed, add_company, most_company_behind
from storyver.decided import Decided
from storyver.model import Claim, FigureLink, Reading, Reason, SentenceLink
from storyver.values import Order, compare_values

CERTAIN = 0.5
"""Probability from which a link is claimed."""
LOOK = 0.3
"""Probability from which a link is shown as uncertain. Both set like the weights."""
LEAD = 0.4
"""Log-odds by which the chosen link must beat every rival that is not itself better placed elsewhere."""

UNDECIDED = Decided()
"""Where no reviewer decided anything."""

_OWN_PLACE = 0.5
"""Share of the words close by that must be kept for a place to count as a mention's own. Set like the weights."""


def group_claims(version: Reading | Side) -> tuple[tuple[str, ...], ...]:
    """The ids of the figure claims of one version, in groups that state one fact; restatements in brackets are left
    out."""
    return tuple(tuple(m.claim.id for m in group) for group in side_of(version).groups)


def align_figures(
    old: Reading | Side,
    new: Reading | Side,
    links: Sequence[SentenceLink],
    *,
    only_old: Collection[str] | None = None,
    only_new: Collection[str] | None = None,
    decided: Decided = UNDECIDED,
) -> tuple[FigureLink, ...]:
    """The links between the figures of two versions, in the order of the new text.

    Mentions of one fact are grouped within each version; groups are assigned one to one for the greatest total; then
    each mention is linked with the nearest of the group opposite. A link that is likely but not clear is not
    ``certain``. The restatements of two linked figures are linked with them. With ``only_old`` and ``only_new`` nothing
    but the claims with these ids is linked. What reviewers ``decided`` goes before all else: see ``rulings``.
    """
    old, new = side_of(old), side_of(new)
    setting = make_setting(old, new, links)
    rulings = Rulings(old, new, decided)
    table, chosen = _link_groups(old, new, setting, (_chosen(old, only_old), _chosen(new, only_new)), rulings)
    found = [(weighed, certain) for pair, certain in chosen for weighed in _pair_mentions(*pair, table)]
    found = _in_their_places(found, table, setting)
    found += [(weighed, True) for weighed in _unmoved(found, table, setting)]
    found += [(weighed, True) for weighed in beside_stale(found, table)]
    found = rulings.settled(found, table)
    found.sort(key=lambda item: (item[0].new.number, item[0].old.number))
    result: list[FigureLink] = []
    for weighed, certain in found:
        result.append(rulings.link(weighed, certain, setting))
        result += rulings.restated(_restatements(weighed, certain))
    return (*result, *rulings.others(result, only_old, only_new))


def _link_groups(
    old: Side,
    new: Side,
    setting: Setting,
    mentions: tuple[Sequence[Mention], Sequence[Mention]],
    rulings: Rulings,
) -> tuple[Table, Linked]:
    """The pairs that were weighed, and the groups that state one fact: looked for among the pairs by themselves, then
    with what the first links say."""
    large = crowded(*mentions)
    small = [[m for m in side if m.figure.dimension not in large] for side in mentions]
    settled = Settled(small[0], small[1], setting, old.memory)
    pairs = WeighedPairs(setting, old.memory, _floor())
    while True:
        pairs.add(rulings.allowed(candidate_pairs(*mentions, setting, settled)))
        first = _assign_groups(old, new, pairs.table)
        pairs.add_between(first.linked)
        links = [row for pair, certain in first.linked if certain for row in _pair_mentions(*pair, pairs.table)]
        companied = add_company(pairs.table, links)
        second = _assign_groups(old, new, companied, most_company_behind())
        if pairs.add_between(second.linked):
            companied = add_company(pairs.table, links)
            second = replace(second, table=companied)
        if not settled.unsettled((first, second)):
            return companied, rulings.linked(companied, second.linked, setting, mentions)


def may_align(
    old: Side,
    new: Side,
    needed: Mapping[str, tuple[float, float]],
    only_new: Collection[str],
    decided: Decided = UNDECIDED,
) -> bool:
    """Whether ``align_figures`` may link any of these claims for certain; asked before the sentences are aligned.

    ``needed`` has for the id of each old claim the score from which a link with the same value counts, and with
    another. It says no only where no link would count.
    """
    if decided and must_link(old, new, needed, only_new, decided):
        return True
    return may_link(old, new, needed, _chosen(old, needed), _chosen(new, only_new), CERTAIN)


def _chosen(side: Side, only: Collection[str] | None) -> Sequence[Mention]:
    return side.mentions if only is None else [mention for mention in side.mentions if mention.claim.id in only]


def _floor() -> float:
    """The log-odds from which a link is shown."""
    return math.log(LOOK / (1 - LOOK))


def _assign_groups(old: Side, new: Side, table: Mapping[tuple[int, int], Weighed], added: float = 0.0) -> Pass:
    """The pairs of groups that state one fact, and whether that is certain."""
    old_groups, new_groups, old_of, new_of = old.groups, new.groups, old.group_of, new.group_of
    floor = _floor()
    best: dict[tuple[int, int], float] = {}
    for (one, other), weighed in table.items():
        key = old_of[one], new_of[other]
        if weighed.log_odds > floor and weighed.log_odds > best.get(key, -math.inf):
            best[key] = weighed.log_odds
    chosen = assign({key: value - floor for key, value in best.items()})
    needed = math.log(CERTAIN / (1 - CERTAIN))
    chosen_back = {other: one for one, other in chosen.items()}
    by_old: dict[int, list[tuple[int, int]]] = defaultdict(list)
    by_new: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in best:
        by_old[pair[0]].append(pair)
        by_new[pair[1]].append(pair)
    pairs = []
    for one, other in sorted(chosen.items()):
        value = best[one, other]
        rivals = [
            best[pair]
            for pair in (*by_old[one], *by_new[other])
            if pair != (one, other) and not _better_off(pair, best, chosen, chosen_back)
        ]
        clear = value - max(rivals, default=-math.inf) >= LEAD
        pairs.append(((old_groups[one], new_groups[other]), value >= needed and clear))
    return Pass(table=table, old_of=old_of, new_of=new_of, edges=best, linked=pairs, floor=floor, added=added)


def _better_off(
    pair: tuple[int, int],
    best: Mapping[tuple[int, int], float],
    chosen: Mapping[int, int],
    chosen_back: Mapping[int, int],
) -> bool:
    """One end of a rival link has a counterpart that suits it better, and so does not compete."""
    one, other = pair
    mine, theirs = chosen.get(one), chosen_back.get(other)
    if mine is not None and mine != other and best[one, mine] > best[pair]:
        return True
    return theirs is not None and theirs != one and best[theirs, other] > best[pair]


def _pair_mentions(old: Group, new: Group, table: Mapping[tuple[int, int], Weighed]) -> list[Weighed]:
    """Each mention with the nearest of the other side, so that every mention with a counterpart is linked."""
    rows = [table[a.number, b.number] for a in old for b in new if (a.number, b.number) in table]
    rows.sort(key=lambda row: (-row.log_odds, row.new.number, row.old.number))
    taken: list[Weighed] = []
    old_seen: set[int] = set()
    new_seen: set[int] = set()
    for row in rows:
        if row.old.number not in old_seen and row.new.number not in new_seen:
            taken.append(row)
            old_seen.add(row.old.number)
            new_seen.add(row.new.number)
    for row in rows:
        if row.old.number not in old_seen or row.new.number not in new_seen:
            taken.append(row)
            old_seen.add(row.old.number)
            new_seen.add(row.new.number)
    return taken


def _in_their_places(
    found: Sequence[tuple[Weighed, bool]], table: Mapping[tuple[int, int], Weighed], setting: Setting
) -> list[tuple[Weighed, bool]]:
    """The links, with those apart where a version states one fact with two values: where a headline or caption kept
    the old one, the mention whose own place has the new one is linked there and no longer with the headline."""
    rows = [row for row, _ in found]
    of_old, of_new = _by_end(rows, 0), _by_end(rows, 1)
    dropped: set[tuple[int, int]] = set()
    added: list[tuple[Weighed, bool]] = []
    for row in table.values():
        here = COMPARISONS["place"](row.old, row.new, setting)
        if here < _OWN_PLACE or row.log_odds < 0:
            continue
        one, other = row.old.number, row.new.number
        if (one in of_old) == (other in of_new):
            continue
        mine, theirs = (of_old[one], of_new) if one in of_old else (of_new[other], of_old)
        far = [theirs[(link.new if theirs is of_new else link.old).number] for link in mine]
        if all(len(links) > 1 for links in far) and all(COMPARISONS["place"](a.old, a.new, setting) <= 0 for a in mine):
            dropped |= {(link.old.number, link.new.number) for link in mine}
            added.append((row, True))
    kept = [(row, certain) for row, certain in found if (row.old.number, row.new.number) not in dropped]
    return kept + added


def _by_end(rows: Sequence[Weighed], end: int) -> dict[int, list[Weighed]]:
    found: dict[int, list[Weighed]] = defaultdict(list)
    for row in rows:
        found[(row.old, row.new)[end].number].append(row)
    return dict(found)


def _unmoved(
    found: Sequence[tuple[Weighed, bool]], table: Mapping[tuple[int, int], Weighed], setting: Setting
) -> list[Weighed]:
    """Mentions left over in a sentence that did not change: a caption or headline that kept an old value."""
    old_seen = {weighed.old.number for weighed, _ in found}
    new_seen = {weighed.new.number for weighed, _ in found}
    same = COMPARISONS["same_text"]
    return [
        weighed
        for weighed in table.values()
        if (weighed.old.number not in old_seen or weighed.new.number not in new_seen)
        and same(weighed.old, weighed.new, setting)
    ]


def _restatements(weighed: Weighed, certain: bool) -> list[FigureLink]:
    """The figures in brackets behind two linked figures, by unit; where the units changed places, by that. One that the
    other version gives by itself and not in brackets goes with it."""
    old_claim, new_claim = weighed.old.claim, weighed.new.claim
    left_old, left_new = list(weighed.old.restatements), list(weighed.new.restatements)
    both: list[tuple[Claim, Claim, str]] = []
    for old in weighed.old.restatements:
        units = [_unit(old), _unit(old_claim)] if _unit(old) == _unit(new_claim) else [_unit(old)]
        new = next((claim for claim in left_new if _unit(claim) in units), None)
        if new is not None:
            left_old.remove(old)
            left_new.remove(new)
            both.append((old, new, "both restate the linked figures in front of them"))
    alone = "it restates the figure in front of it, and the other version gives it by itself"
    both += [(old, new_claim, alone) for old in left_old if _is_same(old, new_claim)]
    both += [(old_claim, new, alone) for new in left_new if _is_same(old_claim, new)]
    score = round(weighed.probability, 4)
    return [
        FigureLink(old=old, new=new, score=score, certain=certain, reasons=(Reason(rule="restates", text=text),))
        for old, new, text in both
    ]


def _is_same(one: Claim, other: Claim) -> bool:
    """Whether two figures have one unit and one value."""
    if one.figure is None or other.figure is None or one.figure.unit != other.figure.unit:
        return False
    return compare_values(one.figure, other.figure) is Order.EQUAL


def _unit(claim: Claim) -> str | None:
    return claim.figure.unit if claim.figure else None
