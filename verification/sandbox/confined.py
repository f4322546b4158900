"""The process that runs a submission, as it is seen from the one that judges it: it answers questions.

What it answers is data, checked by whoever asked; nothing that its code does reaches the judge but through
these answers. When it ends, the judge's part of the job ends in the same way.
"""

from __future__ import annotations

import os
from typing import Any

from yudo.verification.sandbox.frames import read_frame, write_frame

LONGEST = 64 << 20
"""Bytes of one answer."""
_SPOKEN, _WORDS = 20, 200


class Ended(BaseException):
    """The process that was asked has ended; the report says how.

    Not an `Exception`: it is no answer of the code that was asked for one.
    """

    def __init__(self, report: dict[str, Any]):
        self.report = report
        super().__init__(report.get("status"))


class Confined:
    """The other process.

    Attributes
    ----------
    refused
        Operations that its code tried and that were not let through, as far as it says so.
    """

    def __init__(self, process: int, channel: int):
        self._process, self._channel = process, channel
        self.refused: list[str] = []

    def ask(self, question: dict[str, Any], blob: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Its answer, which nobody has looked at yet.

        Raises
        ------
        Ended
            If it ended instead, by itself or by force.
        """
        try:
            write_frame(self._channel, question, blob)
            reply, content = read_frame(self._channel, most=LONGEST)
        except (EOFError, ConnectionError):
            raise Ended(self._end()) from None
        except (ValueError, RecursionError) as reason:
            raise Ended({"status": "failed", "detail": f"its answer cannot be read: {reason}"}) from None
        if not isinstance(reply, dict):
            raise Ended({"status": "failed", "detail": "its answer is none"})
        refused = reply.get("refused", [])
        if isinstance(refused, list):
            self.refused[:] = [str(one)[:_WORDS] for one in refused[:_SPOKEN]]
        ended = reply.get("ended")
        if ended is not None:
            raise Ended(_report(ended))
        return reply, content

    def _end(self) -> dict[str, Any]:
        """How it ended; by a signal, this process ends by the same one."""
        _, status = os.waitpid(self._process, 0)
        code = os.waitstatus_to_exitcode(status)
        if code < 0:
            os.kill(os.getpid(), -code)
        return {"status": "exited", "code": code}


def _report(ended: Any) -> dict[str, Any]:
    """What it says of its own end; never that all is well."""
    if isinstance(ended, dict):
        if ended.get("status") == "exited" and isinstance(ended.get("code"), int):
            return {"status": "exited", "code": ended["code"]}
        if ended.get("status") == "out of memory":
            return {"status": "out of memory"}
        return {"status": "failed", "detail": str(ended.get("detail", ""))}
    return {"status": "failed", "detail": ""}
