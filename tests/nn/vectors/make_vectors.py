#!/usr/bin/env python3
"""Makes the *.json vectors beside this file: whole models and their first 20 training steps.

PyTorch (float64) computes the layers, the loss and the gradients; Adam is a transcription of
Keras's (TF 2.0, optimizer_v2/adam.py), because torch.optim puts epsilon elsewhere. Everything that
goes in is exact in float32, so the program under test starts from the same numbers.

    python3 tests/nn/vectors/make_vectors.py

The gate order of torch.nn.LSTM, i f g o, is Keras's i f c o; its weights are transposed, and its
second bias is zero here.
"""
import json
import pathlib

import numpy as np
import torch

STEPS = 20
CASES = {
    # name: (cell, V, E, H, T, batch sizes of the steps, cycled)
    "simple_rnn_small": ("simple_rnn", 11, 3, 2, 5, [4]),
    "simple_rnn_odd": ("simple_rnn", 23, 7, 13, 9, [5, 1, 3]),
    "lstm_small": ("lstm", 11, 3, 2, 5, [4]),
    "lstm_odd": ("lstm", 23, 7, 5, 9, [5, 1, 3]),
}
ADAM = {"learning_rate": 1e-3, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}


def float32(array):
    return np.asarray(array, np.float32).astype(np.float64)


def make_weights(rng, cell, V, E, H):
    """Keras's names and shapes; larger than Keras's initial values, so that gates work."""
    columns = H * (4 if cell == "lstm" else 1)
    shapes = {
        "embedding/embeddings": (V, E),
        f"{cell}/kernel": (E, columns),
        f"{cell}/recurrent_kernel": (H, columns),
        f"{cell}/bias": (columns,),
        "dense/kernel": (H, 1),
        "dense/bias": (1,),
    }
    return {name: float32(rng.uniform(-0.8, 0.8, shape)) for name, shape in shapes.items()}


class Model:
    """torch's own layers, carrying Keras's weights."""

    def __init__(self, cell, V, E, H):
        self.cell = cell
        self.embedding = torch.nn.Embedding(V, E).double()
        recurrent = torch.nn.LSTM if cell == "lstm" else torch.nn.RNN
        self.recurrent = recurrent(E, H, batch_first=True).double()
        self.dense = torch.nn.Linear(H, 1).double()

    def tensors(self):
        """Keras's name: (torch's parameter, whether it is transposed)."""
        return {
            "embedding/embeddings": (self.embedding.weight, False),
            f"{self.cell}/kernel": (self.recurrent.weight_ih_l0, True),
            f"{self.cell}/recurrent_kernel": (self.recurrent.weight_hh_l0, True),
            f"{self.cell}/bias": (self.recurrent.bias_ih_l0, False),
            "dense/kernel": (self.dense.weight, True),
            "dense/bias": (self.dense.bias, False),
        }

    def load(self, weights):
        with torch.no_grad():
            self.recurrent.bias_hh_l0.zero_()
            for name, (parameter, transposed) in self.tensors().items():
                value = torch.from_numpy(weights[name])
                parameter.copy_(value.T if transposed else value)

    def step(self, weights, x, y):
        """Logits, mean loss and gradients, under Keras's names."""
        self.load(weights)
        for module in (self.embedding, self.recurrent, self.dense):
            module.zero_grad()
        outputs, _ = self.recurrent(self.embedding(torch.from_numpy(x)))
        logits = self.dense(outputs[:, -1])[:, 0]
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(y))
        loss.backward()
        gradients = {
            name: (parameter.grad.T if transposed else parameter.grad).numpy().copy()
            for name, (parameter, transposed) in self.tensors().items()
        }
        return logits.detach().numpy(), loss.item(), gradients


def adam_step(weights, gradients, m, v, t):
    lr, b1, b2, epsilon = (ADAM[k] for k in ("learning_rate", "beta_1", "beta_2", "epsilon"))
    alpha = lr * np.sqrt(1 - b2**t) / (1 - b1**t)
    for name, g in gradients.items():
        m[name] = m[name] + (g - m[name]) * (1 - b1)
        v[name] = v[name] + (g * g - v[name]) * (1 - b2)
        weights[name] = weights[name] - m[name] * alpha / (np.sqrt(v[name]) + epsilon)


