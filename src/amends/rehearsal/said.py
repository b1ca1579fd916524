"""What is said in a rehearsal: the lines of the guidance, or what a language model makes of one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace as with_new

from msgspec.structs import replace

from amends.guidance import ChildLine, load
from amends.process import AgeBand, Setting
from amends.rehearsal.run import Run, Turn
from amends.rehearsal.voice import Asked

# How many words a child of this age may say at once, where a language model words them.
MOST_VOICED = {
    AgeBand.BABY: 4,
    AgeBand.SMALL: 8,
    AgeBand.SCHOOL: 12,
    AgeBand.TWEEN: 14,
    AgeBand.TEEN: 14,
    AgeBand.GROWN: 16,
}
RECENT = 4  # lines of the talk that it is told


def latest(run: Run, language: str = "en") -> ChildLine:
    """What the child does and says now."""
    if run.closing is None and run.turns:
        return answering(run, run.turns[-1], language)
    return line(run, run.line, language)


def answering(run: Run, turn: Turn, language: str = "en") -> ChildLine:
    """What the child did and said to one turn, in the words that a language model found for it, if any."""
    ours = line(run, turn.line, language)
    return replace(ours, says=turn.voiced) if turn.voiced else ours


def line(run: Run, number: int, language: str = "en") -> ChildLine:
    """One line of the child's as it is written. Raises LookupError for a number that is none."""
    texts, lines = load(language).rehearsal, lines_of(run.setting, language)
    if not 0 <= number < len(lines):
        raise LookupError(f"there is no line {number}")
    one, act = lines[number], texts.did(run.setting.kind, run.setting.act)
    return one.where_the_parent_was(act.doing)


def exchanges(run: Run, language: str = "en") -> Iterator[tuple[Turn | None, ChildLine]]:
    """The whole rehearsal in order: each turn of the parent's and the line that answers it. The first look answers
    nobody, and nobody may have spoken before the last line."""
    yield None, line(run, run.opening, language)
    for turn in run.turns:
        yield turn, answering(run, turn, language)
    if run.closing is not None:
        yield run.alone, line(run, run.closing, language)


def told(does: str, says: str) -> str:
    """What somebody does, and what they say, in one line."""
    return " ".join(filter(None, (does, f"“{says}”" if says else "")))


def asked_of_a_voice(run: Run, language: str = "en") -> Asked:
    """What a language model is told of the newest turn, so that it words the line that was chosen."""
    texts, setting = load(language).rehearsal, run.setting
    last = run.turns[-1]
    ours = line(run, last.line, language)
    said = [words for turn, child in exchanges(run, language) for words in (turn and turn.words, child.says)]
    return Asked(
        band=setting.band,
        temper=setting.temper,
        mood=run.mood.name.lower(),
        happened=texts.did(setting.kind, setting.act).told,
        heard=last.words,
        recent=tuple(words for words in said[:-2] if words)[-RECENT:],
        does=ours.does,
        says=ours.says,
        most_words=MOST_VOICED[setting.band],
    )


def voiced(run: Run, words: str) -> Run:
    """The rehearsal in which the newest line is said in these words."""
    *before, last = run.turns
    return with_new(run, turns=(*before, with_new(last, voiced=words)))


def lines_of(setting: Setting, language: str) -> Sequence[ChildLine]:
    """All that a child of this age does and says."""
    return load(language).lines(setting.band)
