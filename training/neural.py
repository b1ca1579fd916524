"""Corpus to the neural model, by one seeded command that goes on where it was stopped: make train-neural

Fine-tunes all-MiniLM-L6-v2 end to end. `common` learns from what every model may learn from; from there each fold goes
on with all hands but its own, and says what it hears in those (`fold1.npz` …); `final` goes on with all that may be
learned from, then slowly with what must be read exactly. Needs `requirements/neural.txt`, which no user installs.
"""

import json
import random
import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from amends.coach.labels import LABELS
from amends.coach.neural import MODEL, VOCABULARY
from amends.coach.wordpiece import Pieces
from training import hands
from training.alter import altered, known_names
from training.corpus import Message, guide
from training.encoder import Reader, base_words, kept_words, pruned
from training.export import export
from training.fit import SEED, Course, Stage, logits
from training.lessons import Example, examples, joined

EPOCHS, FOLD_EPOCHS, FINAL_EPOCHS, LAST_EPOCHS = 6, 2, 2, 3
FOLD_SHARE = 1 / 3  # of the common text, which a fold's model already knows: each epoch another third
LINES_SHARE = 1 / 2  # of the old single lines: they weigh half
FURTHER, LAST = 0.6, 0.12  # the pace from `common` on, and at the end
LAST_TIMES, LAST_SHARE = 4, 1 / 8  # at the end: what must be read exactly so many times, and some of all the rest


class Desk(NamedTuple):
    """What all stages share: the words that stay, how they are cut, and the names that others take the place of."""

    kept: Sequence[str]
    pieces: Pieces
    names: frozenset[str]

    def lesson(self, found: Sequence[Message], dice: random.Random) -> list[Example]:
        """Half of the single lines in new company, and all messages as somebody else might have typed them."""
        lines = [one for one in found if one.hand == hands.OLD_LINES and dice.random() < LINES_SHARE]
        whole = [altered(one, self.names, dice) for one in found if one.hand != hands.OLD_LINES]
        return [*joined(self.examples(lines), dice), *self.examples(whole)]

    def examples(self, found: Iterable[Message]) -> list[Example]:
        """The messages as they stand."""
        return [one for message in found for one in examples(message, self.pieces)]


def desk(folder: Path) -> Desk:
    """The same for all stages, from all that is not kept for dev and test; the words that stay are chosen once."""
    found, file = hands.learned(), folder / VOCABULARY
    if not file.exists():
        file.write_text("\n".join(kept_words(base_words(), found)) + "\n", encoding="utf-8")
    kept = file.read_text(encoding="utf-8").splitlines()
    return Desk(kept, Pieces(kept), known_names(found))


def common_stage(work: Desk) -> Stage:
    """What all others begin from. It has seen no hand of any fold."""
    found = hands.common()
    return Stage("common", lambda dice: work.lesson(found, dice), EPOCHS)


def fold_stage(work: Desk, number: int) -> Stage:
    """Everything but the hands of one fold."""
    common, them = hands.common(), hands.apart()
    others = hands.by(*(hand for hand in them.left_out if hand not in them.folds[number]))

    def lesson(dice: random.Random) -> list[Example]:
        return work.lesson([*_some(common, FOLD_SHARE, dice), *others], dice)

    return Stage(f"fold{number + 1}", lesson, FOLD_EPOCHS, FURTHER)


def final_stages(work: Desk) -> tuple[Stage, ...]:
    """All that may be learned from, the guide's examples thrice, in two rounds; then those among some of the rest."""
    found = [*hands.learned(), *guide(), *guide()]
    must = work.examples(guide()) * LAST_TIMES

    def last(dice: random.Random) -> list[Example]:
        return [*must, *work.lesson(_some(found, LAST_SHARE, dice), dice)]

    rounds = (Stage(name, lambda dice: work.lesson(found, dice), FINAL_EPOCHS, FURTHER) for name in ("final", "longer"))
    return (*rounds, Stage("last", last, LAST_EPOCHS, LAST))


def _some(found: Sequence[Message], share: float, dice: random.Random) -> list[Message]:
    return dice.sample(found, round(len(found) * share))


def blank(work: Desk) -> Reader:
    """The base model under a head that knows nothing."""
    torch.manual_seed(SEED)
    return Reader(pruned(work.kept))


def further(reader: Reader, work: Desk) -> Reader:
    """A copy to go on with, which leaves this one as it is."""
    other = blank(work)
    other.load_state_dict(reader.state_dict())
    return other


def write_logits(reader: Reader, work: Desk, found: Sequence[Message], file: Path) -> None:
    """What a reader hears: the messages' ids, how many sentences each has, and a row of logits a sentence."""
    rows = [torch.cat(logits(reader, work.examples([one]))).numpy() for one in found]
    counts = [len(row) for row in rows]
    np.savez(file, ids=[one.id for one in found], counts=counts, logits=np.concatenate(rows), labels=LABELS)


def main() -> None:
    """The whole chain."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else hands.WORK
    folder.mkdir(parents=True, exist_ok=True)
    work, them = desk(folder), hands.apart()
    print(f"{len(work.kept)} tokens, {len(work.names)} names, {torch.get_num_threads()} threads", flush=True)
    common = Course(common_stage(work), blank(work), folder).run()
    for number, left_out in enumerate(them.folds):
        reader = Course(fold_stage(work, number), further(common, work), folder).run()
        write_logits(reader, work, hands.by(*left_out, *them.dev), folder / f"fold{number + 1}.npz")
    final = further(common, work)
    for stage in final_stages(work):
        final = further(Course(stage, final, folder).run(), work)
    ship(final.eval(), folder)


def ship(reader: Reader, folder: Path) -> None:
    """Writes the model. It and its vocabulary are copied to the product's weights by hand, when they are final."""
    model = folder / MODEL
    export(reader, model)
    print(json.dumps({model.name: sha256(model.read_bytes()).hexdigest()}, indent=1))


if __name__ == "__main__":
    main()
