"""The captioning model with each of the usual mistakes: what is wrong, and in which words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checking.corpus_files import CORPUS
from tests.checking.pasting import assert_prints_what_it_announces
from yudo import derivations
from yudo.verification.checking import verdicts
from yudo.verification.checking.files import check_file
from yudo.verification.checking.judge.trials import ordinary
from yudo.verification.checking.load import course
from yudo.verification.checking.recognise.subjects.captioning_rnn import NULL, OF_RNN
from yudo.verification.checking.verdicts import FunctionReport
from yudo.verification.sandbox import ForkServer

VerdictsOf = Callable[[str], dict[str, FunctionReport]]
LOSS, OF_LSTM = "CaptioningRNN.loss", "CaptioningRNN.loss (cell_type='lstm')"
BOTH_CELLS = (CORPUS / "correct" / "captioning_both_cells.py").read_text(encoding="utf-8")
ALONE = (CORPUS / "correct" / "captioning_rnn_alone.py").read_text(encoding="utf-8")
RECURRENT = "dWx, dWh, db"
BACKWARD = "dW_embed, dW_proj, db_proj, dWx, dWh, db"
ALL = f"loss, {BACKWARD}, dW_vocab, db_vocab"

OF_THE_NET = {
    "mask left out": (
        "mask = (captions_out != self._null)", "mask = np.ones(captions_out.shape)",
        ALL, "the mask is not used",
    ),
    "mask of the words that go in": (
        "mask = (captions_out", "mask = (captions_in",
        ALL, "the mask is made of the words that go in",
    ),
    "the same words in and out": (
        "captions_out = captions[:, 1:]", "captions_out = captions[:, :-1]",
        ALL, "the captions are not shifted: `captions[:, :-1]`",
    ),
    "shifted the wrong way": (
        "captions_in = captions[:, :-1]\n        captions_out = captions[:, 1:]",
        "captions_in = captions[:, 1:]\n        captions_out = captions[:, :-1]",
        ALL, "shifted the wrong way",
    ),
    "state that starts at 0": (
        "rnn_forward(x, h0,", "rnn_forward(x, np.zeros_like(h0),",
        ALL, "`h0`, which is made of the image, is not used",
    ),
    "bias of the projection not summed": (
        "_, grads['W_proj'], grads['b_proj'] = affine_backward(dh0, cache_h0)",
        "grads['W_proj'], grads['b_proj'] = features.T.dot(dh0), dh0.mean(axis=0)",
        "db_proj", "averaged over the samples instead of summed",
    ),
    "features not transposed": (
        "_, grads['W_proj'], grads['b_proj'] = affine_backward(dh0, cache_h0)",
        "grads['W_proj'], grads['b_proj'] = features.dot(dh0), dh0.sum(axis=0)",
        None, "`features` is not transposed",
    ),
    "words assigned": (
        "grads['W_embed'] = word_embedding_backward(dx, cache_x)",
        "grads['W_embed'] = np.zeros_like(W_embed)\n        grads['W_embed'][captions_in] += dx",
        "dW_embed", "repeated words are not added",
    ),
    "words of the wrong place": (
        "grads['W_embed'] = word_embedding_backward(dx, cache_x)",
        "grads['W_embed'] = word_embedding_backward(dx, (captions_out, W_embed))",
        "dW_embed", "at the words to be told",
    ),
    "scores from the states before": (
        "dh, grads['W_vocab'], grads['b_vocab'] = temporal_affine_backward(dscores, cache_scores)",
        "dh, _, grads['b_vocab'] = temporal_affine_backward(dscores, cache_scores)\n"
        "        before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)\n"
        "        grads['W_vocab'] = np.einsum('nth,ntv->hv', before, dscores)",
        "dW_vocab", "the states before each step",
    ),
    "only the last score": (
        "        if self.cell_type == 'rnn':\n            dx,",
        "        dh[:, :-1] = 0\n        if self.cell_type == 'rnn':\n            dx,",
        BACKWARD, "only that of the last step is used",
    ),
}  # fmt: skip
OF_A_LAYER = {
    "averaged over steps": (
        "(np.log(total) - scores)) / N\n        dscores = keep * (e / total - onehot) / N",
        "(np.log(total) - scores)) / (N * T)\n        dscores = keep * (e / total - onehot) / (N * T)",
        ALL, "the loss over time: divides by N·T, not by the number N of sentences",
    ),
    "gradient from the next step forgotten": (
        "(dh[:, t] + back)", "dh[:, t]",
        BACKWARD, "the recurrent net: the gradient from the next step is not added",
    ),
    "weights of the last step alone": (
        "dWx += x[:, t].T @ da\n        dWh += before.T @ da\n        db += da.sum(axis=0)",
        "dWx = x[:, t].T @ da\n        dWh = before.T @ da\n        db = da.sum(axis=0)",
        RECURRENT, "overwritten instead of added over the steps",
    ),
}  # fmt: skip
MISTAKES = [
    pytest.param(source, *case, id=name)
    for source, cases in ((BOTH_CELLS, OF_THE_NET), (ALONE, OF_A_LAYER))
    for name, case in cases.items()
]


@pytest.fixture
def verdicts_of(fork_server: ForkServer, tmp_path: Path) -> VerdictsOf:
    """The reports on a file with the given text, by function."""

    def checked(source: str) -> dict[str, FunctionReport]:
        file = tmp_path / "rnn.py"
        file.write_text(source, encoding="utf-8")
        return {one.function: one for one in check_file(fork_server, file, {}).functions}

    return checked


@pytest.mark.sampled(5)
@pytest.mark.parametrize(("source", "right", "wrong", "quantities", "words"), MISTAKES)
def test_a_mistake_in_the_captioning_model_is_found_and_named(
    source: str, right: str, wrong: str, quantities: str | None, words: str,
    verdicts_of: VerdictsOf, tmp_path: Path,
) -> None:  # fmt: skip
    assert right in source
    reports = verdicts_of(source.replace(right, wrong))
    one = reports[LOSS]
    assert one.verdict == (verdicts.WRONG if quantities else verdicts.CRASHES), one.reason
    assert ", ".join(one.wrong) == (quantities or "")
    assert any(words in remark.text.en for remark in one.diagnosis), one.diagnosis
    assert all(remark.text.ko != remark.text.en for remark in one.diagnosis)
    assert one.counterexample is not None
    if quantities and source is ALONE:  # the other imports what is not there
        assert_prints_what_it_announces(one.counterexample, tmp_path / "rnn.py", tmp_path)
    if OF_LSTM in reports:
        assert reports[OF_LSTM].verdict == verdicts.NOT_CHECKED


def test_a_mistake_in_a_layer_that_the_model_imports_is_named_in_the_model(
    fork_server: ForkServer, tmp_path: Path
) -> None:
    layers = (Path(course.__path__[0]) / "rnn_layers.py").read_text(encoding="utf-8")
    right = "rnn_step_backward(dh[:, t] + dprev_h,"
    assert right in layers
    package = tmp_path / "cs231n"
    (package / "classifiers").mkdir(parents=True)
    (package / "rnn_layers.py").write_text(layers.replace(right, "rnn_step_backward(dh[:, t],"), "utf-8")
    file = package / "classifiers" / "rnn.py"
    file.write_text(BOTH_CELLS, encoding="utf-8")
    one = check_file(fork_server, file, {}, tmp_path).functions[0]
    assert (one.function, one.verdict, ", ".join(one.wrong)) == (LOSS, verdicts.WRONG, BACKWARD)
    said = [remark.text.en for remark in one.diagnosis]
    assert any("the recurrent net: the gradient from the next step is not added" in text for text in said)


def test_a_verdict_leads_to_the_record_where_there_is_one(verdicts_of: VerdictsOf) -> None:
    found = verdicts_of(BOTH_CELLS)
    stated = derivations.layer("captioning_rnn").results
    assert {*found[LOSS].results} == {r.id for r in stated.values() if r.name not in ("scores", "dscores")}
    assert found[OF_LSTM].results == ()


def test_a_mistake_with_an_lstm_is_found_where_the_rnn_is_right(verdicts_of: VerdictsOf) -> None:
    found = verdicts_of(BOTH_CELLS.replace("lstm_forward(x, h0,", "lstm_forward(x, 0 * h0,"))
    assert found[LOSS].verdict == verdicts.CORRECT
    one = found[OF_LSTM]
    assert (one.verdict, ", ".join(one.wrong)) == (verdicts.WRONG, ALL)
    assert "`h0`, which is made of the image, is not used" in one.diagnosis[0].text.en


@pytest.mark.sweep
@pytest.mark.parametrize("unwritten", ["pass", "raise NotImplementedError"])
def test_a_model_without_its_lstm_is_told_so(unwritten: str, verdicts_of: VerdictsOf) -> None:
    source = BOTH_CELLS
    for line in source.splitlines():
        if "lstm_forward(x," in line or "lstm_backward(dh," in line:
            source = source.replace(line.strip(), unwritten)
    found = verdicts_of(source)
    assert found[LOSS].verdict == verdicts.CORRECT
    assert found[OF_LSTM].verdict == verdicts.NOT_IMPLEMENTED
    reason = found[OF_LSTM].reason
    assert reason is not None
    assert "`cell_type='lstm'`" in reason.en


def test_a_model_of_other_parameters_is_undecided_and_one_of_another_shape_wrong(
    verdicts_of: VerdictsOf,
) -> None:
    other = verdicts_of(BOTH_CELLS.replace("W_proj", "W_image"))[LOSS]
    assert other.verdict == verdicts.UNDECIDED
    assert other.reason is not None
    assert "its .params are not W_embed, W_proj" in other.reason.en
    misshapen = "self.params['b_proj'] = np.zeros(hidden_dim + 1)"
    one = verdicts_of(BOTH_CELLS.replace("self.params['b_proj'] = np.zeros(hidden_dim)", misshapen))[LOSS]
    assert one.verdict == verdicts.WRONG
    assert "`b_proj` has shape (6,) instead of (5,)" in one.diagnosis[0].text.en


def test_captions_that_are_drawn_have_padding_and_repeated_words() -> None:
    for trial in ordinary(OF_RNN):
        captions = trial.given["captions"]
        assert (captions[:, 1:] == NULL).any()
        assert (captions[:, 1:] != NULL).any()
        shown = captions[:, :-1].reshape(-1)
        assert len(set(shown.tolist())) < len(shown)
