"""Theorems for a proof assistant: results stated as real analysis and re-checked by the kernel of Rocq.

``theory/`` proves once, in Rocq, that index expressions may be differentiated and compared as its programs
do. The modules here state results in its language and run ``coqc``.
"""