def flat(tensors):
    return {name: np.asarray(value).ravel().tolist() for name, value in tensors.items()}


def make_case(name, cell, V, E, H, T, sizes):
    rng = np.random.default_rng(sum(name.encode()))
    weights = make_weights(rng, cell, V, E, H)
    model = Model(cell, V, E, H)
    case = {
        "cell": cell, "V": V, "E": E, "H": H, "T": T,
        "adam": ADAM,
        "initial": flat(weights),
        "steps": [],
    }
    m = {key: np.zeros_like(value) for key, value in weights.items()}
    v = {key: np.zeros_like(value) for key, value in weights.items()}
    for t in range(1, STEPS + 1):
        size = sizes[(t - 1) % len(sizes)]
        x = rng.integers(0, V - 1, (size, T))  # the last word never comes: its row has no gradient
        y = rng.integers(0, 2, size).astype(np.float64)
        logits, loss, gradients = model.step(weights, x, y)
        step = {"x": x.ravel().tolist(), "y": y.tolist(), "logits": logits.tolist(), "loss": loss}
        if t in (1, STEPS):
            step["gradients"] = flat(gradients)
        case["steps"].append(step)
        adam_step(weights, gradients, m, v, t)
    case["final"] = flat(weights)
    return case


def recurrent_spec(kind, inputs, units, merge=None, sequences=False):
    """A layer as model files write it."""
    spec = {"class": kind, "input": inputs, "output": units * (2 if merge == "concat" else 1),
            "activation": "tanh", "recurrent_activation": "sigmoid"}
    if merge:
        spec["bidirectional"] = merge
    if sequences:
        spec["return_sequences"] = True
    return spec


def dense_spec(inputs, outputs, activation):
    return {"class": "Dense", "input": inputs, "output": outputs, "activation": activation}


class Network:
    """Layers of torch's between an embedding and logits; names and layouts are Keras's."""

    def __init__(self, V, E, T, layers):
        self.embedding = torch.nn.Embedding(V, E).double()
        embedding = {"class": "Embedding", "input": V, "output": E, "activation": "linear"}
        self.spec = {"layers": [embedding] + layers, "maxlen": T}
        self.map = [("embedding/embeddings", self.embedding.weight, None)]
        self.outputs = layers[-1]["output"]

    def add_recurrent(self, name, module, layer, suffix=""):
        """GRU: Keras's order is z r h, torch's r z n; the two biases are the rows of one."""
        gru = isinstance(module, torch.nn.GRU)
        order = [1, 0, 2] if gru else [0, 1, 2, 3]
        tail = f"l{layer}{suffix}"
        self.map.append((f"{name}/kernel", getattr(module, f"weight_ih_{tail}"), order))
        self.map.append((f"{name}/recurrent_kernel", getattr(module, f"weight_hh_{tail}"), order))
        biases = (getattr(module, f"bias_ih_{tail}"), getattr(module, f"bias_hh_{tail}"))
        self.map.append((f"{name}/bias", biases if gru else biases[:1], order))
        if not gru:
            torch.nn.init.zeros_(biases[1])

    def add_dense(self, name, module):
        self.map.append((f"{name}/kernel", module.weight, [0]))
        self.map.append((f"{name}/bias", (module.bias,), [0]))

    @staticmethod
    def swap(array, order):
        """Blocks along the last axis in another order; each order here is its own inverse."""
        if order is None:
            return array
        return np.concatenate([np.split(array, len(order), -1)[k] for k in order], -1)

    def read(self, what):
        """Tensors under Keras's names, of parameters or of their gradients."""
        tensors = {}
        for name, parameter, order in self.map:
            if isinstance(parameter, tuple):
                rows = [what(p).detach().numpy().copy() for p in parameter]
                array = np.stack(rows) if len(rows) > 1 else rows[0]
            else:
                array = what(parameter).detach().numpy().copy()
                array = array.T if order is not None else array
            tensors[name] = self.swap(array, order)
        return tensors

    def load(self, weights):
        with torch.no_grad():
            for name, parameter, order in self.map:
                array = self.swap(weights[name], order)
                if isinstance(parameter, tuple):
                    for p, row in zip(parameter, np.atleast_2d(array)):
                        p.copy_(torch.from_numpy(row.copy()))
                else:
                    parameter.copy_(torch.from_numpy(array.T if order is not None else array))

    def step(self, weights, x, y):
        self.load(weights)
        for _, parameter, _ in self.map:
            for p in parameter if isinstance(parameter, tuple) else (parameter,):
                p.grad = None
        logits = self.forward(self.embedding(torch.from_numpy(x)))
        if self.outputs == 1:
            logits = logits[:, 0]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(y))
        else:
            loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(y.astype(np.int64)))
        loss.backward()
        return logits.detach().numpy().ravel(), loss.item(), self.read(lambda p: p.grad)


