"""NumPy and the switch between it and CuPy, as "deep learning from scratch 2" has them."""

import numpy as np

GPU = False

__all__ = ["GPU", "np"]
