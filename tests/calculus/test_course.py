"""The order of the course: part by part, each lecture as soon as what is read before it has been read."""

import pytest

from yudo.derivations.calculus.course import Part, in_reading_order

NET, LOSSES = Part.NET, Part.LOSSES


def test_a_lecture_follows_those_before_it_at_once_and_parts_stay_together():
    parts = {"adam": NET, "hinge": LOSSES, "momentum": NET, "nesterov": NET, "rms": NET, "sgd": NET}
    before = {
        "adam": {"momentum", "rms"},
        "hinge": {"sgd"},
        "momentum": {"sgd"},
        "nesterov": {"momentum"},
        "rms": {"sgd"},
        "sgd": (),
    }
    assert in_reading_order(parts, before) == ["sgd", "momentum", "nesterov", "rms", "adam", "hinge"]


@pytest.mark.parametrize(
    "before", [{"a": {"b"}, "b": {"a"}}, {"a": {"b"}, "b": ()}], ids=["a circle", "of a later part"]
)
def test_lectures_without_an_order_are_named(before):
    with pytest.raises(ValueError, match=r"no order in which .*a"):
        in_reading_order({"a": NET, "b": LOSSES}, before)
