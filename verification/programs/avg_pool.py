"""Average pooling: the sizes of a window and its stride are sizes of the record, and options of the code."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.avg_pool import avg_pool_backward, avg_pool_forward


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    options = {"pool_height": given["R"], "pool_width": given["T"], "stride": given["S"]}
    out, cache = avg_pool_forward(given["x"], options)
    return {"out": out, "dx": avg_pool_backward(given["dout"], cache)}
