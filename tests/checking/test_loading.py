"""Files are loaded as they are met: old, incomplete, broken, with code that runs on import."""

import inspect
import json
import sys
import textwrap
import threading
import warnings
from importlib import import_module

import numpy as np
import pytest

import yudo.impl.affine
import yudo.impl.relu
import yudo.impl.sigmoid
import yudo.impl.softmax_cross_entropy
import yudo.impl.svm_loss
from yudo.verification.checking.load import MissingModule, UnreadableFile, load
from yudo.verification.checking.load.python2 import to_python3
from yudo.verification.checking.load.rewriting import REMOVED_FROM_NUMPY
from yudo.verification.symbolic.inputs import SymbolicInputs, read_shapes
from yudo.verification.symbolic.tracing import Tracer

ELSEWHERE = ("scipy", "matplotlib", "torch", "six", "past", "future", "layers", "common", "cs231n")


@pytest.fixture
def loads(tmp_path, monkeypatch):
    """Write files, load the first of them, and forget it all again."""
    for name in [name for name in sys.modules if name.partition(".")[0] in ELSEWHERE]:
        monkeypatch.delitem(sys.modules, name)
    done = []

    def write_and_load(source, name="mine.py", others=None, **options):
        for path, text in ({name: source} | (others or {})).items():
            place = tmp_path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            content = textwrap.dedent(text) if isinstance(text, str) else text
            place.write_bytes(content.encode() if isinstance(content, str) else content)
        loaded = load(tmp_path / name, root=tmp_path, **options)
        done.append(loaded)
        return loaded

    yield write_and_load
    for loaded in done:
        loaded.unload()


def codes(loaded):
    return [note.code for note in loaded.notes]


def said(loaded, code):
    notes = [note for note in loaded.notes if note.code == code]
    assert all(note.text.ko != note.text.en for note in notes)
    return " | ".join(note.text.en for note in notes)


def traced(function, **shapes):
    inputs = SymbolicInputs(read_shapes(shapes))
    result = Tracer().call(function, *inputs.arrays())
    return result.content.at(result.content._symbols)


PLAIN = """\
import numpy as np

CONSTANT = 2

def affine_forward(x, w, b):
    return x.dot(w) + b, (x, w, b)

class Net:
    def loss(self, X):
        return X * CONSTANT
"""


def test_a_plain_file_is_loaded_without_notes(loads, tmp_path):
    loaded = loads(PLAIN)
    assert loaded.notes == []
    assert loaded.broken == {}
    assert loaded.source == PLAIN
    assert loaded.definitions == {"affine_forward": 5, "Net": 8, "Net.loss": 9}
    assert loaded.module.Net().loss(3) == 6
    assert inspect.getsource(loaded.module.affine_forward).startswith(
        "def affine_forward(x, w, b):\n    return"
    )
    assert loaded.module.affine_forward.__code__.co_filename == str(tmp_path / "mine.py")
    assert (loaded.place(5).ko, loaded.place(5).en) == ("5번째 줄", "line 5")


def test_functions_of_a_loaded_file_can_be_traced(loads):
    loaded = loads(PLAIN)
    forward = loaded.module.affine_forward
    assert "Sum(" in str(traced(lambda x, w, b: forward(x, w, b)[0], x=("N", "D"), w=("D", "M"), b=("M",)))


def test_a_file_named_like_a_module_of_python_can_be_traced(loads):
    loaded = loads(
        "import numpy as np\ndef f(x):\n    return g(x)\ndef g(x):\n    return np.exp(x)", name="random.py"
    )
    assert "exp(" in str(traced(loaded.module.f, x=("N",)))


def test_lambdas_and_definitions_within_if_and_try_are_found(loads):
    loaded = loads(
        """
        sigmoid = lambda x: x
        if True:
            def f(): pass
        try:
            def g(): pass
        except ValueError:
            def h(): pass
        if __name__ == "__main__":
            def main(): pass
            raise SystemExit
        """
    )
    assert loaded.definitions == {"sigmoid": 2, "f": 4, "g": 6}
    assert loaded.notes == []


# -- Python 2 ----------------------------------------------------------------------------------------------

PYTHON2 = {
    "print 'a'": "print('a')",
    "print": "print()",
    "print 'a %d' % x, y": "print('a %d' % x, y)",
    "print 'a',": "print('a', end=\" \")",
    "print >>f, 'a', b": "print('a', b, file=f)",
    "print >>f": "print(file=f)",
    "print ('a %d') % x": "print(('a %d') % x)",
    "print ('a')": "print ('a')",
    "print('a', file=f)": "print('a', file=f)",
    "print 'a'  # why": "print('a')  # why",
    "if x: print 'a'": "if x: print('a')",
    "if x <> y: print 'a'; print 'b'": "if x != y: print('a'); print('b')",
    "f = lambda x: x; print 'a'": "f = lambda x: x; print('a')",
    "print 'a' + \\\n  'b'": "print('a' + \\\n  'b')",
    "print 'a', (1,\n 2)": "print('a', (1,\n 2))",
    "print '''a\nprint b'''": "print('''a\nprint b''')",
    "'''\nprint a\n'''": "'''\nprint a\n'''",
    "d = {1: 'print a'}": "d = {1: 'print a'}",
    "exec code in names": "exec(code, names)",
    "exec 'a = 1'": "exec('a = 1')",
    "raise ValueError, 'no %s' % x": "raise ValueError('no %s' % x)",
    "raise E, (1, 2), trace": "raise E((1, 2))",
    "raise ValueError('a', 2)": "raise ValueError('a', 2)",
    "try: f()\nexcept (A, B), e: pass": "try: f()\nexcept (A, B) as e: pass",
    "try: f()\nexcept A, e: print e": "try: f()\nexcept A as e: print(e)",
    "x = `y + 1`": "x = repr(y + 1)",
    "x = 0777 + 10L + 0xFFL + 0 + 00": "x = 0o777 + 10 + 0xFF + 0 + 00",
    "x = ur'a\\d' + u'b'": "x = r'a\\d' + u'b'",
    "x = 1e-5 - 2.5e+3 * .5": "x = 1e-5 - 2.5e+3 * .5",
    "if x:\n\tif y:\n            print 1": "if x:\n        if y:\n            print(1)",
    "printed = print_all(x)": "printed = print_all(x)",
    "x = y[1:2] if z else {a: b}": "x = y[1:2] if z else {a: b}",
    "# print 'a'": "# print 'a'",
}


