"""The corpus is what its card says, and the shipped weights come out of it."""

import tomllib
from collections import Counter
from hashlib import sha256

import numpy as np
import pytest

from amends.coach import ear
from amends.coach.labels import LABELS
from amends.coach.neural import MODEL, VOCABULARY
from amends.coach.sentences import split
from amends.process import COMPONENTS, PITFALLS, Label
from tests.looking import SOAK
from training.calibrate import kept_logits, shifts
from training.corpus import ENGLISH, FOLDER, PARTS, Message, messages, pairs, part
from training.hands import learned
from training.ngrams import fit, save
from training.slices import NEGATED, REPORTED

WEIGHTS = ENGLISH.weights("")
ALL = [message for name in PARTS for message in part(name)]


def test_the_corpus_holds_thousands_of_labelled_sentences_of_many_voices() -> None:
    assert len(ALL) >= 1200
    assert sum(len(message.sentences) for message in ALL) >= 6000
    assert len({message.author for message in ALL}) >= 100


def test_every_label_is_there_many_times() -> None:
    found = Counter(label for message in ALL for one in message.sentences for label in one.labels)
    assert min(found[label] for label in Label) >= 120


def test_a_tenth_of_the_sentences_reports_or_denies() -> None:
    told = [text for message in ALL for text in message.plain]
    assert sum(bool(REPORTED.search(text) or NEGATED.search(text)) for text in told) >= len(told) / 10


def test_contrast_pairs_differ_in_their_labels_and_none_is_both_taught_and_tested() -> None:
    lessons, tested = pairs("train"), pairs("test")
    assert len(lessons) + len(tested) >= 300
    assert all(first.gold != second.gold for first, second in [*lessons, *tested])
    assert not {one.text for pair in lessons for one in pair} & {one.text for pair in tested for one in pair}


def test_nobody_is_both_taught_from_and_tested_on() -> None:
    parts = tomllib.loads((FOLDER / "split.toml").read_text(encoding="utf-8"))
    authors = [author for name in PARTS for author in parts[name]]
    assert len(authors) == len(set(authors))
    assert {message.author for message in messages(FOLDER / "en-test.jsonl")} <= set(parts["test"])


def test_the_scenes_of_the_newer_held_out_voices_are_played_in_no_training_text() -> None:
    taught_in = {message.family for message in part("train")}
    held_out = {message.family for message in part("test") if message.author.startswith("nd-")}
    assert len(held_out) >= 8
    assert not held_out & taught_in


@pytest.mark.parametrize("message", ALL, ids=lambda message: message.id)
def test_gold_sentences_are_those_the_coach_makes_and_labels_do_not_exclude_each_other(message: Message) -> None:
    assert [(place.start, place.end) for place in split(message.text, ENGLISH.grammar)] == [
        (one.start, one.end) for one in message.sentences
    ]
    for one in message.sentences:
        for pair in ({Label.CONTEXT, Label.EXCUSE}, {Label.HEDGE, Label.REMORSE}, {Label.PLAN, Label.OVERPROMISE}):
            assert not pair <= one.labels


def test_there_are_messages_without_any_pitfall_and_messages_without_any_component() -> None:
    labels = [{label for one in message.sentences for label in one.labels} for message in ALL]
    assert sum(bool(found & set(COMPONENTS)) and not found & set(PITFALLS) for found in labels) >= 40
    assert sum(not found & set(COMPONENTS) for found in labels) >= 10


def test_training_again_gives_the_weights_that_are_shipped(tmp_path) -> None:
    labels = LABELS if SOAK else LABELS[:4]  # each is learned by itself
    save(*fit(learned(), labels), tmp_path)
    shipped, again = (np.fromfile(folder / "ngrams.bin", np.int8).astype(int) for folder in (WEIGHTS, tmp_path))
    same = shipped.reshape(-1, len(LABELS))[:, : len(labels)], again.reshape(-1, len(labels))
    assert np.abs(same[0] - same[1]).max() <= 1  # a last bit may differ between processors; a step of two may not


def test_what_was_heard_is_found_by_its_text_and_of_other_texts_it_is_refused(tmp_path) -> None:
    kept = {"hands": [one.hand for one in ALL[:3]], "ids": [one.id for one in ALL[:3]]}
    counts = [len(one.sentences) for one in ALL[:3]]
    rows = np.arange(sum(counts) * len(LABELS), dtype=float).reshape(-1, len(LABELS))
    np.savez(tmp_path / "heard.npz", logits=rows, counts=counts, **kept)
    assert kept_logits(tmp_path / "heard.npz", [ALL[2], ALL[0]]).tolist() == [
        *rows[-counts[2] :].tolist(),
        *rows[: counts[0]].tolist(),
    ]
    with pytest.raises(ValueError, match=r"heard\.npz was made with other texts"):
        kept_logits(tmp_path / "heard.npz", ALL[:4])


def test_what_a_teacher_hears_is_moved_until_each_label_is_as_likely_as_it_is_there() -> None:
    dice = np.random.default_rng(1)
    gold = (dice.random((400, 3)) < [0.5, 0.05, 0.0]).astype(float)
    logits = 3 * gold + dice.normal(size=gold.shape) + [2.0, 1.0, 0.0]
    moved = 1 / (1 + np.exp(-logits - shifts(logits, gold)))
    assert moved.mean(axis=0) == pytest.approx(gold.mean(axis=0), abs=0.001)


def test_the_neural_weights_are_those_that_the_card_names_and_all_weights_fit_in_60_megabytes() -> None:
    card = (WEIGHTS / "CARD.md").read_text(encoding="utf-8")
    for file in (MODEL, VOCABULARY, ear.MODEL, ear.WORDS):
        assert sha256((WEIGHTS / file).read_bytes()).hexdigest() in card
    assert sum(file.stat().st_size for file in WEIGHTS.iterdir() if file.is_file()) <= 60_000_000
