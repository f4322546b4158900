"""Proofs for every shape: implementations run on symbols, compared in the algebra of the yudo.derivations."""

from yudo.verification.symbolic.inputs import fixed, labels
from yudo.verification.symbolic.prove import prove_layer
from yudo.verification.symbolic.vjp import prove_vjp
from yudo.verification.verdicts import Comparison, Counterexample, Proof

__all__ = ["Comparison", "Counterexample", "Proof", "fixed", "labels", "prove_layer", "prove_vjp"]
