"""Settings of the whole suite: properties are tried on the same examples each time, nothing is timed, and a trained
pipeline that happens to be installed reads nothing."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("same_every_time", derandomize=True, deadline=None)
settings.load_profile("same_every_time")

os.environ["STORYVER_MODEL"] = "none"
