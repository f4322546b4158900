"""What stands for PyTorch and JAX does what they do."""

import warnings

import jax
import jax.scipy.special
import numpy as np
import pytest

from yudo.verification.frameworks.stand_ins import stand_in


@pytest.fixture(scope="module")
def pytorch():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("torch", reason="PyTorch is not installed")


@pytest.fixture(scope="module", params=["what stands for it", "itself"])
def torch(request):
    return request.getfixturevalue("pytorch") if request.param == "itself" else stand_in("torch")


# -- PyTorch: the same tests for what stands for it and, where it is installed, for itself -----------------


def test_a_view_shares_its_memory_and_a_clone_does_not(torch):
    x = torch.zeros(2, 3)
    x.view(3, 2)[0, 0] = 1
    x.t()[0, 1] = 2
    x[1].fill_(5)
    x.clone()[0, 2] = 9
    assert x.tolist() == [[1, 0, 0], [5, 5, 5]]


def test_what_is_added_in_place_is_seen_under_every_name(torch):
    x = torch.ones(2)
    y = x
    y += 1
    x.mul_(3).clamp_(max=5)
    assert y.tolist() == [5, 5]


def test_a_variance_has_one_sample_less_below_unless_told_otherwise(torch):
    x = torch.tensor([1.0, 2.0, 6.0])
    assert x.var().item() == 7
    assert x.var(unbiased=False).item() == torch.var(x, correction=0).item() == pytest.approx(14 / 3)


def test_an_extreme_along_an_axis_comes_with_its_place(torch):
    values, places = torch.tensor([[1.0, 3.0], [4.0, 2.0]]).max(dim=1)
    assert values.tolist() == [3, 4]
    assert places.tolist() == [1, 0]
    assert torch.max(torch.tensor([1.0, 5.0]), torch.tensor([2.0, 2.0])).tolist() == [2, 5]


def test_whole_numbers_beside_floats_keep_their_precision(torch):
    single = torch.ones(2, dtype=torch.float32)
    assert (single * torch.arange(2)).dtype == (torch.arange(2) - single).dtype == torch.float32
    assert (np.float64(2) * single).tolist() == [2, 2]


def test_shapes_are_changed_as_pytorch_names_it(torch):
    x = torch.arange(24).view(2, 3, 4)
    assert x.flatten(1).shape == (2, 12)
    assert x.permute(2, 0, 1).shape == x.transpose(0, 2).transpose(1, 2).shape == (4, 2, 3)
    assert x.unsqueeze(1).squeeze(1).squeeze(0).shape == (2, 3, 4)
    assert x[:, :1].expand(-1, 5, -1).shape == x[:, :1].repeat(1, 5, 1).shape == (2, 5, 4)
    assert [one.shape for one in x.chunk(2, dim=2)] == [(2, 3, 2)] * 2
    assert torch.cat((x, x), dim=1).shape == (2, 6, 4)
    assert torch.stack([x, x], dim=-1).size(-1) == 2


def test_softmax_losses_are_those_of_their_formulas(torch):
    x, y = torch.tensor([[1000.0, 0.0], [0.0, 1.0]]), torch.tensor([1, 1])
    functional = torch.nn.functional
    losses = np.array([1000, np.log1p(np.exp(-1.0))])
    assert functional.cross_entropy(x, y).item() == pytest.approx(losses.mean())
    assert functional.cross_entropy(x, y, reduction="none").tolist() == pytest.approx(losses)
    assert functional.one_hot(y, 2).tolist() == [[0, 1], [0, 1]]
    assert functional.softmax(x, dim=1).sum(1).tolist() == [1, 1]
    assert torch.sigmoid(torch.tensor([-1e4, 1e4])).tolist() == [0, 1]


