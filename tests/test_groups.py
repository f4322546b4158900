"""Tests that share what takes long to make go to the same worker."""

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_is_part_of_what_tests_are_dealt_out_by(request):
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("needs workers: -n 2 --dist loadgroup")
    assert request.node.nodeid.endswith("@together"), "this pytest-xdist does not group tests of this pytest"
