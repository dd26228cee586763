"""A process that reads figures with one library: ``python readers.py NAME``, run by the interpreter that has it.

Only the standard library and that one library are imported, so that the peers can live in an environment of their own.
The first line written is ``{"ready": version}`` or ``{"problem": reason}``. Each line read is
``{"read": [sentence, …]}``, answered by one line for each sentence,
``{"readings": [[start, end, low, high, unit], …]}`` or ``{"problem": reason}``; or ``{"time": [sentence, …]}``,
answered by ``{"seconds": …}``, the processor time of the library's own calls.
Offsets are code points; ``unit`` is the library's own name of it.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Row = tuple[int, int, float, float, "str | None"]


@dataclass(frozen=True)
class Reader:
    """A library: its call on one sentence, and what that gives as rows."""

    version: str
    call: Callable[[str], Any]
    rows: Callable[[Any], Iterable[Row]]
    forget: Callable[[], None] = lambda: None
    """Called before each timed run, so that no sentence is answered from memory."""


def storyver_call() -> Reader:
    """The public call, ``storyver.figures``."""
    storyver = importlib.import_module("storyver")
    return Reader(
        version=importlib.metadata.version("storyver"),
        call=storyver.figures,
        rows=lambda result: figure_rows(result.figures),
        forget=forget_texts,
    )


def storyver_reader() -> Reader:
    """The reader of figures alone, without looking for headings and notices in the text."""
    module = importlib.import_module("storyver.extract.figures")
    return Reader(
        version=importlib.metadata.version("storyver"),
        call=module.read_figures,
        rows=lambda result: figure_rows(result[0]),
        forget=forget_texts,
    )


def figure_rows(figures: Iterable[Any]) -> Iterable[Row]:
    """storyver's figures but for dates."""
    return [(one.start, one.end, one.low, one.high, one.unit) for one in figures if one.low is not None]


def forget_texts() -> None:
    """Empty storyver's bounded caches, which hold texts and numbers; the others hold its tables."""
    for name, module in list(sys.modules.items()):
        if name.startswith("storyver"):
            for value in vars(module).values():
                if hasattr(value, "cache_parameters") and value.cache_parameters()["maxsize"] is not None:
                    value.cache_clear()


def quantulum() -> Reader:
    """quantulum3 as it comes, with its classifier. A range is its middle and an uncertainty."""
    parser = importlib.import_module("quantulum3.parser")
    return Reader(version=importlib.metadata.version("quantulum3"), call=parser.parse, rows=quantity_rows)


def quantity_rows(quantities: Iterable[Any]) -> Iterable[Row]:
    """The quantities, a currency by its ISO code where quantulum3 gives it."""
    for one in quantities:
        around = one.uncertainty or 0.0
        unit = getattr(one.unit, "currency_code", None) or one.unit.name
        unit = None if one.unit.name == "dimensionless" else unit
        yield (*one.span, one.value - around, one.value + around, unit)


def recognizers() -> Reader:
    """Recognizers-Text: all its models that read a quantity, and of its dates and times the durations."""
    units = importlib.import_module("recognizers_number_with_unit").NumberWithUnitRecognizer("en-us")
    numbers = importlib.import_module("recognizers_number").NumberRecognizer("en-us")
    times = importlib.import_module("recognizers_date_time").DateTimeRecognizer("en-us")
    models = [
        units.get_currency_model(),
        units.get_age_model(),
        units.get_dimension_model(),
        units.get_temperature_model(),
        numbers.get_number_model(),
        numbers.get_percentage_model(),
        times.get_datetime_model(),
    ]
    return Reader(
        version=importlib.metadata.version("recognizers-text"),
        call=lambda sentence: [found for model in models for found in model.parse(sentence)],
        rows=lambda found: [row for one in found if (row := recognized_row(one)) is not None],
    )


def recognized_row(one: Any) -> Row | None:
    """A result of Recognizers-Text, whose ends are inclusive. None for a date, and for a result without a value."""
    resolution = one.resolution or {}
    value, unit = resolution.get("value"), resolution.get("unit")
    if one.type_name == "datetimeV2.duration":
        value, unit = duration(resolution["values"][0])
    elif one.type_name == "percentage":
        value, unit = str(value).rstrip("%"), "%"
    elif one.type_name in {"currency", "temperature"}:
        unit = resolution.get("isoCurrency") or f"{one.type_name}: {unit}"
    elif one.type_name.startswith("datetime"):
        return None
    try:
        number = float(str(value).replace(",", ""))
    except ValueError:
        return None
    return (one.start, one.end + 1, number, number, unit)


TIMES = {"Y": "year", "W": "week", "D": "day", "TH": "hour", "TM": "minute", "TS": "second", "M": "month"}


def duration(resolved: dict[str, str]) -> tuple[str, str]:
    """The value and unit of a duration: of its TIMEX where it has one unit (``P9M``), else in seconds."""
    simple = re.fullmatch(r"P(T?)([\d.]+)([A-Z])", resolved.get("timex", ""))
    if simple and simple[1] + simple[3] in TIMES:
        return simple[2], TIMES[simple[1] + simple[3]]
    return resolved.get("value", ""), "second"


READERS = {
    "storyver": storyver_call,
    "storyver's reader alone": storyver_reader,
    "quantulum3": quantulum,
    "Recognizers-Text": recognizers,
}


def answer(reader: Reader, line: str) -> Iterable[dict[str, Any]]:
    """The answers to one line that was read."""
    asked = json.loads(line)
    if "time" in asked:
        reader.forget()
        began = time.process_time()
        for sentence in asked["time"]:
            with contextlib.suppress(Exception):
                reader.call(sentence)
        yield {"seconds": time.process_time() - began}
        return
    for sentence in asked["read"]:
        try:
            yield {"readings": list(reader.rows(reader.call(sentence)))}
        except Exception as problem:  # a peer's fault in one sentence is counted and the rest goes on
            yield {"problem": f"{type(problem).__name__}: {problem}"}


def main() -> None:
    """Answer line by line, on one core; what the library prints goes to standard error."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    written, sys.stdout = sys.stdout, sys.stderr

    def say(told: dict[str, Any]) -> None:
        written.write(json.dumps(told) + "\n")
        written.flush()

    try:
        reader = READERS[sys.argv[1]]()
        reader.call("It is 5 km long and cost $3 million.")
    except Exception as problem:  # whatever keeps a peer from starting is its reason
        say({"problem": f"{type(problem).__name__}: {problem}"})
        return
    say({"ready": reader.version})
    for line in sys.stdin:
        for told in answer(reader, line):
            say(told)


if __name__ == "__main__":
    main()
