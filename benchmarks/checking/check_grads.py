"""``jax.test_util.check_grads`` in 64 bits with its default tolerances, reverse mode."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax.test_util import check_grads

from benchmarks.checking.subjects import Problem, Subject

jax.config.update("jax_enable_x64", True)


class CheckGrads:
    """The derivative along one random direction against a central difference."""

    compiles = True

    def alarm(self, problem: Problem, subject: Subject) -> bool:
        """Whether the check says that something is wrong."""
        constants = [jnp.asarray(array) for array in problem.constants.values()]

        @jax.custom_vjp
        def layer(*inputs):
            return subject.forward(jnp, *inputs, *constants)

        layer.defvjp(
            lambda *inputs: (layer(*inputs), inputs),
            lambda inputs, dout: subject.backward(jnp, dout, *inputs, *constants),
        )
        inputs = [jnp.asarray(array) for array in problem.inputs.values()]
        try:
            check_grads(layer, inputs, order=1, modes=("rev",))
        except AssertionError:
            return True
        return False