@pytest.mark.parametrize(("old", "new"), PYTHON2.items())
def test_python_2_is_rewritten_where_it_stands(old, new):
    assert to_python3(old) == new
    assert to_python3(old).count("\n") == old.count("\n")


def test_python_3_is_left_as_it_is():
    for module in (inspect, textwrap, json, threading):
        source = inspect.getsource(module)
        assert to_python3(source) == source


def test_a_python_2_file_is_loaded_and_noted(loads, capsys):
    loaded = loads(
        """
        import numpy as np
        def softmax_loss_naive(W, X):
        \tloss = 0.0
                for i in xrange(X.shape[0]):
        \t\tloss += X[i].dot(W)
                print "loss: %f" % loss,
        \tfor k, v in {1: 2}.iteritems(): print k, v
                if {}.has_key(3): raise ValueError, "never"
        \treturn loss / 2
        print "loaded"
        """
    )
    assert loaded.module.softmax_loss_naive(np.ones(2), np.ones((3, 2))) == 3.0
    assert capsys.readouterr().out == "loaded\nloss: 6.000000 1 2\n"
    assert codes(loaded) == ["python2", "python2"]
    assert "xrange, iteritems, has_key" in said(loaded, "python2")
    assert loaded.definitions == {"softmax_loss_naive": 3}


def test_print_with_a_format_after_its_bracket_is_read_as_python_2_means_it(loads, capsys):
    loads("print ('%d classes') % 10")
    assert capsys.readouterr().out == "10 classes\n"


LOOP = """
def g(x):
    out = np.zeros_like(x)
    for i in range(x.shape[0]):
        out[i] = 2 * x[i]
    return out
"""


@pytest.mark.parametrize(
    "header",
    [
        "",
        "from past.builtins import xrange",
        "from six.moves import xrange, range",
        "from builtins import range, object, str",
        "try:\n    xrange\nexcept NameError:\n    xrange = range",
        "try:\n    xrange = xrange\nexcept NameError:\n    xrange = range",
        "import sys\nif sys.version_info[0] >= 3:\n    xrange = range",
        "from past.builtins import xrange as xrange",
        "from __future__ import print_function, division",
    ],
)
def test_xrange_can_be_traced_wherever_it_comes_from(loads, header):
    loaded = loads(
        f"{header}\nimport numpy as np\n"
        "def f(x):\n    s = 0\n    for i in xrange(2):\n        s = s + x\n    return s\n"
        f"{LOOP}"
    )
    assert loaded.module.f(2) == 4
    assert str(traced(loaded.module.f, x=("N",))).startswith("2*x[")
    # A loop over a symbolic size is summed up, whatever was replaced in it.
    assert str(traced(loaded.module.g, x=("N",))).startswith("2*x[")


ROWS_BY_LOOP = """
    import numpy as np
    {old}
    def rows(x, w):
        out = np.zeros((x.shape[0], w.shape[1]))
        for i in {first}(x.shape[0]):
            for j in {second}(w.shape[1]):
                out[i, j] = np.sum(x[i] * w[:, j])
        return out
"""


@pytest.mark.parametrize("old", ["", 'print "loaded"'])
@pytest.mark.parametrize(("first", "second"), [("xrange", "range"), ("range", "xrange"), ("range", "range")])
def test_loops_are_found_in_what_was_run_whatever_was_replaced_in_it(loads, old, first, second):
    loaded = loads(ROWS_BY_LOOP.format(old=old, first=first, second=second))
    traced(loaded.module.rows, x=("N", "D"), w=("D", "M"))


def test_python_2_divides_integers_as_python_2_and_says_where_python_3_does_not(loads):
    loaded = loads("""
        import numpy as np

        def rows(x, scale):
            print "rows of", x.shape
            n = x.shape[0]
            flat = x.reshape(n, x.size / n)
            return flat / x.shape[0] * (1.0 / scale)
    """)
    rows = loaded.module.rows(np.ones((2, 3, 4)), 2)
    np.testing.assert_array_equal(rows, np.full((2, 12), 0.25))
    assert "Right in Python 2" in said(loaded, "python2")
    assert [note.line for note in loaded.notes if "write //" in note.text.en] == [7]
    traced(loaded.module.rows, x=("N", "D", 3), scale=())


def test_python_2_with_true_division_divides_integers_as_python_3_does(loads):
    loaded = loads("""
        from __future__ import division

        def half(n):
            print "half of", n
            return n / 2
    """)
    assert loaded.module.half(3) == 1.5
    assert "write //" not in said(loaded, "python2")


