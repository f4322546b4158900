#!/usr/bin/env python
# coding: utf-8

# # Softmax exercise

# In[1]:


import random
import numpy as np
from cs231n.data_utils import load_CIFAR10
import matplotlib.pyplot as plt

get_ipython().run_line_magic('matplotlib', 'inline')
plt.rcParams['figure.figsize'] = (10.0, 8.0)

get_ipython().run_line_magic('load_ext', 'autoreload')
get_ipython().run_line_magic('autoreload', '2')


# In[2]:


X_train, y_train = load_CIFAR10('cs231n/datasets/cifar-10-batches-py')
print('Train data shape: ', X_train.shape)


# In[3]:


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    f = X @ W
    f -= f.max(axis=1, keepdims=True)
    p = np.exp(f)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[range(N), y]).sum() / N + reg * np.sum(W * W)
    p[range(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


# In[4]:


W = np.random.randn(3073, 10) * 0.0001
loss, grad = softmax_loss_vectorized(W, X_train, y_train, 0.0)
get_ipython().system('ls')


# In[5]:


def sigmoid(x):
    return 1 / (1 + np.exp(-x))
