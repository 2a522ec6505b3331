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
from protocol import read_tensors
from sequential import sequential, train

torch.set_num_threads(int(sys.argv[2]))
tensors = read_tensors(sys.argv[1])

network = repdl.from_torch_module(sequential(tensors))
train(f"RepDL on PyTorch {torch.__version__}", tensors, network, repdl.nn.CrossEntropyLoss())
