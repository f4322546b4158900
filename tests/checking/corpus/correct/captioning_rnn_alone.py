import numpy as np


# everything in one file, no lstm yet

def step(x, h, Wx, Wh, b):
    return np.tanh(x @ Wx + h @ Wh + b)


def unroll(x, h0, Wx, Wh, b):
    states = np.zeros((x.shape[0], x.shape[1], h0.shape[1]), dtype=x.dtype)
    h = h0
    for t in range(x.shape[1]):
        h = step(x[:, t], h, Wx, Wh, b)
        states[:, t] = h
    return states


def unroll_backward(dh, x, h0, states, Wx, Wh):
    dx = np.zeros_like(x)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros(Wx.shape[1], dtype=x.dtype)
    back = np.zeros_like(h0)
    for t in range(x.shape[1])[::-1]:
        before = states[:, t - 1] if t > 0 else h0
        da = (dh[:, t] + back) * (1 - states[:, t] ** 2)
        dx[:, t] = da @ Wx.T
        dWx += x[:, t].T @ da
        dWh += before.T @ da
        db += da.sum(axis=0)
        back = da @ Wh.T
    return dx, back, dWx, dWh, db


class CaptioningRNN:
    def __init__(self, word_to_idx, input_dim=512, wordvec_dim=128, hidden_dim=128, dtype=np.float32):
        V = len(word_to_idx)
        self.word_to_idx = word_to_idx
        self.idx_to_word = {i: w for w, i in word_to_idx.items()}
        self._null, self._start, self._end = (word_to_idx[w] for w in ("<NULL>", "<START>", "<END>"))
        rng = np.random.default_rng(0)
        shapes = {
            "W_embed": (V, wordvec_dim), "W_proj": (input_dim, hidden_dim), "b_proj": (hidden_dim,),
            "Wx": (wordvec_dim, hidden_dim), "Wh": (hidden_dim, hidden_dim), "b": (hidden_dim,),
            "W_vocab": (hidden_dim, V), "b_vocab": (V,),
        }
        self.params = {
            name: (rng.normal(size=s) / np.sqrt(s[0]) if len(s) == 2 else np.zeros(s)).astype(dtype)
            for name, s in shapes.items()
        }

    def loss(self, features, captions):
        p = self.params
        words, targets = captions[:, :-1], captions[:, 1:]
        N, T = words.shape
        h0 = features @ p["W_proj"] + p["b_proj"]
        x = p["W_embed"][words]
        h = unroll(x, h0, p["Wx"], p["Wh"], p["b"])
        scores = h @ p["W_vocab"] + p["b_vocab"]

        scores = scores - scores.max(axis=2, keepdims=True)
        e = np.exp(scores)
        total = e.sum(axis=2, keepdims=True)
        keep = (targets != self._null)[:, :, None]
        onehot = np.eye(scores.shape[2], dtype=scores.dtype)[targets]
        loss = np.sum(keep * onehot * (np.log(total) - scores)) / N
        dscores = keep * (e / total - onehot) / N

        grads = {
            "W_vocab": np.einsum("nth,ntv->hv", h, dscores),
            "b_vocab": dscores.sum(axis=(0, 1)),
        }
        dh = dscores @ p["W_vocab"].T
        dx, dh0, grads["Wx"], grads["Wh"], grads["b"] = unroll_backward(dh, x, h0, h, p["Wx"], p["Wh"])
        grads["W_embed"] = np.zeros_like(p["W_embed"])
        np.add.at(grads["W_embed"], words, dx)
        grads["W_proj"] = features.T @ dh0
        grads["b_proj"] = dh0.sum(axis=0)
        return loss, grads
