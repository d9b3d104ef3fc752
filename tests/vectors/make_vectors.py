#!/usr/bin/env python3
"""Makes the *.json vectors beside this file: whole models and their first 20 training steps.

PyTorch (float64) computes the layers, the loss and the gradients; Adam is a transcription of
Keras's (TF 2.0, optimizer_v2/adam.py), because torch.optim puts epsilon elsewhere. Everything that
goes in is exact in float32, so the program under test starts from the same numbers.

    python3 tests/vectors/make_vectors.py

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


if __name__ == "__main__":
    main()
