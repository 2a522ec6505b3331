"""PyTorch as a user writes it: nn.Sequential, CrossEntropyLoss, SGD.   pytorch.py NUMBERS THREADS"""

import sys

import torch
from torch import nn

from protocol import converse, layers_of, minibatches_of, read_tensors

torch.set_num_threads(int(sys.argv[2]))
tensors = read_tensors(sys.argv[1])

modules = []
for weights, bias in layers_of(tensors):
    linear = nn.Linear(*weights.shape)
    with torch.no_grad():
        linear.weight.copy_(weights.t())
        linear.bias.copy_(bias)
    modules += [linear, nn.Tanh()]
network = nn.Sequential(*modules[:-1])
cost = nn.CrossEntropyLoss()
optimiser = torch.optim.SGD(network.parameters(), lr=0.01)


def update(inputs, labels):
    optimiser.zero_grad()
    cost(network(inputs), labels).backward()
    optimiser.step()


def mean_cost(inputs, labels):
    with torch.no_grad():
        return cost(network(inputs), labels)


converse(f"PyTorch {torch.__version__}", minibatches_of(tensors), update, mean_cost)