OLD_NAMES = """
    import numpy as np

    def counts(x, settings):
        H, stride = x.shape[0], settings["stride"]
        places = (H - 1) / stride + 1
        return [i / places for i in {loop}(places)]

    def mean(x):
        n = x.shape[0]
        rows = [x[i] for i in xrange(n)]
        return sum(rows) * (1.0 / n)
"""


@pytest.mark.parametrize(("loop", "thirds"), [("xrange", [0, 0, 0]), ("range", [0, 1 / 3, 2 / 3])])
def test_a_name_that_only_python_2_has_makes_its_function_python_2_and_sizes_of_the_file_sizes(
    loads, loop, thirds
):
    loaded = loads(OLD_NAMES.format(loop=loop))
    assert loaded.module.counts(np.ones((5, 2)), {"stride": 2}) == thirds
    assert loaded.module.mean(np.ones((4, 2))).tolist() == [1, 1]
    assert [note.line for note in loaded.notes if "write //" in note.text.en] == [6]


@pytest.mark.parametrize("given", ["from past.builtins import xrange", "xrange = range"])
def test_a_file_that_says_what_xrange_is_divides_as_python_3_does(loads, given):
    loaded = loads(
        OLD_NAMES.replace("import numpy as np", f"import numpy as np; {given}").format(loop="list")
    )
    with pytest.raises(TypeError, match="float"):
        loaded.module.counts(np.ones((5, 2)), {"stride": 2})


def test_an_array_of_one_entry_is_a_number_as_it_was_and_a_note_says_so(loads):
    loaded = loads("""
        import numpy as np

        def step(piece, W, b):
            return np.sum(piece * W) + float(b)

        def entries(Z, W, b):
            for i in range(len(Z)):
                for c in range(Z.shape[1]):
                    Z[i, c] = step(i, W[..., c], b[..., c]) + b[..., c]
            return float(len(Z)), Z
    """)
    W, b = np.ones((2, 3)), np.arange(3.0).reshape(1, 1, 3)
    np.testing.assert_array_equal(loaded.module.entries(np.zeros((1, 3)), W, b)[1], [[0, 2, 4]])
    assert codes(loaded) == ["removed-numpy-name"]
    assert "(line 5)" in said(loaded, "removed-numpy-name")
    with pytest.raises(TypeError):
        loaded.module.step(1.0, 1.0, np.ones(2))


def test_what_numpy_does_no_longer_is_done_in_its_stead(loads):
    loaded = loads("""
        import numpy as np

        def framed(x):
            return np.lib.pad(x, 1, "constant")

        def squares(x):
            return np.sum(row ** 2 for row in x)
    """)
    assert loaded.module.framed(np.ones((1, 1))).shape == (3, 3)
    np.testing.assert_array_equal(loaded.module.squares(np.array([[1.0, 2.0], [3.0, 4.0]])), [10, 20])
    assert codes(loaded) == ["removed-numpy-name", "removed-numpy-name"]
    traced(loaded.module.squares, x=("N", "D"))


def test_numpy_comes_with_the_course_s_layers_in_a_row(loads):
    loaded = loads("""
        from cs231n.layer_utils import *

        def mean(x):
            return np.mean(x), softmax_loss
    """)
    assert loaded.module.mean(np.ones(3))[0] == 1


def test_a_name_of_python_2_that_the_file_defines_itself_is_left_alone(loads):
    loaded = loads(
        """
        def xrange(n): return [n]
        def f(long, unicode=3): return long, unicode
        def g():
            for long in xrange(5): return long
        def h():
            with open(__file__) as raw_input: return raw_input.name
        """
    )
    assert loaded.notes == []
    assert (loaded.module.f(1), loaded.module.g()) == ((1, 3), 5)


def test_modules_that_were_renamed_are_found(loads):
    loaded = loads(
        """
        import cPickle as pickle
        from cStringIO import StringIO
        from six.moves import cPickle, urllib
        import six
        from past.utils import old_div
        def f(d):
            copy = pickle.loads(cPickle.dumps(d))
            return copy, list(six.iteritems(d)), [i for i in six.moves.range(2)], old_div(7, 2)
        """
    )
    assert loaded.module.f({1: 2}) == ({1: 2}, [(1, 2)], [0, 1], 3)


# -- NumPy -------------------------------------------------------------------------------------------------


def test_names_that_numpy_removed_are_rewritten_and_noted(loads):
    loaded = loads(
        """
        import numpy as np
        import numpy as xp
        import numpy
        def f(x):
            x = x.astype(np.float)
            n = xp.product(x.shape) + numpy.int(2)
            return np.asscalar(x.sum()) / n, np.Inf, -np.NINF, np.row_stack([x, x]).shape, np.math.sqrt(4)
        """
    )
    assert loaded.module.f(np.ones((2, 3), np.float32)) == (6 / 8, np.inf, np.inf, (4, 3), 2.0)
    assert codes(loaded) == ["removed-numpy-name"] * 8
    assert "np.float → float" in said(loaded, "removed-numpy-name")
    assert "(line 6)" in said(loaded, "removed-numpy-name")
    assert loaded.notes[0].line == 6


def test_names_that_numpy_removed_can_be_traced(loads):
    loaded = loads(
        "import numpy as np\ndef f(x):\n    return x.astype(np.float) / np.product(x.shape) + np.math.sqrt(4)"
    )
    assert str(traced(loaded.module.f, x=(2, 2))).endswith("/4 + 2")


