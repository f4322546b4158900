"""``torch.autograd.gradcheck`` with its default tolerances, in slow and in fast mode."""

from __future__ import annotations

import os
from typing import Any

import torch
from torch.autograd.gradcheck import gradcheck

from benchmarks.checking.subjects import Problem, Subject

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


class Gradcheck:
    """Slow mode: every entry of the Jacobian."""

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
    """Fast mode: one random projection of the Jacobian."""

    fast = True
