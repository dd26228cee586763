"""Measure what an archive takes of disk and time.

    python tests/benchmarks/archive.py [--quick] [--stories N] [--folder FOLDER]

The texts are made from the corpus by a seeded generator, ``costs/texts.py``: stories of four versions, and chains of
31, of 819 words, 5 % of which change from one version to the next. An archive is made of the stories one after the
other, and another of the first version of each, then the second of each and so on, as a tracker would fill it. Texts
are made before the clock runs. Times are processor time of one core; import also by the clock, with waiting for the
disk. It is a measurement and no test.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the packages of the benchmarks lie beside the tests

from benchmarks.costs.measures import SHARE, VERSIONS, WORDS, one_core, seconds
from benchmarks.costs.texts import Writer
from benchmarks.reading.tables import machine, table
from storyver import Archive, remembering, track
from storyver.extract import figure_readings, sentence_readings, sentences, statements
from storyver.model import Analyses, Capture, DateSource, PublicationDate, Reading, Story, Verification
from storyver.pipeline import read

STORIES, EACH = 25_000, 4
CHAINS, BY_TURNS = 400, 20
READ = 500
"""Stories that are read again, spread over the archive."""
PORTION = 250
"""Stories whose texts are made at once."""


def main() -> None:
    """Measure and print, each table as soon as it is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few stories")
    parser.add_argument("--stories", type=int, default=STORIES, help="of four versions (%(default)s)")
    parser.add_argument("--folder", type=Path, help="where the archives are made (a temporary folder)")
    options = parser.parse_args()
    stories, chains = (20, 2) if options.quick else (options.stories, CHAINS)
    one_core()
    print(f"{machine()}; {WORDS} words a version, {100 * SHARE:.0f} % changed.\n")
    with tempfile.TemporaryDirectory(dir=options.folder) as place:
        rows = [
            measured(f"{stories:,} stories of {EACH}", Path(place) / "one.db", portions(stories, EACH)),
            measured(
                "the same, a version of each at a time", Path(place) / "two.db", by_turns(min(stories, 2_500), EACH)
            ),
            measured(f"{chains:,} chains of {VERSIONS}", Path(place) / "three.db", portions(chains, VERSIONS)),
            measured(
                "some of these, a version of each at a time", Path(place) / "four.db", by_turns(BY_TURNS, VERSIONS)
            ),
            measured("one chain", Path(place) / "five.db", portions(1, VERSIONS)),
        ]
        head = ("", "versions", "raw MB", "file to raw", "frames to raw", "versions/s, CPU", "versions/s", "read, ms")
        print(table((*head, "verify, s"), rows), end="\n\n", flush=True)
        print(reading_table(Path(place) / "three.db"))


def capture(story: int, number: int, text: str) -> Capture:
    """A version as a tracker's table has it."""
    date = PublicationDate(value=f"2031-03-{number:02}T10:00Z", source=DateSource.COLUMN, evidence="fetched")
    return Capture(
        data=text.encode(),
        media="text/plain",
        source=f"news.csv#{story * 100 + number}",
        story=f"https://news.example/2031/story-{story:05}",
        number=number,
        dates=(date,),
    )


def portions(stories: int, versions: int) -> Iterator[list[Capture]]:
    """Whole stories, one after the other."""
    for first in range(0, stories, PORTION):
        yield [
            capture(story, number, text)
            for story in range(first, min(first + PORTION, stories))
            for number, text in enumerate(Writer(story).chain(versions, WORDS, SHARE), start=1)
        ]


def by_turns(stories: int, versions: int) -> Iterator[list[Capture]]:
    """The first version of each story, then the second of each."""
    whole = [one for some in portions(stories, versions) for one in some]
    for number in range(1, versions + 1):
        yield [one for one in whole if one.number == number]


def measured(name: str, path: Path, captures: Iterable[list[Capture]]) -> tuple[str, ...]:
    """Import everything, read some stories again and look through the archive: a row of the table."""
    versions = raw = 0
    found: list[Verification] = []
    processor = clock = 0.0
    with Archive(path) as archive:
        for some in captures:
            began = time.process_time(), time.perf_counter()
            versions += archive.add(some).added
            processor, clock = processor + time.process_time() - began[0], clock + time.perf_counter() - began[1]
            raw += sum(len(one.data) for one in some)
    with Archive(path, create=False) as archive:
        names = [one.name for one in archive.stories()]
        chosen = names[:: max(1, len(names) // READ)]
        verifying = seconds(lambda: found.append(archive.verify()))
        assert found[0].damages == ()
        packed = archive._store._connection.execute("SELECT sum(length(packed)) FROM frames").fetchone()[0]
    reading = list(map(min, read_again(path, chosen), read_again(path, chosen)))
    read_in = f"{1000 * statistics.median(reading):.2f} (at most {1000 * max(reading):.1f})"
    return (
        name,
        f"{versions:,}",
        f"{raw / 1e6:,.1f}",
        f"{path.stat().st_size / raw:.3f}",
        f"{packed / raw:.3f}",
        f"{versions / processor:,.0f}",
        f"{versions / clock:,.0f}",
        read_in,
        f"{verifying:.1f}",
    )


def read_again(path: Path, names: list[str]) -> list[float]:
    """Seconds to read each story from an archive that is opened anew.

    What a process's first story costs on top is not counted, such as patterns that every reader of a text needs, nor
    the collector, which would look through all that was made before.
    """
    with Archive(path, create=False) as archive:
        archive.story(names[-1])
        gc.disable()
        taken = [seconds(lambda name=name: archive.story(name)) for name in names]  # type: ignore[misc]
        gc.enable()
    return taken


def reading_table(path: Path) -> str:
    """What a story costs from the archive, beside what is done with it then, without analyses and with them."""
    taken: dict[str, list[float]] = {}
    with Archive(path, create=False) as archive:
        for name in [one.name for one in archive.stories()][1:6]:
            story, analyses = archive.story(name), archive.analyses(name)

            def readings(story: Story = story) -> list[Reading]:
                return [read(one) for one in story.versions]

            def remembered(run: Callable[[], object], analyses: Analyses = analyses) -> None:
                with remembering(analyses):
                    run()

            followed = partial(track, story)
            for what, run in (
                ("from the archive", partial(archive.story, name)),
                ("all claims of its versions, nothing known", readings),
                ("the same, first with analyses", partial(remembered, readings)),
                ("the same again, from analyses", partial(remembered, readings)),
                ("track, nothing known", followed),
                ("track, from analyses", partial(remembered, followed)),
            ):
                forget()
                taken.setdefault(what, []).append(1000 * seconds(run))
        stories, size = archive.analysed()
    lines = [(what, f"{statistics.median(some):.1f}") for what, some in taken.items()]
    kept = f"\nAnalyses take {size / stories:,.0f} bytes a story.\n"
    return table((f"a story of {VERSIONS} versions", "ms"), lines) + "\n" + kept


def forget() -> None:
    """Leave nothing of earlier paragraphs in the process's memory."""
    for module in (figure_readings, sentence_readings, sentences, statements):
        for one in vars(module).values():
            if hasattr(one, "cache_clear") and one.cache_info().maxsize != 1:
                one.cache_clear()


if __name__ == "__main__":
    main()
