"""What every Python peer has in common: the numbers to start from, and the conversation with the benchmark.

The file named on the command line is in the safetensors format: 8 bytes with the header's length, a JSON header, the data.
The benchmark then asks, a line each, and gets a line of JSON for each:
  check    one pass over all minibatches in order, from the initial parameters → {"cost": mean cost of all examples after it}
  train N  N updates, going on from where the last ended                       → {"milliseconds": for all of them}
"""

import json
import sys
import time

import torch

BATCH = 10


def read_tensors(path):
    """Every tensor of the file, by name."""
    data = bytearray(open(path, "rb").read())
    length = int.from_bytes(data[:8], "little")
    kinds = {"F32": torch.float32, "U8": torch.uint8}
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        start, end = entry["data_offsets"]
        kind = kinds[entry["dtype"]]
        count = (end - start) // kind.itemsize
        flat = torch.frombuffer(data, dtype=kind, count=count, offset=8 + length + start)
        tensors[name] = flat.reshape(entry["shape"]).clone()
    return tensors


def layers_of(tensors):
    """[(weights [in][out], bias [out])], the layer next to the input first."""
    count = sum(name.endswith(".weights") for name in tensors)
    return [(tensors[f"layer{l}.weights"], tensors[f"layer{l}.bias"]) for l in range(1, count + 1)]


def minibatches_of(tensors):
    """[(inputs [BATCH][in], labels [BATCH])]"""
    return list(zip(tensors["inputs"].split(BATCH), tensors["labels"].long().split(BATCH)))


def converse(version, minibatches, update, mean_cost):
    """`update(inputs, labels)` is one update; `mean_cost(inputs, labels)` the cost of a minibatch as the network is now."""
    position = 0

    def train(count):
        nonlocal position
        start = time.perf_counter()
        for _ in range(count):
            update(*minibatches[position % len(minibatches)])
            position += 1
        return (time.perf_counter() - start) * 1e3

    def check():
        train(len(minibatches))
        return sum(float(mean_cost(*minibatch)) for minibatch in minibatches) / len(minibatches)

    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "check":
            print(json.dumps({"cost": check()}), flush=True)
        else:
            print(json.dumps({"milliseconds": train(int(words[1]))}), flush=True)
