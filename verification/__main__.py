"""``yudo`` from its first moment: what holds for every command before any of it is imported."""

import os
import signal
from types import FrameType

from verification.terminal import INTERRUPTED, take_any_text


def _end(number: int, frame: FrameType | None) -> None:
    # An exception in the middle of somebody's import may be swallowed or told as something else.
    os.write(2, b"interrupted\n")
    os._exit(INTERRUPTED)


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGINT, _end)
    from verification.cli import main as commands

    take_any_text()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    commands(prog_name="yudo")


if __name__ == "__main__":
    main()
