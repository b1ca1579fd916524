"""The rehearsal's numbers, printed and never asserted: python -m tests.bench_rehearsal

Random turns are said to read as their labels, so that the child is measured and not the coach; the time of a turn is
that of real words, read by the coach.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle, islice, product
from random import Random
from statistics import fmean

import numpy as np

from amends.coach import read
from amends.guidance import ChildLine, load
from amends.process import MOVES, AgeBand, Move, Setting
from amends.rehearsal import Run, answer, begin, heard, line
from amends.rehearsal.moves import AGAINST, TOWARDS
from tests.figures import at, timed
from tests.rehearsal.scripted import WHOLE, any_turn, played, settings
from training.corpus import Message
from training.hands import apart, by

RUNS, TURNS, TIMED = 1_000, 10, 200
SHORT = 25  # words of what is said in one breath

Pairs = Sequence[tuple[float, float]]


def main() -> None:
    runs = list(random_runs())
    print(f"{sum(len(run.turns) for run in runs):,} turns in {RUNS:,} rehearsals of random labels")
    print(f"adaptivity (Spearman: quality of the words, openness after them)    {spearman(adaptivity(runs)):5.2f}")
    print(f"the same with lines drawn by chance (the state hidden), by their mood {spearman(by_chance(runs)):5.2f}")
    print(f"the same with ours, by the mood of the line                         {spearman(by_line(runs)):5.2f}")
    print(f"answers without words                                               {without_words(runs):5.0%}  (>= 25 %)")
    print(f"the child's content words that are the parent's (real words)        {alignment():5.2f}  (<= .15)")
    print(f"unresolved, whatever is said ({RUNS} careful parents)                 {unresolved():5.0%}  (>= 20 %)")
    print("\nlines and words by age")
    for band in AgeBand:
        print(f"  {band:6} {_of_band(load().lines(band))}")
    print("\na turn: read, move, reply, note (one core)")
    print(f"  {whole_turns()}")
    print(f"\nthe coach on single spoken turns: up to {SHORT} words, hands {', '.join(apart().dev)}")
    print(f"  {short_turns(by(*apart().dev))}")


def random_runs() -> Iterator[Run]:
    """Rehearsals of every kind, in which anything may be said."""
    dice = Random(11)
    for seed, setting in enumerate(islice(settings(dice), RUNS)):
        yield played(setting, seed, [any_turn(dice) for _turn in range(TURNS)])


def quality(run: Run, at: int) -> float:
    """How much the words of one turn do for the child: good moves less bad ones."""
    moves = run.turns[at].heard.moves
    return len(moves.intersection(TOWARDS)) - 2 * len(moves.intersection(AGAINST))


def adaptivity(runs: Sequence[Run]) -> Pairs:
    return [(quality(run, at), run.states[at + 1].openness) for run in runs for at in range(len(run.turns))]


def by_line(runs: Sequence[Run]) -> Pairs:
    return [(quality(run, at), _mood(run, turn.line)) for run in runs for at, turn in enumerate(run.turns)]


def by_chance(runs: Sequence[Run]) -> Pairs:
    """Any line of the same age and temper: a child who does not hear what is said."""
    dice = Random(12)
    found = []
    for run in runs:
        lines = [
            one for one in load().lines(run.setting.band) if run.setting.temper in (one.tempers or [run.setting.temper])
        ]
        found += [(quality(run, at), float(dice.choice(lines).mood)) for at in range(len(run.turns))]
    return found


def _mood(run: Run, number: int) -> float:
    return float(load().lines(run.setting.band)[number].mood)


def spearman(pairs: Pairs) -> float:
    """The correlation of ranks, ties at their mean."""
    one, other = (_ranks(np.array(values)) for values in zip(*pairs, strict=True))
    return float(np.corrcoef(one, other)[0, 1])


def _ranks(values: np.ndarray) -> np.ndarray:
    _unique, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    return ((ends - count + 1 + ends) / 2)[place]


def without_words(runs: Sequence[Run]) -> float:
    return fmean(not line(run, turn.line).says for run in runs for turn in run.turns)


def alignment() -> float:
    """The share of a child's content words that stood in what the parent had just said, over the scripted parents."""
    small = set(load().voice.small)
    shares = []
    for seed, (setting, script) in enumerate(product(islice(settings(Random(13)), 60), load().parents)):
        run = begin(setting, seed)
        for words in filter(None, script.turns):
            if run.ending is not None:
                break
            run = answer(run, words, read(words, setting.band))
            own = _content(line(run, run.line).says, small)
            if own:
                shares.append(len(own & _content(words, small)) / len(own))
    return fmean(shares)


def _content(words: str, small: set[str]) -> set[str]:
    plain = "".join(sign for sign in words.casefold() if sign.isalnum() or sign.isspace())
    return set(plain.split()) - small


def unresolved() -> float:
    ends = [played(setting, seed, WHOLE).ending for seed, setting in enumerate(islice(settings(Random(14)), RUNS))]
    return fmean(ending is not None and ending.is_unresolved for ending in ends)


def _of_band(lines: Sequence[ChildLine]) -> str:
    said = [len(one.says.split()) for one in lines if one.says]
    silent = 1 - len(said) / len(lines)
    return f"{len(lines):4} lines, {silent:.0%} without words; {fmean(said):.1f} words said, {max(said)} at most"


def whole_turns() -> str:
    """Milliseconds of whole turns, one after another."""
    scripts = cycle(words for script in load().parents for words in script.turns if words)
    took = timed(lambda: _turn(next(scripts)), TIMED)
    return f"p50 {at(took, 0.5):.1f} ms, p95 {at(took, 0.95):.1f} ms  (p50 <= 40)"


def _turn(words: str) -> str:
    run = answer(begin(Setting(), 3), words, read(words, AgeBand.SCHOOL))
    text = load().rehearsal.moves[run.turns[-1].heard.main]
    return text.noted(run.turns[-1].carried) + line(run, run.line).says


def short_turns(messages: Sequence[Message]) -> str:
    """How many moves that the coach hears in a short turn are there, and how many of those there it hears: each
    sentence alone, as somebody says one and stops."""
    turns = [(one.text[said.start : said.end], said.labels) for one in messages for said in one.sentences]
    counts = Counter[str]()
    for words, labels in ((words, labels) for words, labels in turns if len(words.split()) <= SHORT):
        gold = {MOVES[label] for label in labels}
        found = heard(words, read(words)).moves - {Move.VAGUE}
        counts.update(turns=1, right=len(gold & found), wrong=len(found - gold), missed=len(gold - found))
    right, wrong, missed = counts["right"], counts["wrong"], counts["missed"]
    precision, recall = right / (right + wrong), right / (right + missed)
    return f"{counts['turns']} turns: precision {precision:.2f}, recall {recall:.2f} of {right + missed} moves"


if __name__ == "__main__":
    main()
