"""``torch.autograd.gradcheck`` with its default tolerances, in slow and in fast mode."""

from __future__ import annotations

import os
import sys
from typing import Any
from unittest.mock import patch

import torch
from torch.autograd import gradcheck

from benchmarks.checking.subjects import Problem, Subject

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


class Gradcheck:
    """Slow mode: every entry of the Jacobian."""

    compiles = False
    fast = False

    def alarm(self, problem: Problem, subject: Subject) -> bool:
        """Whether the check says that something is wrong."""
        constants = [torch.from_numpy(array) for array in problem.constants.values()]

        class Layer(torch.autograd.Function):
            @staticmethod
            def forward(context: Any, *inputs: torch.Tensor) -> torch.Tensor:
                context.save_for_backward(*inputs)
                return subject.forward(torch, *inputs, *constants)

            @staticmethod
            def backward(context: Any, dout: torch.Tensor) -> Any:
                gradients = subject.backward(torch, dout, *context.saved_tensors, *constants)
                return gradients if len(gradients) > 1 else gradients[0]

        torch.manual_seed(0)
        inputs = [torch.from_numpy(array).clone().requires_grad_() for array in problem.inputs.values()]
        return not gradcheck(Layer.apply, inputs, fast_mode=self.fast, raise_exception=False)


class FastGradcheck(Gradcheck):
    """Fast mode: one random projection of the Jacobian.

    Once it has found a difference, it runs slow mode as well, only to say where; we stop at the verdict.
    """

    fast = True

    def alarm(self, problem: Problem, subject: Subject) -> bool:
        """Whether the check says that something is wrong."""
        module = sys.modules["torch.autograd.gradcheck"]  # the name in the package is the function's
        with patch.object(module, "_run_slow_mode_and_get_error", lambda *_, **__: "stopped at the verdict"):
            return super().alarm(problem, subject)
