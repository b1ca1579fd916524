"""Runs of the models, and the last few answers: while somebody types, only what changed is read again.

The only import of onnxruntime. An answer is kept under a keyed digest of what was read, and holds numbers alone.
"""

import os
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

KEPT = 64  # answers, of all who type at once: a few megabytes
Answer = tuple[NDArray[np.float32], NDArray[np.float32]]

_key = os.urandom(32)  # of this process: nobody can tell from a digest what was read
_answers: OrderedDict[bytes, Answer] = OrderedDict()
_lock = Lock()


def answer(model: Path, tokens: Sequence[int], owners: NDArray[np.bool_]) -> Answer:
    """What a model says of one pass: logits (sentence, label), and shares (sentence, label, token).

    In: the model's file, the tokens, and which of them belong to each sentence (sentence, token).
    """
    numbers = np.array(tokens, np.int64)
    digest = _digest(model, numbers, owners)
    with _lock:
        known = _answers.get(digest)
    if known is None:
        logits, shares = session(model).run(None, {"tokens": numbers, "owners": owners.astype(np.float32)})
        known = logits, shares
    _keep(digest, known)
    return known


def _keep(digest: bytes, known: Answer) -> None:
    with _lock:
        _answers[digest] = known
        _answers.move_to_end(digest)
        while len(_answers) > KEPT:
            _answers.popitem(last=False)


def _digest(model: Path, *arrays: NDArray[Any]) -> bytes:
    made = blake2b(str(model).encode(), digest_size=16, key=_key)
    for one in arrays:
        made.update(str(one.shape).encode())
        made.update(one.tobytes())
    return made.digest()


@cache
def session(model: Path) -> "InferenceSession":
    """A model ready to run. The file is opened when the first message comes."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read once, when it is imported: it would report home (decision 0022)
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # done when it was written
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1  # a message is short; the site has other threads
    return onnxruntime.InferenceSession(model, settings, providers=["CPUExecutionProvider"])
