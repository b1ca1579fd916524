"""The child in rehearsal: what a parent's words do to them."""

from collections.abc import Iterator, Sequence
from random import Random
from secrets import randbits

from amends.guidance import ChildLine, load
from amends.process import AgeBand, Label, Reading, Scene, Setting, Temper, Took
from amends.rehearsal.moves import WAITED, Heard, heard, main_span
from amends.rehearsal.run import MOST_TURNS, REMEMBERED_RUNS, Run, Turn, answered, begun, ended, guessed, tried_again
from amends.rehearsal.state import State, at_first, moved

__all__ = [
    "MOST_TURNS",
    "REMEMBERED_RUNS",
    "WAITED",
    "Heard",
    "Run",
    "State",
    "Turn",
    "answer",
    "at_first",
    "begin",
    "end",
    "new_seed",
    "exchanges",
    "drawn",
    "guessed",
    "heard",
    "line",
    "moved",
    "spoken",
    "tried_again",
    "wait",
]

# What a sentence may carry to be worth taking along, the most worth first.
_WORTH = (
    Label.RESPONSIBILITY,
    Label.VALIDATE,
    Label.INVITE,
    Label.ACKNOWLEDGE,
    Label.PLAN,
    Label.REMORSE,
    Label.REASSURE,
    Label.RECONNECT,
)


def begin(setting: Setting, seed: int, lately: Sequence[int] = (), language: str = "en") -> Run:
    """The first look at the child. `lately` are the numbers of lines that this parent heard lately."""
    return begun(setting, seed, lately, _lines(setting, language))


def answer(run: Run, words: str, reading: Reading, language: str = "en") -> Run:
    """The rehearsal after the parent said `words`, which read as `reading`."""
    return answered(run, spoken(words, reading, language), _lines(run.setting, language))


def wait(run: Run, language: str = "en") -> Run:
    """The rehearsal after the parent said nothing: silence is a move."""
    return answered(run, Turn("", WAITED, run.line), _lines(run.setting, language))


def end(run: Run, words: str = "", reading: Reading | None = None, language: str = "en") -> Run:
    """The rehearsal at its end, after one last turn of which nothing is noted; without words that one is left out."""
    alone = spoken(words, reading, language) if reading and words.strip() else None
    return ended(run, alone, _lines(run.setting, language))


def line(run: Run, number: int, language: str = "en") -> ChildLine:
    """One line of the child's as it is said in this rehearsal. Raises LookupError for a number that is none."""
    texts, lines = load(language).rehearsal, _lines(run.setting, language)
    if not 0 <= number < len(lines):
        raise LookupError(f"there is no line {number}")
    one, act = lines[number], texts.did(run.setting.kind, run.setting.act)
    return one.where_the_parent_was(act.doing)


def exchanges(run: Run, language: str = "en") -> Iterator[tuple[Turn | None, ChildLine | None]]:
    """The whole rehearsal in order: each turn of the parent's and the line that answers it. The first look answers
    nobody, and nobody may have spoken before the last line."""
    yield None, line(run, run.opening, language)
    for turn in run.turns:
        yield turn, line(run, turn.line, language)
    if run.closing is not None:
        yield run.alone, line(run, run.closing, language)


def drawn(
    seed: int,
    band: AgeBand | None = None,
    temper: str | None = None,
    act: str | None = None,
    took: Took | None = None,
    room: Scene | None = None,
    signs: bool = False,
    language: str = "en",
) -> Setting:
    """A scene in which all that was left open is drawn by chance, as children are; by the seed, the same again."""
    dice, acts = Random(seed), {one.id: one for one in load(language).rehearsal.act}
    did = acts.get(act or "") or dice.choice(list(acts.values()))
    whose = Temper(temper) if temper else dice.choice(list(Temper))
    how = took or dice.choice(list(Took))
    return Setting(band or AgeBand.SCHOOL, whose, did.kind, did.id, how, room or Scene.LIVING_ROOM, signs)


def new_seed() -> int:
    """A number nobody can guess, so that no two rehearsals are alike."""
    return randbits(32)


def spoken(words: str, reading: Reading, language: str = "en") -> Turn:
    """One turn as the child hears it; nobody has answered it yet."""
    said = heard(words, reading, load(language).rehearsal.take_back)
    span = main_span(said, reading)
    carried = words[span.words.start : span.words.end] if span else ""
    return Turn(words, said, 0, carried, _best(words, reading))


def _best(words: str, reading: Reading) -> str:
    """The sentence that does most for the child and nothing against them; empty where there is none."""
    clean = [place for place in reading.sentences if not reading.has_pitfall(place) and _worth(reading.labels(place))]
    best = max(clean, key=lambda place: _worth(reading.labels(place)), default=None)
    return words[best.start : best.end] if best else ""


def _worth(labels: Sequence[Label]) -> int:
    return sum(len(_WORTH) - _WORTH.index(label) for label in labels if label in _WORTH)


def _lines(setting: Setting, language: str) -> Sequence[ChildLine]:
    return load(language).lines(setting.band)