@pytest.mark.parametrize("name", [name for name in REMOVED_FROM_NUMPY if name not in dir(np)])
def test_every_removed_name_has_a_successor_that_exists(loads, name):
    loaded = loads(f"import numpy as np\nvalue = np.{name}")
    assert codes(loaded) == ["removed-numpy-name"]
    assert loaded.module.value is not None


def test_removed_names_that_are_imported_from_numpy_are_found(loads):
    loaded = loads(
        "from numpy import product, array, float as real\ndef f(x): return product(array(x)), real(2)"
    )
    assert loaded.module.f([2, 3]) == (6, 2.0)
    loaded = loads("from numpy import *\ndef f(x): return product(x), Inf, zeros(2).sum()")
    assert loaded.module.f([2, 3]) == (6, np.inf, 0.0)


def test_patching_removed_names_back_into_numpy_does_no_harm(loads):
    loaded = loads("import numpy as np\nnp.float = float\nnp.int = int\ndef f(x): return np.float(x)")
    assert loaded.module.f(2) == 2.0
    assert set(codes(loaded)) == {"removed-numpy-name"}
    assert "float" not in dir(np)


def test_what_a_file_changes_in_numpy_and_python_is_taken_back(loads):
    def state():
        interpreter = (
            sys.stdout,
            sys.getrecursionlimit(),
            sys.gettrace(),
            sys.getprofile(),
            sys.modules["numpy"],
        )
        return np.dot, len, np.geterr(), np.get_printoptions(), interpreter

    before = state()
    loaded = loads(
        """
        import builtins, sys
        import numpy as np
        np.dot = builtins.len = None
        np.extra = 3
        sys.stdout = None
        sys.setrecursionlimit(50_000)
        np.seterr(all="ignore")
        np.set_printoptions(precision=1)
        sys.setprofile(lambda *given: None)
        sys.settrace(lambda *given: None)
        sys.modules["numpy"] = None
        def f(): pass
        """
    )
    assert state() == before
    assert not hasattr(np, "extra")
    assert "dot, extra" in said(loaded, "restored-module")
    assert loaded.definitions == {"f": 13}


# -- imports -----------------------------------------------------------------------------------------------

LAYERS = "import numpy as np\ndef affine_forward(x, w, b):\n    return 'own', None\n_hidden = 3\n"


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("fc_net.py", "from layers import *"),
        ("fc_net.py", "from .layers import *"),
        ("fc_net.py", "from ..layers import affine_forward"),
        ("fc_net.py", "from cs231n.layers import *"),
        ("fc_net.py", "from . import layers\naffine_forward = layers.affine_forward"),
        ("fc_net.py", "import layers\naffine_forward = layers.affine_forward"),
        ("fc_net.py", "import cs231n.layers as layers\naffine_forward = layers.affine_forward"),
        ("classifiers/fc_net.py", "from ..layers import *"),
        ("classifiers/fc_net.py", "from layers import *"),
        ("classifiers/fc_net.py", "from .layers import *"),
        ("classifiers/fc_net.py", "from .. import layers as l\naffine_forward = l.affine_forward"),
        ("hw1.2 kim/fc_net.py", "from ..layers import *"),
    ],
)
def test_files_next_to_the_file_and_above_it_are_imported(loads, name, statement):
    loaded = loads(f"{statement}\ndef f(): return affine_forward(1, 2, 3)[0]", name, {"layers.py": LAYERS})
    assert loaded.module.f() == "own"
    assert loaded.notes == []
    assert loaded.definitions == {"f": statement.count("\n") + 2}


def test_files_of_a_package_are_imported_by_its_name(loads):
    loaded = loads(
        "from cs231n.layers import *\nfrom cs231n.layer_utils import both\n"
        "def f(): return both(), affine_forward(1, 2, 3)",
        "fc_net.py",
        {
            "cs231n/__init__.py": "",
            "cs231n/layers.py": LAYERS,
            "cs231n/layer_utils.py": "from .layers import *\ndef both(): return affine_forward(1, 2, 3)",
        },
    )
    assert loaded.module.f() == (("own", None), ("own", None))
    assert loaded.notes == []


def test_a_file_is_one_module_by_whatever_name_it_is_imported(loads):
    loaded = loads(
        "from .state import box\nimport state, cs231n.state\nsame = box is state.box is cs231n.state.box",
        "a.py",
        {"state.py": "box = []"},
    )
    assert loaded.module.same is True


def test_files_that_import_one_another_are_loaded(loads):
    loaded = loads(
        "import b\ndef f(): return b.g()\ndef h(): return 5",
        "a.py",
        {"b.py": "import a\ndef g(): return a.h()"},
    )
    assert loaded.module.f() == 5


def test_files_next_to_the_file_are_old_python_too(loads):
    loaded = loads(
        "from layers import f",
        "a.py",
        {"layers.py": "import numpy as np\nprint 'x'\ndef f(): return np.float(1)\n1/0"},
    )
    assert loaded.module.f() == 1.0


def test_functions_that_were_imported_can_be_traced_and_are_not_the_file_s_own(loads):
    loaded = loads(
        "from .layers import *\ndef f(x): return twice(x)",
        "a.py",
        {"layers.py": "from numpy import exp\ndef twice(x): return 2 * exp(x)"},
    )
    assert list(loaded.definitions) == ["f"]
    assert "2*exp(" in str(traced(loaded.module.f, x=("N",)))


