"""Hand-written NumPy layers with the signatures of CS231n-style courses.

One module per layer, named like its derivation; import from the module, as in
``from yudo.impl.affine import affine_forward``. Every function keeps to the same conventions:

* **Pure.** Arguments are never written to, so read-only, non-contiguous and Fortran-ordered arrays are fine.
  A cache holds references to arrays, not copies: leave them as they are until the backward has run.
* **dtype.** Floating-point arrays of at least 32 bits, and results of the same dtype, losses included.
  float16 is refused: sums over its 11-bit significand lose whole terms and overflow at 65504. Where arrays of
  different floating dtypes meet, NumPy's own promotion decides.
* **Shapes.** Axis 0 counts the samples. Empty batches pass through wherever no mean is taken.
* **Errors.** ``TypeError`` for what is not an array of the right kind, ``ValueError`` for a wrong shape or
  value. Each message names the argument, what came and what was expected.
"""
