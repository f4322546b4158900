import numpy as np


class DepthwiseConv2d:
    def __init__(self, W, b, stride=1, pad=0):
        self.W = W
        self.b = b
        self.stride = stride
        self.pad = pad
        self.x = None
        self.dW = None
        self.db = None

    def forward(self, x):
        C, FH, FW = self.W.shape
        N, C, H, W = x.shape
        out_h = 1 + (H + 2 * self.pad - FH) // self.stride
        out_w = 1 + (W + 2 * self.pad - FW) // self.stride
        padded = np.pad(x, ((0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad)))
        out = np.zeros((N, C, out_h, out_w))
        for c in range(C):
            for i in range(FH):
                for j in range(FW):
                    rows = slice(i, i + self.stride * out_h, self.stride)
                    columns = slice(j, j + self.stride * out_w, self.stride)
                    out[:, c] += self.W[c, i, j] * padded[:, c, rows, columns]
            out[:, c] += self.b[c]
        self.x, self.padded = x, padded
        return out

    def backward(self, dout):
        C, FH, FW = self.W.shape
        N, C, H, W = self.x.shape
        N, C, out_h, out_w = dout.shape
        dpadded = np.zeros_like(self.padded)
        self.dW = np.zeros_like(self.W)
        for c in range(C):
            for i in range(FH):
                for j in range(FW):
                    rows = slice(i, i + self.stride * out_h, self.stride)
                    columns = slice(j, j + self.stride * out_w, self.stride)
                    self.dW[c, i, j] = np.sum(dout[:, c] * self.padded[:, c, rows, columns])
                    dpadded[:, c, rows, columns] += self.W[c, i, j] * dout[:, c]
        self.db = np.sum(dout, axis=(0, 2, 3))
        return dpadded[:, :, self.pad : self.pad + H, self.pad : self.pad + W]