@pytest.mark.parametrize(
    "statement",
    [
        "from .layers import *",
        "from ..layers import *",
        "from cs231n.layers import *",
        "from layers import *",
        "from common.layers import *",
        "try:\n    from cs231n.layers import *\nexcept ImportError:\n    pass",
    ],
)
def test_files_of_the_course_that_are_missing_have_correct_versions(loads, statement):
    loaded = loads(
        f"{statement}\ndef f(x, w, b): return affine_forward(x, w, b)[0] + 0 * Affine(w, b).forward(x)"
    )
    x, w, b = np.ones((2, 3)), np.ones((3, 4)), np.arange(4.0)
    np.testing.assert_array_equal(loaded.module.f(x, w, b), x @ w + b)
    assert codes(loaded) == ["course-module"]
    assert "layers" in said(loaded, "course-module")
    assert "Sum(" in str(traced(loaded.module.f, x=("N", "D"), w=("D", "M"), b=("M",)))


def test_the_other_files_of_the_courses_have_correct_versions_too(loads):
    loaded = loads(
        """
        from ..layer_utils import affine_relu_forward, affine_relu_backward
        from common.functions import sigmoid, softmax, cross_entropy_error
        from common.gradient import numerical_gradient
        import scipy
        from scipy.special import expit, logsumexp
        def f(x): return expit(x) - sigmoid(x) + scipy.special.expit(x) - sigmoid(x)
        """
    )
    module = loaded.module
    assert codes(loaded) == ["course-module"] * 4
    assert module.f(np.ones(3)).tolist() == [0, 0, 0]
    x = np.random.default_rng(0).normal(size=(4, 3))
    assert module.logsumexp(x, axis=1) == pytest.approx(np.log(np.exp(x).sum(axis=1)))
    t = np.array([0, 2, 1, 1])
    loss, dx = yudo.impl.softmax_cross_entropy.softmax_loss(x, t)
    assert module.cross_entropy_error(module.softmax(x), t) == pytest.approx(loss)
    assert module.cross_entropy_error(module.softmax(x), np.eye(3)[t]) == pytest.approx(loss)
    numeric = module.numerical_gradient(lambda z: module.cross_entropy_error(module.softmax(z), t), x.copy())
    assert numeric == pytest.approx(dx, abs=1e-7)


@pytest.mark.parametrize("loss", [yudo.impl.softmax_cross_entropy.softmax_loss, yudo.impl.svm_loss.svm_loss])
def test_losses_of_tensors_that_a_course_hands_out_are_right(loads, loss):
    module = loads(f"""
        import torch
        from a3_helper import {loss.__name__}
        def found(x, y):
            loss, dx = {loss.__name__}(torch.tensor(x), torch.tensor(y))
            return loss.item(), dx.numpy()
    """).module
    x, y = np.random.default_rng(0).normal(size=(4, 3)), np.array([0, 2, 1, 1])
    value, dx = module.found(x, y)
    right, right_dx = loss(x, y)
    assert value == pytest.approx(right)
    np.testing.assert_allclose(dx, right_dx)


def test_windows_of_images_are_rows_and_go_back(loads):
    loaded = loads("""
        import numpy as np
        from common.util import im2col, col2im
    """)
    assert codes(loaded) == ["course-module"]
    im2col, col2im = loaded.module.im2col, loaded.module.col2im
    x = np.random.default_rng(0).standard_normal((2, 3, 5, 6))
    rows = im2col(x, 2, 3, stride=2, pad=1)
    assert rows.shape == (2 * 3 * 3, 3 * 2 * 3)
    padded = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)])
    np.testing.assert_array_equal(rows[3 * 3 + 1], padded[1, :, 0:2, 2:5].ravel())
    other = np.random.default_rng(1).standard_normal(rows.shape)
    back = col2im(other, x.shape, 2, 3, stride=2, pad=1)
    np.testing.assert_allclose(np.sum(back * x), np.sum(other * rows))


def test_layers_of_the_course_s_classes_hand_out_parameters_and_gradients(loads):
    loaded = loads(
        """
        from common.np import *
        from common.config import GPU
        from common.layers import Affine, Sigmoid
        def f(x, w, b):
            layers = [Affine(w, b), Sigmoid()]
            for layer in layers: x = layer.forward(x)
            dout = np.ones_like(x)
            for layer in reversed(layers): dout = layer.backward(dout)
            return x, sum([layer.grads for layer in layers], [])[0]
        """
    )
    x, w, b = np.ones((2, 3)), np.full((3, 4), 0.1), np.arange(4.0)
    out, cache = yudo.impl.sigmoid.sigmoid_forward(x @ w + b)
    found, dw = loaded.module.f(x, w, b)
    np.testing.assert_allclose(found, out)
    np.testing.assert_allclose(dw, x.T @ yudo.impl.sigmoid.sigmoid_backward(np.ones((2, 4)), cache))
    f = loaded.module.f
    assert "Sum(" in str(traced(lambda x, w, b: f(x, w, b)[1], x=("N", "D"), w=("D", "M"), b=("M",)))


