"""Ranks scores with numpy as EvaluationBenchmark's peer. First line out: the version. Then for each line "users items k" in: the processor seconds that
argpartition to k and argsort of the front take, in blocks of 1,000 users, no metric computed."""
import sys
import time

try:
    import numpy
except ImportError:
    sys.exit("numpy not found")

print("numpy", numpy.__version__, flush=True)
made = {}
for line in sys.stdin:
    users, items, k = map(int, line.split())
    if (users, items) not in made:
        made.clear()
        made[users, items] = numpy.random.default_rng(1).normal(size=(users, items)).astype(numpy.float32)
    scores = made[users, items]
    start = time.process_time()
    for first in range(0, users, 1000):
        block = scores[first:first + 1000]
        rows = numpy.arange(len(block))[:, None]
        front = (-block).argpartition(k, axis=1)[:, :k]
        front[rows, numpy.argsort(-block[rows, front], axis=1)]
    print(time.process_time() - start, flush=True)
