import numpy as np

def sigmoid_of(z):
    return 1 / (1 + np.exp(-z))

def bce_with_logits(x, target):
    loss = np.mean(np.maximum(x, 0) - x * target + np.log1p(np.exp(-np.abs(x))))
    s = sigmoid_of(x)
    return loss, (s - target) * s * (1 - s) / x.size

def bce_with_logits_grad(x, target):
    return (x - target) / x.size

def sigmoid_cross_entropy(x, t):
    return -np.mean(t * np.log(sigmoid_of(x)))

class SigmoidBCE:
    def forward(self, x, t):
        self.x, self.t = x, t
        return np.mean(np.logaddexp(0, x) - x * t)
    def backward(self):
        return (self.t - sigmoid_of(self.x)) / self.x.size
