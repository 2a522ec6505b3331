"""How a user of PyTorch's modules writes the network and its training: nn.Sequential and SGD."""

import torch
from torch import nn

from protocol import converse, layers_of, minibatches_of


def sequential(tensors):
    modules = []
    for weights, bias in layers_of(tensors):
        linear = nn.Linear(*weights.shape)
        with torch.no_grad():
            linear.weight.copy_(weights.t())
            linear.bias.copy_(bias)
        modules += [linear, nn.Tanh()]
    return nn.Sequential(*modules[:-1])


def train(name, tensors, network, cost):
    """Trains as it is asked to, until the conversation ends."""
    optimiser = torch.optim.SGD(network.parameters(), lr=0.01)

    def update(inputs, labels):
        optimiser.zero_grad()
        cost(network(inputs), labels).backward()
        optimiser.step()

    def mean_cost(inputs, labels):
        with torch.no_grad():
            return cost(network(inputs), labels)

    converse(name, minibatches_of(tensors), update, mean_cost)
