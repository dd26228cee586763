"""Settings of the whole suite: properties are tried on the same examples each time, and nothing is timed."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same_every_time", derandomize=True, deadline=None)
settings.load_profile("same_every_time")
