"""The frozen types of the rehearsal: what a child does and says, the scenes, and what is said around them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from amends.guidance.shape import GuidanceError, Note, Shape
from amends.process import Ending, LineKind, Mood, Move, Reached, RuptureKind, Temper, Took

ANY = "any"
COLUMNS = ("mood", "after", "kind", "tempers", "does", "says", "how")
SIGNS = "signs"
MESSAGE = "Text:"  # how a line begins that a grown child writes from far away


class ChildLine(Shape, frozen=True):
    """One thing that a child does, says, or both. `number` is its place in its file, from 0.

    `after` is the move it answers (None: any), `tempers` are whose it is (empty: anybody's). Who `signs` talks by
    signs, pictures or a device. `{act}` in `says` stands for what the parent did, in an -ing form.
    """

    number: int
    mood: Mood
    after: Move | None
    kind: LineKind
    tempers: frozenset[Temper]
    does: str
    says: str
    signs: bool = False

    @property
    def is_message(self) -> bool:
        """Whether it is written, and not seen or heard."""
        return self.does.startswith(MESSAGE)

    def where_the_parent_was(self, doing: str) -> "ChildLine":
        """The line with what the parent did in it."""
        return replace(self, says=self.says.replace("{act}", doing))


@lru_cache
def child_lines(root: Path, name: str) -> tuple[ChildLine, ...]:
    """The lines of one band's file, read once: a head, then one line each, columns parted by tabs.

    Raises GuidanceError: "en/rehearsal/3-5.tsv, line 7: there is no mood 'shy'".
    """
    try:
        head, *rows = (root / name).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError, ValueError) as wrong:
        raise GuidanceError(f"{name}: cannot be read ({type(wrong).__name__})") from wrong
    if tuple(head.split("\t")) != COLUMNS:
        raise GuidanceError(f"{name}, line 1: the columns must be {', '.join(COLUMNS)}")
    return tuple(_read(name, rows))


def _read(name: str, rows: list[str]) -> Iterator[ChildLine]:
    for number, row in enumerate(rows):
        try:
            yield _line(number, row.split("\t"))
        except (KeyError, ValueError) as wrong:
            raise GuidanceError(f"{name}, line {number + 2}: {wrong}") from wrong


def _line(number: int, cells: list[str]) -> ChildLine:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(COLUMNS)} columns are wanted, and {len(cells)} are there")
    mood, after, kind, tempers, does, says, how = cells
    if how not in (ANY, SIGNS):
        raise ValueError(f"there is no way to talk that is called {how!r}")
    if not does and not says:
        raise ValueError("nothing is done and nothing said")
    move = None if after == ANY else Move(after)
    whose = frozenset(map(Temper, tempers.split(","))) if tempers != ANY else frozenset[Temper]()
    return ChildLine(number, Mood[mood.upper()], move, LineKind(kind), whose, does, says, how == SIGNS)


class ActText(Shape, frozen=True):
    """One thing that a parent did: `told` says it to the parent, `doing` is how the child would say it after *you
    were*."""

    id: str
    kind: RuptureKind
    told: str
    doing: str


class Named(Shape, frozen=True):
    """One choice of a scene or a guess, and a line about it."""

    id: str
    name: str
    line: str | None = None


class SceneText(Shape, frozen=True):
    """The page that sets the scene. `{host}` in `voice` stands for where a language model words the child."""

    title: str
    lead: str
    not_yours: str
    hears: str
    ages: str
    tempers: str
    kinds: str
    took: str
    rooms: str
    signs: str
    voice: str
    more: str
    begin: str
    sources: tuple[str, ...] = ()


class MoveText(Shape, frozen=True):
    """What is noted of a turn by what it mainly did. `{words}` in `note` stands for the parent's own words, and `plain`
    is for where none carry it. `ask` leads on and gives no sentence away."""

    id: Move
    plain: str
    ask: str
    note: str | None = None
    sources: tuple[str, ...] = ()

    def noted(self, words: str) -> str:
        """What is noted of a turn in which these `words` carry the move."""
        return self.note.replace("{words}", words) if words and self.note else self.plain


class EndingText(Shape, frozen=True):
    """How it ended, and why that is how it often goes."""

    id: Ending
    title: str
    lines: tuple[str, ...]
    sources: tuple[str, ...] = ()


class RehearsalText(Shape, frozen=True):
    """rehearsal/texts.toml."""

    scene: SceneText
    temper: tuple[Named, ...]
    took: tuple[Named, ...]
    act: tuple[ActText, ...]
    mood: tuple[Named, ...]
    reached: tuple[Named, ...]
    move: tuple[MoveText, ...]
    ending: tuple[EndingText, ...]
    left: Note
    calm_first: Note
    alone: Note
    take_back: tuple[str, ...]
    sources: tuple[str, ...] = ()

    @property
    def tempers(self) -> Mapping[Temper, Named]:
        """What each temper is called."""
        return {Temper(chip.id): chip for chip in self.temper}

    @property
    def tooks(self) -> Mapping[Took, Named]:
        """How a child may take it."""
        return {Took(chip.id): chip for chip in self.took}

    @property
    def moods(self) -> Mapping[Mood, Named]:
        """How each mood looks, in words."""
        return {Mood[chip.id.upper()]: chip for chip in self.mood}

    @property
    def reaching(self) -> Mapping[Reached, Named]:
        """What may have reached the child."""
        return {Reached(chip.id): chip for chip in self.reached}

    @property
    def moves(self) -> Mapping[Move, MoveText]:
        """What is noted of each move."""
        return {text.id: text for text in self.move}

    @property
    def endings(self) -> Mapping[Ending, EndingText]:
        """What is said at each ending."""
        return {text.id: text for text in self.ending}

    def acts(self, kind: RuptureKind) -> tuple[ActText, ...]:
        """What a parent may have done, by the kind of rupture."""
        return tuple(act for act in self.act if act.kind is kind)

    def did(self, kind: RuptureKind, id: str) -> ActText:
        """One of them; the first of its kind where there is none of that name."""
        acts = self.acts(kind)
        return next((act for act in acts if act.id == id), acts[0])


class ParentScript(Shape, frozen=True):
    """What one made-up parent says, turn by turn; an empty turn is one in which they wait."""

    id: str
    turns: tuple[str, ...]


class ParentsFile(Shape, frozen=True):
    """rehearsal/parents.toml."""

    parent: tuple[ParentScript, ...]
    sources: tuple[str, ...] = ()


class VoiceRules(Shape, frozen=True):
    """rehearsal/voice.toml: how a language model is asked to word a line, and what no child of ours says.

    `ask` has the places {band}, {temper}, {mood}, {happened}, {recent}, {heard}, {does}, {says} and {most}. `giving`
    is not said in a closed mood, `grown`, `narrator` and `rough` never. `small` are the words that anybody may share.
    """

    system: str
    ask: str
    bands: Mapping[str, str]
    tempers: Mapping[str, str]
    moods: Mapping[str, str]
    giving: tuple[str, ...]
    grown: tuple[str, ...]
    narrator: tuple[str, ...]
    rough: tuple[str, ...]
    small: tuple[str, ...]
    sources: tuple[str, ...] = ()
