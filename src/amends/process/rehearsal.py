"""A rehearsal in the words that content, child and pages share: who the child is, what was done, what comes back."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from amends.process.message import Label
from amends.process.people import AgeBand
from amends.process.rupture import RuptureKind
from amends.process.rupture import Scene as Room


class Temper(StrEnum):
    """How this child is when hurt. It decides how fast they come near, and how they keep away."""

    SLOW = "slow"
    FIERY = "fiery"
    SUNNY = "sunny"
    TENDER = "tender"
    GUARDED = "guarded"
    JOKER = "joker"


class Took(StrEnum):
    """How the child took it when it happened."""

    CRIED = "cried"
    WENT_QUIET = "went-quiet"
    SHOUTED_BACK = "shouted-back"
    HID = "hid"
    LAUGHED_IT_OFF = "laughed-it-off"
    CARRIED_ON = "carried-on"


class Mood(IntEnum):
    """How near the child is: four moods, the nearer the higher."""

    SHUT = 0
    WARY = 1
    THAW = 2
    NEAR = 3


class Move(StrEnum):
    """What a turn of the parent's does. `open` is the first look, before any words."""

    OPEN = "open"
    OWNED = "owned"
    SORRY = "sorry"
    FELT = "felt"
    ASKED = "asked"
    LOVED = "loved"
    OFFERED = "offered"
    PLANNED = "planned"
    CAUSE = "cause"
    LIMIT = "limit"
    EXCUSED = "excused"
    BLAMED = "blamed"
    HEDGED = "hedged"
    SHRUNK = "shrunk"
    DEMANDED = "demanded"
    BURDENED = "burdened"
    PROMISED = "promised"
    LECTURED = "lectured"
    HURT = "hurt"
    SILENCE = "silence"
    VAGUE = "vague"


# What the coach hears, as a move.
MOVES: dict[Label, Move] = {
    Label.REMORSE: Move.SORRY,
    Label.ACKNOWLEDGE: Move.OWNED,
    Label.RESPONSIBILITY: Move.OWNED,
    Label.VALIDATE: Move.FELT,
    Label.INVITE: Move.ASKED,
    Label.REASSURE: Move.LOVED,
    Label.RECONNECT: Move.OFFERED,
    Label.PLAN: Move.PLANNED,
    Label.EXCUSE: Move.EXCUSED,
    Label.BLAME: Move.BLAMED,
    Label.HEDGE: Move.HEDGED,
    Label.MINIMISE: Move.SHRUNK,
    Label.DEMAND: Move.DEMANDED,
    Label.BURDEN: Move.BURDENED,
    Label.OVERPROMISE: Move.PROMISED,
    Label.LECTURE: Move.LECTURED,
    Label.HOSTILE: Move.HURT,
    Label.CONTEXT: Move.CAUSE,
    Label.LIMIT: Move.LIMIT,
}


class LineKind(StrEnum):
    """What a line of the child's is. `remembers` comes back to a hostile sentence of the same talk."""

    GESTURE = "gesture"
    FEW = "few"
    SAYS = "says"
    DEFLECTS = "deflects"
    ATTACKS = "attacks"
    TESTS = "tests"
    ASKS = "asks"
    RECALLS = "recalls"
    REMEMBERS = "remembers"
    ACCEPTS = "accepts"
    REFUSES = "refuses"
    LEAVES = "leaves"
    ENDS_WARM = "ends-warm"
    ENDS_PARTLY = "ends-partly"
    ENDS_NOT_NOW = "ends-not-now"
    ENDS_DOOR_OPEN = "ends-door-open"


class Ending(StrEnum):
    """How a rehearsal ends. The last two are unresolved: so do many real ones end, for a while."""

    WARM = "warm"
    PARTLY = "partly"
    NOT_NOW = "not-now"
    DOOR_OPEN = "door-open"

    @property
    def is_unresolved(self) -> bool:
        """Whether the child did not come back in this talk."""
        return self in (Ending.NOT_NOW, Ending.DOOR_OPEN)


class Reached(StrEnum):
    """What may have reached the child: the parent's guess, and what was heard."""

    PART = "my-part"
    FEELING = "their-feeling"
    REASON = "a-reason"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Setting:
    """The scene of one rehearsal. `act` names what the parent did, among the acts written for its kind; a child who
    `signs` talks by signs, pictures or a device."""

    band: AgeBand = AgeBand.SCHOOL
    temper: Temper = Temper.SLOW
    kind: RuptureKind = RuptureKind.RAISED_VOICE
    act: str = ""
    took: Took = Took.WENT_QUIET
    room: Room = Room.LIVING_ROOM
    signs: bool = False

    @property
    def is_by_message(self) -> bool:
        """Whether the two only write to each other: a grown child, from far away."""
        return self.band is AgeBand.GROWN and self.room is Room.PHONE


# Hands laid on a child are nothing to practise words for.
REHEARSED = tuple(kind for kind in RuptureKind if kind is not RuptureKind.GRABBED_OR_SMACKED)
