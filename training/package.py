"""The corpus as a package: python -m training.package lays it out in build/corpus, where `make corpus` builds it.

What makes a part is decided in `training.hands` and `training.corpus`; here it is only written down. The table in the
package's README comes out of RESULTS.md: --write puts it there, and nothing is laid out while it is stale. The
annotation guide's own examples are no part of it: they are not ours to give away as a corpus.
"""

import json
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from training.amends_corpus.corpus import PARTS
from training.corpus import FOLDER, Message, Sentence, part
from training.hands import apart, by, chosen_on, learned_texts

ROOT = Path(__file__).parents[1]
PACKAGE = Path(__file__).parent / "amends_corpus"
RESULTS = Path(__file__).parent / "RESULTS.md"
LICENCES = ("LICENSE", "LICENSE-content")
BEGINS, ENDS = "<!-- leaderboard -->\n", "<!-- end -->"
ITSELF = "python -m amends_corpus texts test-voices \\| amends read --jsonl - \\| python -m amends_corpus score -"
AGAIN = "python -m training.predict {} \\| python -m amends_corpus score -"
SLOW = {"frozen MiniLM": "frozen MiniLM", "a small language model": "small language model", "sentiment": "sentiment"}


@cache
def parts() -> dict[str, list[Message]]:
    """The messages of each part, by its name in the package."""
    return dict(zip(PARTS, (learned_texts(), chosen_on(), part("test"), by(*apart().test)), strict=True))


def named(message: Message) -> str:
    """Its id in the package. Some files of the older text use ids of newer hands; pairs may share theirs."""
    return f"old-{message.id}" if message.hand.startswith("old-") else message.id


def written(message: Message, fold: int) -> str:
    """One line of the package."""
    given: dict[str, Any] = {
        "id": named(message),
        "hand": message.hand,
        "voice": message.author,
        "scenario": message.family,
        "age": message.age,
        "text": message.text,
        "sentences": [_sentence(one, message.is_double) for one in message.sentences],
    }
    given |= {"fold": fold} if fold else {}
    given |= {"is_double": True} if message.is_double else {}
    return json.dumps(given, ensure_ascii=False) + "\n"


def _sentence(one: Sentence, is_double: bool) -> dict[str, Any]:
    said = {"first": sorted(one.first), "second": sorted(one.second)} if is_double else {}
    return {"start": one.start, "end": one.end, "labels": sorted(one.labels), **said}


def leaderboard(results: str) -> Iterator[str]:
    """The table of the README, line by line, out of RESULTS.md. Raises ValueError where its table is not found."""
    _, found, after = results.partition("## Held-out voices of our own corpus\n")
    rows = re.findall(r"^\| ([\w -]+) \| (\*\*[\d.]+\*\* \(.*?\)) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|", after, re.M)
    slow = re.findall(r"(?<=[ ,])(frozen MiniLM|a small language model|sentiment) (\d\.\d{3})", results)
    if not found or not rows or len(slow) != len(SLOW):
        raise ValueError("RESULTS.md has no table of the held-out voices, or no figures of the slow baselines")
    yield "| reader | macro F1 (95 %) | parts | pitfalls | their precision | false, on clean | command |"
    yield "|---|---|---|---|---|---|---|"
    for name, *figures in rows:
        command = ITSELF if name == "coach" else AGAIN.format(f"'{name}'")
        yield f"| {_called(name)} | {' | '.join(figures)} | `{command}` |"
    for name, macro in slow:
        yield f"| {SLOW[name]} (2026-11-26) | {macro} | | | | | `{AGAIN.format(repr(SLOW[name]))}` |"


def _called(name: str) -> str:
    """A part of the coach by its full name."""
    return f"Amends: {name}" if name == "coach" or name.endswith(" alone") else name


def readme(kept: str) -> str:
    """The README with its table fresh."""
    before, _, rest = kept.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    table = "\n".join(leaderboard(RESULTS.read_text(encoding="utf-8")))
    return f"{before}{BEGINS}{table}\n{ENDS}{after}"


def lay_out(folder: Path) -> None:
    """Everything that the wheel is built from, into a new `folder`. Raises ValueError where the README is stale."""
    kept = (PACKAGE / "README.md").read_text(encoding="utf-8")
    if readme(kept) != kept:
        raise ValueError("the table in training/amends_corpus/README.md is stale: python -m training.package --write")
    shutil.rmtree(folder, ignore_errors=True)
    inner = folder / "amends_corpus"
    shutil.copytree(PACKAGE, inner, ignore=shutil.ignore_patterns("__pycache__", "pyproject.toml"))
    for file in (PACKAGE / "pyproject.toml", PACKAGE / "README.md", *(ROOT / name for name in LICENCES)):
        shutil.copyfile(file, folder / file.name)
    shutil.copyfile(FOLDER / "CARD.md", inner / "HANDS.md")
    (inner / "data").mkdir()
    folds = {hand: number for number, hands in enumerate(apart().folds, start=1) for hand in hands}
    for name, found in parts().items():
        lines = "".join(written(one, folds.get(one.hand, 0)) for one in found)
        (inner / "data" / f"{name}.jsonl").write_text(lines, encoding="utf-8")


def main(given: Sequence[str]) -> None:
    """Lays it out; or, with --write, puts the table into the README."""
    if "--write" in given:
        file = PACKAGE / "README.md"
        file.write_text(readme(file.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        lay_out(Path(given[0] if given else "build/corpus"))


if __name__ == "__main__":
    main(sys.argv[1:])
