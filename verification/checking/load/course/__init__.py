"""Correct versions of the files that courses hand out, for submissions that import them and came without.

Plain NumPy with the names and signatures of the courses, written so that it can be traced. They are compared
with `impl` in the tests.
"""
