"""Which call of `impl` yields which result: one module per layer, by its stem.

``observe(given)`` takes what the layer's records take, by name, as arrays (symbolic or real), and returns
each result's value by its name. A result for one sample or one layer gets its index in ``given``, too.
"""