def test_the_correct_versions_agree_with_impl(loads):
    module = loads("from layers import *\nfrom layer_utils import *").module
    draw = np.random.default_rng(1)
    x, w, b = draw.normal(size=(4, 3, 2)), draw.normal(size=(6, 5)), draw.normal(size=5)
    dout, y = draw.normal(size=(4, 5)), np.array([0, 4, 2, 2])
    out, cache = module.affine_forward(x, w, b)
    own_out, own_cache = yudo.impl.affine.affine_forward(x, w, b)
    own = yudo.impl.affine.affine_backward(dout, own_cache)
    np.testing.assert_allclose(out, own_out)
    layer = module.Affine(w, b)
    np.testing.assert_allclose(layer.forward(x), own_out)
    for found in (module.affine_backward(dout, cache), (layer.backward(dout), layer.dW, layer.db)):
        for gradient, expected in zip(found, own, strict=True):
            np.testing.assert_allclose(gradient, expected)
    relu, relu_cache = yudo.impl.relu.relu_forward(out)
    both, both_cache = module.affine_relu_forward(x, w, b)
    np.testing.assert_allclose(both, relu)
    masked = yudo.impl.relu.relu_backward(dout, relu_cache)
    for gradient, expected in zip(
        module.affine_relu_backward(dout, both_cache),
        yudo.impl.affine.affine_backward(masked, own_cache),
        strict=True,
    ):
        np.testing.assert_allclose(gradient, expected)
    layer = module.Relu()
    np.testing.assert_allclose(layer.forward(out), relu)
    np.testing.assert_allclose(layer.backward(dout), masked)
    sigmoid, sigmoid_cache = yudo.impl.sigmoid.sigmoid_forward(out)
    layer = module.Sigmoid()
    np.testing.assert_allclose(layer.forward(out), sigmoid)
    expected = yudo.impl.sigmoid.sigmoid_backward(dout, sigmoid_cache)
    np.testing.assert_allclose(layer.backward(dout), expected)
    np.testing.assert_allclose(module.sigmoid_backward(dout, module.sigmoid_forward(out)[1]), expected)
    loss, dx = yudo.impl.softmax_cross_entropy.softmax_loss(out, y)
    found_loss, found_dx = module.softmax_loss(out, y)
    np.testing.assert_allclose(found_loss, loss)
    np.testing.assert_allclose(found_dx, dx)
    for labels in (y, np.eye(5)[y]):
        layer = module.SoftmaxWithLoss()
        np.testing.assert_allclose(layer.forward(out, labels), loss)
        np.testing.assert_allclose(layer.backward(), dx)


def values_over_time(layers):
    """Everything that layers over time return for some inputs."""
    draw = np.random.default_rng(2)
    N, T, D, H, V = 3, 4, 2, 5, 6
    words, table, h0 = draw.integers(0, V, (N, T)), draw.normal(size=(V, D)), draw.normal(size=(N, H))
    x, cache = layers["word_embedding_forward"](words, table)
    yield from (x, layers["word_embedding_backward"](draw.normal(size=(N, T, D)), cache))
    scores, cache = layers["temporal_affine_forward"](x, draw.normal(size=(D, V)), draw.normal(size=V))
    loss, dscores = layers["temporal_softmax_loss"](scores, words, words != 0)
    yield from (scores, loss, dscores, *layers["temporal_affine_backward"](dscores, cache))
    for stem, gates in (("rnn", 1), ("lstm", 4)):
        weights = [draw.normal(size=size) for size in ((D, gates * H), (H, gates * H), (gates * H,))]
        h, cache = layers[f"{stem}_forward"](x, h0, *weights)
        yield from (h, *layers[f"{stem}_backward"](draw.normal(size=h.shape), cache))


def test_the_correct_versions_of_layers_over_time_agree_with_impl(loads):
    found = vars(loads("from rnn_layers import *").module)
    stems = ("embedding", "temporal_affine", "temporal_softmax_loss", "rnn", "lstm")
    own = {name: one for stem in stems for name, one in vars(import_module(f"yudo.impl.{stem}")).items()}
    for value, expected in zip(values_over_time(found), values_over_time(own), strict=True):
        np.testing.assert_allclose(value, expected)


def test_a_missing_package_is_a_stand_in_that_names_itself_when_used(loads):
    loaded = loads(
        """
        import mxnet.nn.functional as F, mxnet
        from tensorflow import *
        from data_utils import get_CIFAR10_data
        def f(x): return F.relu(x)
        def g(x): return mxnet.tensor(x) + 1
        def h(x): return isinstance(x, mxnet.Tensor), x
        def k(): return get_CIFAR10_data()
        class Net(mxnet.nn.Module):
            def loss(self, x): return x
        """
    )
    assert codes(loaded) == ["stubbed-import"] * 3
    assert "mxnet.nn.functional" in said(loaded, "stubbed-import")
    with pytest.raises(MissingModule, match=r"needs `mxnet\.nn\.functional\.relu`"):
        loaded.module.f(1)
    with pytest.raises(MissingModule, match=r"needs `mxnet\.tensor`"):
        loaded.module.g(1)
    with pytest.raises(MissingModule, match="data_utils"):
        loaded.module.k()
    assert loaded.module.h(1) == (False, 1)
    assert loaded.module.Net().loss(3) == 3


def test_an_unbuilt_cython_extension_is_named_as_one(loads):
    loaded = loads(
        "from .im2col_cython import col2im\ndef f(): return 1",
        "fast_layers.py",
        {"im2col_cython.pyx": "def col2im(): pass"},
    )
    assert "Cython extension that is not built" in said(loaded, "stubbed-import")
    assert loaded.module.f() == 1


def test_an_import_that_may_fail_fails_as_the_file_expects(loads):
    loaded = loads(
        """
        try:
            import cupy as np
        except ImportError:
            import numpy as np
        try:
            import mxnet
            HAS_MXNET = True
        except (ModuleNotFoundError, OSError):
            HAS_MXNET = False
        """
    )
    assert (loaded.module.np, loaded.module.HAS_MXNET, loaded.notes) == (np, False, [])


