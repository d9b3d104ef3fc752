"""The lesson's models in PyTorch, for bench_nn: see peer.h for what goes over the pipes.

Usage: peer_torch.py FILE ROWS STEPS WORDS BATCH WIDTH, where FILE holds int32 [ROWS, STEPS].
"""
import os
import sys
import time

# Its own threads divide the work; OpenBLAS's beside them would only be in their way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
try:
    import torch
except ImportError:
    print("missing: python3-torch is not installed", flush=True)
    sys.exit(0)

path, (ROWS, STEPS, WORDS, BATCH, WIDTH) = sys.argv[1], map(int, sys.argv[2:])
EVALUATE_BATCH = 512  # faster here than Keras's 32

LAYERS = {"SimpleRNN": torch.nn.RNN, "LSTM": torch.nn.LSTM, "GRU": torch.nn.GRU}


class Lesson(torch.nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.embedding = torch.nn.Embedding(WORDS, WIDTH)
        self.recurrent = LAYERS[kind](WIDTH, WIDTH, batch_first=True)
        self.dense = torch.nn.Linear(WIDTH, 1)

    def forward(self, x):
        return self.dense(self.recurrent(self.embedding(x))[0][:, -1]).squeeze(1)


class Runner:
    def __init__(self, kind):
        self.model = Lesson(kind)
        self.adam = torch.optim.Adam(self.model.parameters(), lr=1e-3, eps=1e-7)
        self.loss = torch.nn.BCEWithLogitsLoss()
        self.batch = 0

    def step(self):
        begin = self.batch * BATCH % (ROWS - BATCH)
        self.batch += 1
        start = time.perf_counter()
        self.adam.zero_grad()
        self.loss(self.model(x[begin : begin + BATCH]), y[begin : begin + BATCH]).backward()
        self.adam.step()
        return time.perf_counter() - start

    def evaluate(self, rows):
        start = time.perf_counter()
        with torch.no_grad():
            for begin in range(0, rows, EVALUATE_BATCH):
                self.model(x[begin : min(begin + EVALUATE_BATCH, rows)]).sum().item()
        return time.perf_counter() - start


with open(path, "rb") as file:
    x = torch.frombuffer(bytearray(file.read()), dtype=torch.int32).reshape(ROWS, STEPS).long()
y = (torch.arange(ROWS) % 2).float()
runners = {kind: Runner(kind) for kind in LAYERS}
for runner in runners.values():
    runner.step()
print("PyTorch", torch.__version__, flush=True)
for line in sys.stdin:
    word, *rest = line.split()
    if word == "threads":
        torch.set_num_threads(int(rest[0]))
        print(0, flush=True)
    elif word == "step":
        print(*[runners[rest[0]].step() for _ in range(int(rest[1]))], flush=True)
    else:
        print(runners[rest[0]].evaluate(int(rest[1])), flush=True)
