"""What the kernel holds a process to, without bubblewrap and without rights: Landlock and seccomp (Linux).

Landlock (5.13 and newer) lets a process reach no files but those it is given, and, where it is newer, no TCP
and no signals to others. A seccomp filter refuses the system calls that nobody's layers need. Both are asked
for before strangers' code runs, hold for all that comes of the process, and cannot be taken back.
"""

from __future__ import annotations

import ctypes
import os
import platform
import stat
import struct
import sys
from collections.abc import Sequence

_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_COMMON = {  # the numbers that are the same on both
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
    "pidfd_open": 434, "pidfd_getfd": 438, "mount_setattr": 442,
}  # fmt: skip
_NUMBERS = {
    "x86_64": _COMMON | {
        "ioctl": 16, "shmget": 29, "socket": 41, "connect": 42, "bind": 49, "socketpair": 53, "clone": 56,
        "fork": 57, "vfork": 58, "execve": 59, "kill": 62, "semget": 64, "msgget": 68, "ptrace": 101,
        "syslog": 103, "mknod": 133, "setpriority": 141, "sched_setparam": 142, "sched_setscheduler": 144,
        "pivot_root": 155, "adjtimex": 159, "chroot": 161, "acct": 163, "settimeofday": 164, "mount": 165,
        "umount2": 166, "swapon": 167, "swapoff": 168, "reboot": 169, "sethostname": 170,
        "setdomainname": 171, "iopl": 172, "ioperm": 173, "init_module": 175, "delete_module": 176,
        "quotactl": 179, "tkill": 200, "clock_settime": 227, "tgkill": 234, "mq_open": 240, "kexec_load": 246,
        "add_key": 248, "request_key": 249, "keyctl": 250, "mknodat": 259, "unshare": 272,
        "perf_event_open": 298, "open_by_handle_at": 304, "clock_adjtime": 305, "setns": 308,
        "process_vm_readv": 310, "process_vm_writev": 311, "finit_module": 313, "memfd_create": 319,
        "bpf": 321, "execveat": 322, "userfaultfd": 323, "clone3": 435,
    },
    "aarch64": _COMMON | {
        "ioctl": 29, "mknodat": 33, "umount2": 39, "mount": 40, "pivot_root": 41, "chroot": 51,
        "quotactl": 60, "acct": 89, "unshare": 97, "kexec_load": 104, "init_module": 105,
        "delete_module": 106, "clock_settime": 112, "syslog": 116, "ptrace": 117, "sched_setparam": 118,
        "sched_setscheduler": 119, "kill": 129, "tkill": 130, "tgkill": 131, "setpriority": 140,
        "reboot": 142, "sethostname": 161, "setdomainname": 162, "settimeofday": 170, "adjtimex": 171,
        "mq_open": 180, "msgget": 186, "semget": 190, "shmget": 194, "socket": 198, "socketpair": 199,
        "bind": 200, "connect": 203, "add_key": 217, "request_key": 218, "keyctl": 219, "clone": 220,
        "execve": 221, "swapon": 224, "swapoff": 225, "perf_event_open": 241, "open_by_handle_at": 265,
        "clock_adjtime": 266, "setns": 268, "process_vm_readv": 270, "process_vm_writev": 271,
        "finit_module": 273, "memfd_create": 279, "bpf": 280, "execveat": 281, "userfaultfd": 282,
        "clone3": 435,
    },
}  # fmt: skip
_WITH_CONDITIONS = ("clone", "clone3", "ioctl", "kill", "tgkill")
_CLONE_THREAD = 0x00010000
_SET_FLAGS_OF_A_FILE = 0x40086602  # with which root makes a file that nobody can remove

# Loaded before any guard is there: it lets no library be loaded.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def forbid_tracing() -> None:
    """Let no other process of the same user read or write the memory of this one and of its children."""
    if _libc is not None:
        _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def confine(writable: Sequence[str], readable: Sequence[str]) -> list[str]:
    """Hold this process to the kernel's filters from now on; return the names of those that hold.

    Parameters
    ----------
    writable
        Directories in which everything may be done with files, and devices that may be written to.
    readable
        Directories and files that may be read. What does not exist is passed over.
    """
    if _libc is None:
        return []
    held = {"landlock": _landlock(writable, readable), "seccomp": _seccomp()}
    return [name for name, holds in held.items() if holds]


