import numpy as np


class CaptioningRNN(object):
    def __init__(self, word_to_idx, input_dim=512, wordvec_dim=128, hidden_dim=128, cell_type='rnn', dtype=np.float32):
        assert cell_type == 'rnn', 'no lstm here'
        self.V, self.D, self.H = len(word_to_idx), wordvec_dim, hidden_dim
        self._null = word_to_idx['<NULL>']
        self.params = {}
        self.params['W_embed'] = 0.01 * np.random.randn(self.V, wordvec_dim).astype(dtype)
        self.params['W_proj'] = 0.01 * np.random.randn(input_dim, hidden_dim).astype(dtype)
        self.params['b_proj'] = np.zeros(hidden_dim, dtype)
        self.params['Wx'] = 0.01 * np.random.randn(wordvec_dim, hidden_dim).astype(dtype)
        self.params['Wh'] = 0.01 * np.random.randn(hidden_dim, hidden_dim).astype(dtype)
        self.params['b'] = np.zeros(hidden_dim, dtype)
        self.params['W_vocab'] = 0.01 * np.random.randn(hidden_dim, self.V).astype(dtype)
        self.params['b_vocab'] = np.zeros(self.V, dtype)

    def loss(self, features, captions):
        p = self.params
        N, T = captions.shape[0], captions.shape[1] - 1
        grads = {k: np.zeros_like(v) for k, v in p.items()}

        # forward, one word after the other
        hs = [features.dot(p['W_proj']) + p['b_proj']]
        xs, dscores = [], []
        loss = 0.0
        for t in range(T):
            x = p['W_embed'][captions[:, t]]
            h = np.tanh(x.dot(p['Wx']) + hs[t].dot(p['Wh']) + p['b'])
            scores = h.dot(p['W_vocab']) + p['b_vocab']
            scores -= scores.max(axis=1, keepdims=True)
            probs = np.exp(scores)
            probs /= probs.sum(axis=1, keepdims=True)
            target = captions[:, t + 1]
            mask = (target != self._null)
            loss -= np.sum(np.log(probs[np.arange(N), target]) * mask) / N
            probs[np.arange(N), target] -= 1
            dscores.append(probs * mask[:, None] / N)
            xs.append(x)
            hs.append(h)

        # backward
        dnext = np.zeros_like(hs[0])
        for t in reversed(range(T)):
            grads['W_vocab'] += hs[t + 1].T.dot(dscores[t])
            grads['b_vocab'] += dscores[t].sum(axis=0)
            dh = dscores[t].dot(p['W_vocab'].T) + dnext
            da = dh * (1 - hs[t + 1] ** 2)
            grads['Wx'] += xs[t].T.dot(da)
            grads['Wh'] += hs[t].T.dot(da)
            grads['b'] += da.sum(axis=0)
            np.add.at(grads['W_embed'], captions[:, t], da.dot(p['Wx'].T))
            dnext = da.dot(p['Wh'].T)
        grads['W_proj'] = features.T.dot(dnext)
        grads['b_proj'] = dnext.sum(axis=0)
        return loss, grads
