"""Type aliases shared by the layers."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.floating[Any]]
"""An array of float32, float64 or wider."""

IntArray: TypeAlias = npt.NDArray[np.integer[Any]]
"""An array of any integer dtype, signed or unsigned."""

FloatScalar: TypeAlias = np.floating[Any]
"""A NumPy scalar, such as a loss; behaves like a Python float."""
