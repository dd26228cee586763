"""Check the licences of everything that is installed against the list in ``licences.toml``.

    python tests/release/licences.py

What the core needs, what an extra for users brings, and what only development does have a list each; who is installed
for what is read from the libraries' own metadata. Run it where all extras are installed. Nothing is asked of a network.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

POLICY: dict[str, Any] = tomllib.loads(Path(__file__).with_name("licences.toml").read_text(encoding="utf-8"))
OURS = "storyver"


def main() -> None:
    """Print how many libraries have which licence; the exit code is 1 where one is not allowed."""
    installed = everything()
    core, users = audiences(installed)
    counts: dict[tuple[str, str], int] = {}
    wrong = []
    for name, one in sorted(installed.items()):
        use = "core" if name in core else "extras" if name in users else "tools"
        licence = licence_of(name, one)
        counts[use, licence] = counts.get((use, licence), 0) + 1
        if not allowed(licence, permitted(use)):
            wrong.append(
                f"{name} {one.version} ({use}) has the licence {licence!r}, which licences.toml does not allow"
            )
    for (use, licence), count in sorted(counts.items()):
        print(f"{use:8}{count:5}  {licence}")
    print(*wrong or [f"{len(installed)} libraries, all with licences that are allowed"], sep="\n")
    sys.exit(bool(wrong))


def everything() -> dict[str, Distribution]:
    """What is installed beside this Python, by name."""
    return {canonicalize_name(one.name): one for one in distributions()}


def audiences(installed: Mapping[str, Distribution]) -> tuple[set[str], set[str]]:
    """The libraries that everybody gets, and those that users may get by an extra."""
    extras = set(installed[OURS].metadata.get_all("Provides-Extra") or ()) - set(POLICY["tool_extras"])
    return needed(installed, ()), needed(installed, extras)


def needed(installed: Mapping[str, Distribution], extras: Iterable[str]) -> set[str]:
    """The names of what storyver needs with some of its extras, and of what that needs in turn; itself among them."""
    seen: set[tuple[str, str]] = set()
    waiting = [(OURS, extra) for extra in ("", *extras)]
    while waiting:
        one = waiting.pop()
        if one not in seen and one[0] in installed:
            seen.add(one)
            waiting += requirements(installed[one[0]], one[1])
    return {name for name, _ in seen}


def requirements(distribution: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    """What a library needs here for one of its extras, or for none: names, each with an extra of its own."""
    for line in distribution.requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            name = canonicalize_name(requirement.name)
            yield from ((name, one) for one in ("", *requirement.extras))


def licence_of(name: str, distribution: Distribution) -> str:
    """An SPDX expression; empty where nothing is said."""
    if name in POLICY["stated"]:
        return str(POLICY["stated"][name]["licence"])
    told = distribution.metadata
    classifiers = [one for one in told.get_all("Classifier") or () if one.startswith("License :: ")]
    written = [one.rpartition(" :: ")[2] for one in classifiers] or [_line(distribution, "License")]
    return _line(distribution, "License-Expression") or " AND ".join(POLICY["written"].get(one, one) for one in written)


def _line(distribution: Distribution, field: str) -> str:
    return "".join(distribution.metadata.get_all(field) or ()).strip()


def permitted(use: str) -> set[str]:
    """The licences for a use: those for the stricter ones are good for it too."""
    uses = ("core", "extras", "tools")
    return {licence for one in uses[: uses.index(use) + 1] for licence in POLICY[one]}


def allowed(expression: str, licences: set[str]) -> bool:
    """Whether one way to read an expression takes nothing but these licences. One in brackets is no licence."""
    return any(all(one.strip() in licences for one in way.split(" AND ")) for way in expression.split(" OR "))


if __name__ == "__main__":
    main()