class Gru(Network):
    def __init__(self):
        super().__init__(23, 7, 9, [recurrent_spec("GRU", 7, 5), dense_spec(5, 1, "sigmoid")])
        self.gru = torch.nn.GRU(7, 5, batch_first=True).double()
        self.dense = torch.nn.Linear(5, 1).double()
        self.add_recurrent("gru", self.gru, 0)
        self.add_dense("dense", self.dense)

    def forward(self, vectors):
        return self.dense(self.gru(vectors)[0][:, -1])


class BidirectionalLstm(Network):
    """Two layers; the second gives the last output of each direction."""

    def __init__(self):
        super().__init__(17, 5, 7, [recurrent_spec("LSTM", 5, 6, "concat", True),
                                    recurrent_spec("LSTM", 12, 6, "concat"),
                                    dense_spec(12, 1, "sigmoid")])
        self.lstm = torch.nn.LSTM(5, 6, 2, batch_first=True, bidirectional=True).double()
        self.dense = torch.nn.Linear(12, 1).double()
        for layer, name in ((0, "bidirectional"), (1, "bidirectional_1")):
            self.add_recurrent(f"{name}/forward_lstm", self.lstm, layer)
            self.add_recurrent(f"{name}/backward_lstm", self.lstm, layer, "_reverse")
        self.add_dense("dense", self.dense)

    def forward(self, vectors):
        h = self.lstm(vectors)[1][0]
        return self.dense(torch.cat((h[2], h[3]), 1))


class PooledGru(Network):
    """Both directions' sequences added, their maximum over time, a hidden layer, three classes."""

    def __init__(self):
        pool = {"class": "GlobalMaxPooling1D", "input": 6, "output": 6, "activation": "linear"}
        super().__init__(17, 5, 7, [recurrent_spec("GRU", 5, 6, "sum", True), pool,
                                    dense_spec(6, 4, "elu"), dense_spec(4, 3, "softmax")])
        self.gru = torch.nn.GRU(5, 6, batch_first=True, bidirectional=True).double()
        self.hidden = torch.nn.Linear(6, 4).double()
        self.dense = torch.nn.Linear(4, 3).double()
        self.add_recurrent("bidirectional/forward_gru", self.gru, 0)
        self.add_recurrent("bidirectional/backward_gru", self.gru, 0, "_reverse")
        self.add_dense("dense", self.hidden)
        self.add_dense("dense_1", self.dense)

    def forward(self, vectors):
        both = self.gru(vectors)[0]
        pooled = (both[..., :6] + both[..., 6:]).max(1).values
        return self.dense(torch.nn.functional.elu(self.hidden(pooled)))


