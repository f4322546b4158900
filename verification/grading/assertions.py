"""One assertion for nbgrader's test cells, doctests and unit tests."""

from __future__ import annotations

from typing import Any


def assert_gradient(*objects: Any, **options: Any) -> None:
    """Assert that functions, classes or a net are correct, as `yudo.check` decides it.

    Parameters
    ----------
    objects, options
        As `yudo.check` takes them: ``assert_gradient(affine_forward, affine_backward)``,
        ``assert_gradient(softmax_loss, lang="ko")``, ``assert_gradient(f, df, x="N D", w="D M")``.

    Raises
    ------
    AssertionError
        If anything is wrong, undecided, not implemented or crashes; the message is the report.
    TypeError
        If an object cannot be checked.
    """
    __tracebackhide__ = True
    from yudo.verification.checking.live import check

    report = check(*objects, **options)
    if not report.good:
        raise AssertionError("\n" + report.text())
