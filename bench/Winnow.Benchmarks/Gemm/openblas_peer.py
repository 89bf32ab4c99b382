"""Times cblas_sgemm for GemmBenchmark. First line out: version and kernel. Then for each line
"transA transB m n k threads seconds" in: the seconds that one product takes, called for about that long; processor
time for one thread, wall time for more."""
import ctypes
import os
import sys
import time

NAMES = [os.environ.get("WINNOW_OPENBLAS", ""), "libopenblas.so.0",
         "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0", "libopenblas.so", "libopenblas.dylib"]


def load():
    for name in filter(None, NAMES):
        try:
            return ctypes.CDLL(name)
        except OSError:
            pass
    sys.exit("OpenBLAS not found; set WINNOW_OPENBLAS to the path of its library")


def matrix(count):
    """`count` floats on a cache line."""
    memory = (ctypes.c_char * (4 * count + 64))()
    address = (ctypes.addressof(memory) + 63) // 64 * 64
    values = (ctypes.c_float * count).from_address(address)
    for i in range(count):
        values[i] = (i * 2654435761 % 1000) / 1000 - 0.5
    return memory, address


blas = load()
blas.openblas_get_config.restype = blas.openblas_get_corename.restype = ctypes.c_char_p
words = blas.openblas_get_config().decode().split()
print(words[0], words[1], blas.openblas_get_corename().decode(), flush=True)

sgemm, I, F, P = blas.cblas_sgemm, ctypes.c_int, ctypes.c_float, ctypes.c_void_p
sgemm.argtypes = [I, I, I, I, I, I, F, P, I, P, I, F, P, I]
ROW_MAJOR, PLAIN, TRANSPOSED = 101, 111, 112
made = {}

for line in sys.stdin:
    trans_a, trans_b, m, n, k, threads = map(int, line.split()[:6])
    seconds = float(line.split()[6])
    shape = (m, n, k)
    if shape not in made:
        made.clear()
        made[shape] = matrix(m * k), matrix(k * n), matrix(m * n)
    (_, a), (_, b), (_, c) = made[shape]
    blas.openblas_set_num_threads(threads)
    now = time.process_time if threads == 1 else time.perf_counter
    calls, start = 0, now()
    while True:
        sgemm(ROW_MAJOR, TRANSPOSED if trans_a else PLAIN, TRANSPOSED if trans_b else PLAIN, m, n, k,
              1.0, a, m if trans_a else k, b, k if trans_b else n, 0.0, c, n)
        calls += 1
        elapsed = now() - start
        if elapsed >= seconds:
            break
    print(elapsed / calls, flush=True)
