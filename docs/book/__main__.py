"""``python -m docs.book [SITE]``: print the book and the cheat sheet of a finished site into it."""

import sys
from pathlib import Path

from docs.book.printing import NotPrinted, print_site

folder = Path(*sys.argv[1:2] or ["site"])
try:
    for printed in print_site(folder):
        print(f"{printed.path} ({printed.pages} pages)")
except NotPrinted as reason:
    print(reason, file=sys.stderr)
    sys.exit(1)
