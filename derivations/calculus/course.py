"""The course that the layers make: its parts, and the order in which its lectures are read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum

from yudo.derivations.calculus.text import Text


class Part(Enum):
    """A part of the course; the parts stand in their order."""

    NET = Text("첫 신경망", "A first net")
    ACTIVATIONS = Text("활성화 함수", "Activations")
    LOSSES = Text("손실 함수", "Losses")
    UPDATES = Text("가중치 갱신", "Weight updates")
    NORMALIZATION = Text("정규화와 드롭아웃", "Normalisation and dropout")
    IMAGES = Text("이미지", "Images")
    SEQUENCES = Text("시퀀스", "Sequences")
    ATTENTION = Text("어텐션", "Attention")
    MORE = Text("그 밖의 층", "More layers")

    @property
    def title(self) -> Text:
        """What a reader calls it."""
        return self.value


def in_reading_order(parts: Mapping[str, Part], before: Mapping[str, Collection[str]]) -> list[str]:
    """Order lectures part by part, each as soon as all that is read before it has been read.

    Parameters
    ----------
    parts
        The part that each lecture belongs to.
    before
        For each lecture, those that are read before it.

    Raises
    ------
    ValueError
        If lectures come before each other in a circle, or one comes before another of an earlier part.
    """
    ordered: dict[str, None] = {}

    def ready(stem: str, part: Part) -> bool:
        return stem not in ordered and parts[stem] is part and ordered.keys() >= set(before[stem])

    def read(stem: str, part: Part) -> None:
        ordered[stem] = None
        for following in parts:
            if stem in before[following] and ready(following, part):
                read(following, part)

    for part in Part:
        for stem in parts:
            if ready(stem, part):
                read(stem, part)
    if left := [stem for stem in parts if stem not in ordered]:
        raise ValueError(f"no order in which {', '.join(left)} come after what is read before them")
    return list(ordered)
