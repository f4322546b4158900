"""PyTorch and JAX as operations of NumPy, and functions that are written with them as functions of arrays."""
