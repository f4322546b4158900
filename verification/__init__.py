"""The evidence: where the mathematics of `yudo.derivations` and the code of `yudo.impl` meet."""
