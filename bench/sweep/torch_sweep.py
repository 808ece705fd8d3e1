"""Trains the runs of a plan with PyTorch, one after the other: torch_sweep.py PLAN.json

The same initial weights, orders, batches and rates as lr-lab, momentum .9 by the fused optimizer; training and
validation data are scored before the first step and after each epoch, the test data at the end.
"""

import json
import math
import pathlib
import sys
import time

import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from models import logits_of, optimizers_of  # noqa: E402
from problem import Problem  # noqa: E402
from torch.nn import functional as F  # noqa: E402


@torch.inference_mode()
def score(way, w, rows):
    logits = logits_of(way, w, rows)
    return float(F.cross_entropy(logits, rows.y)), 100 * float((logits.argmax(1) == rows.y).double().mean())


def batches(problem, way, order):
    """An epoch's batches: the rows are put in order once, and each batch is a slice of them."""
    rows = problem.train.take(order)
    x = problem.train.x[order] if way == "dense" else None
    for at in range(0, problem.messages, problem.batch):
        end = min(at + problem.batch, problem.messages)
        batch = rows.cut(at, end)
        if way == "dense":
            batch.x = x[at:end]
        yield batch


def train(problem, splits, plan, run):
    way, step = plan["way"], 0
    w = [value.clone().requires_grad_() for value in problem.weights(run["seed"])]
    (optimizer,) = optimizers_of("momentum", w, run["rate"], "fused")
    curve = []
    for name in ("train", "validation"):
        score(way, w, splits[name])
    for order in problem.order(run["seed"])[: plan["epochs"]]:
        for batch in batches(problem, way, order):
            optimizer.param_groups[0]["lr"] = run["rate"] * (1 + math.cos(math.pi * step / plan["steps"])) / 2
            optimizer.zero_grad()
            loss = F.cross_entropy(logits_of(way, w, batch), batch.y)
            loss.backward()
            optimizer.step()
            curve.append(loss.detach())
            step += 1
        score(way, w, splits["train"])
        validation = score(way, w, splits["validation"])[1]
    return {**run, "test": score(way, w, splits["test"])[1], "validation": validation}


def main(path):
    plan = json.loads(pathlib.Path(path).read_text())
    torch.set_num_threads(plan["threads"])
    problem = Problem(plan["folder"])
    splits = {"train": problem.train, "validation": problem.split("validation"), "test": problem.split("test")}
    if plan["way"] == "dense":
        for rows in splits.values():
            rows.x = rows.dense(problem.columns)
    start = time.perf_counter()
    runs = [train(problem, splits, plan, run) for run in plan["runs"]]
    print(json.dumps({"trainingSeconds": time.perf_counter() - start, "runs": runs}))


main(sys.argv[1])
