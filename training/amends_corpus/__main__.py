"""python -m amends_corpus texts | messages | score | readme | card | guide | hands"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from .corpus import HERE, PARTS, TEXTS, messages, text_of
from .predictions import Wrong, heard_in
from .scored import figures, table

STANDARD_INPUT = "-"


def main(given: Sequence[str] | None = None) -> int:
    """Does what the first word says. Returns 0, or 2 where predictions cannot be scored."""
    asked = _arguments().parse_args(given)
    if asked.what in TEXTS:
        _say(text_of(asked.what))
    elif asked.what == "texts":
        _say("".join(f"{json.dumps({'id': one.id, 'text': one.text})}\n" for one in messages(asked.part)))
    elif asked.what == "messages":
        _say((HERE / "data" / f"{asked.part}.jsonl").read_text(encoding="utf-8"))
    else:
        return _score(asked.file, asked.part, asked.json)
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m amends_corpus", description="Repair words: a labelled corpus.")
    words = parser.add_subparsers(dest="what", required=True)
    for name, help in (
        ("texts", "the messages to read, without labels, as `amends read --jsonl -` takes them"),
        ("messages", "the messages with their labels, one JSON object a line"),
    ):
        words.add_parser(name, help=help).add_argument("part", choices=PARTS)
    score = words.add_parser("score", help="how good predictions are")
    score.add_argument("file", help="what `amends read --jsonl` wrote, or - for standard input")
    score.add_argument("--part", choices=PARTS, default="test-voices", help="what was read (default: %(default)s)")
    score.add_argument("--json", action="store_true", help="write all figures as JSON")
    for name in TEXTS:
        words.add_parser(name, help=f"prints {TEXTS[name]}")
    return parser


def _say(text: str) -> None:
    """Out as UTF-8, whatever the terminal is set to."""
    sys.stdout.buffer.write(text.encode())


def _score(file: str, part: str, as_json: bool) -> int:
    try:
        given = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
        found = figures(heard_in(given.decode().split("\n"), messages(part)))
    except Wrong as wrong:
        print(f"{file} cannot be scored on {part}:", *wrong.told, sep="\n  ", file=sys.stderr)
        return 2
    except (OSError, UnicodeDecodeError) as error:
        print(f"{file} cannot be read: {error}", file=sys.stderr)
        return 2
    print(json.dumps(found, indent=2) if as_json else "\n".join(table(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
