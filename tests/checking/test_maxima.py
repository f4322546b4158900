"""Max pooling by argmax is right off ties, as by a mask, and a mistake in it is one."""

from __future__ import annotations

import pytest

from yudo.verification.checking import verdicts

POOL = """
    def max_pool_forward_naive(x, pool_param):
        N, C, H, W = x.shape
        ph, pw, s = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
        out = np.zeros((N, C, (H - ph) // s + 1, (W - pw) // s + 1))
        for i in range(out.shape[2]):
            for j in range(out.shape[3]):
                out[:, :, i, j] = x[:, :, i * s : i * s + ph, j * s : j * s + pw].max(axis=(2, 3))
        return out, (x, pool_param)

    def max_pool_backward_naive(dout, cache):
        x, pool_param = cache
        ph, pw, s = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
        N, C, Ho, Wo = dout.shape
        dx = np.zeros_like(x)
        for n in range(N):
            for c in range(C):
                for i in range(Ho):
                    for j in range(Wo):
                        seen = x[n, c, i * s : i * s + ph, j * s : j * s + pw]
                        g = dout[n, c, i, j]
                        {body}
        return dx
"""
BY_PLACE = "a, b = np.unravel_index(np.argmax(seen), seen.shape); dx[n, c, i * s + a, j * s + b] += g"
BY_REMAINDER = "m = seen.argmax(); dx[n, c, i * s + m // pw, j * s + m % pw] += g"
BY_ONE = """mask = np.zeros(ph * pw); mask[np.argmax(seen)] = 1
                        dx[n, c, i * s : i * s + ph, j * s : j * s + pw] += mask.reshape(ph, pw) * g"""


@pytest.mark.parametrize("body", [BY_PLACE, BY_REMAINDER, BY_ONE])
def test_an_argmax_says_the_same_as_a_mask(verdict_of, body):
    one = verdict_of(POOL.replace("{body}", body), "max_pool_backward_naive")
    assert (one.verdict, one.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES), one.reason


@pytest.mark.parametrize(
    ("body", "right", "slip"),
    [(BY_PLACE, "argmax", "argmin"), (BY_PLACE, "i * s + a", "i + a"), (BY_ONE, "* g", "* g / 2")],
)
def test_an_argmax_hides_no_mistake(verdict_of, body, right, slip):
    one = verdict_of(POOL.replace("{body}", body.replace(right, slip)), "max_pool_backward_naive")
    assert (one.verdict, one.wrong) == (verdicts.WRONG, ("dx",))


TIED = "a, b = np.unravel_index(np.argmax(seen * 0), seen.shape); dx[n, c, i * s + a, j * s + b] += g"


def test_where_ties_are_the_rule_nothing_is_said_off_them(verdict_of):
    assert verdict_of(POOL.replace("{body}", TIED), "max_pool_backward_naive").verdict == verdicts.WRONG
