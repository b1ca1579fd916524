"""How much cue and models count, and how sure is sure enough: python -m training.calibrate

One logistic regression over all labels: what the models and the cues say counts alike for all parts of a repair, for
all pitfalls and for both tags; each label has a start of its own. Chosen on hands that no model has
learned from. Writes calibration.json among the weights of the language.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit  # type: ignore[import-untyped]  # it ships no types
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from amends.coach.cues import STRONG, hits
from amends.coach.labels import LABELS
from amends.coach.neural import hear
from amends.coach.ngrams import logits
from amends.process import COMPONENTS, NEUTRAL, PITFALLS, Label
from training.amends_corpus.measures import Marked
from training.corpus import ENGLISH, Message
from training.hands import chosen_on

FEATURES = ("neural", "ngrams", "cue", "strong")
GROUPS = (COMPONENTS, PITFALLS, NEUTRAL)
PRECISE = 0.35  # beta of the F-measure for what may hurt: precision counts nearly three times as much
MOST_FALSE = 0.10  # pitfalls a clean message, on hands that no model has learned from: what is promised
FOLDS = 5  # of whole voices: what is sure enough is chosen where the weighing was not fitted
LOWEST = 0.3  # of all bars: what is said should not be a guess
ASK = 0.7  # of what is said: from here on it is asked about
SETS = {"both": FEATURES, "ngrams": FEATURES[1:]}
DRAWS, SEED = 200, 20261126
FARTHEST, HALVINGS = 9.0, 40  # how far a logit is moved at most, and in how many steps that is found
Matrix = NDArray[np.float64]
Rows = Sequence[Sequence[float]] | NDArray[Any]  # a row a sentence, a column a label


def opinions(found: Sequence[Message], names: Sequence[str] = FEATURES) -> tuple[Matrix, Matrix]:
    """Features (sentence, label, feature) and gold (sentence, label), by the models that are shipped. Who is not among
    these names is not asked, and says nothing."""
    gold = gold_of(found)
    heard = _neural(found) if "neural" in names else np.zeros(gold.shape)
    linear = _ngrams(found) if "ngrams" in names else np.zeros(gold.shape)
    cues = fired(found) if {"cue", "strong"} & {*names} else np.zeros((*gold.shape, 2))
    return features(heard, linear, cues), gold


def _neural(found: Sequence[Message]) -> Rows:
    return [[one.logits[label] for label in LABELS] for message in found for one in hear(message.heard, ENGLISH)]


def _ngrams(found: Sequence[Message]) -> Rows:
    return [row for message in found for row in logits([one.text for one in message.heard], ENGLISH)]


def features(heard: Rows, linear: Rows, cues: Matrix) -> Matrix:
    """What the two models say of each sentence and label, and whether a cue stands in it, and a strong one."""
    return np.concatenate([np.stack([heard, linear], axis=2), cues], axis=2)


def fired(found: Sequence[Message]) -> Matrix:
    """Whether a cue of each label stands in each sentence, and a strong one (sentence, label, 2)."""
    return np.array([row for message in found for row in _cues(message)], float)


def _cues(message: Message) -> Iterator[list[list[bool]]]:
    for one in message.told:
        strength = {hit.label: hit.strength for hit in hits(one, ENGLISH)}
        yield [[label in strength, strength.get(label, 0) >= STRONG] for label in LABELS]


def gold_of(found: Sequence[Message]) -> Matrix:
    """Which label each sentence has (sentence, label)."""
    return np.array([[label in one.labels for label in LABELS] for each in found for one in each.sentences], float)


def united(
    seen: Matrix, gold: Matrix, voices: Sequence[str], names: Sequence[str]
) -> tuple[Matrix, dict[Label, dict[str, float]]]:
    """How likely each label is in each sentence, by a fit on other voices, and what counts how much by all of them."""
    odds, counts = np.zeros(gold.shape), {}
    columns = [FEATURES.index(name) for name in names]
    for group in GROUPS:
        at = [LABELS.index(label) for label in group]
        design = np.concatenate([_design(seen[:, [one]][:, 0, columns], n, len(at)) for n, one in enumerate(at)])
        wanted = gold[:, at].T.reshape(-1)
        model = LogisticRegression(C=1.0, max_iter=2000)
        folds = GroupKFold(FOLDS).split(design, wanted, [*voices] * len(at))
        unseen = cross_val_predict(model, design, wanted, cv=list(folds), method="predict_proba")
        odds[:, at] = unseen[:, 1].reshape(len(at), -1).T
        model.fit(design, wanted)
        for n, label in enumerate(group):
            found = dict(zip(names, model.coef_[0][len(at) :], strict=True))
            counts[label] = {"start": model.intercept_[0] + model.coef_[0][n], **found}
    return odds, counts


def _design(seen: Matrix, number: int, wide: int) -> Matrix:
    ones = np.zeros((len(seen), wide))
    ones[:, number] = 1
    return np.concatenate([ones, seen], axis=1)


def bar(odds: Matrix, gold: Matrix, beta: float) -> float:
    """Where the F-measure is best, as the mean over draws of the sentences: less the child of chance."""
    dice = np.random.default_rng(SEED)
    steps = np.arange(LOWEST, 0.95, 0.02)
    best = []
    for _ in range(DRAWS):
        drawn = dice.integers(0, len(gold), len(gold))
        figures = [_f(gold[drawn], (odds[drawn] >= step).astype(float), beta) for step in steps]
        best.append(steps[int(np.argmax(figures))])
    return fmean(best)


def _f(gold: Matrix, said: Matrix, beta: float) -> float:
    right = (gold * said).sum()
    missed, wrong = (gold * (1 - said)).sum(), ((1 - gold) * said).sum()
    both = (1 + beta**2) * right
    return float(both / (both + beta**2 * missed + wrong)) if right else 0.0


def raised(bars: Mapping[Label, float], odds: Matrix, clean: Sequence[slice], most: float) -> dict[Label, float]:
    """The pitfalls' bars, all lifted by the same odds until few enough are heard where there are none."""
    at = [LABELS.index(label) for label in PITFALLS]
    for lift in np.arange(0.0, 5.0, 0.05):
        lifted = {label: _lifted(bars[label], lift) for label in PITFALLS}
        heard = odds[:, at] >= np.array(list(lifted.values()))
        if sum(int(heard[rows].any(axis=0).sum()) for rows in clean) <= most * len(clean):
            break
    return {**bars, **lifted}


