"""The reviewers' desk in the examples of the documents: started as a command says, and decided at as a block says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from review.asking import posted
from storyver.review import server
from storyver.review.app import make_app
from storyver.review.desk import Desk
from storyver.review.queue import Show

TOKEN = "secret"
PORT = 8123
ACTS = {"c": "confirm", "r": "reject"}
"""What the keys do; ``tests/browser`` presses them in earnest."""
SEE_OTHER = 303


@contextmanager
def desks() -> Iterator[list[Desk]]:
    """The desks that commands start from now on, none of which waits for anybody."""
    started: list[Desk] = []

    def serve(desk: Desk, *, port: int, browser: bool, told: Callable[[str], None]) -> None:
        assert (port, browser) == (0, True)
        started.append(desk)
        told(f"http://127.0.0.1:{PORT}/{TOKEN}/")

    with patch.object(server, "serve", serve):
        yield started


def decide(desk: Desk, body: str) -> None:
    """Decide as the lines of a block say: a key, and of what the queue has the one with these words."""
    app = make_app(desk, TOKEN, PORT)
    for line in body.splitlines():
        key, _, summary = line.partition(" ")
        queue = desk.state().shown(Show.OPEN, desk.reviewer)
        (item,) = (one for one in queue if one.change and one.change.summary == summary.strip())
        assert posted(app, f"/{TOKEN}/item/{item.key}", act=ACTS[key]).status == SEE_OTHER
