"""What a worker does: a shard's stories become Arrow files, or Arrow files a part of the dataset.

A task may be run twice, or by two workers at once: it leaves the same files, whole, and returns the same summary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from storyver.batching.code import MODEL, made_with
from storyver.batching.place import Place, move_file, move_folder, read_json, summary_of, write_json
from storyver.batching.records import Record, unpacked
from storyver.batching.retrying import Kept, kept_rows
from storyver.batching.rows import Of, Rows, failed_row, outlet_of, story_rows
from storyver.batching.spool import between, key_of, read
from storyver.batching.tables import Writer, batches_of, write_part
from storyver.errors import BatchError, StoryverError
from storyver.model import Capture, Story

Spec = dict[str, Any]
"""A task as plain values: it goes to other processes and machines."""
Summary = dict[str, Any]
Told = Callable[[int | None, int], None]
"""Is told which story of the shard is next, None behind the last one, and how many versions are done."""


@contextmanager
def reading_as(spec: Spec) -> Iterator[None]:
    """Within it, names and subjects are read by what the batch was begun with. Raise BatchError where that is another
    here."""
    from storyver.pipeline import current_model, using_model

    with using_model(spec["model"]):
        here = made_with(current_model()).get(MODEL)
        if here != spec["made_with"].get(MODEL):
            what = f"is another model than the batch was started with ({here})"
            raise BatchError(what=what, where=str(spec["model"]), remedy="install the same on all machines")
        yield


def run(spec: Spec, told: Told) -> Summary:
    """Do a task."""
    return _merge(spec) if "table" in spec else _analyse(spec, told)


def _analyse(spec: Spec, told: Told) -> Summary:
    place = Place(out=Path(spec["out"]))
    target = place.shard(spec["shard"])
    if (found := summary_of(target)) is not None:
        return found
    folder = place.temporary()
    writer = Writer(folder)
    stories = failed = done = 0
    kept = _kept(place, spec)
    for number, (of, records) in enumerate(_stories(place, spec)):
        told(number, done)
        rows = kept[of.id] if of.id in kept else _rows(of, records, spec, aside=spec["aside"].get(str(number)))
        writer.add(rows)
        failed += "versions" not in rows
        stories += "versions" in rows
        done += len(records)
    told(None, done)
    writer.close()
    counts = {"stories": stories, "failed": failed, "versions": done, "rows": writer.rows}
    return move_folder(folder, target, counts)


def _kept(place: Place, spec: Spec) -> Kept:
    """The rows of stories that are analysed already, where the shard is done again for the sake of others."""
    if spec["kept"] is None:
        return {}
    return kept_rows(place, spec["kept"], (of.id for of, _ in _stories(place, spec)))


def try_alone(spec: Spec) -> None:
    """Analyse one story of a shard, and keep nothing."""
    for number, (of, records) in enumerate(_stories(Place(out=Path(spec["out"])), spec)):
        if number == spec["only"]:
            _rows(of, records, spec, aside=None)


def _stories(place: Place, spec: Spec) -> Iterator[tuple[Of, list[Record]]]:
    """The stories of a shard in their order, each with what was gathered of it."""
    folders = [place.gathered / name for name in spec["gathered"]]
    for group in between(folders, bytes.fromhex(spec["first"]), bytes.fromhex(spec["last"])):
        stories: dict[tuple[str, str], list[Record]] = {}
        for entry in group:
            record = unpacked(read(entry))
            stories.setdefault((record.name, record.group), []).append(record)
        seen: dict[str, int] = {}
        for (name, _), records in stories.items():
            seen[name] = seen.get(name, 0) + 1
            key = key_of(name if seen[name] == 1 else f"{name}\x1f{seen[name]}")
            outlet = next((told for one in records if (told := one.content.outlet)), None)
            yield Of(id=key.hex(), name=name, outlet=outlet), records


def _rows(of: Of, records: list[Record], spec: Spec, *, aside: dict[str, str] | None) -> Any:
    """The rows of a story as Arrow has them: of one that fails, only that in ``skipped``."""
    if aside is None:
        try:
            return batches_of(_analysed(of, records, spec))
        except MemoryError:
            raise
        except StoryverError as error:
            aside = {"error": type(error).__name__, "reason": str(error)}
        except Exception as error:  # whatever a hostile text leads to
            aside = {"error": type(error).__name__, "reason": " ".join(str(error).split())[:500]}
    content = records[0].content
    source = content.source if isinstance(content, Capture) else content.version.source
    return batches_of({"skipped": [failed_row(of, source=source, versions=len(records), **aside)]})


def _analysed(of: Of, records: list[Record], spec: Spec) -> Rows:
    from storyver.pipeline import analyse

    story = _story(records)
    of = replace(of, outlet=outlet_of(story, of.outlet))
    return story_rows(analyse(story), of, with_text=spec["options"]["keep_text"])


def _story(records: list[Record]) -> Story:
    """The story that records are of: one that came whole in the order in which it did, others as their source."""
    from storyver.sources import read_captured

    captures = [one.content for one in records if isinstance(one.content, Capture)]
    if captures:
        story = read_captured(captures)
        titles = [one.story_title for one in captures if one.story_title]
        urls = [one.story_url for one in captures if one.story_url]
        return replace(story, title=titles[-1] if titles else None, url=urls[-1] if urls else story.url)
    whole = [one.content for one in records if not isinstance(one.content, Capture)]
    return replace(
        whole[0].story, versions=tuple(one.version for one in whole), order=tuple(one.order for one in whole)
    )


def _merge(spec: Spec) -> Summary:
    place = Place(out=Path(spec["out"]))
    table, number = spec["table"], spec["part"]
    summary, target = place.summary(table, number), place.part(table, number)
    found: Summary | None = read_json(summary)
    if found is not None and target.exists() and target.stat().st_size == found["bytes"]:
        return found
    sources = [place.work / source for source in spec["sources"]]
    temporary = place.temporary()
    written = {
        "table": table,
        "file": target.relative_to(place.out).as_posix(),
        **write_part(table, sources, temporary),
    }
    move_file(temporary, target)
    write_json(written, summary, place.temporary())
    return written
