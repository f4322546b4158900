"""The prover on a page: what is served, how it is made, and the Python that answers there."""
