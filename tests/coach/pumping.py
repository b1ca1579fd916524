"""The pump test's own process: every pattern against every text made of its words. A hang ends it within seconds."""

import re
import signal
import sys
from collections.abc import Iterator
from time import process_time
from types import ModuleType

from amends.coach import cues, evidence, grammar, names, ngrams, normalise, readable, safety, sentences
from amends.coach.language import language
from amends.coach.rules import places
from amends.process import limits
from tests.coach.pump import texts

LENGTH = 2_000  # characters: no repetition is unbounded, so ten times the text takes ten times the time
BOUND = 0.050  # seconds for ten times LENGTH
TRIES = 5  # of what seems slow the best counts: the machine may be busy
HANG = 2  # seconds


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern of every rule, caution and cue, by name."""
    heard, seen = safety._loaded("en"), cues.loaded(language("en"))
    for rule in (*heard.alarms, *heard.cautions, *seen.cues, *seen.never):
        yield f"{rule.field} ({rule.rule.name}), find", rule.find
        if rule.unless:
            yield f"{rule.field} ({rule.rule.name}), unless", rule.unless


def code() -> Iterator[tuple[str, re.Pattern[str], int]]:
    """Every pattern that stands in the code or is made of the language's small words, and how long a text it meets."""
    rooms: tuple[ModuleType, ...] = (cues, evidence, grammar, limits, names, ngrams, normalise, readable, sentences)
    for room in rooms:
        for name, value in vars(room).items():
            if isinstance(value, re.Pattern):
                yield f"{room.__name__}.{name}", value, 20_000
    for name in ("abbreviation", "clause_break"):
        yield f"grammar.toml: {name}", getattr(language("en").grammar, name), 20_000


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """Processor time for all matches of a pattern in this text."""
    signal.setitimer(signal.ITIMER_REAL, HANG)
    began = process_time()
    for _ in places(pattern, text):
        pass
    took = process_time() - began
    signal.setitimer(signal.ITIMER_REAL, 0)
    return took


def worst(pattern: re.Pattern[str], length: int, times: int) -> tuple[float, str]:
    """The longest time that any of the pattern's own texts of this length takes, so many times, and that text."""
    slowest = (0.0, "")
    for text in texts(pattern.pattern, length):
        took = times * seconds(pattern, text)
        if took > max(slowest[0], BOUND / 2):
            took = min(took, *(times * seconds(pattern, text) for _ in range(TRIES - 1)))
        slowest = max(slowest, (took, text))
    return slowest


def main() -> int:
    """Prints the five slowest; 1 where one is beyond the bound."""
    tried = []
    for name, pattern, length in (*((name, pattern, LENGTH) for name, pattern in patterns()), *code()):
        print(f"pumping {name}", file=sys.stderr, flush=True)  # the last line names what hangs
        tried.append((*worst(pattern, length, 20_000 // LENGTH if length == LENGTH else 1), name))
    for took, text, name in sorted(tried, reverse=True)[:5]:
        print(f"{took * 1000:.1f} ms for 20,000 characters: {name}: {text[:60]!r}")
    return int(max(tried)[0] > BOUND)


if __name__ == "__main__":
    sys.exit(main())
