"""The statements of all theorems as files, so that a change of what is claimed shows in the history.

``python -m yudo.verification.rocq.committed`` writes them anew.
"""

from __future__ import annotations

from pathlib import Path

from yudo import derivations
from yudo.verification.rocq import stating
from yudo.verification.rocq.reading import Unstatable
from yudo.verification.rocq.theorems import HEADER
from yudo.verification.symbolic.instance import is_deep

STATEMENTS = Path(__file__).parent / "statements"


def statements(stem: str) -> str:
    """The statements of a layer's results, each a proposition; of what cannot be stated, the reason."""
    theorems = stating.of_layer(stem, derivations.layer(stem).results)
    texts = [HEADER]
    for name, found in theorems.items():
        if isinstance(found, Unstatable):
            texts.append(f"(* {stem}.{name} is not stated: {found.text.en} *)\n")
        else:
            texts += [one.definition for one in found]
    return "\n".join(texts)


def stated_layers() -> list[str]:
    """The layers whose results can be stated: all without a number of layers."""
    return [stem for stem in derivations.stems() if not is_deep(derivations.layer(stem))]


def main() -> None:
    """Write the statements of all layers."""
    STATEMENTS.mkdir(exist_ok=True)
    for stem in stated_layers():
        (STATEMENTS / f"{stem}.v").write_text(statements(stem), encoding="utf-8")


if __name__ == "__main__":
    main()