def test_entries_are_chosen_and_written_by_index(torch):
    x, y = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([1, 0])
    assert x.gather(1, y.view(-1, 1)).tolist() == [[2], [3]]
    assert torch.zeros(2, 2).scatter_(1, y.view(-1, 1), 1).tolist() == [[0, 1], [1, 0]]
    assert torch.zeros(2, 2).index_add_(0, torch.tensor([1, 1]), x).tolist() == [[0, 0], [4, 6]]
    assert x.masked_fill(x > 2, 0).tolist() == [[1, 2], [0, 0]]
    padded = torch.nn.functional.pad(x, (1, 0, 0, 2))
    assert padded.shape == (4, 3)
    assert padded[0].tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    "expression",
    [
        "torch.exp(x) + x.log1p().expm1() - torch.sqrt(x * x).sqrt()",
        "x.tanh() + torch.sinh(x) - torch.cosh(x) / torch.log2(p) * torch.log10(p) + p.log()",
        "torch.erf(x) - x.erf() * torch.special.erf(x) + torch.erfc(x) * torch.special.erfc(x).erfc()",
        "torch.nn.functional.gelu(x) - torch.nn.functional.gelu(2 * x, approximate='tanh')",
        "torch.special.expit(x)",
        "x.sign() * x.abs() - x.square().neg().reciprocal() + torch.rsqrt(p) + p.rsqrt()",
        "torch.sigmoid(50 * x) + torch.relu(x) + x.sigmoid() - x.relu()",
        "torch.maximum(x, -x) + torch.minimum(x, p) + torch.max(x, p) - torch.min(x, p)",
        "torch.add(x, p).sub(x).mul(p).div(x) - torch.pow(x, 2).pow(2)",
        "x.floor() + torch.ceil(x) - x // 0.3 + x % 0.7 - (-x) % 0.7",
        "2 - x / p + 3 / p - 2**x + x**3 - abs(x) + (+x) - (-x)",
        "(x > 0).double() + (x >= p).to(x.dtype) - (x < 0).type_as(x) + x.le(p).double() - x.eq(x).double()",
        "torch.logical_and(x > 0, p > 1) | torch.logical_not(x > 0) ^ (x != x)",
        "x.clamp(min=-0.5) + torch.clamp(x, max=0.5) - x.clip(-1, 1) + x.clamp(min=0, max=1)",
        "torch.where(x > 0, x, p) + torch.where(x > 0, x, 0.0) + x.masked_fill(x > 0, -1.0)",
        "x.sum() + x.sum(1).sum() - x.sum(dim=0, keepdim=True) + torch.sum(x, (0, 1))",
        "x.mean(0) - torch.mean(x, dim=1, keepdim=True) + x.prod(1, keepdim=True) + x.prod()",
        "x.amax(dim=1, keepdim=True) - x.amin((0, 1)) + x.max() - torch.min(x)",
        "x.max(1, keepdim=True)[0] + x.min(dim=1, keepdim=True).values + x.argmax(1, keepdim=True)",
        "x.argmin(0) + x.argmax() + x.max(0).indices - torch.min(x, 0)[1]",
        "x.var(1, keepdim=True) + x.std(0) - x.var(dim=0, unbiased=False) + torch.std(x, 1, True, True)",
        "x.norm() + torch.norm(x, dim=1, keepdim=True) + torch.linalg.norm(x) + x.norm(2, 0)",
        "x.cumsum(1) + torch.cumsum(x, dim=0)",
        "torch.logsumexp(1000 * x, dim=1) + (x.logsumexp(dim=1, keepdim=True)).sum()",
        "torch.softmax(x, dim=1) - x.softmax(-1) + x.log_softmax(dim=0) + torch.log_softmax(900 * x, 1)",
        "torch.einsum('ij,kj->ik', x, p) + x @ p.T - x.mm(p.t()) + torch.matmul(x, p.transpose(0, 1))",
        "torch.addmm(p, x, torch.eye(3, dtype=x.dtype)) + torch.outer(x[:, 0], x[0])",
        "torch.bmm(x.unsqueeze(0), p.t().unsqueeze(0)).squeeze(0) + x.mv(x[0]) + x[0].dot(p[0])",
        "x.view(3, 2) + x.reshape(-1, 2) - x.reshape_as(x.view(3, 2)) + x.flatten().view(3, 2)",
        "x.permute(1, 0) - x.t() + x.T.mT.T + torch.transpose(x, 0, 1) - torch.permute(x, (1, 0))",
        "torch.cat([x, p], dim=1).chunk(2, dim=1)[1] - torch.stack((x, p), 0).unbind(0)[0]",
        "x[:, None].squeeze(1) + x.unsqueeze(-1).squeeze() - torch.squeeze(x[None], 0)",
        "x[:, :1].expand(2, 3) + x[:1].expand_as(x) - x[0].repeat(2, 1) + torch.broadcast_to(x[0], (2, 3))",
        "torch.tril(x) - x.triu(1) + torch.tril(x, -1)",
        "x.gather(1, x.argmax(1).view(-1, 1)) + torch.index_select(x, 0, torch.tensor([1, 1])).sum()",
        "x[torch.arange(2), torch.tensor([2, 0])] + x[x > 0].sum() - x[(x > 0).nonzero(as_tuple=True)].sum()",
        "torch.zeros_like(x) + torch.ones(2, 3) - torch.full((2, 3), 0.5) + torch.full_like(x, 2.0)",
        "x.new_zeros(2, 3) + x.new_ones((2, 3)) + x.clone().zero_() - torch.tensor(1.5) + x.clone().fill_(4)",
        "x.clone().add_(p).mul_(2).sub_(x).div_(p).clamp_(max=2).relu_()",
        "torch.nn.functional.linear(x, torch.eye(3, dtype=x.dtype), x[0]) - torch.nn.functional.relu(x)",
        "torch.nn.functional.silu(x) + torch.nn.functional.elu(x, 0.5) - torch.nn.functional.softplus(x)",
        "torch.nn.functional.leaky_relu(x) - torch.nn.functional.leaky_relu(x, 0.2)",
        "torch.nn.functional.mse_loss(x, p) + torch.nn.functional.mse_loss(x, p, reduction='sum')",
        "torch.nn.functional.nll_loss(x.log_softmax(1), torch.tensor([2, 0]), reduction='sum')",
        "torch.nn.functional.one_hot(torch.tensor([2, 0]), 3) + torch.nn.functional.softmax(x, dim=0)",
        "x * x.numel() + x.size(1) + x.dim() + x.shape[0] + len(x) + float(x[0, 0]) + x[0, 0].item()",
        "x.float().double().long() + x.int() + (x > 0).long() - x.bool().int()",
    ],
)
def test_an_expression_of_pytorch_has_the_value_that_it_has_in_pytorch(expression, pytorch):
    values = []
    for package in (pytorch, stand_in("torch")):
        x = package.tensor([[0.5, -1.25, 2.0], [1.5, 0.25, -0.75]], dtype=package.float64)
        p = package.tensor([[0.5, 1.25, 2.0], [1.5, 0.25, 0.75]], dtype=package.float64)
        if "log1p" in expression:
            x = p
        values.append(np.array(eval(expression, {"torch": package, "x": x, "p": p}).tolist()))
    np.testing.assert_allclose(*values, rtol=1e-6, atol=1e-7)


