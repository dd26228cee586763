"""One short function for each command. What is heavy is imported where it is used."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from storyver.cli.codes import ACT, DONE
from storyver.cli.stories import archive_of, story_of, story_or_versions
from storyver.errors import UsageError
from storyver.model import AuditResult, Decision, DiffResult, Importance, Result, Standing, Story, Version
from storyver.report import BINARY, READABLE, render, render_binary


def figures(arguments: argparse.Namespace) -> int:
    """The figures of one version."""
    import storyver

    result = storyver.figures(arguments.file)
    _deliver(result, arguments, (result.version,), (arguments.file,))
    return DONE


def diff(arguments: argparse.Namespace) -> int:
    """What changed between two versions, or between two of a story."""
    import storyver
    from storyver.selection import factual_changes

    old, new, versions, decisions = _compared(arguments)
    result = storyver.diff(old, new, decisions=decisions)
    _deliver(result, arguments, versions, arguments.paths)
    return ACT if (arguments.exit_code and factual_changes(result)) or _is_too_much(result, arguments) else DONE


def track(arguments: argparse.Namespace) -> int:
    """Every fact over all versions."""
    import storyver
    from storyver.narrowing import Wanted, narrow

    result = storyver.track(story_or_versions(arguments, minimum=2), audited=arguments.format in READABLE)
    wanted = Wanted(
        fact=arguments.fact,
        since=arguments.since,
        until=arguments.until,
        changed=arguments.changed,
        importance=Importance(arguments.importance) if arguments.importance else None,
    )
    _deliver(narrow(result, wanted), arguments, result.versions, arguments.paths)
    return DONE


def blame(arguments: argparse.Namespace) -> int:
    """Where each figure and quotation of a version comes from."""
    import storyver

    result = storyver.blame(arguments.file, story_of(arguments.story, arguments))
    _deliver(result, arguments, result.versions, (arguments.file, arguments.story))
    return DONE


def check(arguments: argparse.Namespace) -> int:
    """Which figures of a version or a story do not fit together."""
    import storyver

    result = storyver.check(story_of(arguments.path, arguments))
    _deliver(result, arguments, result.versions, (arguments.path,))
    least = Standing(arguments.fail_on)
    return ACT if any(least is not Standing.WRONG or one.standing is least for one in result.findings) else DONE


def audit(arguments: argparse.Namespace) -> int:
    """Which changes of fact a story admits."""
    import storyver

    result = storyver.audit(story_or_versions(arguments, minimum=2))
    _deliver(result, arguments, result.versions, arguments.paths)
    return ACT if (arguments.exit_code and result.unadmitted) or _is_too_much(result, arguments) else DONE


def _is_too_much(result: DiffResult | AuditResult, arguments: argparse.Namespace) -> bool:
    """Whether there is a change of the importance that ``--fail-on`` names, or of a greater one."""
    from storyver.selection import weighty_changes

    return arguments.fail_on is not None and bool(weighty_changes(result, Importance(arguments.fail_on)))


def _compared(
    arguments: argparse.Namespace,
) -> tuple[Path | Version, Path | Version, Sequence[Version], Sequence[Decision]]:
    """The two versions to compare, all that were read to find them, and what was decided of these."""
    from storyver.selection import chosen_pair
    from storyver.sources import read_story

    match arguments.paths:
        case [name]:
            found = story_of(name, arguments, minimum=2)
            story = found if isinstance(found, Story) else read_story(found, minimum=2)
            return *chosen_pair(story, arguments.earlier, arguments.later), story.versions, story.decisions
        case [old, new] if arguments.earlier is None and arguments.later is None:
            return Path(old), Path(new), (), ()
        case [_, _]:
            what, remedy = "--from and --to choose from a story's folder", "leave them out, or give the folder alone"
        case _:
            what, remedy = "more than two versions", "give two, or compare them all with storyver track"
    raise UsageError(what=what, where="storyver diff", remedy=remedy)


def _deliver(
    result: Result,
    arguments: argparse.Namespace,
    versions: Iterable[Version],
    inputs: Iterable[Path | str],
) -> None:
    """Write the report to where it was asked for."""
    from storyver.output import write_file, write_stdout

    report = _report(result, arguments)
    if arguments.output is None:
        write_stdout(report)
    else:
        paths = [Path(one) for one in inputs]
        paths += [archive_of(arguments), *(path / "story.toml" for path in paths)]
        paths += [Path(version.source) for version in versions if version.source]
        write_file(report, arguments.output, paths)


def _report(result: Result, arguments: argparse.Namespace) -> str | bytes:
    """The report as it was asked for."""
    from storyver.output import FILE_OR_PIPE, screen

    if arguments.format in BINARY:
        return render_binary(result, arguments.format)
    shown = FILE_OR_PIPE if arguments.output else screen()
    everything = getattr(arguments, "all", False)
    return render(result, arguments.format, width=shown.width, colour=shown.colour, everything=everything)
