"""The neural model's surroundings: how words are cut, how long messages are read, and what happens without it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from amends.coach import neural, read, scorer
from amends.coach.language import language
from amends.coach.normalise import Plain, plain
from amends.coach.sentences import split
from amends.coach.wordpiece import Pieces
from amends.process import Label, Place

ENGLISH = language("en")
PIECES = Pieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "sorry", "shout", "##ed", "'", "m", "i", "cafe"])


def _told(text: str) -> list[Plain]:
    return [plain(text, place, ENGLISH) for place in split(text, ENGLISH.grammar)]


@pytest.mark.parametrize(
    ("word", "numbers"),
    [
        ("sorry", [4]),
        ("shouted", [5, 6]),
        ("i'm", [9, 7, 8]),
        ("café", [10]),
        ("xylophone", [PIECES.unknown]),
        ("", []),
        ("shout" * 20, [PIECES.unknown]),
    ],
)
def test_a_word_is_cut_into_the_longest_pieces_known(word: str, numbers: list[int]) -> None:
    assert PIECES.of(word) == numbers


def test_a_message_of_ordinary_length_takes_one_pass() -> None:
    told = _told("I yelled at you this morning. It wasn't your fault. I'm sorry.")
    (one,) = neural.plan_passes(told, PIECES)
    assert one.sentences == [0, 1, 2]
    assert one.tokens[0] == PIECES.first
    assert len(one.tokens) == len(one.owners)


def test_a_long_message_takes_several_passes_and_no_sentence_is_lost() -> None:
    told = _told("I shouted and I shouted and I shouted at you again. " * 60)
    passes = list(neural.plan_passes(told, PIECES))
    assert len(passes) > 1
    assert [number for one in passes for number in one.sentences] == list(range(60))
    assert all(len(one.tokens) <= neural.LONGEST for one in passes)


def test_a_sentence_that_never_ends_is_heard_as_far_as_it_fits() -> None:
    reading = read("I yelled at you about the shoes " + "and then we went on and on " * 200)
    assert Label.ACKNOWLEDGE in reading.labels(reading.sentences[0])


def test_every_sentence_is_heard_once_and_evidence_lies_inside_it() -> None:
    text = "I read your diary. That was wrong of me, and I know it hurt you. 😀 Do you want a hug?"
    told = _told(text)
    heard = neural.hear(told, ENGLISH)
    assert len(heard) == len(told)
    for place, one in zip(split(text, ENGLISH.grammar), heard, strict=True):
        if one.words:
            found = one.evidence(Label.RESPONSIBILITY)
            assert place.start <= found.start < found.end <= place.end


def test_without_onnxruntime_the_ngrams_speak_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neural, "is_here", lambda _model: False)
    assert all(one.heard is None for one in scorer.opinions(_told("I yelled. I'm sorry."), ENGLISH))
    reading = read("I yelled at you about the shoes this morning. It wasn't your fault.")
    assert [sorted(reading.labels(place)) for place in reading.sentences] == [["acknowledge"], ["responsibility"]]
    assert all("neural" not in span.because for span in reading.spans)


def test_the_ngrams_alone_find_words_for_what_no_cue_has_found() -> None:
    text = "Well then. Could we just build that tower one more time, the two of us, after tea?"
    _, asked = _told(text)
    found = scorer.Opinion(asked, {}, None).evidence(Label.RECONNECT)
    assert asked.words[0].start <= found.start < found.end <= len(text)
    (short,) = _told("Sorry.")
    assert scorer.Opinion(short, {}, None).evidence(Label.REMORSE) == Place(0, 5)


def test_the_library_that_runs_the_model_reports_to_nobody_and_leaves_nothing_behind(tmp_path: Path) -> None:
    read = "from amends.coach import read; assert read('I shouted at you.').spans"
    subprocess.run([sys.executable, "-c", read], check=True, env=os.environ | {"TMPDIR": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []
