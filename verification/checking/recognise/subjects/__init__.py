"""What each layer's functions are called in courses, and how they usually go wrong: one module per layer.

``subjects(module)`` of each yields a `Subject` for every function of somebody's module that it recognises.
"""
