"""Times training steps of PyTorch: a process that answers each JSON line on stdin with one on stdout.

A request {folder, optimizer, rate, variant, steps} takes so many steps from the initial state, one thread, and answers
{cpuMs, wallMs}; with `losses`, the loss of each step in float64. The batches are made beforehand and not timed.
Variants: WAY-IMPLEMENTATION with WAY bag, sparse, csr or dense and IMPLEMENTATION fused or foreach; hand (SGD without
autograd); vmap-gather and vmap-dense (8 runs at once, a step counted for each).
"""

import json
import pathlib
import sys
import time
import warnings

import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from models import loss_of, optimizers_of, put_back  # noqa: E402
from problem import Problem  # noqa: E402
from together import stacked_stepper  # noqa: E402

warnings.filterwarnings("ignore", message="Sparse")
torch.set_num_threads(1)
problems, batches, steppers = {}, {}, {}


def problem_of(folder):
    if folder not in problems:
        problems[folder] = Problem(folder)
    return problems[folder]


def batches_of(folder, epochs):
    """The batches of the first epochs, in the engines' order; `x` and `csr` are filled in where a way needs them."""
    if (folder, epochs) not in batches:
        problem, made = problem_of(folder), []
        for order in problem.order()[:epochs]:
            rows = problem.train.take(order)
            for at in range(0, problem.messages, problem.batch):
                made.append(rows.cut(at, min(at + problem.batch, problem.messages)))
        for batch in made:
            batch.row = torch.repeat_interleave(torch.arange(len(batch.y)), batch.indptr.diff())
        batches[folder, epochs] = made
    return batches[folder, epochs]


def prepare(way, problem, made):
    for batch in made:
        if way == "dense" and not hasattr(batch, "x"):
            batch.x = batch.dense(problem.columns)
        if way == "csr" and not hasattr(batch, "csr"):
            size = (len(batch.y), problem.columns)
            batch.csr = torch.sparse_csr_tensor(batch.indptr, batch.indices, batch.values, size)


def autograd_stepper(problem, made, optimizer, rate, variant):
    way, implementation = variant.split("-")
    prepare(way, problem, made)
    start = problem.weights()
    w = [value.clone().requires_grad_() for value in start]
    optimizers = optimizers_of(optimizer, w, rate, "sparse" if way == "sparse" else implementation)

    def step(i):
        for one in optimizers:
            one.zero_grad()
        loss_of(way, w, made[i % len(made)]).backward()
        for one in optimizers:
            one.step()

    return lambda: put_back(w, start, optimizers), step


def hand_stepper(problem, made, rate):
    """SGD as written by hand: no autograd, no optimizer, rows updated where they lie; the loss is not worked out."""
    start = problem.weights()
    w1, b1, w2, b2 = w = [value.clone() for value in start]

    def restart():
        for value, first in zip(w, start):
            value.copy_(first)

    @torch.inference_mode()
    def step(i):
        b = made[i % len(made)]
        h = torch.embedding_bag(w1, b.indices, b.indptr[:-1], mode=0, per_sample_weights=b.values)[0].add_(b1).relu_()
        p = torch.softmax(torch.addmm(b2, h, w2), 1)
        p.scatter_add_(1, b.y[:, None], torch.full((len(b.y), 1), -1.0)).div_(len(b.y))
        d = (p @ w2.T).mul_(h > 0)
        w2.addmm_(h.T, p, alpha=-rate)
        b2.sub_(p.sum(0), alpha=rate)
        b1.sub_(d.sum(0), alpha=rate)
        w1.index_add_(0, b.indices, d[b.row].mul_(b.values[:, None]), alpha=-rate)

    return restart, step


def stepper(folder, optimizer, rate, variant):
    key = (folder, optimizer, variant)
    if key not in steppers:
        problem, made = problem_of(folder), batches_of(folder, 1)
        if variant == "hand":
            steppers[key] = hand_stepper(problem, made, rate)
        elif variant.startswith("vmap"):
            steppers[key] = stacked_stepper(problem, made, optimizer, rate, variant.split("-")[1])
        else:
            steppers[key] = autograd_stepper(problem, made, optimizer, rate, variant)
    return steppers[key]


def losses(folder, optimizer, rate, steps):
    """The reference: float64, by autograd."""
    problem = problem_of(folder)
    w = [value.double().requires_grad_() for value in problem.weights()]
    optimizers = optimizers_of(optimizer, w, rate, None)
    made = batches_of(folder, -(-steps * problem.batch // problem.messages) + 1)
    found = []
    for batch in made[:steps]:
        optimizers[0].zero_grad()
        loss = loss_of("bag", w, batch)
        loss.backward()
        optimizers[0].step()
        found.append(float(loss.detach()))
    return found


def answer(request):
    folder, optimizer, rate, steps = (request[name] for name in ("folder", "optimizer", "rate", "steps"))
    if request.get("losses"):
        return losses(folder, optimizer, rate, steps)
    restart, step = stepper(folder, optimizer, rate, request["variant"])
    restart()
    cpu, wall = time.process_time(), time.perf_counter()
    for i in range(steps):
        step(i)
    return {"cpuMs": (time.process_time() - cpu) * 1000, "wallMs": (time.perf_counter() - wall) * 1000}


for line in sys.stdin:
    try:
        reply = {"answer": answer(json.loads(line))}
    except Exception as error:  # noqa: BLE001  a variant that this build cannot do is reported, not fatal
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
