"""The corpus as a package: the same bytes wherever it is built, the same figures as training's own, and files that
cannot be scored are told what to change."""

import hashlib
import json
import os
import subprocess
import sys
import venv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from amends.process import COMPONENTS, NEUTRAL, PITFALLS
from training import package, readers
from training.amends_corpus import ALL, Message, Sentence, Wrong, heard_in, labels, measures
from training.amends_corpus.predictions import MOST_TOLD
from training.amends_corpus.scored import table
from training.corpus import part
from training.hands import apart

ROOT = Path(__file__).parents[2]
BUILD = ["-m", "hatchling", "build", "-t", "wheel"]


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The package, laid out and built twice in two places, as `make corpus` does."""
    return [_built(tmp_path_factory.mktemp(name)) for name in ("here", "in another place")]


def _built(folder: Path) -> Path:
    package.lay_out(folder / "corpus")
    env = os.environ | {"SOURCE_DATE_EPOCH": "1700000000"}
    command = [sys.executable, *BUILD]
    subprocess.run(command, cwd=folder / "corpus", env=env, check=True, capture_output=True, timeout=120)
    (wheel,) = (folder / "corpus" / "dist").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheels: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has this package and no other one."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-index", "--no-compile"]
    subprocess.run([*pip, wheels[0]], check=True, timeout=60)
    return python


def ask(python: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """What the installed package answers, away from the repository."""
    command = [python, "-I", "-m", "amends_corpus", *words]
    return subprocess.run(command, input=given, capture_output=True, text=True, cwd=python.parent, timeout=60)


def test_the_package_is_the_same_to_the_last_byte_wherever_it_is_built(wheels: list[Path]) -> None:
    assert len({hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels}) == 1
    assert " ".join(["python", *BUILD]) in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_what_amends_reads_is_scored_there_exactly_as_training_scores_it(installed: Path) -> None:
    texts = ask(installed, "texts", "test-voices").stdout
    assert all(set(json.loads(line)) == {"id", "text"} for line in texts.splitlines())
    amends = [sys.executable, "-m", "amends", "read", "--jsonl", "-"]
    read = subprocess.run(amends, input=texts, capture_output=True, text=True, check=True, timeout=120).stdout
    scored = json.loads(ask(installed, "score", "-", "--json", given=read).stdout)
    found, coach = part("test"), readers.coach()
    marked = [measures.Marked(one.gold, tuple(coach(one))) for one in found]
    assert scored["macro_f1"] == measures.macro(measures.by_label(marked)) > 0.7
    assert scored["labels"]["blame"]["kappa"] == measures.by_label(marked)["blame"].kappa
    assert (scored["false_pitfalls"], scored["clean_messages"]) == measures.false_per_clean(marked)
    assert f"macro F1            {scored['macro_f1']:.3f} (" in "\n".join(table(scored))


def test_what_cannot_be_scored_ends_with_2_and_says_why_and_no_file_is_no_traceback(installed: Path) -> None:
    wrong = ask(installed, "score", "-", given='{"id": "nobody", "sentences": []}')
    assert wrong.returncode == 2
    assert "- cannot be scored on test-voices:\n  line 1: no message of this part has the id 'nobody'" in wrong.stderr
    missing = ask(installed, "score", "nowhere.jsonl")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr.startswith("nowhere.jsonl cannot be read: ")


def test_the_installed_messages_are_those_of_training_part_by_part(installed: Path) -> None:
    for name, found in package.parts().items():
        told = [json.loads(line) for line in ask(installed, "messages", name).stdout.split("\n")[:-1]]
        assert [(one["id"], one["text"]) for one in told] == [(package.named(one), one.text) for one in found]
        assert len({one["id"] for one in told}) == len(told)
        for one, its in zip(told, found, strict=True):
            assert [set(each["labels"]) for each in one["sentences"]] == list(its.gold)
    code = "import amends_corpus as a; print(*(len(one.gold) for one in a.messages('test-voices')))"
    counted = subprocess.check_output([installed, "-I", "-c", code], text=True).split()
    assert counted == [str(len(one.gold)) for one in part("test")]


def test_it_needs_the_standard_library_alone_and_tells_its_card_guide_and_hands(installed: Path) -> None:
    code = "import sys, amends_corpus; print(*{one.split('.')[0] for one in sys.modules} - sys.stdlib_module_names)"
    loaded = set(subprocess.check_output([installed, "-I", "-c", code], text=True).split())
    assert {one for one in loaded if not one.startswith("_")} == {"amends_corpus"}
    assert ask(installed, "guide").stdout == (package.PACKAGE / "GUIDE.md").read_text(encoding="utf-8")
    assert ask(installed, "hands").stdout == (ROOT / "training/corpus/CARD.md").read_text(encoding="utf-8")
    assert "Watch parents" in ask(installed, "card").stdout


def test_the_card_counts_what_is_there_and_hands_that_nobody_looks_at_are_in_test_alone() -> None:
    card = (package.PACKAGE / "CARD.md").read_text(encoding="utf-8")
    found = package.parts()
    for name, its in found.items():
        sentences, voices = sum(len(one.sentences) for one in its), len({one.author for one in its})
        hands = len({one.hand for one in its})
        assert f"| `{name}` | {len(its)} | {sentences} | {voices} | {hands} |" in card
    unseen = set(apart().test)
    assert {one.hand for one in found["test-hands"]} == unseen
    assert not unseen & {one.hand for name in ("train", "dev", "test-voices") for one in found[name]}
    read_me = (package.PACKAGE / "README.md").read_text(encoding="utf-8")
    assert f"{sum(map(len, found.values())):,} invented messages" in read_me


def test_the_labels_are_the_coachs_and_the_guide_has_a_row_for_each() -> None:
    assert (labels.COMPONENTS, labels.PITFALLS, labels.NEUTRAL) == (COMPONENTS, PITFALLS, NEUTRAL)
    guide = (package.PACKAGE / "GUIDE.md").read_text(encoding="utf-8")
    assert all(guide.count(f"\n| `{label}` |") == 1 for label in ALL)


def test_a_stale_leaderboard_is_not_laid_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = package.RESULTS.read_text(encoding="utf-8")
    changed = tmp_path / "RESULTS.md"
    changed.write_text(results.replace("| coach | **0.", "| coach | **1.", 1), encoding="utf-8")
    monkeypatch.setattr(package, "RESULTS", changed)
    with pytest.raises(ValueError, match=r"stale: python -m training\.package --write"):
        package.lay_out(tmp_path / "corpus")
    changed.write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match="no table"):
        package.lay_out(tmp_path / "corpus")


TEXT = "I shouted. That was wrong."
BOTH = (Sentence(0, 10, frozenset({"acknowledge"})), Sentence(11, 26, frozenset({"responsibility"})))
GOLD = [Message("one", "h", "v", "", "7", TEXT, BOTH), Message("two", "h", "v", "", "7", TEXT, BOTH)]


def line(id: object = "one", *sentences: object, **more: Any) -> str:
    """One prediction."""
    return json.dumps({"id": id, "sentences": list(sentences), **more})


def said(start: object, end: object, *labels: object) -> dict[str, Any]:
    """One predicted sentence."""
    return {"start": start, "end": end, "labels": list(labels)}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("{", "line 1: is not JSON"),
        ("[]", 'line 1: must be an object with "id" and "sentences"'),
        (line("three"), "line 1: no message of this part has the id 'three'"),
        (line(1), "line 1: no message of this part has the id 1"),
        (line() + "\n" + line(), "line 2: 'one' stood on an earlier line: one line a message"),
        ('{"id": "one"}', "line 1: 'one' needs \"sentences\": a list, empty where nothing was heard"),
        ('{"id": "one", "error": "no text"}', "line 1: 'one' was not read: no text"),
        (line("one", "x"), "line 1: 'one': a sentence must be an object with"),
        (line("one", said(0.5, 3)), 'line 1: \'one\': "start" and "end" must be whole numbers, not 0.5 and 3'),
        (line("one", said(True, 3)), 'line 1: \'one\': "start" and "end" must be whole numbers, not True and 3'),
        (line("one", said(0, 27)), "line 1: 'one': 0 to 27 lies outside its text of 26 code points"),
        (line("one", said(-1, 4)), "line 1: 'one': -1 to 4 lies outside its text of 26 code points"),
        (line("one", said(4, 4)), "line 1: 'one': 4 to 4 lies outside its text of 26 code points"),
        (line("one", {"start": 0, "end": 4, "labels": "plan"}), "line 1: 'one': \"labels\" must be a list"),
        (line("one", said(0, 4, "sorry")), "line 1: 'one': there is no label 'sorry'; the labels are remorse, "),
        (line("one", said(0, 4, ["plan"])), "line 1: 'one': there is no label ['plan']; the labels are "),
        (line("two"), "1 of 2 messages have no line, 'one' the first: each needs one"),
        ("", "2 of 2 messages have no line, 'one' the first: each needs one"),
    ],
)
def test_a_bad_file_is_told_which_line_and_what_to_change(given: str, told: str) -> None:
    with pytest.raises(Wrong) as wrong:
        heard_in(given.split("\n"), GOLD)
    assert len(wrong.value.told) == 1
    assert wrong.value.told[0].startswith(told)


def test_no_more_problems_are_told_than_somebody_reads() -> None:
    lines = iter(["{"] * MOST_TOLD * 2)
    with pytest.raises(Wrong) as wrong:
        heard_in(lines, GOLD)
    assert len(wrong.value.told) == MOST_TOLD + 1
    assert len(list(lines)) == MOST_TOLD


def test_a_reader_may_cut_a_text_in_its_own_way() -> None:
    whole = line("one", said(0, 26, "plan"), flags=["neglect"])
    pieces = line("two", said(0, 5, "remorse"), said(2, 11, "acknowledge"), said(9, 12, "limit"))
    first, second = heard_in([pieces, "", whole], GOLD)
    assert first.heard == (frozenset({"plan"}), frozenset({"plan"}))
    assert second.heard == (frozenset({"remorse", "acknowledge"}), frozenset())


def test_a_label_of_a_message_with_none_is_no_false_pitfall() -> None:
    clean = measures.Marked(GOLD[0].gold, (frozenset({"blame"}), frozenset()))
    spoiled = replace(GOLD[0], sentences=(replace(BOTH[0], labels=frozenset({"excuse"})),))
    other = measures.Marked(spoiled.gold, (frozenset({"blame"}),))
    assert measures.false_per_clean([clean, other]) == (1, 1)
