"""Build the wheel and the sdist, and try the wheel as somebody meets who installs it: alone, outside the checkout.

    python tests/release/built.py [FOLDER]

The sdist has to build the same wheel as the checkout, byte for byte; the wheel has to hold every file of the package.
It is installed into a new environment with the core's libraries only, where the README's first job and those of
``jobs.toml`` are run on a copy of the corpus: what needs an extra says which. What was built stays in FOLDER, if that
is given. It needs the extra ``release``, and what pip needs to get the core's libraries.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
JOBS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("jobs.toml").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def main() -> None:
    """Do all of it; the exit code is 1 where something is wrong."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        wheel = built(place / "dist")
        wrong = [*unlike(wheel, place / "direct"), *left_out(wheel)]
        wrong += tried(installed(wheel, place / "core"), place / "work")
        if len(sys.argv) > 1:
            shutil.copytree(place / "dist", sys.argv[1], dirs_exist_ok=True)
    print(*wrong or ["the wheel and the sdist are as they should be"], sep="\n")
    sys.exit(bool(wrong))


def built(folder: Path, *what: str) -> Path:
    """The wheel, built from the checkout by way of the sdist unless ``what`` says otherwise."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), *what, str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    print(*(f"built {path.name}, {path.stat().st_size / 1000:,.0f} kB" for path in sorted(folder.iterdir())), sep="\n")
    return wheel


def unlike(wheel: Path, folder: Path) -> list[str]:
    """What is wrong where the checkout itself gives another wheel than its sdist."""
    same = built(folder, "--wheel").read_bytes() == wheel.read_bytes()
    return [] if same else ["the sdist builds another wheel than the checkout"]


def left_out(wheel: Path) -> list[str]:
    """The files that a wheel should have and has not, or has in other words, and those that it should not have."""
    with zipfile.ZipFile(wheel) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    stem = "-".join(wheel.name.split("-")[:2])
    settings = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    wanted = {
        path.relative_to(ROOT / "src").as_posix(): path
        for path in (ROOT / "src" / "storyver").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    wanted |= {f"{stem}.data/data/{place}": ROOT / path for path, place in settings["shared-data"].items()}
    wanted |= {f"{stem}.dist-info/licenses/{name}": ROOT / name for name in PROJECT["project"]["license-files"]}
    own = {f"{stem}.dist-info/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt")}
    differing = [name for name, path in wanted.items() if held.get(name) != path.read_bytes()]
    print(f"compared {len(wanted)} files of the wheel with the checkout")
    return [f"the wheel has no {name}, or another one" for name in differing] + [
        f"the wheel has {name}, which belongs to nothing" for name in held.keys() - wanted.keys() - own
    ]


def installed(wheel: Path, folder: Path) -> Path:
    """The program in a new environment that has the wheel and the core's libraries."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "-q", "--no-compile", wheel], check=True)
    return programs / "storyver"


def tried(program: Path, folder: Path) -> list[str]:
    """What the program does otherwise than it should, in a folder of its own."""
    shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("__pycache__"))
    for name, told in JOBS["files"].items():
        write(folder / name, told)
    first = re.findall(r"&& \.venv/bin/storyver (.+)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    version = PROJECT["project"]["version"]
    jobs = [(one["run"], one["prints"].format(version=version), one.get("exit", 0)) for one in JOBS["job"]]
    jobs += [(arguments, "War in Ukraine", 0) for arguments in first]
    jobs += [(one["run"], f"pip install 'storyver[{one['name']}]'", 2) for one in JOBS["extra"]]
    return [wrong for job in jobs for wrong in differences(program, folder, *job)]


def write(path: Path, told: dict[str, Any]) -> None:
    """A file of ``jobs.toml``."""
    if "zip" in told:
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in told["zip"].items():
                archive.writestr(name, text)
    else:
        path.write_bytes(bytes.fromhex(told["hex"]) if "hex" in told else told["text"].strip("\n").encode())


def differences(program: Path, folder: Path, arguments: str, prints: str, code: int) -> list[str]:
    """What is wrong with what the program prints, and with how it ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [program, *shlex.split(arguments)],
        check=False,
        cwd=folder,
        env={**environment, "NO_COLOR": "1", "COLUMNS": "160"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    told = done.stdout + done.stderr
    right = done.returncode == code and prints in told
    print(f"{'done' if right else 'WRONG'}: storyver {arguments}")
    wanted = f"should end with {code} and print {prints!r}"
    return [] if right else [f"storyver {arguments} {wanted}, and ends with {done.returncode}:\n{told[:2000]}"]


if __name__ == "__main__":
    main()