def test_an_import_within_a_function_is_answered_too(loads):
    loaded = loads(
        "def f(x):\n    from .layers import twice\n    import numpy as np\n    return twice(np.exp(x))",
        "a.py",
        {"layers.py": "def twice(x): return 2 * x"},
    )
    assert loaded.module.f(0.0) == 2.0
    assert "2*exp(" in str(traced(loaded.module.f, x=("N",)))


def test_unloading_leaves_the_import_system_as_it_was(loads):
    finders, modules = sys.meta_path.copy(), set(sys.modules)
    loaded = loads("from .b import *\nimport torch.nn\nimport layers", "a.py", {"b.py": ""})
    assert sys.meta_path != finders
    loaded.unload()
    assert sys.meta_path == finders
    assert set(sys.modules) == modules


# -- what fails --------------------------------------------------------------------------------------------


def test_a_statement_that_fails_is_skipped_and_what_follows_is_loaded(loads):
    loaded = loads(
        """
        data = open("cifar10.npz").read()
        mean = data.mean()
        def f(): return 1
        import sys; sys.exit(1)
        raise KeyboardInterrupt
        input("name? ")
        def g(): return 2
        """
    )
    assert (loaded.module.f(), loaded.module.g()) == (1, 2)
    assert codes(loaded)[:4] == ["module-level-error"] * 4
    assert "FileNotFoundError" in loaded.notes[0].text.en
    assert "NameError: name 'data'" in loaded.notes[1].text.en
    assert [note.line for note in loaded.notes[:4]] == [2, 3, 5, 6]


def test_an_exception_that_cannot_be_shown_is_noted_by_its_type(loads):
    loaded = loads(
        """
        class Odd(BaseException):
            def __str__(self): raise Odd
        raise Odd
        def f(): return 1
        """
    )
    assert loaded.notes[0].text.en.endswith("(line 4): Odd")
    assert loaded.module.f() == 1


def test_many_failing_statements_are_summed_up(loads):
    loaded = loads("\n".join(f"a{n} = missing" for n in range(30)))
    assert len(loaded.notes) == 9
    assert any("22 more statements" in note.text.en for note in loaded.notes)


def test_a_statement_that_takes_too_long_is_interrupted(loads):
    source = "def f(): return 1\nfor epoch in range(10**12): f()\nwhile True: pass\ndef g(): return 2"
    loaded = loads(source, seconds=0.1)
    assert codes(loaded) == ["module-level-too-long"] * 2
    assert [note.line for note in loaded.notes] == [2, 3]
    assert loaded.module.g() == 2


def test_when_the_time_for_a_module_is_up_only_definitions_and_constants_follow(loads):
    loaded = loads(
        """
        while True: pass
        import math
        REG = 0.5
        GRID = [1, -2]
        x = sum(range(3))
        print(x)
        def f(): return REG
        """,
        seconds=0.1,
        total=0.05,
    )
    assert [note.line for note in loaded.notes] == [2, 6, 7]
    assert (loaded.module.f(), loaded.module.GRID, hasattr(loaded.module, "x")) == (0.5, [1, -2], False)


def test_definitions_within_a_failing_block_are_kept(loads):
    loaded = loads(
        "if True:\n    missing\n    def f(): return 1\n    class C:\n        def g(self): return 2"
    )
    assert (loaded.module.f(), loaded.module.C().g()) == (1, 2)
    assert loaded.definitions == {"f": 3, "C": 4, "C.g": 5}


def test_a_function_with_a_decorator_that_cannot_be_run_is_defined_without(loads):
    loaded = loads(
        "from numba import jit\n@jit(nopython=True)\ndef f(x): return x\n@unknown\ndef g(x): return x"
    )
    assert (loaded.module.f(1), loaded.module.g(2)) == (1, 2)
    assert codes(loaded) == ["stubbed-import", "decorator-left-out", "decorator-left-out"]


def test_a_class_is_defined_without_what_cannot_be_run_in_it(loads):
    loaded = loads(
        """
        class Net(Unknown):
            weights = load_weights()
            scale = 2
            def loss(self, x): return self.scale * x
            @staticmethod
            def name(): return "net"
            @unknown
            def other(self): return 1
        """
    )
    assert (loaded.module.Net().loss(3), loaded.module.Net.name()) == (6, "net")
    assert codes(loaded) == ["class-repaired"]


def test_annotations_need_not_exist(loads):
    loaded = loads("def f(x: Tensor['N D']) -> Float[Array, 'n']: return x\ny: Unknown = 3")
    assert (loaded.module.f(1), loaded.module.y, loaded.notes) == (1, 3, [])


def test_a_function_that_cannot_be_defined_is_told(loads):
    loaded = loads("def f(x, scale=missing): return x\ndef g(): return 1")
    assert loaded.broken == {"f": 1}
    assert loaded.definitions == {"g": 2}
    assert "NameError" in said(loaded, "module-level-error")


SYNTAX = {
    "a bracket that is not closed": "def f(x):\n    return (x +\n",
    "a colon that is missing": "def f(x)\n    return x\n",
    "a body that is missing": "def f(x):\n",
    "a return outside a function": "def f(x):\n    return x\nreturn 3\n",
    "a line that is not code": "def f(x):\n    dx = TODO: compute\n    return dx\n",
    "a bad indentation": "def f(x):\n    y = x\n      return y\n",
    "a template's blank": "def f(x):\n    out = \n    return out\n",
    "a conflict of versions": "<<<<<<< HEAD\ndef f(x): return 1\n",
    "a decorator of it": "@staticmethod\ndef f(x)\n    return x\n",
}


