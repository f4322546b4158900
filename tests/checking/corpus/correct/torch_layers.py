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


class BatchNorm(object):
    @staticmethod
    def forward(x, gamma, beta, bn_param):
        mode = bn_param['mode']
        eps = bn_param.get('eps', 1e-5)
        momentum = bn_param.get('momentum', 0.9)
        N, D = x.shape
        running_mean = bn_param.get('running_mean', torch.zeros(D, dtype=x.dtype, device=x.device))
        running_var = bn_param.get('running_var', torch.zeros(D, dtype=x.dtype, device=x.device))
        out, cache = None, None
        if mode == 'train':
            mu = x.mean(dim=0)
            xc = x - mu
            var = (xc ** 2).mean(dim=0)
            std = (var + eps).sqrt()
            xn = xc / std
            out = gamma * xn + beta
            cache = (mode, x, gamma, xc, std, xn, out)
            running_mean = momentum * running_mean + (1 - momentum) * mu
            running_var = momentum * running_var + (1 - momentum) * var
        elif mode == 'test':
            std = (running_var + eps).sqrt()
            xn = (x - running_mean) / std
            out = gamma * xn + beta
            cache = (mode, x, xn, gamma, beta, std)
        else:
            raise ValueError('Invalid forward batchnorm mode "%s"' % mode)
        bn_param['running_mean'] = running_mean.detach()
        bn_param['running_var'] = running_var.detach()
        return out, cache

    @staticmethod
    def backward(dout, cache):
        mode, x, gamma, xc, std, xn, out = cache
        N = x.shape[0]
        dbeta = dout.sum(dim=0)
        dgamma = (xn * dout).sum(dim=0)
        dxn = gamma * dout
        dxc = dxn / std
        dstd = -((dxn * xc) / (std * std)).sum(dim=0)
        dvar = 0.5 * dstd / std
        dxc += (2.0 / N) * xc * dvar
        dmu = dxc.sum(dim=0)
        dx = dxc - dmu / N
        return dx, dgamma, dbeta


class Dropout(object):
    @staticmethod
    def forward(x, dropout_param):
        p, mode = dropout_param['p'], dropout_param['mode']
        if 'seed' in dropout_param:
            torch.manual_seed(dropout_param['seed'])
        mask = None
        if mode == 'train':
            mask = (torch.rand(x.shape) > p) / (1 - p)
            out = x * mask
        else:
            out = x
        cache = (dropout_param, mask)
        return out, cache

    @staticmethod
    def backward(dout, cache):
        dropout_param, mask = cache
        if dropout_param['mode'] == 'train':
            return dout * mask
        return dout


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = torch.tanh(x @ Wx + prev_h @ Wh + b)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    da = dnext_h * (1 - next_h ** 2)
    return da.mm(Wx.t()), da.mm(Wh.t()), x.t().mm(da), prev_h.t().mm(da), da.sum(dim=0)
