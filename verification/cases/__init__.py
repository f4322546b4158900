"""Inputs of every kind: drawn, awkward, prescribed, or a caller's own."""