@pytest.mark.parametrize("broken", SYNTAX.values(), ids=SYNTAX)
def test_a_syntax_error_costs_only_the_statement_it_is_in(loads, broken):
    before = 'import numpy as np\ndef before():\n    """Text.\n\nat column 0\n    """\n    return np.exp(0)\n'
    after = "def after(a,\n          b=(1,\n2)):\n    return b\nX = {\n'a': 1,\n}\n"
    loaded = loads(before + broken + after)
    assert (loaded.module.before(), loaded.module.after(0), loaded.module.X) == (1.0, (1, 2), {"a": 1})
    notes = [note for note in loaded.notes if note.code == "syntax-error"]
    assert len(notes) == 1
    assert 8 <= notes[0].line <= 12
    assert f"line {notes[0].line}" in notes[0].text.en
    if "def f" in broken and "HEAD" not in broken and "return 3" not in broken:
        assert loaded.broken == {"f": 8}
        assert "f cannot be checked" in notes[0].text.en


def test_a_syntax_error_says_the_text_of_its_line(loads):
    assert "return (x +" in said(loads("def f(x):\n    return (x +\n"), "syntax-error")


def test_a_syntax_error_in_a_method_costs_only_that_method(loads):
    loaded = loads(
        """
        class Net:
            def loss(self, x):
                return 1

            @staticmethod
            def train(x)
                return 2

            def predict(self, x):
                return 3
        """
    )
    assert (loaded.module.Net().loss(0), loaded.module.Net().predict(0)) == (1, 3)
    assert loaded.broken == {"Net.train": 6}
    assert list(loaded.definitions) == ["Net", "Net.loss", "Net.predict"]


def test_python_2_and_syntax_errors_together_are_met(loads):
    loaded = loads("def f():\n    print 'a'\n    return 1\ndef g(:\n    pass\ndef h(): return 2")
    assert (loaded.module.f(), loaded.module.h(), loaded.broken) == (1, 2, {"g": 4})
    assert codes(loaded) == ["python2", "syntax-error"]


def test_loading_in_a_thread_has_no_time_limit_of_its_own_but_works(loads):
    found = []
    thread = threading.Thread(target=lambda: found.append(loads("def f(): return 1")))
    thread.start()
    thread.join()
    assert found[0].module.f() == 1


# -- bytes and notebooks -----------------------------------------------------------------------------------


def test_other_encodings_are_read_and_noted(loads):
    loaded = loads("# 순전파\ndef f(): return '그래디언트'".encode("cp949"))
    assert loaded.module.f() == "그래디언트"
    assert codes(loaded) == ["encoding"]


def test_utf_16_is_read(loads):
    assert loads("def f(): return '값'".encode("utf-16")).module.f() == "값"


def test_declared_encodings_byte_order_marks_and_line_ends_are_read_without_notes(loads):
    declared = loads("# -*- coding: euc-kr -*-\ndef f(): return '값'".encode("euc-kr"))
    marked = loads("\ufeffdef f():\r\n    return '값'\r\n".encode())
    assert (declared.module.f(), marked.module.f(), declared.notes, marked.notes) == ("값", "값", [], [])


@pytest.mark.parametrize(
    ("content", "name"), [(b"\0\1\2", "a.py"), (b"{}", "a.ipynb"), (b"not json", "a.ipynb")]
)
def test_what_has_no_python_in_it_is_refused_by_name(loads, content, name):
    with pytest.raises(UnreadableFile, match=name) as refused:
        loads(content, name)
    assert name in refused.value.text.ko


def test_a_file_that_is_not_there_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "nothing.py")


def test_an_empty_file_is_an_empty_module(loads):
    assert (loads("").definitions, loads("# nothing").notes) == ({}, [])


def notebook(*cells):
    made = [{"cell_type": "markdown", "source": ["# Title\n", "print 1"]}]
    made += [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": made, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})


def test_functions_of_a_notebook_are_loaded_with_their_cells(loads):
    loaded = loads(
        notebook(
            "%matplotlib inline\n%load_ext autoreload\nimport numpy as np\n!pip install numpy",
            "def f(x):\n    return np.exp(x)\n\nfiles = !ls\nf?",
            "%%time\ndef g(x):\n    return x % 2",
            "%%bash\necho hello (",
            "%%check\ndef k(x):\n    return x",
            "def h(x:\n    return x",
        ),
        "work.ipynb",
    )
    assert (loaded.module.f(0), loaded.module.g(3)) == (1.0, 1)
    assert list(loaded.definitions) == ["f", "g", "k"]
    assert loaded.place(loaded.definitions["g"]).en == "code cell 3, line 2"
    assert loaded.place(loaded.definitions["f"]).ko == "코드 셀 2의 1번째 줄"
    assert codes(loaded) == ["notebook-magic", "syntax-error"]
    assert "code cell 6, line 1" in said(loaded, "syntax-error")
    assert loaded.broken == {"h": loaded.source.split("\n").index("def h(x:") + 1}


def test_a_notebook_without_magic_has_no_notes_and_a_modulo_at_a_line_s_start_is_kept(loads):
    loaded = loads(notebook("x = (7\n% 4)", "def f(): return x"), "a.ipynb")
    assert (loaded.module.f(), loaded.notes) == (3, [])


def test_warnings_of_the_file_are_not_shown(loads):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loaded = loads("import warnings\nwarnings.warn('old')\nx = '\\d' is 3\ndef f(): return 1")
    assert (loaded.module.f(), loaded.notes) == (1, [])
