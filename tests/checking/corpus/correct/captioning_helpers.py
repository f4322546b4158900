import numpy as np
from cs231n.rnn_layers import *


class CaptioningRNN(object):
    CELLS = {"rnn": (rnn_forward, rnn_backward, 1), "lstm": (lstm_forward, lstm_backward, 4)}

    def __init__(self, word_to_idx, input_dim=512, wordvec_dim=128, hidden_dim=128, cell_type="rnn", dtype=np.float32):
        self._forward, self._backward, gates = self.CELLS[cell_type]
        self._null = word_to_idx["<NULL>"]
        self.dtype = dtype
        self.vocab_size = len(word_to_idx)
        self.params = dict(
            W_embed=np.random.randn(self.vocab_size, wordvec_dim) / 100,
            W_proj=np.random.randn(input_dim, hidden_dim) / np.sqrt(input_dim),
            b_proj=np.zeros(hidden_dim),
            Wx=np.random.randn(wordvec_dim, gates * hidden_dim) / np.sqrt(wordvec_dim),
            Wh=np.random.randn(hidden_dim, gates * hidden_dim) / np.sqrt(hidden_dim),
            b=np.zeros(gates * hidden_dim),
            W_vocab=np.random.randn(hidden_dim, self.vocab_size) / np.sqrt(hidden_dim),
            b_vocab=np.zeros(self.vocab_size),
        )
        for name in self.params:
            self.params[name] = self.params[name].astype(dtype)

    def _recurrent(self):
        return self.params["Wx"], self.params["Wh"], self.params["b"]

    def _project(self, features):
        return np.dot(features, self.params["W_proj"]) + self.params["b_proj"]

    def _scores(self, features, words):
        caches = {}
        x, caches["embed"] = word_embedding_forward(words, self.params["W_embed"])
        h, caches["rnn"] = self._forward(x, self._project(features), *self._recurrent())
        scores, caches["vocab"] = temporal_affine_forward(h, self.params["W_vocab"], self.params["b_vocab"])
        return scores, caches

    def _grads(self, dscores, caches, features):
        grads = {}
        dh, grads["W_vocab"], grads["b_vocab"] = temporal_affine_backward(dscores, caches["vocab"])
        dx, dh0, grads["Wx"], grads["Wh"], grads["b"] = self._backward(dh, caches["rnn"])
        grads["W_embed"] = word_embedding_backward(dx, caches["embed"])
        grads["W_proj"], grads["b_proj"] = np.dot(features.T, dh0), np.sum(dh0, axis=0)
        return grads

    def loss(self, features, captions):
        scores, caches = self._scores(features, captions[:, :-1])
        loss, dscores = temporal_softmax_loss(scores, captions[:, 1:], captions[:, 1:] != self._null)
        return loss, self._grads(dscores, caches, features)
