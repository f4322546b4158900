"""The process of a contender: reads one call a line, writes one answer a line.

    python -m benchmarks.worker THREADS

A call is ``{"function": "module:name", "arguments": {…}}``, an answer ``{"result": …}``, ``{"missing": …}``
for a library that is not installed, or ``{"error": …}``.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from typing import Any

MEMORY = 0.6
"""Share of the machine's memory that a contender may take: slow mode's Jacobians can exceed it."""


def answer(call: dict[str, Any]) -> dict[str, Any]:
    """Carry out one call."""
    module, _, name = call["function"].partition(":")
    try:
        function = getattr(import_module(module), name)
        return {"result": function(**call["arguments"])}
    except ModuleNotFoundError as error:
        return {"missing": f"{error.name} is not installed"}
    except MemoryError:
        return {"error": "out of memory"}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:500]}


def main() -> None:
    """Answer calls until there are no more."""
    threads = int(sys.argv[1])
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
        import resource  # on Unix alone

        memory = int(MEMORY * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    # Libraries may print: answers go where nobody else writes.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
