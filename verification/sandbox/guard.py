"""The second line of defence: an audit hook that tells, and refuses, what reaches beyond its own copy.

It sees what Python code does, not what C code does, and code of the same process can switch it off: it is no
sandbox. The kernel's filters and bubblewrap are; the hook says in words what they refuse with a number.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from os.path import exists, realpath
from typing import Any

_FORBIDDEN = (
    "os.fork",
    "os.forkpty",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.system",
    "subprocess.Popen",
    "pty.spawn",
    "resource.setrlimit",
    "resource.prlimit",
    "gc.get_objects",
    "gc.get_referrers",
    "sqlite3.connect",
    "webbrowser.open",
    "ctypes.dlopen",
    "ctypes.dlsym",
    "ctypes.dlsym/handle",
    "ctypes.string_at",
    "ctypes.call_function",
)
_CHANGES_A_PATH = {
    "os.remove": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.rmdir": ((0, 1),),
    "os.mkdir": ((0, 2),),
    "os.link": ((0, 2), (1, 3)),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.utime": ((0, 3),),
    "os.setxattr": ((0, None),),
    "os.removexattr": ((0, None),),
    "shutil.rmtree": ((0, None),),
    "shutil.move": ((0, None), (1, None)),
    "shutil.copyfile": ((1, None),),
    "shutil.copymode": ((1, None),),
    "shutil.copystat": ((1, None),),
    "shutil.unpack_archive": ((1, None),),
    "tempfile.mkstemp": ((0, None),),
    "tempfile.mkdtemp": ((0, None),),
}
"""Events with the positions of a path and of the directory descriptor it is relative to."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
SYSTEM = (
    "/usr/lib", "/usr/share", "/lib", "/lib64", "/etc/localtime", "/proc/meminfo", "/proc/cpuinfo",
    "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
)  # fmt: skip
_SPOKEN = 20


class Refused(PermissionError):
    """Code under examination tried what it may not do."""


def install(directory: str, readable: Sequence[str]) -> list[str]:
    """Refuse from now on whatever would reach out of the directory; return the list of what was refused.

    Parameters
    ----------
    directory
        Where files may be read, written and deleted.
    readable
        Other directories below which files may be read.
    """
    home = realpath(directory)
    seen: list[str] = []
    roots = tuple(realpath(root) for root in (home, *readable, *SYSTEM))
    own = os.getpid()

    def below(path: str, roots: Sequence[str]) -> bool:
        return any(path == root or path.startswith(root + "/") for root in roots)

    def located(path: Any, descriptor: Any = None) -> str | None:
        if isinstance(path, int):
            return None
        text = os.fsdecode(path)
        if isinstance(descriptor, int) and descriptor >= 0 and not text.startswith("/"):
            text = os.path.join(realpath(f"/proc/self/fd/{descriptor}"), text)
        return text

    def refuse(event: str, about: str = "") -> None:
        if len(seen) < _SPOKEN:
            seen.append(f"{event} {about}".strip())
        raise Refused(f"the checker does not let code under examination do this: {event} {about}".rstrip())

    def forbidden(event: str, given: tuple[Any, ...]) -> None:
        refuse(event)

    def opened(event: str, given: tuple[Any, ...]) -> None:
        path = located(given[0])
        if path is None:
            return
        real = realpath(path)
        if (given[2] or 0) & _WRITING:
            if not below(real, (home,)) and real != "/dev/null":
                refuse("open for writing", path)
        elif not below(real, roots) and exists(real):  # what is not there says so itself
            refuse("open", path)

    def changed(places: Sequence[tuple[int, int | None]]) -> Callable[[str, tuple[Any, ...]], None]:
        def check(event: str, given: tuple[Any, ...]) -> None:
            for place, descriptor in places:
                at = given[descriptor] if descriptor is not None and descriptor < len(given) else None
                path = located(given[place], at)
                # The last part may be a link: it is the link that is removed or renamed.
                head, tail = os.path.split((path or "").rstrip("/"))
                if path is not None and not below(os.path.join(realpath(head or "."), tail), (home,)):
                    refuse(event, path)

        return check

    def signalled(event: str, given: tuple[Any, ...]) -> None:
        if given[0] not in (own, 0):
            refuse(event)

    checks: dict[str, Callable[[str, tuple[Any, ...]], None]] = dict.fromkeys(_FORBIDDEN, forbidden)
    checks |= {event: changed(places) for event, places in _CHANGES_A_PATH.items()}
    checks |= {"open": opened, "os.kill": signalled, "os.killpg": signalled}

    def hook(event: str, given: tuple[Any, ...]) -> None:
        check = checks.get(event)
        if check is not None:
            check(event, given)
        elif event.startswith("socket."):
            refuse(event)

    # The one way to start a process that raises no event of its own.
    starter = sys.modules.get("_posixsubprocess")
    if starter is not None:
        starter.fork_exec = lambda *_: refuse("subprocess.Popen")  # type: ignore[attr-defined]
    sys.addaudithook(hook)
    return seen