def _lifted(share: float, lift: float) -> float:
    return float(expit(logit(share) + lift))


def weighed_by(names: Sequence[str]) -> dict[Label, dict[str, float]]:
    """What these opinions weigh, and the bars, by whole hands that no model has learned from."""
    found = chosen_on()
    return _weighed(found, *opinions(found, names), names)


def _weighed(
    found: Sequence[Message], seen: Matrix, gold: Matrix, names: Sequence[str]
) -> dict[Label, dict[str, float]]:
    voices = [f"{message.hand} {message.author}" for message in found for _ in message.sentences]
    return weighings(seen, gold, voices, clean_rows(found), names)


def main() -> None:
    """Writes both sets."""
    found = chosen_on()
    seen, gold = opinions(found)
    written = {name: _weighed(found, seen, gold, names) for name, names in SETS.items()}
    ENGLISH.weights("calibration.json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def kept_logits(file: Path, found: Sequence[Message]) -> Matrix:
    """What was heard in these texts, as a file keeps it (sentence, label). Raises ValueError if those were others."""
    kept = np.load(file)
    whose = zip(kept["hands"].tolist(), kept["ids"].tolist(), strict=True)
    rows = dict(zip(whose, np.split(kept["logits"], np.cumsum(kept["counts"])[:-1]), strict=True))
    if any(len(rows.get((one.hand, one.id), ())) != len(one.sentences) for one in found):
        raise ValueError(f"{file.name} was made with other texts: delete it, and train again")
    logits: Matrix = np.concatenate([rows[one.hand, one.id] for one in found]).astype(float)
    return logits


def shifts(logits: Matrix, gold: Matrix) -> Matrix:
    """How far each label is to be moved to be as likely on average as it is there (both: sentence, label).

    Whoever learned from labels took the rare ones for likelier than they are: there they weighed more.
    """
    low, high = np.full(gold.shape[1], -FARTHEST), np.full(gold.shape[1], FARTHEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        too_often = expit(logits + middle).mean(axis=0) > gold.mean(axis=0)
        low, high = np.where(too_often, low, middle), np.where(too_often, middle, high)
    return low


def rows_of(found: Sequence[Message]) -> list[slice]:
    """Where each message's sentences stand among all of them."""
    ends = np.cumsum([len(message.sentences) for message in found]).tolist()
    return [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]


def clean_rows(found: Sequence[Message]) -> list[slice]:
    """The same, of messages in which every pitfall that is heard is false."""
    rows = zip(rows_of(found), found, strict=True)
    return [one for one, message in rows if Marked(message.gold, message.gold).is_clean]


def weighings(
    seen: Matrix,
    gold: Matrix,
    voices: Sequence[str],
    clean: Sequence[slice],
    names: Sequence[str],
    most: float = MOST_FALSE,
) -> dict[Label, dict[str, float]]:
    """What counts how much, and the bars, by these features."""
    odds, counts = united(seen, gold, voices, names)
    best = {
        label: bar(odds[:, at], gold[:, at], 1.0 if label in COMPONENTS else PRECISE) for at, label in enumerate(LABELS)
    }
    sure = raised(best, odds, clean, most)
    whole = {
        label: {"neural": 0.0, **counts[label], "ask_at": sure[label] * ASK, "say_at": sure[label]} for label in LABELS
    }
    return {label: {key: round(float(value), 3) for key, value in one.items()} for label, one in whole.items()}


if __name__ == "__main__":
    main()
