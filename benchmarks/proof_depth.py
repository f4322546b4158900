"""How the time of a proof grows with the depth of a net.

    python benchmarks/proof_depth.py [DEPTH …]

Proves every result of the fully connected net at each depth, three times in a process of its own, and prints
the medians beside the time at the first depth (at least 2: a net of one layer has no recurrence).
Let-bindings keep the growth about linear.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

REPEATS = 3
DEPTHS = (2, 4, 6, 8, 10)

PROGRAM = """
import sys
from time import perf_counter

from yudo import derivations
from yudo.verification.symbolic import prove_layer

derivations.layer("fully_connected_net")
start = perf_counter()
proof = prove_layer("fully_connected_net", depths=(int(sys.argv[1]),))
print(perf_counter() - start)
sys.exit(proof.verdict != "proven")
"""


def seconds(depth: int) -> float:
    """The median time of a proof at one depth, in seconds.

    Raises
    ------
    subprocess.CalledProcessError
        If the net is not proven at that depth.
    """
    command = [sys.executable, "-c", PROGRAM, str(depth)]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(REPEATS)]
    return statistics.median(float(run.stdout) for run in runs)


def main() -> None:
    """Print a row for each depth."""
    depths = [int(argument) for argument in sys.argv[1:]] or list(DEPTHS)
    print(f"{'depth':>5} {'seconds':>8} {'ratio':>6}")
    first = None
    for depth in depths:
        taken = seconds(depth)
        first = first or taken
        print(f"{depth:5} {taken:8.2f} {taken / first:6.2f}", flush=True)


if __name__ == "__main__":
    main()
