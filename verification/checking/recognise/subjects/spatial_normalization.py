"""Normalisations of images: ``spatial_batchnorm_forward`` and its backward."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.subjects.normalization import (
    BACKWARD_NAMES,
    FORWARD_NAMES,
    RESULTS,
    Found,
    found_in,
    of_batches,
    reference,
    shapes_of,
)

SPATIAL_RESULTS = {quantity: f"spatial_{identifier}" for quantity, identifier in RESULTS.items()}
SPATIAL_FORWARD_NAMES = Called(
    ("spatial_batchnorm_forward", "spatial_batch_norm_forward", "batchnorm2d_forward"),
    "(x, gamma, beta, bn_param) → out, cache",
    tuple(f"spatial_{identifier}" for identifier in FORWARD_NAMES.results),
    FORWARD_NAMES.takes,
    FORWARD_NAMES.note,
)
SPATIAL_BACKWARD_NAMES = Called(
    ("spatial_batchnorm_backward", "spatial_batch_norm_backward", "batchnorm2d_backward"),
    "(dout, cache) → dx, dgamma, dbeta",
    tuple(f"spatial_{identifier}" for identifier in BACKWARD_NAMES.results),
    BACKWARD_NAMES.takes,
    BACKWARD_NAMES.note,
)
CALLED = (SPATIAL_FORWARD_NAMES, SPATIAL_BACKWARD_NAMES)

SHAPES = shapes_of("N", "C", "H", "W")
OF_IMAGES = (
    Flaw("per-image", Text("이미지와 채널마다 따로 평균과 분산을 구했다(인스턴스 정규화): 이미지도 함께 세어야 한다", "mean and variance are those of each image and channel (instance normalisation): all images share those of a channel"), {"along": (2, 3)}),
    Flaw("per-sample", Text("이미지마다 평균과 분산을 구했다(층 정규화): 채널마다 구해야 한다", "mean and variance are those of each image, as in layer normalisation: they belong to each channel"), {"along": (1, 2, 3)}),
    Flaw("per-position", Text("픽셀 자리마다 평균과 분산을 구했다: 채널의 모든 픽셀이 함께 써야 한다", "mean and variance are those of each pixel position: all pixels of a channel share them"), {"along": (0,)}),
    Flaw("all-channels", Text("모든 채널을 합쳐 평균과 분산을 구했다", "mean and variance are taken over all channels together"), {"along": (0, 1, 2, 3)}),
    Flaw("not-transposed", Text("채널 축을 뒤로 옮기지 않고 `reshape(-1, C)`했다: 한 열에 여러 채널이 섞인다", "`reshape(-1, C)` without moving the channels to the end first: every column mixes channels"), {"rows": "not transposed"}),
    Flaw("folded-directly", Text("축을 되돌려 옮기지 않고 `reshape(N, C, H, W)`했다: 값이 다른 채널로 간다", "reshaped to (N, C, H, W) without moving the channels back: values end up in other channels"), {"rows": "folded directly"}),
    Flaw("folded-in-wrong-order", Text("되돌릴 때 H와 W의 자리를 바꾸었다", "H and W are exchanged on the way back"), {"rows": "exchanged"}),
)  # fmt: skip
OF_THE_GRADIENTS = (
    Flaw("divided-by-samples", Text("`dx`에서 N·H·W가 아니라 N으로 나누었다", "`dx` is divided by N instead of N·H·W"), {"through_mean": "samples", "through_variance": "samples"}),
    Flaw("averaged-over-samples", Text("`gamma`와 `beta`의 그래디언트를 N으로 나누었다: 더하기만 해야 한다", "the gradients of `gamma` and `beta` are divided by N: they are sums"), {"averaged": "samples"}),
)  # fmt: skip


def of_images(given: Given, rows: str = "", **options: Any) -> Values:
    """Batch normalisation of images; ``rows`` is a mistake on the way to one row per pixel, or back."""
    if not rows:
        return reference(given, **options)
    x = given["x"]
    N, C, H, W = x.shape
    apart = rows == "not transposed"

    def in_rows(image: Any) -> Any:
        return (image if apart else image.transpose(0, 2, 3, 1)).reshape(-1, C)

    def folded(row: Any) -> Any:
        if rows == "exchanged":
            return row.reshape(N, W, H, C).transpose(0, 3, 2, 1)
        return row.reshape(N, C, H, W)

    pixels = {name: in_rows(value) if name in ("x", "dout") else value for name, value in given.items()}
    values = reference(pixels, **options)
    return {name: folded(value) if value.ndim == 2 else value for name, value in values.items()}


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions of a module that normalise images."""
    forward = found_in(names, SPATIAL_FORWARD_NAMES)
    if forward is not None:
        found = Found(
            forward,
            "bn_param",
            {"mode": "train"},
            of_images,
            SPATIAL_RESULTS,
            SHAPES,
            OF_IMAGES,
            OF_THE_GRADIENTS,
        )
        yield from of_batches(found, names, (SPATIAL_BACKWARD_NAMES,))
