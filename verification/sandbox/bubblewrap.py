"""The command line that puts a Python process under bubblewrap.

What is inside: the interpreter with its libraries, read-only, and a scratch directory in memory. What is
not: the network, home directories, the submissions, other processes.
"""

from __future__ import annotations

import os
import shutil
import site
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

SCRATCH = "/tmp"

_SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/nix/store",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/localtime",
)


def executable() -> str | None:
    """Where bubblewrap is, if it is installed."""
    return shutil.which("bwrap") if sys.platform == "linux" else None


def arguments(bwrap: str, packages: Sequence[str], scratch: int) -> list[str]:
    """The command line up to the command that is to be run.

    Parameters
    ----------
    bwrap
        The program.
    packages
        Names of the top-level packages that must be importable.
    scratch
        Bytes that files in the scratch directory may have.
    """
    command = [bwrap, "--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL"]
    command += ["--hostname", "yudo"]
    for place in _SYSTEM:
        command += ["--ro-bind-try", place, place]
    # Scratch comes before what may lie below it: an environment in /tmp, say.
    command += ["--proc", "/proc", "--dev", "/dev", "--size", str(scratch), "--tmpfs", SCRATCH]
    for place in places(packages):
        command += ["--ro-bind", place, place]
    return [*command, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", SCRATCH, "--"]


def places(packages: Sequence[str]) -> list[str]:
    """Directories that hold the interpreter, what is installed, and the packages."""
    return sorted(libraries() | _homes(packages))


def libraries() -> set[str]:
    """Directories of the interpreter, its environment and what is installed there."""
    places = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    places |= {*_site_packages(), *_added_site_packages()}
    places.add(os.path.dirname(os.path.realpath(sys.executable)))
    # A system's Python has the prefix /usr, and is there already; / must never be.
    covered = tuple(f"{place}/" for place in _SYSTEM)
    kept = {place for place in map(os.path.abspath, places) if os.path.isdir(place) and place != "/"}
    return {place for place in kept if not f"{place}/".startswith(covered)}


def import_path(packages: Sequence[str]) -> list[str]:
    """Directories that must be put on the import path of a new interpreter for the packages to be found."""
    installed = tuple(f"{place}/" for place in (*libraries(), "/usr/lib"))
    parents = [str(Path(home).parent) for home in sorted(_homes({one.partition(".")[0] for one in packages}))]
    elsewhere = [parent for parent in parents if not f"{parent}/".startswith(installed)]
    return list(dict.fromkeys([*elsewhere, *_added_site_packages()]))


def _site_packages() -> list[str]:
    """What the interpreter puts on its import path by itself."""
    return [*site.getsitepackages(), site.getusersitepackages()]


def _added_site_packages() -> list[str]:
    """What was put there by an environment variable, say."""
    added = [place for place in sys.path if os.path.basename(place) in ("site-packages", "dist-packages")]
    return [place for place in added if place not in _site_packages()]


def _homes(packages: Iterable[str]) -> set[str]:
    homes = set()
    for name in packages:
        spec = find_spec(name)
        if spec is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        # The first is the package's own folder; in a checkout `yudo` also looks beside itself.
        homes |= {os.path.abspath(place) for place in list(spec.submodule_search_locations or ())[:1]}
    return homes