_EXECUTE, _WRITE, _READ, _LIST, _TRUNCATE, _DEVICES = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446  # the same on all architectures


def _landlock(writable: Sequence[str], readable: Sequence[str]) -> bool:
    assert _libc is not None
    version = _libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if version < 1:
        return False
    files = (1 << 13) - 1  # each version handles more
    for since, bit in ((2, 1 << 13), (3, _TRUNCATE), (5, _DEVICES)):
        files |= bit if version >= since else 0
    network = 0b11 if version >= 4 else 0  # to bind and to connect
    scopes = 0b11 if version >= 6 else 0  # abstract sockets, signals
    attributes = struct.pack("<QQQ", files, network, scopes)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = _libc.syscall(_LANDLOCK_CREATE, attributes, size, 0)
    if rules < 0:
        return False
    try:
        for places, allowed in ((writable, files), (readable, _EXECUTE | _READ | _LIST)):
            for place in places:
                _allow(rules, place, allowed & files)
        _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(_libc.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(rules: int, place: str, access: int) -> None:
    assert _libc is not None
    try:
        descriptor = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= _EXECUTE | _WRITE | _READ | _TRUNCATE | _DEVICES
        _libc.syscall(_LANDLOCK_ADD, rules, 1, struct.pack("<Qi", access, descriptor), 0)
    finally:
        os.close(descriptor)


# A filter is a program of the kernel's oldest virtual machine, over the number of the call and its arguments.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _REFUSE, _UNKNOWN = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026  # EPERM, ENOSYS
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND = 0, 4, 16, 24
_X32 = 0x40000000  # from here on x86_64 has the same calls under other numbers


def _statement(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("<HBBI", code, yes, no, value & 0xFFFFFFFF)


def _program(machine: str, own: int) -> bytes:
    numbers = _NUMBERS[machine]
    program = [
        _statement(_LOAD, _ARCHITECTURE),
        _statement(_EQUAL, _ARCHITECTURES[machine], 1),
        _statement(_RETURN, _KILL),
        _statement(_LOAD, _NUMBER),
        _statement(_AT_LEAST, _X32, 0, 1),
        _statement(_RETURN, _KILL),
    ]
    for name, number in numbers.items():
        if name not in _WITH_CONDITIONS:
            program += [_statement(_EQUAL, number, 0, 1), _statement(_RETURN, _REFUSE)]
    # glibc then takes clone, whose flags can be looked at.
    program += [_statement(_EQUAL, numbers["clone3"], 0, 1), _statement(_RETURN, _UNKNOWN)]
    program += [
        _statement(_EQUAL, numbers["clone"], 0, 4),
        _statement(_LOAD, _FIRST),
        _statement(_ANY_BIT, _CLONE_THREAD, 0, 1),
        _statement(_RETURN, _ALLOW),
        _statement(_RETURN, _REFUSE),
    ]
    for name in ("kill", "tgkill"):  # to end itself is anybody's right
        program += [
            _statement(_EQUAL, numbers[name], 0, 4),
            _statement(_LOAD, _FIRST),
            _statement(_EQUAL, own, 0, 1),
            _statement(_RETURN, _ALLOW),
            _statement(_RETURN, _REFUSE),
        ]
    program += [
        _statement(_EQUAL, numbers["ioctl"], 0, 4),
        _statement(_LOAD, _SECOND),
        _statement(_EQUAL, _SET_FLAGS_OF_A_FILE, 0, 1),
        _statement(_RETURN, _REFUSE),
        _statement(_RETURN, _ALLOW),
    ]
    return b"".join([*program, _statement(_RETURN, _ALLOW)])


def _seccomp() -> bool:
    assert _libc is not None
    machine = platform.machine()
    if machine not in _NUMBERS:
        return False
    program = _program(machine, os.getpid())
    held = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("<HxxxxxxQ", len(program) // 8, ctypes.addressof(held))
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(_libc.prctl(_PR_SET_SECCOMP, 2, described, 0, 0) == 0)
