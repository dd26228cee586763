"""Look for known weaknesses of what users install: pip-audit asks PyPI about the core's and the extras' libraries.

    python tests/release/advisories.py

It is the one check that asks a network for more than packages. Where PyPI's advisories cannot be had, as on a mirror
without them, it says so and ends well: that is no finding, and no proof of the contrary. Run it where all extras are
installed; it needs the extra ``release``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from release.licences import OURS, audiences, everything

PROBE = "jinja2"
"""Asked for alone at first; it has had advisories and is in the core."""


def main() -> None:
    """Print each advisory; the exit code is 1 where there is one."""
    installed = everything()
    _, users = audiences(installed)
    versions = {name: installed[name].version for name in sorted(users - {OURS})}
    if asked({PROBE: versions[PROBE]}) is None:
        print("NOT CHECKED: PyPI's advisories cannot be reached from here; run this where they can")
        return
    told = asked(versions)
    if told is None:
        print("NOT CHECKED: PyPI's advisories stopped answering")
        return
    found = [(one["name"], one["version"], weakness) for one in told for weakness in one.get("vulns", ())]
    for name, version, weakness in found:
        print(f"{name} {version}: {weakness['id']}, mended in {', '.join(weakness['fix_versions']) or 'no version'}")
    for one in told:
        if "skip_reason" in one:
            print(f"not known to PyPI: {one['name']}")
    print(f"{len(told)} libraries, {len(found)} advisories")
    sys.exit(bool(found))


def asked(versions: Mapping[str, str]) -> list[dict[str, Any]] | None:
    """What pip-audit says of each library; None where it cannot ask, or where nothing that it asked for was known."""
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder, "pins.txt")
        pins.write_text("".join(f"{name}=={version}\n" for name, version in versions.items()), encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(pins), "--no-deps", "--disable-pip"]
        options = ["--format", "json", "--progress-spinner", "off", "--timeout", "20"]
        done = subprocess.run([*command, *options], check=False, capture_output=True, text=True)
    try:
        told: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(*done.stderr.splitlines()[-1:])
        return None
    return told if any("skip_reason" not in one for one in told) else None


if __name__ == "__main__":
    main()
