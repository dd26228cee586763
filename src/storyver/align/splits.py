"""Sentences that were split in several or merged from several."""
from __future__ import annotations


def absorb(likeness, links):
    return [((i,), (j,)) for i, j in links.items()]
