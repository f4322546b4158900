"""Proofs for every shape: implementations run on symbols, compared in the algebra of the derivations."""

from verification.proof.inputs import fixed, labels
from verification.proof.layers import prove_layer
from verification.proof.verdicts import Comparison, Counterexample, Proof
from verification.proof.vjp import prove_vjp

__all__ = ["Comparison", "Counterexample", "Proof", "fixed", "labels", "prove_layer", "prove_vjp"]
