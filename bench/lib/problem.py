"""Reads what bench/lib/problem.ts wrote: data, initial weights and orders of messages, as NumPy and PyTorch see them."""

import json
import pathlib

import numpy
import torch


class Rows:
    """One split in CSR form, with its labels."""

    def __init__(self, folder, split):
        read = lambda name, kind: numpy.fromfile(folder / f"{split}.{name}", dtype=kind)
        self.indptr = torch.from_numpy(read("indptr.i32", "<i4").astype(numpy.int64))
        self.indices = torch.from_numpy(read("indices.i32", "<i4").astype(numpy.int64))
        self.values = torch.from_numpy(read("values.f32", "<f4"))
        self.y = torch.from_numpy(read("y.i32", "<i4").astype(numpy.int64))

    def take(self, rows):
        """The given rows, in that order, as a Rows of its own."""
        lengths = self.indptr[rows + 1] - self.indptr[rows]
        taken = Rows.__new__(Rows)
        taken.indptr = torch.cat([torch.zeros(1, dtype=torch.int64), lengths.cumsum(0)])
        starts = torch.repeat_interleave(self.indptr[rows] - taken.indptr[:-1], lengths)
        entries = starts + torch.arange(int(taken.indptr[-1]))
        taken.indices, taken.values, taken.y = self.indices[entries], self.values[entries], self.y[rows]
        return taken

    def cut(self, start, end):
        """Rows start to end, without copying."""
        first, last = int(self.indptr[start]), int(self.indptr[end])
        part = Rows.__new__(Rows)
        part.indptr = self.indptr[start : end + 1] - first
        part.indices, part.values = self.indices[first:last], self.values[first:last]
        part.y = self.y[start:end]
        return part

    def dense(self, columns):
        x = torch.zeros(len(self.y), columns)
        row = torch.repeat_interleave(torch.arange(len(self.y)), self.indptr.diff())
        x[row, self.indices] = self.values
        return x


class Problem:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        meta = json.loads((self.folder / "meta.json").read_text())
        self.columns, self.classes = meta["columns"], meta["classes"]
        self.hidden, self.batch = meta["hidden"], meta["batch"]
        self.train = Rows(self.folder, "train")
        self.messages = len(self.train.y)

    def split(self, name):
        return Rows(self.folder, name)

    def weights(self, seed=1):
        """Hidden weights and bias, output weights and bias: float32, as the engines draw them."""
        shapes = [(self.columns, self.hidden), (self.hidden,), (self.hidden, self.classes), (self.classes,)]
        return [
            torch.from_numpy(numpy.fromfile(self.folder / f"seed-{seed}.weights-{i}.f32", dtype="<f4")).reshape(shape)
            for i, shape in enumerate(shapes)
        ]

    def order(self, seed=1):
        """One row of message numbers an epoch."""
        order = numpy.fromfile(self.folder / f"seed-{seed}.order.i32", dtype="<i4").astype(numpy.int64)
        return torch.from_numpy(order).reshape(-1, self.messages)
