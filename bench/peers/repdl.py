"""RepDL, PyTorch's bit-reproducible operations, as its own example trains. Its folder of sources is named by REPDL; its C++ for CPUs
is compiled by PyTorch, its CUDA is left out.   repdl.py NUMBERS THREADS"""

import glob
import os
import sys
import types

# This file has the package's name: its folder must not be where the package is looked for.
here = sys.path.pop(0)
sys.path.insert(0, os.environ["REPDL"])
sys.path.append(here)

import torch
from torch import nn
from torch.utils import cpp_extension

backend = types.ModuleType("repdl.backend")
backend.cuda = types.ModuleType("repdl.backend.cuda")
backend.cpu = cpp_extension.load(
    name="repdl_cpu",
    sources=sorted(glob.glob(os.path.join(os.environ["REPDL"], "backend/cpu/*.cpp"))),
    extra_cflags=["-O3", "-fopenmp"],
    extra_ldflags=["-fopenmp"],
)
sys.modules.update({"repdl.backend": backend, "repdl.backend.cpu": backend.cpu, "repdl.backend.cuda": backend.cuda})

import repdl
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
network = repdl.from_torch_module(nn.Sequential(*modules[:-1]))
cost = repdl.nn.CrossEntropyLoss()
optimiser = torch.optim.SGD(network.parameters(), lr=0.01)


def update(inputs, labels):
    optimiser.zero_grad()
    cost(network(inputs), labels).backward()
    optimiser.step()


def mean_cost(inputs, labels):
    with torch.no_grad():
        return cost(network(inputs), labels)


converse(f"RepDL on PyTorch {torch.__version__}", minibatches_of(tensors), update, mean_cost)
