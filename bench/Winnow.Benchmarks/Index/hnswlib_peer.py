"""Builds and searches a graph with hnswlib as IndexBenchmark's peer, one thread. Arguments: vectors.f32 queries.f32 truth.i32 dim M efConstruction, where
truth holds the ids of the exact answers, as many a query. First line out: the name. Then for a line "build" in: the processor seconds of it; for a line
"search EF": recall and processor seconds a query, from at least 0.2 s of searching."""
import sys
import time

try:
    import hnswlib
    import numpy
except ImportError:
    sys.exit("hnswlib not found; Debian: apt-get install python3-hnswlib")

vectors, queries, truth = sys.argv[1:4]
dim, links, build_candidates = map(int, sys.argv[4:7])
queries = numpy.fromfile(queries, numpy.float32).reshape(-1, dim)
truth = numpy.fromfile(truth, numpy.int32).reshape(len(queries), -1)
wanted = truth.shape[1]
print("hnswlib", flush=True)

index = None
for line in sys.stdin:
    words = line.split()
    if words[0] == "build":
        items = numpy.fromfile(vectors, numpy.float32).reshape(-1, dim)
        index = hnswlib.Index(space="ip", dim=dim)
        index.init_index(len(items), M=links, ef_construction=build_candidates, random_seed=7)
        index.set_num_threads(1)
        start = time.process_time()
        index.add_items(items)
        print(time.process_time() - start, flush=True)
    else:
        index.set_ef(int(words[1]))
        calls, start = 0, time.process_time()
        while calls == 0 or time.process_time() - start < 0.2:
            found, _ = index.knn_query(queries, k=wanted)
            calls += 1
        seconds = (time.process_time() - start) / (calls * len(queries))
        hits = sum(len(set(a) & set(b)) for a, b in zip(found.tolist(), truth.tolist()))
        print(hits / truth.size, seconds, flush=True)