# -- what operations of JAX do, beside JAX ------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    [
        "jnp.sum(x, axis=0, keepdims=True) / x.std()",
        "x.at[0].set(1.0)",
        "x.at[jnp.array([0, 0])].add(1.0)",
        "x.at[:, 1].multiply(3.0)",
        "jax.nn.softmax(x) - jax.nn.softmax(x, axis=0)",
        "jax.nn.log_softmax(1000 * x)",
        "jax.nn.one_hot(jnp.array([0, 2]), 3)",
        "jax.nn.silu(x) + jax.nn.swish(x) + jax.nn.softplus(x) + jax.nn.relu(x)",
        "jax.nn.sigmoid(x) - jax.scipy.special.expit(2 * x)",
        "jax.scipy.special.logsumexp(x, axis=1)",
        "jax.scipy.special.erf(x) - jax.lax.erf(2 * x) + jax.scipy.special.erfc(x) * jax.lax.erfc(3 * x)",
        "jax.nn.gelu(x) - 2 * jax.nn.gelu(x, approximate=False)",
        "jax.lax.rsqrt(x * x + 1) * jax.lax.stop_gradient(x)",
        "jnp.einsum('ij,kj->ik', x, x) @ x",
        "jnp.where(x > 0, x, -1) ** 2 % 0.7",
        "jnp.take_along_axis(x, jnp.argmax(x, axis=1)[:, None], axis=1)",
        "jnp.pad(jnp.concatenate([x, x], axis=1), ((1, 0), (0, 2)))",
        "jnp.tril(x) + jnp.triu(x, 1)",
        "jnp.expand_dims(x, 1) - x.T.reshape(3, 2).transpose()",
        "jnp.var(x, axis=1, ddof=1) * len(x) + float(x[0, 0]) + x.max()",
        "1 / (3 + x) // 0.1 - abs(-x)",
        "jnp.split(x, 3, axis=1)[1]",
        "jnp.stack([row for row in x], axis=-1)",
    ],
)
def test_an_expression_of_jax_has_the_value_that_it_has_in_jax(expression):
    x = np.array([[0.5, -1.25, 2.0], [1.5, 0.25, -0.75]])
    values = []
    for package in (jax, stand_in("jax")):
        names = {"jax": package, "jnp": package.numpy, "x": package.numpy.array(x)}
        values.append(np.array(eval(expression, names).tolist()))
    np.testing.assert_allclose(*values, rtol=1e-5, atol=1e-6)


def test_arrays_of_jax_are_not_written_into():
    jnp = stand_in("jax").numpy
    x = jnp.zeros(2)
    y = x
    y += 1
    assert (x.tolist(), y.tolist()) == ([0, 0], [1, 1])
    with pytest.raises(TypeError, match=r"x\.at\[\.\.\.\]\.set"):
        x[0] = 1
