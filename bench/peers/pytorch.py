"""PyTorch as a user writes it: nn.Sequential, CrossEntropyLoss, SGD.   pytorch.py NUMBERS THREADS"""

import sys

import torch

from protocol import read_tensors
from sequential import sequential, train

torch.set_num_threads(int(sys.argv[2]))
tensors = read_tensors(sys.argv[1])
train(f"PyTorch {torch.__version__}", tensors, sequential(tensors), torch.nn.CrossEntropyLoss())
