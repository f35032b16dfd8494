"""What each engine needs, what of it is missing here, and how to get it. Installs only when told to."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from tools.clients.nouns import Engine, Package

_NPM = Package("npm", apt="npm")
# Where some programs of apt are, and a user's PATH does not lead.
_PATHS = ":/usr/sbin:/sbin"


def missing(needs: Iterable[Package], node: Path) -> tuple[Package, ...]:
    """Returns the packages of which the sign is not here; `node` is the folder of npm packages."""
    found = tuple(package for package in needs if not _is_here(package, node))
    lacks_npm = any(package.npm for package in found) and not _is_here(_NPM, node)
    return (*found, _NPM) if lacks_npm else found


def apt_line(packages: Iterable[Package]) -> str:
    """Returns what to type to get the packages of apt, "" when there are none."""
    names = sorted({name for package in packages for name in package.apt.split()})
    return f"apt-get install --no-install-recommends {' '.join(names)}" if names else ""


def npm_line(packages: Iterable[Package], node: Path) -> str:
    """Returns what to type to get the packages of npm, "" when there are none."""
    names = sorted({package.npm for package in packages if package.npm})
    return f"npm install --ignore-scripts --no-save --prefix {node} {' '.join(names)}" if names else ""


def why_skipped(packages: tuple[Package, ...]) -> str:
    """Returns one line: what is missing, named as it is asked for."""
    return ", ".join(sorted({package.npm or package.apt for package in packages})) + " not installed"


def install(packages: tuple[Package, ...], node: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Installs what is missing when `CLIENTS_INSTALL=1`; returns what was not done and why, or ""."""
    if environment.get("CLIENTS_INSTALL") != "1":
        return "nothing is installed by itself; CLIENTS_INSTALL=1 does it"
    failed = []
    if line := npm_line(packages, node):
        node.mkdir(parents=True, exist_ok=True)
        failed += _type(line.split())
    if line := apt_line(packages):
        if os.geteuid() != 0:
            return "CLIENTS_INSTALL=1 needs root for apt-get"
        _type(["apt-get", "update"])
        failed += _type([*line.split(), "--yes"])
    return "; ".join(failed)


def every_need(engines: Iterable[Engine]) -> tuple[Package, ...]:
    """Returns what all engines need, each once."""
    return tuple(dict.fromkeys(package for engine in engines for package in engine.needs))


def _is_here(package: Package, node: Path) -> bool:
    if package.npm:
        return (node / package.sign).exists()
    if "/" in package.sign:
        return any(Path("/").glob(package.sign.lstrip("/")))
    return shutil.which(package.sign, path=os.environ.get("PATH", os.defpath) + _PATHS) is not None


def _type(words: list[str]) -> list[str]:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    return [f"{words[0]}: {done.stderr.strip().splitlines()[-1:]}"] if done.returncode else []
