"""``python -m docs.playground``: fetch what the page of the prover runs on, so that the next build has it."""

import sys
from pathlib import Path

from docs.playground.runtime import NotFetched, fetch

try:
    print(fetch(Path(__file__).resolve().parents[2]))
except NotFetched as reason:
    print(reason, file=sys.stderr)
    sys.exit(1)
