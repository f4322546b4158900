"""Functions that belong to no layer: a backward against its own forward."""
