"""How a result is cited, which results were ever released, and how a release is recorded.

Nothing here imports NumPy or JAX: a citation needs the derivation of one layer and no more.
"""
