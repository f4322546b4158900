"""What only a layer knows: how its code yields each result, a definition in JAX, its awkward inputs.

A module here has

``observe(**arguments)``
    the results by name, computed by the functions of ``impl/``; one without a meaning at these arguments is
    left out, one that costs much more than the others may be a function that returns it;
``witness(**arguments)``
    the same names from a definition written independently in ``jax.numpy`` and differentiated by JAX;
``DOMAINS``
    the styles of values (`verification.inputs`) that each tensor is filled with;
``EMPTY_BATCH``
    whether no samples at all have a meaning.

Arguments are the inputs of the layer's record by name (``lambda`` is spelt ``lambda_``), its upstream
gradient, and the sizes that no array shows. ``observe`` is also run on `verification.enclosures`.
"""
