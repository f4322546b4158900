"""What the helper's replies say, in words."""

from __future__ import annotations

import json
import signal
from functools import partial
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.sandbox.frames import FAULT
from yudo.verification.sandbox.job import Isolation, JobOutcome
from yudo.verification.sandbox.limits import Limits

_MESSAGES = {
    "ok": Text("끝까지 실행되었다.", "It ran to its end."),
    "failed": Text("실행하다가 예외가 났다.", "It raised an exception."),
    "out of memory": Text(
        "허용된 메모리를 다 써서 중단했다.", "It was stopped because it used up the memory it may have."
    ),
    "flooded": Text(
        "열려 있는 모든 파일에 끝없이 써서 중단했다.",
        "It was stopped because it wrote without end to every open file.",
    ),
    "unreadable": Text("결과를 읽을 수 없다.", "Its result cannot be read."),
}

HELPER_DIED = Text(
    "검사를 맡은 프로세스가 두 번이나 함께 죽었다.",
    "It took the process that runs the check down with it, twice.",
)


def outcome(
    reply: dict[str, Any], result: bytes, limits: Limits, isolation: Isolation, left_out: int
) -> JobOutcome:
    """The outcome of a job, from the helper's reply and what the job itself sent, one JSON a line."""
    ended, code = reply["ended"], reply["code"]
    try:
        received = [json.loads(line) for line in result.split(b"\n") if line]
        refused = tuple(map(str, received[-1]["refused"])) if received else ()
        parts = tuple(report["part"] for report in received if "part" in report)
        report = received[-1] if received and "part" not in received[-1] else None
    except (ValueError, RecursionError, TypeError, KeyError):
        ended, refused, parts, report = "unreadable", (), (), None
    made = partial(
        JobOutcome,
        isolation=isolation,
        stdout=reply["stdout"],
        stderr=reply["stderr"],
        seconds=reply["seconds"],
        processor=reply["processor"],
        parts=parts,
        refused=refused,
        left_out=left_out,
    )
    if ended == "timed out" or (ended == "killed" and code == signal.SIGXCPU):
        return made("timed out", message=_timed_out(limits))
    if ended in ("flooded", "unreadable"):
        return made("failed", message=_MESSAGES[ended])
    if ended == "killed":
        name = signal.Signals(code).name if code in set(signal.Signals) else str(code)
        return made("killed", message=_killed(name))
    if report is None:
        if code == FAULT:
            return made("failed", message=_MESSAGES["failed"], detail=reply["stderr"])
        return made("exited", message=_exited(code))
    if report["status"] == "exited":
        return made("exited", message=_exited(int(report["code"])))
    return made(
        report["status"],
        message=_MESSAGES[report["status"]],
        result=report.get("result"),
        detail=report.get("detail", ""),
    )


def _timed_out(limits: Limits) -> Text:
    spent, wall = f"{limits.seconds:g}", f"{limits.wall:g}"
    return Text(
        f"프로세서 시간 {spent}초(실제 시간 {wall}초) 안에 끝나지 않아 중단했다.",
        f"It was stopped after {spent} seconds of processor time, or {wall} by the clock.",
    )


def _exited(code: int) -> Text:
    return Text(
        f"코드가 스스로 프로세스를 끝냈다(종료 코드 {code}).",
        f"The code ended its process by itself (exit code {code}).",
    )


def _killed(name: str) -> Text:
    return Text(f"시그널을 받아 강제로 끝났다: {name}", f"It was killed by a signal: {name}")
