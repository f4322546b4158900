"""The captioning model: gradients of both cells, captions of any length, and captions that are written."""

import numpy as np
import pytest

from yudo.impl.captioning_rnn import CaptioningRNN

WORDS = {word: number for number, word in enumerate(("<NULL>", "<START>", "<END>", "a", "cat", "dog"))}
CAPTIONS = np.array([[1, 3, 4, 2, 0], [1, 3, 3, 5, 2]])
FEATURES = np.array([[0.5, -1.0, 2.0], [-0.25, 1.5, 0.75]])
CELLS = pytest.mark.parametrize("cell", ["rnn", "lstm"])


def model(cell="rnn", dtype=np.float64, **options):
    return CaptioningRNN(WORDS, 3, 4, 5, cell_type=cell, dtype=dtype, seed=0, **options)


@CELLS
def test_the_gradients_are_those_of_central_differences(cell):
    net = model(cell)
    loss, grads = net.loss(FEATURES, CAPTIONS)
    assert loss > 0
    assert {name: grad.shape for name, grad in grads.items()} == {n: p.shape for n, p in net.params.items()}
    for name, parameter in net.params.items():
        for place in np.ndindex(parameter.shape):
            before = parameter[place]
            sides = []
            for side in (1e-5, -1e-5):
                parameter[place] = before + side
                sides.append(net.loss(FEATURES, CAPTIONS)[0])
            parameter[place] = before
            assert abs((sides[0] - sides[1]) / 2e-5 - grads[name][place]) < 1e-8, (name, place)


@CELLS
def test_what_fills_up_a_caption_changes_nothing(cell):
    net = model(cell)
    loss, grads = net.loss(FEATURES, CAPTIONS)
    longer = np.pad(CAPTIONS, ((0, 0), (0, 2)), constant_values=WORDS["<NULL>"])
    same_loss, same = net.loss(FEATURES, longer)
    assert same_loss == pytest.approx(loss, rel=1e-14)
    for name, grad in grads.items():
        np.testing.assert_allclose(same[name], grad, rtol=1e-12, atol=1e-15)


def test_a_word_that_repeats_gets_the_gradients_of_all_its_places():
    net = model()
    _, grads = net.loss(FEATURES, CAPTIONS)
    apart = [net.loss(FEATURES[[n]], CAPTIONS[[n]])[1]["W_embed"] for n in range(2)]
    np.testing.assert_allclose(grads["W_embed"], (apart[0] + apart[1]) / 2, rtol=1e-12)
    assert grads["W_embed"][WORDS["a"]].any()
    assert not grads["W_embed"][WORDS["<NULL>"]].any()


@CELLS
def test_it_learns_to_write_the_captions_that_it_was_shown(cell):
    net = model(cell)
    for _ in range(300):
        _, grads = net.loss(FEATURES, CAPTIONS)
        for name, grad in grads.items():
            net.params[name] -= 0.5 * grad
    assert net.loss(FEATURES, CAPTIONS)[0] < 0.1
    written = net.sample(FEATURES, 4)
    assert written[0, :3].tolist() == [3, 4, 2]
    assert written[1].tolist() == [3, 3, 5, 2]
    assert net.sample(FEATURES, 0).shape == (2, 0)


def test_the_parameters_are_those_of_the_course():
    shapes = {
        "W_embed": (6, 4), "W_proj": (3, 5), "b_proj": (5,), "Wx": (4, 20), "Wh": (5, 20), "b": (20,),
        "W_vocab": (5, 6), "b_vocab": (6,),
    }  # fmt: skip
    net = model("lstm", np.float32)
    assert {name: p.shape for name, p in net.params.items()} == shapes
    assert {p.dtype for p in net.params.values()} == {np.dtype(np.float32)}
    again, other = model("lstm", np.float32), CaptioningRNN(WORDS, 3, 4, 5, "lstm", seed=1)
    np.testing.assert_array_equal(net.params["Wx"], again.params["Wx"])
    assert (net.params["Wx"] != other.params["Wx"]).any()


def test_features_are_taken_in_the_dtype_of_the_parameters_and_nothing_is_written_into():
    net = model(dtype=np.float32)
    features, captions = FEATURES.copy(), CAPTIONS.astype(np.int16)
    features.flags.writeable = captions.flags.writeable = False
    loss, grads = net.loss(features, captions)
    assert loss.dtype == np.float32
    assert {grad.dtype for grad in grads.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("changes", "raised", "message"),
    [
        ({"word_to_idx": {"a": 0}}, ValueError, 'no "<NULL>"'),
        ({"word_to_idx": {"<NULL>": 0, "a": 2}}, ValueError, "0 … 1, each once"),
        ({"word_to_idx": ["<NULL>", "a"]}, TypeError, "expected a dict of words"),
        ({"word_to_idx": {"<NULL>": 0, "a": 1.0}}, TypeError, r"word_to_idx\['a'\]: got float 1.0"),
        ({"word_to_idx": {"<NULL>": 0, "a": -1}}, ValueError, r"word_to_idx\['a'\]: got -1"),
        ({"cell_type": "gru"}, ValueError, "expected 'rnn' or 'lstm'"),
        ({"hidden_dim": 0}, ValueError, "hidden_dim"),
        ({"input_dim": 2.5}, TypeError, "input_dim"),
        ({"dtype": np.float16}, TypeError, "dtype"),
    ],
)
def test_a_model_that_cannot_be_made_is_refused(changes, raised, message):
    given = {"word_to_idx": WORDS, "input_dim": 3, "wordvec_dim": 4, "hidden_dim": 5} | changes
    with pytest.raises(raised, match=message):
        CaptioningRNN(**given)


@pytest.mark.parametrize(
    ("features", "captions", "raised", "message"),
    [
        (FEATURES, CAPTIONS.astype(float), TypeError, "integer array"),
        (FEATURES, CAPTIONS[0], ValueError, "a caption for each image"),
        (FEATURES, CAPTIONS[:1], ValueError, "a caption for each image"),
        (FEATURES, CAPTIONS[:, :0], ValueError, "a caption for each image"),
        (FEATURES, CAPTIONS + 1, ValueError, r"captions\[1, 3\] = 6; expected 0 … 5"),
        (FEATURES, CAPTIONS - 1, ValueError, r"captions\[0, 4\] = -1; expected 0 … 5"),
        (FEATURES[0], CAPTIONS, ValueError, "features"),
        (FEATURES[:, :2], CAPTIONS, ValueError, "features: got shape"),
        (CAPTIONS, CAPTIONS, TypeError, "features"),
    ],
)
def test_what_is_no_batch_is_refused(features, captions, raised, message):
    with pytest.raises(raised, match=message):
        model().loss(features, captions)


@pytest.mark.parametrize(
    ("features", "max_length", "raised", "message"),
    [
        ([[1.0, 2.0, 3.0]], 3, TypeError, "features"),
        (FEATURES.astype(int), 3, TypeError, "features"),
        (FEATURES[:, :2], 3, ValueError, "features: got shape"),
        (FEATURES, -1, ValueError, "max_length: got -1; expected an integer ≥ 0"),
        (FEATURES, 2.5, TypeError, "max_length"),
    ],
)
def test_what_no_caption_can_be_written_from_is_refused(features, max_length, raised, message):
    with pytest.raises(raised, match=message):
        model().sample(features, max_length)


def test_without_a_word_to_start_from_no_caption_is_written():
    net = CaptioningRNN({"<NULL>": 0, "a": 1}, 3, 4, 5)
    with pytest.raises(ValueError, match="<START>"):
        net.sample(FEATURES)
