"""A captioning model: an RNN or an LSTM that starts from an image and guesses the words of its caption."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, FloatScalar, IntArray
from yudo.impl.affine import affine_forward, affine_parameter_gradients
from yudo.impl.embedding import word_embedding_backward, word_embedding_forward
from yudo.impl.lstm import lstm_backward, lstm_forward
from yudo.impl.lstm_step import lstm_step_forward
from yudo.impl.rnn import rnn_backward, rnn_forward
from yudo.impl.rnn_step import rnn_step_forward
from yudo.impl.temporal_affine import temporal_affine_backward, temporal_affine_forward
from yudo.impl.temporal_softmax_loss import temporal_softmax_loss

_OVER_TIME: Mapping[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "rnn": (rnn_forward, rnn_backward),
    "lstm": (lstm_forward, lstm_backward),
}


class CaptioningRNN:
    """The first state is made of the image, and each word is guessed from the words before it.

    Parameters
    ----------
    word_to_idx : the vocabulary, V words with their numbers 0 … V - 1; ``"<NULL>"`` is the padding, and
        ``"<START>"`` what :meth:`sample` starts from
    input_dim : D, the features of an image
    wordvec_dim : E, the entries of the vector of a word
    hidden_dim : H, the entries of a hidden state
    cell_type : ``"rnn"`` or ``"lstm"``
    dtype : floating dtype of the parameters, at least 32 bits
    seed : anything ``np.random.default_rng`` takes; None draws afresh every time

    Attributes
    ----------
    params : {"W_embed": (V, E), "W_proj": (D, H), "b_proj": (H,), "Wx": (E, G), "Wh": (H, G), "b": (G,),
        "W_vocab": (H, V), "b_vocab": (V,)}, yours to update; G is H for an RNN and 4 H for an LSTM
    cell_type : as above

    Raises
    ------
    TypeError
        a size or the number of a word is not an integer, word_to_idx no dict, or dtype not a floating dtype.
    ValueError
        a size is below 1, there is no ``"<NULL>"``, or no such cell.
    """

    def __init__(
        self,
        word_to_idx: Mapping[str, int],
        input_dim: int = 512,
        wordvec_dim: int = 128,
        hidden_dim: int = 128,
        cell_type: Literal["rnn", "lstm"] = "rnn",
        dtype: npt.DTypeLike = np.float32,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        _arguments.check_sizes(input_dim=input_dim, wordvec_dim=wordvec_dim, hidden_dim=hidden_dim)
        _arguments.check_dtype(dtype)
        _arguments.check_vocabulary(word_to_idx)
        _arguments.check_cell(cell_type)
        rng = np.random.default_rng(seed)
        self.cell_type = cell_type
        self._null, self._start = word_to_idx["<NULL>"], word_to_idx.get("<START>")
        words, gates = len(word_to_idx), hidden_dim * (4 if cell_type == "lstm" else 1)
        weights = {
            "W_embed": (0.01, words, wordvec_dim),
            "W_proj": (input_dim**-0.5, input_dim, hidden_dim),
            "Wx": (wordvec_dim**-0.5, wordvec_dim, gates),
            "Wh": (hidden_dim**-0.5, hidden_dim, gates),
            "W_vocab": (hidden_dim**-0.5, hidden_dim, words),
        }
        self.params: dict[str, FloatArray] = {
            name: rng.normal(0, scale, shape).astype(dtype) for name, (scale, *shape) in weights.items()
        }
        biases = {"b_proj": hidden_dim, "b": gates, "b_vocab": words}
        self.params |= {name: np.zeros(size, dtype) for name, size in biases.items()}

    def loss(self, features: FloatArray, captions: IntArray) -> tuple[FloatScalar, dict[str, FloatArray]]:
        """Return the loss of a batch, and the gradients of all parameters.

        Parameters
        ----------
        features : of the images, (N, D) with N ≥ 1; converted to the dtype of the parameters
        captions : numbers of words, (N, T + 1), any integer dtype; each but the first is to be guessed
            from those before it, unless it is the padding

        Returns
        -------
        loss : scalar in nats, divided by N, the dtype of the parameters
        grads : a dict with the keys and shapes of params

        Raises
        ------
        TypeError
            features is not a floating-point array of at least 32 bits, or captions not an integer array.
        ValueError
            features, captions or a parameter has the wrong shape, N is 0, a number is outside 0 … V - 1, or
            the scores are not finite.
        """
        _arguments.check_shapes("W_proj: D H, features: N D", self.params["W_proj"], features)
        _arguments.check_captions(features, captions, len(self.params["W_embed"]))
        labels_in, labels_out = captions[:, :-1], captions[:, 1:]
        return self.loss_of_words(features, labels_in, labels_out, labels_out != self._null)

    def loss_of_words(
        self, features: FloatArray, labels_in: IntArray, labels_out: IntArray, mask: npt.NDArray[np.generic]
    ) -> tuple[FloatScalar, dict[str, FloatArray]]:
        """Return what :meth:`loss` does, with what is read and what is to be guessed given apart.

        Parameters
        ----------
        features : as above
        labels_in, labels_out : the words that are read and those to be guessed, (N, T)
        mask : (N, T), 1 or True where a word counts

        Raises
        ------
        TypeError, ValueError
            as above.

        Derivation: captioning_rnn.loss, captioning_rnn.dW_embed, captioning_rnn.dW_proj,
        captioning_rnn.db_proj, captioning_rnn.dWx, captioning_rnn.dWh, captioning_rnn.db,
        captioning_rnn.dW_vocab, captioning_rnn.db_vocab, with an RNN
        """
        params, grads = self.params, {}
        forward, backward = _OVER_TIME[self.cell_type]
        first = features.astype(params["W_proj"].dtype, copy=False)
        h0, projected = affine_forward(first, params["W_proj"], params["b_proj"])
        x, embedded = word_embedding_forward(labels_in, params["W_embed"])
        h, carried = forward(x, h0, params["Wx"], params["Wh"], params["b"])
        scores, scored = temporal_affine_forward(h, params["W_vocab"], params["b_vocab"])
        loss, dscores = temporal_softmax_loss(scores, labels_out, mask)

        dh, grads["W_vocab"], grads["b_vocab"] = temporal_affine_backward(dscores, scored)
        dx, dh0, grads["Wx"], grads["Wh"], grads["b"] = backward(dh, carried)
        grads["W_embed"] = word_embedding_backward(dx, embedded)
        grads["W_proj"], grads["b_proj"] = affine_parameter_gradients(dh0, projected)
        return loss, grads

    def sample(self, features: FloatArray, max_length: int = 30) -> IntArray:
        """Return captions of images: at each step the word with the largest score.

        Parameters
        ----------
        features : of the images, (N, D)
        max_length : how many words are written

        Returns
        -------
        captions : numbers of words, (N, max_length)

        Raises
        ------
        TypeError
            features is not a floating-point array of at least 32 bits, or max_length not an integer.
        ValueError
            features have the wrong shape, max_length is negative, or the vocabulary has no ``"<START>"``.
        """
        _arguments.check_start(self._start, max_length)
        _arguments.check_shapes("W_proj: D H, features: N D", self.params["W_proj"], features)
        params = self.params
        weights = params["Wx"], params["Wh"], params["b"]
        first = features.astype(params["W_proj"].dtype, copy=False)
        h, _ = affine_forward(first, params["W_proj"], params["b_proj"])
        c = np.zeros_like(h)
        words = np.full(len(features), self._start)
        captions = np.zeros((len(features), max_length), words.dtype)
        for t in range(max_length):
            x = params["W_embed"][words]
            if self.cell_type == "rnn":
                h, _ = rnn_step_forward(x, h, *weights)
            else:
                h, c, _ = lstm_step_forward(x, h, c, *weights)
            words = captions[:, t] = (h.dot(params["W_vocab"]) + params["b_vocab"]).argmax(axis=1)
        return captions
