"""Group normalisation: ``spatial_groupnorm_forward`` and its backward, with the number of groups as an argument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import all_of_names, first
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.subjects.normalization import (
    OF_ROWS,
    Found,
    found_in,
    normalised,
    shapes_of,
)
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape

RESULTS = {quantity: f"group_norm.{quantity}" for quantity in ("out", "dx", "dgamma", "dbeta")}
FORWARD_NAMES = Called(
    ("spatial_groupnorm_forward", "spatial_group_norm_forward", "groupnorm_forward", "group_norm_forward"),
    "(x, gamma, beta, G, gn_param) → out, cache",
    (RESULTS["out"],),
    (5,),
    Text(
        "`gamma`와 `beta`의 모양은 (1, C, 1, 1), 그렇게 부를 수 없으면 (C,)다",
        "with `gamma` and `beta` of shape (1, C, 1, 1), or else (C,)",
    ),
)
BACKWARD_NAMES = Called(
    (
        "spatial_groupnorm_backward",
        "spatial_group_norm_backward",
        "groupnorm_backward",
        "group_norm_backward",
    ),
    "(dout, cache) → dx, dgamma, dbeta",
    tuple(RESULTS[gradient] for gradient in ("dx", "dgamma", "dbeta")),
    (2,),
    Text("캐시는 그 파일의 순전파가 돌려준 것이다", "with the cache of the file's own forward"),
)
CALLED = (FORWARD_NAMES, BACKWARD_NAMES)

FEATURES = Shape(("G", "K"))
SHAPES = {**shapes_of("N", "G*K", "H", "W"), "gamma": FEATURES, "beta": FEATURES}
"""The groups are counted by the first axis of scale and shift."""

OF_THE_GROUPS = (
    Flaw("over-the-batch", Text("평균과 분산을 배치 전체에서 구했다: 표본마다 따로 구해야 한다", "mean and variance are taken over the whole batch: they belong to each sample"), {"along": (0, 2, 3, 4)}),
    Flaw("per-channel", Text("채널마다 평균과 분산을 구했다(인스턴스 정규화): 그룹의 모든 채널이 함께 써야 한다", "mean and variance are those of each channel (instance normalisation): all channels of a group share them"), {"along": (3, 4)}),
    Flaw("per-sample", Text("표본마다 모든 채널에서 평균과 분산을 구했다(층 정규화): 그룹마다 구해야 한다", "mean and variance are those of all channels of a sample, as in layer normalisation: they belong to each group"), {"along": (1, 2, 3, 4)}),
    Flaw("per-position", Text("픽셀 자리마다 평균과 분산을 구했다: 그룹의 모든 픽셀이 함께 써야 한다", "mean and variance are those of each pixel position: all pixels of a group share them"), {"along": (2,)}),
    Flaw("per-batch-channel", Text("그룹이 아니라 배치 전체의 채널마다 평균과 분산을 구했다(배치 정규화)", "mean and variance are those of a channel over the batch, as in batch normalisation: they belong to each group of a sample"), {"along": (0, 3, 4)}),
    Flaw("channels-apart", Text("이웃한 채널이 아니라 떨어진 채널을 묶었다: `reshape(N, G, C // G, H, W)`여야 한다", "channels that lie apart are grouped instead of neighbours: it is `reshape(N, G, C // G, H, W)`"), {"apart": True}),
)  # fmt: skip
OF_THE_GRADIENTS = (
    *(flaw for flaw in OF_ROWS if flaw.key == "gamma-outside"),
    Flaw("divided-by-pixels", Text("`dx`에서 그룹에 있는 값의 개수가 아니라 픽셀의 수로 나누었다", "`dx` is divided by the number of pixels instead of the number of values in a group"), {"through_mean": "pixels", "through_variance": "pixels"}),
    Flaw("divided-by-samples", Text("`dx`에서 그룹에 있는 값의 개수가 아니라 표본의 수로 나누었다", "`dx` is divided by the number of samples instead of the number of values in a group"), {"through_mean": "samples", "through_variance": "samples"}),
    Flaw("averaged-over-samples", Text("`gamma`와 `beta`의 그래디언트를 표본의 수로 나누었다: 더하기만 해야 한다", "the gradients of `gamma` and `beta` are divided by the number of samples: they are sums"), {"averaged": "samples"}),
    Flaw("summed-over-the-group", Text("`gamma`와 `beta`의 그래디언트를 그룹의 채널을 따라서도 더했다: 채널마다 하나씩이어야 한다", "the gradients of `gamma` and `beta` are summed over the channels of the group, too: there is one for each channel"), {"over": "group"}),
)  # fmt: skip


def of_groups(
    given: Given, along: tuple[int, ...] = (2, 3, 4), apart: bool = False, over: str = "", **options: Any
) -> Values:
    """Group normalisation, its gradients in the shape (1, C, 1, 1); ``along`` are the axes that share a mean."""
    x = given["x"]
    N, C, H, W = x.shape
    G, K = given["gamma"].shape

    def divided(images: Any) -> Any:
        return images.reshape(N, K, G, H, W).swapaxes(1, 2) if apart else images.reshape(N, G, K, H, W)

    def joined(groups: Any) -> Any:
        return (groups.swapaxes(1, 2) if apart else groups).reshape(N, C, H, W)

    def of_channels(features: Any) -> Any:
        return features.reshape(K, G).swapaxes(0, 1) if apart else features

    parts = dict(given)
    parts |= {name: divided(given[name]) for name in ("x", "dout") if name in given}
    parts |= {name: of_channels(given[name]) for name in ("gamma", "beta")}
    values = normalised(parts, along, **options)
    images = {name: joined(value) for name, value in values.items() if value.ndim == 5}
    gradients = {name: value for name, value in values.items() if value.ndim == 2}
    if over == "group":
        gradients = {name: value.sum(axis=1, keepdims=True) + 0 * value for name, value in gradients.items()}
    if apart:
        gradients = {name: value.swapaxes(0, 1) for name, value in gradients.items()}
    return images | {name: value.reshape(1, C, 1, 1) for name, value in gradients.items()}


def of_groups_and_vectors(given: Given, **options: Any) -> Values:
    """The same with gradients in the shape (C,)."""
    values = of_groups(given, **options)
    return {name: value if name in ("out", "dx") else value.reshape(-1) for name, value in values.items()}


def of_the_course(given: Given) -> Given:
    """The arguments with a scale and a shift in the shape (1, C, 1, 1)."""
    gamma, beta = given["gamma"], given["beta"]
    made = {"gamma": gamma.reshape(1, -1, 1, 1), "beta": beta.reshape(1, -1, 1, 1)}
    return {**given, **made, "G": gamma.shape[0]}


def of_vectors(given: Given) -> Given:
    """The arguments with a scale and a shift in the shape (C,)."""
    gamma, beta = given["gamma"], given["beta"]
    return {**given, "gamma": gamma.reshape(-1), "beta": beta.reshape(-1), "G": gamma.shape[0]}


def found_as(forward: Any, vectors: bool) -> Found:
    """How a forward is called, with scale and shift in one shape or the other."""
    shape = "-1" if vectors else "1, -1, 1, 1"
    written = ("G = len(gamma)", f"gamma, beta = gamma.reshape({shape}), beta.reshape({shape})")
    reference, prepared = (of_groups_and_vectors, of_vectors) if vectors else (of_groups, of_the_course)
    return Found(
        forward, "gn_param", {}, reference, RESULTS, SHAPES, OF_THE_GROUPS, OF_THE_GRADIENTS,
        ("G",), prepared, written,
    )  # fmt: skip


def returns_images(found: Found) -> bool:
    """Whether the output of a forward has the shape of its images."""
    x, features = np.arange(48.0).reshape(1, 6, 4, 2), np.ones((2, 3))
    with briefly():  # what it raises is found when it is judged
        out = first(found.with_options()({"x": x, "gamma": features, "beta": features, "eps": 1e-5}))
        return bool(np.shape(out) == x.shape)
    return False


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The two functions of a module."""
    forward = found_in(names, FORWARD_NAMES)
    if forward is None:
        return
    of_course, with_vectors = (found_as(forward, vectors) for vectors in (False, True))
    found = with_vectors if not returns_images(of_course) and returns_images(with_vectors) else of_course
    yield found.ahead()
    yield from (found.back(one) for one in all_of_names(names, BACKWARD_NAMES)[:1])
