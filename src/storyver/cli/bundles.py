"""The commands ``bundle`` and ``attach``, and what ``verify`` does with a bundle: what they take and what they do."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from storyver.cli.codes import ACT, DONE
from storyver.cli.options import add_model_option, add_story_options, name_or_path, path
from storyver.errors import UsageError

if TYPE_CHECKING:
    from storyver.bundling import Attachments
    from storyver.keeping.gathering import Gathered

PASSPHRASE: Final = "STORYVER_PASSPHRASE"
_FOR_BUNDLES: Final = {"--key": "key", "--tsa-ca": "tsa_ca", "--no-rerun": "no_rerun", "--model": "rerun_model"}

Adding = Callable[[str, str], argparse.ArgumentParser]


def add_bundle_commands(command: Adding) -> None:
    """Put both into the program."""
    _add_bundle(command("bundle", "write a story with all that was found in it as one file that others can check"))
    _add_attach(command("attach", "add signatures and time stamps to a bundle"))


def _add_bundle(command: argparse.ArgumentParser) -> None:
    usage = "storyver bundle [options] -o FILE"
    command.usage = f"{usage} STORY\n       {usage} VERSION VERSION ..."
    command.add_argument(
        "paths", metavar="PATH", nargs="+", type=name_or_path, help="a story, or several versions in order"
    )
    command.add_argument("-o", dest="output", metavar="FILE", type=path, required=True, help="the zip file to write")
    _add_attachments(command)
    command.add_argument(
        "--request", metavar="FILE", type=path, help="also write the request to have the head stamped (RFC 3161)"
    )
    add_story_options(command)
    add_model_option(command)
    _add_format(command)
    command.set_defaults(run=bundle)


def _add_attach(command: argparse.ArgumentParser) -> None:
    command.add_argument("bundle", metavar="BUNDLE", type=path, help="what storyver bundle wrote")
    _add_attachments(command)
    command.add_argument(
        "-o", dest="output", metavar="FILE", type=path, help="write to another file instead of the same"
    )
    _add_format(command)
    command.set_defaults(run=attach)


def _add_attachments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--sign",
        metavar="KEY",
        type=path,
        action="append",
        default=[],
        help=f"sign the head with an Ed25519 key of OpenSSH or in PEM; its passphrase is asked for, or taken from the "
        f"variable {PASSPHRASE}; may be given several times",
    )
    command.add_argument(
        "--timestamp",
        metavar="TOKEN",
        type=path,
        action="append",
        default=[],
        help="attach a time stamp of the head, the answer of an authority (RFC 3161); may be given several times",
    )


def _add_format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("terminal", "json"), default="terminal", help="(default: terminal)")


def add_bundle_options(command: argparse.ArgumentParser) -> None:
    """What ``verify`` takes for a bundle."""
    command.add_argument("bundle", metavar="BUNDLE", nargs="?", type=path, help="a bundle; without it an archive")
    group = command.add_argument_group("of a bundle")
    group.add_argument(
        "--key",
        metavar="FILE",
        type=path,
        help="require a signature by the public key in a file (.pub or PEM), or by one of a list of allowed signers",
    )
    group.add_argument(
        "--tsa-ca",
        metavar="FILE",
        type=path,
        help="require a time stamp that leads to one of the certificates in a PEM file",
    )
    group.add_argument(
        "--no-rerun", action="store_true", help="do not do the analysis again to compare every byte of it"
    )
    group.add_argument(
        "--model",
        dest="rerun_model",
        metavar="NAME|PATH",
        help="the model to do it with, where it is not installed under the name that the bundle gives",
    )


def bundle(arguments: argparse.Namespace) -> int:
    """A story as a bundle."""
    from storyver.bundling import write_bundle, write_request
    from storyver.report.bundled import bundled_lines

    gathered, more = _gathered(arguments), _attachments(arguments)
    bundled = write_bundle(gathered, arguments.output, more)
    if arguments.request is not None:
        write_request(bundled, arguments.request, (*gathered.inputs, *more.keys, *more.timestamps))
    _deliver(bundled, bundled_lines, arguments)
    return DONE


def _gathered(arguments: argparse.Namespace) -> Gathered:
    from storyver.cli.stories import options_of
    from storyver.keeping.finding import Where
    from storyver.keeping.gathering import gather, gather_given
    from storyver.report.inert import visible

    if len(arguments.paths) > 1:
        return gather_given([Path(one) for one in arguments.paths], minimum=2)
    where = Where(archive=arguments.archive, kind=arguments.kind, options=options_of(arguments))
    gathered = gather(arguments.paths[0], where, minimum=2)
    if gathered.note is not None and sys.stderr is not None:
        print(visible(gathered.note), file=sys.stderr)
    return gathered


def attach(arguments: argparse.Namespace) -> int:
    """A bundle with more signatures and time stamps."""
    from storyver.bundling import attach as attach_to
    from storyver.report.bundled import bundled_lines

    if not arguments.sign and not arguments.timestamp:
        what, remedy = "nothing to attach", "give --sign or --timestamp"
        raise UsageError(what=what, where="storyver attach", remedy=remedy)
    target = arguments.output or arguments.bundle
    _deliver(attach_to(arguments.bundle, target, _attachments(arguments)), bundled_lines, arguments)
    return DONE


def _attachments(arguments: argparse.Namespace) -> Attachments:
    from storyver.bundling import Attachments

    return Attachments(keys=tuple(arguments.sign), timestamps=tuple(arguments.timestamp), ask=_ask)


def _ask(key: Path) -> str | None:
    """The passphrase of a key: from the environment, or from who sits at the terminal."""
    from getpass import getpass

    from storyver.report.inert import one_line

    given = os.environ.get(PASSPHRASE)
    if given or sys.stdin is None or not sys.stdin.isatty():
        return given
    return getpass(f"Passphrase of {one_line(str(key))}: ")


def verify_bundle(arguments: argparse.Namespace) -> int:
    """Whether a bundle is as it was packed."""
    from storyver.bundling import Wanted, verify
    from storyver.report.bundled import bundle_verification_lines

    wanted = Wanted(
        head=arguments.head,
        key=arguments.key,
        tsa_ca=arguments.tsa_ca,
        rerun=not arguments.no_rerun,
        model=arguments.rerun_model,
    )
    found = verify(arguments.bundle, wanted)
    _deliver(found, bundle_verification_lines, arguments)
    return ACT if found.alterations else DONE


def is_for_bundle(arguments: argparse.Namespace) -> bool:
    """Whether ``verify`` is to look at a bundle. Raise UsageError where the options are for the other."""
    from storyver.keeping import is_archive

    given = arguments.bundle
    if given is not None and arguments.archive is not None:
        what, remedy = "a bundle and an archive at once", "give one of them"
        raise UsageError(what=what, where="storyver verify", remedy=remedy)
    if given is not None and not is_archive(given):
        return True
    for option, name in _FOR_BUNDLES.items():
        if getattr(arguments, name):
            what, remedy = f"{option} is for bundles", "give the bundle's file, or leave it out"
            raise UsageError(what=what, where="storyver verify", remedy=remedy)
    return False


def _deliver(result: Any, lines: Callable[[Any], str], arguments: argparse.Namespace) -> None:
    from storyver.output import write_stdout
    from storyver.report.documents import render_document

    write_stdout(render_document(result.to_dict()) if arguments.format == "json" else lines(result))
