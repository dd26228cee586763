"""Fetching from the web, which only the command ``fetch`` does: pages as they are, and as archives have them."""

from __future__ import annotations

from storyver.web.archive import Tally, fetch_captures
from storyver.web.client import Client, Limits
from storyver.web.listing import WAYBACK, Server
from storyver.web.page import Fetched, fetch_page

__all__ = ["WAYBACK", "Client", "Fetched", "Limits", "Server", "Tally", "fetch_captures", "fetch_page"]
