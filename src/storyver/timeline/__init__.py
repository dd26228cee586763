"""Changes over N versions → facts: every figure of every version in exactly one."""

from storyver.timeline.facts import trace

__all__ = ["trace"]