class AttendedLstm(Network):
    """Both directions' sequences beside each other, and attention over time: a Linear(1) of each
    step, tanh, softmax."""

    def __init__(self):
        pool = {"class": "AttentionPooling", "input": 10, "output": 10, "activation": "linear"}
        super().__init__(17, 5, 7, [recurrent_spec("LSTM", 5, 5, "concat", True), pool,
                                    dense_spec(10, 1, "sigmoid")])
        self.lstm = torch.nn.LSTM(5, 5, batch_first=True, bidirectional=True).double()
        self.score = torch.nn.Linear(10, 1).double()
        self.dense = torch.nn.Linear(10, 1).double()
        self.add_recurrent("bidirectional/forward_lstm", self.lstm, 0)
        self.add_recurrent("bidirectional/backward_lstm", self.lstm, 0, "_reverse")
        self.add_dense("attention", self.score)
        self.add_dense("dense", self.dense)

    def forward(self, vectors):
        steps = self.lstm(vectors)[0]
        shares = torch.softmax(torch.tanh(self.score(steps)), 1)
        return self.dense((shares * steps).sum(1))


NETWORKS = {"gru": Gru, "bidirectional_lstm": BidirectionalLstm, "pooled_gru": PooledGru,
            "attended_lstm": AttendedLstm}


def make_network(name, network):
    rng = np.random.default_rng(sum(name.encode()))
    V, T = network.spec["layers"][0]["input"], network.spec["maxlen"]
    weights = {key: float32(rng.uniform(-0.8, 0.8, value.shape))
               for key, value in network.read(lambda p: p).items()}
    case = {"model": json.dumps(network.spec), "adam": ADAM, "initial": flat(weights), "steps": []}
    m = {key: np.zeros_like(value) for key, value in weights.items()}
    v = {key: np.zeros_like(value) for key, value in weights.items()}
    steps = 8
    for t in range(1, steps + 1):
        size = (5, 1, 3)[(t - 1) % 3]
        x = rng.integers(0, V - 1, (size, T))
        y = rng.integers(0, max(2, network.outputs), size).astype(np.float64)
        logits, loss, gradients = network.step(weights, x, y)
        step = {"x": x.ravel().tolist(), "y": y.tolist(), "logits": logits.tolist(), "loss": loss}
        if t in (1, steps):
            step["gradients"] = flat(gradients)
        case["steps"].append(step)
        adam_step(weights, gradients, m, v, t)
    case["final"] = flat(weights)
    return case


def make_gate_orders():
    """Each recurrent layer's weights as torch lays them out, ids, and the last h that they give."""
    kinds = {"SimpleRNN": torch.nn.RNN, "LSTM": torch.nn.LSTM, "GRU": torch.nn.GRU}
    words, inputs, units, steps, rows = 6, 3, 4, 5, 3
    case = {}
    for name, kind in kinds.items():
        rng = np.random.default_rng(sum(name.encode()))
        module = kind(inputs, units, batch_first=True).double()
        embeddings = float32(rng.uniform(-0.8, 0.8, (words, inputs)))
        x = rng.integers(0, words, (rows, steps))
        weights = {}
        with torch.no_grad():
            for key, parameter in module.named_parameters():
                parameter.copy_(torch.from_numpy(float32(rng.uniform(-0.8, 0.8, parameter.shape))))
                weights[key.removesuffix("_l0")] = parameter.numpy()
            h = module(torch.from_numpy(embeddings[x]))[0][:, -1].numpy()
        case[name] = {"words": words, "inputs": inputs, "units": units, "steps": steps,
                      "rows": rows, **flat({"embeddings": embeddings, **weights, "x": x, "h": h})}
    return case


def dumps(case):
    """One key of a tensor table a line, so that a difference can be read."""
    def lines(value, indent):
        if isinstance(value, dict):
            inner = ",\n".join(f"{indent} {json.dumps(k)}: {lines(v, indent + ' ')}"
                               for k, v in value.items())
            return "{\n" + inner + "\n" + indent + "}"
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return "[\n" + ",\n".join(indent + " " + lines(v, indent + " ") for v in value) + "]"
        return json.dumps(value)
    return lines(case, "") + "\n"


def main():
    torch.set_num_threads(1)
    folder = pathlib.Path(__file__).parent
    for name, case in CASES.items():
        (folder / f"{name}.json").write_text(dumps(make_case(name, *case)))
    for name, network in NETWORKS.items():
        (folder / f"{name}.json").write_text(dumps(make_network(name, network())))
    (folder / "gate_orders.json").write_text(dumps(make_gate_orders()))


if __name__ == "__main__":
    main()
