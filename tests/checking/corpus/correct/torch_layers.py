import torch


class Linear(object):
    @staticmethod
    def forward(x, w, b):
        out = x.view(x.shape[0], -1).mm(w) + b
        return out, (x, w, b)

    @staticmethod
    def backward(dout, cache):
        x, w, b = cache
        dx = dout.mm(w.t()).view(x.shape)
        dw = x.view(x.shape[0], -1).t().mm(dout)
        db = torch.sum(dout, dim=0)
        return dx, dw, db


class ReLU(object):
    @staticmethod
    def forward(x):
        out = x.clone()
        out[out < 0] = 0
        return out, x

    @staticmethod
    def backward(dout, cache):
        return dout * (cache > 0).to(dout.dtype)


def softmax_loss(x, y):
    shifted_logits = x - x.max(dim=1, keepdim=True).values
    Z = shifted_logits.exp().sum(dim=1, keepdim=True)
    log_probs = shifted_logits - Z.log()
    N = x.shape[0]
    loss = (-1.0 / N) * log_probs[torch.arange(N), y].sum()
    dx = log_probs.exp().clone()
    dx[torch.arange(N), y] -= 1
    dx /= N
    return loss, dx


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps, momentum = bn_param["mode"], bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    N, D = x.shape
    running_mean = bn_param.get("running_mean", torch.zeros(D, dtype=x.dtype, device=x.device))
    running_var = bn_param.get("running_var", torch.zeros(D, dtype=x.dtype, device=x.device))
    if mode == "test":
        return gamma * (x - running_mean) / torch.sqrt(running_var + eps) + beta, None
    mu = x.mean(dim=0)
    var = x.var(dim=0, unbiased=False)
    xhat = (x - mu) * torch.rsqrt(var + eps)
    bn_param["running_mean"] = (momentum * running_mean + (1 - momentum) * mu).detach()
    bn_param["running_var"] = (momentum * running_var + (1 - momentum) * var).detach()
    return gamma * xhat + beta, (xhat, gamma, torch.sqrt(var + eps))


def batchnorm_backward(dout, cache):
    xhat, gamma, std = cache
    g = dout * gamma
    dx = (g - g.mean(dim=0) - xhat * (g * xhat).mean(dim=0)) / std
    return dx, (dout * xhat).sum(0), dout.sum(0)


def dropout_forward(x, dropout_param):
    p, mode = dropout_param["p"], dropout_param["mode"]
    if "seed" in dropout_param:
        torch.manual_seed(dropout_param["seed"])
    mask = None
    out = x
    if mode == "train":
        mask = (torch.rand(*x.shape, dtype=x.dtype) < p).to(x.dtype) / p
        out = x * mask
    return out, (dropout_param, mask)


def dropout_backward(dout, cache):
    dropout_param, mask = cache
    return dout * mask if dropout_param["mode"] == "train" else dout


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = torch.tanh(x @ Wx + prev_h @ Wh + b)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    da = dnext_h * (1 - next_h ** 2)
    return da.mm(Wx.t()), da.mm(Wh.t()), x.t().mm(da), prev_h.t().mm(da), da.sum(dim=0)
