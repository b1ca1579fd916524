"""Both models asked about the sentences of one message. Where onnxruntime is not to be had, the n-grams speak alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from amends.coach import neural, ngrams
from amends.coach.alike import alike
from amends.coach.labels import LABELS
from amends.coach.language import Language
from amends.coach.normalise import Plain
from amends.process import Label, Place


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the models say of one sentence as they hear it: logits by label, and on which words."""

    sentence: Plain
    ngrams: Mapping[Label, float]
    heard: neural.Heard | None

    def evidence(self, label: Label) -> Place:
        """The few neighbouring words that speak most for a label, as a place in the message."""
        return self.heard.evidence(label) if self.heard else ngrams.evidence(self.sentence, label)


def opinions(told: Sequence[Plain], language: Language) -> Iterator[Opinion]:
    """One for each sentence of a message, in order."""
    told = [alike(one) for one in told]
    has_model = neural.is_here(language.weights(neural.MODEL))
    heard: list[neural.Heard | None] = [*neural.hear(told, language)] if has_model else [None for _ in told]
    rows = ngrams.logits([one.text for one in told], language).tolist()
    for sentence, row, one in zip(told, rows, heard, strict=True):
        yield Opinion(sentence, dict(zip(LABELS, row, strict=True)), one if one and one.words else None)
