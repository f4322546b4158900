"""A formula that goes on beyond its box says so only as long as more follows."""


def test_the_arrow_goes_where_nothing_more_follows(tab):
    page = tab({"width": 200, "height": 700})
    page.goto("layers/affine/")
    box = page.wait_for_selector(".yudo-math-block[data-more]")
    box.evaluate("box => box.scrollLeft = box.scrollWidth")
    page.wait_for_function("box => !box.hasAttribute('data-more')", arg=box)
