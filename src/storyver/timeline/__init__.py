"""Changes over N versions → facts: every figure of every version in exactly one, and where those of one come from."""

from storyver.timeline.blame import annotate
from storyver.timeline.facts import trace

__all__ = ["annotate", "trace"]
