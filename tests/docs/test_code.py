"""The code on a page is the code in `impl/`."""

from docs.site_builder.code import definitions, implementation_markdown

MODULE = '''"""A layer."""

import numpy as np

@np.vectorize
def forward(x):
    """Return x."""
    return x


class Net:
    size = 1
'''


def test_every_function_and_class_is_shown_whole_and_in_order():
    forward, net = definitions(MODULE)
    assert forward == ("forward", '@np.vectorize\ndef forward(x):\n    """Return x."""\n    return x')
    assert net == ("Net", "class Net:\n    size = 1")


def test_every_function_has_an_anchor_and_names_its_file(tmp_path):
    path = tmp_path / "impl" / "layer.py"
    path.parent.mkdir()
    path.write_text(MODULE, encoding="utf-8")
    page = implementation_markdown(path)
    assert '<div class="yudo-code" id="impl.forward" markdown="1">' in page
    assert '```python title="impl/layer.py"' in page
