"""Figures of unchanged sentences that are not weighed against one another."""

from __future__ import annotations

import inspect
import itertools
import random

import pytest

import storyver
from repository import ROOT
from storyver.align import claims, weighed
from storyver.align.blocking import candidate_pairs
from storyver.align.claims import align_figures
from storyver.align.comparisons import COMPARISONS
from storyver.align.memory import Memory
from storyver.align.outweighed import Settled
from storyver.align.pairing import IN_A_SETTING
from storyver.align.sentences import align_sentences
from storyver.align.setting import make_setting
from storyver.align.sides import Side
from storyver.align.weighing import weigh
from storyver.model import Version
from storyver.pipeline import read
from storyver.sources import read_version

STORIES = sorted(path.parent.name for path in (ROOT / "corpus").glob("*/story.toml"))


def versions(story: str) -> tuple[Version, ...]:
    """The versions of a story of the corpus."""
    return storyver.read(ROOT / "corpus" / story).versions


def shuffled(text: str, seed: int) -> str:
    """The text with its paragraphs in another order: every sentence is unchanged, and most have moved."""
    paragraphs = text.strip().split("\n\n")
    random.Random(seed).shuffle(paragraphs)
    return "\n\n".join(paragraphs) + "\n"


@pytest.mark.parametrize("story", STORIES)
def test_no_pair_is_worth_more_than_it_was_settled_for(story: str) -> None:
    """What a pair of settled figures comes to is never more than was thought when it was left out."""
    for version in versions(story):
        old, new = Side(read(version)), Side(read(read_version(shuffled(version.text, 1))))
        setting = make_setting(old, new, align_sentences(old, new))
        settled = Settled(old.mentions, new.mentions, setting, None)
        every = {(a.number, b.number) for a, b in candidate_pairs(old.mentions, new.mentions, setting)}
        kept = {(a.number, b.number) for a, b in candidate_pairs(old.mentions, new.mentions, setting, settled)}
        for a, b in every - kept:
            assert weigh(old.mentions[a], new.mentions[b], setting).log_odds <= settled.most(a, b)


def test_one_temperature_on_two_scales_is_weighed() -> None:
    """Settled figures of one value may be one fact told twice, be it in another unit with another zero."""
    first, second = "It was 38°C in Castrel.", "Forecasters said that Castrel had been at 100°F."
    old, new = (Side(read(read_version("\n\n".join(lines)))) for lines in ((first, second), (second, first)))
    setting = make_setting(old, new, align_sentences(old, new))
    settled = Settled(old.mentions, new.mentions, setting, None)
    kept = {(a.figure.unit, b.figure.unit) for a, b in candidate_pairs(old.mentions, new.mentions, setting, settled)}
    assert kept == {("°C", "°C"), ("°F", "°F"), ("°C", "°F"), ("°F", "°C")}


@pytest.mark.parametrize("story", STORIES)
def test_links_are_those_of_all_pairs(story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between neighbours and between distant versions the same is linked as where every pair is weighed."""
    memory = Memory()
    texts = [version.text for version in versions(story)]
    sides = [Side(read(read_version(text)), memory) for text in (*texts, shuffled(texts[-1], 2))]
    pairs = [(old, new, align_sentences(old, new)) for old, new in itertools.combinations(sides, 2)]
    fast = [align_figures(*pair) for pair in pairs]
    monkeypatch.setattr(claims, "Settled", lambda *_: Settled((), (), _[2], None))
    monkeypatch.setattr(weighed, "weigh_above", lambda _, *pair: weigh(*pair))
    assert fast == [align_figures(*pair) for pair in pairs]


def test_what_depends_on_the_versions_is_not_remembered() -> None:
    """Every comparison that asks for the setting, or for the place in the text, is found anew in any two versions."""
    asks = {
        name
        for name, rule in COMPARISONS.items()
        if not any(f"def {name}(old: Mention, new: Mention, _: Setting)" in line for line in source(rule))
    }
    assert asks | {"order"} == IN_A_SETTING


def source(rule: object) -> list[str]:
    """The lines of a comparison's function."""
    return inspect.getsource(inspect.unwrap(rule)).splitlines()  # type: ignore[arg-type]
