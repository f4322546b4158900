"""A web font with just the mathematical characters that the site uses, cut out of STIX Two Math."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fontTools import subset

# Browsers show a one-letter <mi> in mathematical italic: the font must hold that letter, not the plain one.
_ITALIC = {
    **{chr(ord("A") + i): chr(0x1D434 + i) for i in range(26)},
    **{chr(ord("a") + i): chr(0x1D44E + i) for i in range(26)},
    **{chr(0x391 + i): chr(0x1D6E2 + i) for i in range(25)},
    **{chr(0x3B1 + i): chr(0x1D6FC + i) for i in range(25)},
    "h": "ℎ",
    "ϵ": "𝜖",
    "ϑ": "𝜗",
    "ϕ": "𝜙",
    "ϱ": "𝜚",
    "∂": "𝜕",
    "∇": "𝛻",
}


_DRAWN = {"√"}
"""What a browser draws of itself, for <msqrt>: it stands in no page as a character."""


def needed_characters(used: set[str]) -> set[str]:
    """Return `used`, the italic forms that a browser puts in their place, and the sign of a root."""
    return used | {_ITALIC[character] for character in used if character in _ITALIC} | _DRAWN


def write_math_font(used: set[str], target: Path) -> None:
    """Write a WOFF2 font to `target` that holds the characters `used` and their stretched variants."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["ssty", "dtls", "flac"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]  # keep copyright and licence with the font
    # Building twice from the same pages must give the same file.
    options.recalc_timestamp = False
    # Found, not imported: the package is wanted for its font alone.
    package = Path(find_spec("ziamath").origin).parent
    target.parent.mkdir(parents=True, exist_ok=True)
    with subset.load_font(str(package / "fonts" / "STIXTwoMath-Regular.ttf"), options) as font:
        _keep_first_alternates(font)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=sorted(map(ord, needed_characters(used))))
        subsetter.subset(font)
        subset.save_font(font, str(target), options)


def _keep_first_alternates(font: Any) -> None:
    """Leave out the forms for scripts of scripts: a quarter of the file, for what is hardly ever written."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for part in lookup.SubTable:
            alternates = getattr(getattr(part, "ExtSubTable", part), "alternates", {})
            for glyph, forms in alternates.items():
                alternates[glyph] = forms[:1]
