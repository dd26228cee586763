"""Kill an import again and again, and look at what it leaves: ``python killing.py FOLDER KILLS SEED``.

Half of the imports are killed by a clock, wherever they then are, in the middle of a write or between two; the others
kill themselves after so many steps of SQLite, the same each time. Prints a line of JSON for each: how many versions it
left. Fails where an archive is not whole after a kill, or the import run again does not complete it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a program, it lies beside the other tests

import storyver.keeping as keeping
from archive.archived import capture
from storyver import Archive

VERSIONS, STORIES = 200, 10
BATCH = 16
STEPS = 50
"""Between two looks at whether it is time to die."""

CAPTURES = [capture(f"wall {number % STORIES}", number) for number in range(1, VERSIONS + 1)]
PLACES = {one.data: number for number, one in enumerate(CAPTURES)}


def import_all(path: Path, steps: int | None = None) -> int:
    """Import everything, dying after so many looks where a number is given; return how many there were."""
    taken = 0

    def look() -> int:
        nonlocal taken
        taken += 1
        if steps is not None and taken >= steps:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with Archive(path) as archive:
        archive._store._connection.set_progress_handler(look, STEPS)
        archive.add(CAPTURES)
    return taken


def killed(path: Path, *, seconds: float | None = None, steps: int | None = None) -> None:
    """Import in a process of its own, which is killed after so long or so many steps."""
    child = os.fork()
    if not child:
        import_all(path, steps)
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def left(path: Path) -> int:
    """How many versions there are, each of which has to be whole, in an archive that has to be so too."""
    with Archive(path) as archive:
        assert archive.verify().damages == (), archive.verify().damages
        found = [one for story in archive.stories() for one in archive.captures(story.name)]
    assert found == [CAPTURES[PLACES[one.data]] for one in found]
    assert len({one.data for one in found}) == len(found)
    return len(found)


def main() -> None:
    """Kill, look, complete."""
    folder, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(seed)
    began = time.monotonic()
    steps = import_all(folder / "whole.db")
    whole = time.monotonic() - began
    for number in range(kills):
        path = folder / f"{number}.db"
        if number % 2:
            killed(path, seconds=chance.uniform(0, whole))
        else:
            killed(path, steps=chance.randrange(1, steps))
        versions = left(path)
        import_all(path)
        assert left(path) == VERSIONS
        print(json.dumps(versions), flush=True)
        path.unlink()


if __name__ == "__main__":
    with mock.patch.object(keeping, "BATCH", BATCH):
        main()
