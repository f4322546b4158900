"""What stands beside a line of code is what the code computes there."""

import re

import pytest

from docs.site_builder.following import SourceFile, following
from docs.site_builder.side_by_side import read_side_by_side
from tests.docs.conftest import ROOT


@pytest.fixture(scope="module")
def found(site_cache):
    return read_side_by_side(ROOT, site_cache)


def lines(found, stem, name):
    """The formulas of a function: by the text of the line, (result or None, TeX without marks)."""
    source = (ROOT / "impl" / f"{stem}.py").read_text(encoding="utf-8").splitlines()
    begins = [str(number) for number, line in enumerate(source, start=1) if f"def {name}(" in line]
    functions = found[stem]["functions"]
    function = next(functions[first] for first in begins if first in functions and functions[first]["lines"])
    return {
        source[int(number) - 1].strip(): [(one.get("result"), unmarked(one["tex"])) for one in formulas]
        for number, formulas in function["lines"].items()
    }


def unmarked(tex):
    return re.sub("\\{[\ue000-\uefff] (.*?) \uf8ff\\}", r"\1", tex)


def test_a_line_that_yields_a_result_shows_the_closed_form_of_its_record(found):
    shown = lines(found, "affine", "affine_parameter_gradients")
    line = "dw = x.reshape(x.shape[0], w.shape[0]).T.dot(dout)"
    closed = r"\frac{\partial L}{\partial w_{i,j}} = \sum_{n=0}^{N-1} x_{n,i} \, \mathrm{dout}_{n,j}"
    assert shown[line] == [("affine.dw", closed)]
    assert shown["db = dout.sum(axis=0)"][0][0] == "affine.db"


def test_other_lines_show_what_their_name_holds(found):
    shown = lines(found, "softmax_cross_entropy", "softmax_loss")
    assert shown["rows = np.arange(N)"] == [(None, r"\mathrm{rows}_{n} = n")]
    along_time = lines(found, "temporal_softmax_loss", "temporal_softmax_loss")
    assert along_time["rows = np.arange(N * T)"] == [(None, r"\mathrm{rows}_{n,t} = T \, n + t")]
    scaled = r"\mathrm{d}x_{n,c} = \frac{\mathrm{exps}_{n,c}}{N \, \mathrm{row\_sums}_{n}}"
    (line,) = (line for line in shown if line.startswith("dx /="))
    assert shown[line] == [(None, scaled)]


def test_each_term_of_a_closed_form_belongs_to_the_line_that_brings_it_in(found):
    source = (ROOT / "impl" / "softmax_cross_entropy.py").read_text(encoding="utf-8").splitlines()
    functions = found["softmax_cross_entropy"]["functions"].values()
    (function,) = (one for one in functions if "losses" in one["names"])
    brought = {source[line - 1].split("  #")[0].strip() for line in function["terms"]}
    assert {"dx /= N * row_sums", "dx[rows, y] -= 1 / N"} <= brought
    last = [formula["tex"] for formulas in function["lines"].values() for formula in formulas][-1]
    marked = dict(re.findall("\\{([\ue000-\uefff]) (.*?) \uf8ff\\}", last))
    by_line = {source[function["terms"][ord(mark) - 0xE000] - 1].strip(): tex for mark, tex in marked.items()}
    assert by_line["dx[rows, y] -= 1 / N"] == r"\mathrm{onehot}_{i,j}"


def test_an_array_that_gets_a_name_again_is_told_apart(found):
    shown = lines(found, "fully_connected_net", "loss")
    relu = shown["out, hidden_caches[layer] = self._hidden_forward(layer, out)"]
    assert any(tex.startswith(r"\mathrm{out'}_{") and r"\mathrm{out}_{" in tex for _, tex in relu)
    assert found["fully_connected_net"]["depth"] == 2


def test_every_result_that_impl_computes_stands_beside_a_line(found):
    shown = {
        one["result"]
        for stem in found.values()
        for function in stem["functions"].values()
        for formulas in function["lines"].values()
        for one in formulas
        if "result" in one
    }
    from yudo.derivations import layers

    results = {result.id for layer in layers().values() for result in layer.results.values()}
    # Not arrays that a function of impl/ returns as they are: seen one sample or one class at a time.
    apart = {
        "relu.saturation",
        "softmax_cross_entropy.jacobian",
        "softmax_cross_entropy.two_class",
        "fully_connected_net.dz",
        "fully_connected_net.dz_last",
        # What a net of fully_connected_net.py does around the functions of its hidden layers.
        *(f"batch_norm_net.{name}" for name in ("loss", "ds", "dz", "dgamma", "dW", "db", "db_last")),
        *(f"layer_norm_net.{name}" for name in ("loss", "ds", "dz", "dgamma", "dW", "db")),
        "three_layer_conv_net.dz1",  # longer than what is read beside a line
        "dropout.expectation",  # over all masks
        "adam.corrected",  # of a gradient that stays as it is
        "momentum.next_w",  # of a velocity that was written in place
        *("embedding.out", "embedding.dW"),  # rows that numbers of words choose
        *(
            "conv2d.dw",
            "depthwise_conv2d.dw",
        ),  # one place of a filter at a time, whole when the loops are done
    }
    from yudo.verification.program import axis_of_steps

    # A run of so many arrays has no formulas that could be read beside a line.
    apart |= {result.id for result in layers()["transformer_block"].results.values()}
    # What a loop carries from step to step has no name for formulas to use.
    apart |= {result for result in results if axis_of_steps(result.partition(".")[0]) is not None}
    assert results - shown <= apart | {"softmax_cross_entropy.cross_entropy"}


SOURCE = '''
def scale(x):
    """Docstring."""
    y = [x]
    y[0] += (
        1
    )
    for _ in range(2):
        x = x + 1
    return x * 2
'''


def test_statements_are_followed_with_the_values_that_they_leave(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(SOURCE, encoding="utf-8")
    names = {}
    exec(compile(SOURCE, str(path), "exec"), names)
    returned = []
    with following(SourceFile(path), str, lambda frame, value: returned.append(value)) as visits:
        names["scale"](1)
    seen = [(visit.statement.first, visit.values) for visit in visits if visit.values]
    assert seen == [
        (4, {"y": "[1]"}),
        (5, {"y": "[2]"}),
        (9, {"x": "2"}),
        (9, {"x": "3"}),
        (10, {"return": "6"}),
    ]
    assert visits[1].before == {"y": "[1]"}
    assert returned == [6]
