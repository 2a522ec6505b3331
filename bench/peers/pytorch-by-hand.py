"""PyTorch with the gradients by hand: no autograd, no gradient in memory; addmm_ adds −ε·hᵀδ to the weights in one call.
pytorch-by-hand.py NUMBERS THREADS"""

import sys

import torch
from torch.nn.functional import cross_entropy

from protocol import BATCH, converse, layers_of, minibatches_of, read_tensors

torch.set_num_threads(int(sys.argv[2]))
torch.set_grad_enabled(False)
tensors = read_tensors(sys.argv[1])

RATE = 0.01
weights, biases = zip(*layers_of(tensors))
top = len(weights) - 1
identity = torch.eye(weights[top].shape[1])


def logits(activations):
    """Leaves every layer's activation in `activations`, which begins with the input."""
    for l in range(top):
        activations.append(torch.addmm(biases[l], activations[l], weights[l]).tanh_())
    return torch.addmm(biases[top], activations[top], weights[top])


def update(inputs, labels):
    activations = [inputs]
    delta = torch.softmax(logits(activations), 1).sub_(identity[labels]).div_(BATCH)
    for l in range(top, -1, -1):
        h = activations[l]
        below = torch.mm(delta, weights[l].t()).mul_(1 - h * h) if l > 0 else None
        weights[l].addmm_(h.t(), delta, alpha=-RATE)
        biases[l].add_(delta.sum(0), alpha=-RATE)
        delta = below


def mean_cost(inputs, labels):
    return cross_entropy(logits([inputs]), labels)


converse(f"PyTorch {torch.__version__}", minibatches_of(tensors), update, mean_cost)
