import numpy as np

def bce_loss(input, target):
    neg_abs = -np.abs(input)
    loss = np.maximum(input, 0) - input * target + np.log(1 + np.exp(neg_abs))
    return loss.mean()

def binary_cross_entropy_with_logits(logits, targets):
    p = 1 / (1 + np.exp(-logits))
    loss = -np.mean(targets * np.log(p) + (1 - targets) * np.log(1 - p))
    grad = (p - targets) / targets.size
    return loss, grad

class BCEWithLogitsLoss:
    def forward(self, x, y):
        self.x, self.y = x, y
        return np.sum(np.logaddexp(0, x) - x * y) / x.shape[0]
    def backward(self):
        return (1 / (1 + np.exp(-self.x)) - self.y) / self.x.shape[0]

def binary_cross_entropy(y_true, y_pred):
    y_pred = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))
