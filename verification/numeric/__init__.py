"""Floating-point code held against the records, in ball and interval arithmetic."""
