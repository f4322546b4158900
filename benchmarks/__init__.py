"""Yudo beside what its users would otherwise use: ``python -m benchmarks``.

Three parts: what it takes to check a gradient (`benchmarks.checking`), how fast the layers of ``impl/`` are
(`benchmarks.layers`), and what a full ``yudo verify`` costs (`benchmarks.verifying`). Every contender runs in
a process of its own with the same number of threads; the report is JSON after ``report.schema.json``.
"""
