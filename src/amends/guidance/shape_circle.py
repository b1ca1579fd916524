"""The frozen types of the pages about the people one knows here."""

from collections.abc import Mapping

from amends.guidance.shape import Shape
from amends.process import Role


class PeopleText(Shape, frozen=True):
    """The list of people: where it is empty, and invitations that came to nothing."""

    none: str
    full: str
    waiting: str
    over: str
    forged: str
    sources: tuple[str, ...] = ()


class InviteText(Shape, frozen=True):
    """Inviting somebody: what is sent, what is told, and where giving is forced."""

    lead: str
    words: str
    address: str
    tries: str
    once: str
    forced: str
    refuse: tuple[str, ...]
    sources: tuple[str, ...] = ()


class InvitedText(Shape, frozen=True):
    """The page of somebody who was sent an invitation."""

    lead: str
    nothing: str
    burnt: str
    one: str
    two: str
    itself: str
    part: str
    quiet: str
    account: str
    house: str
    needless: str
    own: str
    closed: str
    sources: tuple[str, ...] = ()


class MeaningText(Shape, frozen=True):
    """What it means to say yes to an invitation as somebody's co-parent, therapist, or somebody near."""

    role: Role
    as_what: str
    see: str
    sources: tuple[str, ...] = ()


class PersonText(Shape, frozen=True):
    """One person: what can be compared, and what parting does."""

    check: str
    differ: str
    gone: str
    back: str
    read: str
    told: str
    over: str
    forget: str
    sources: tuple[str, ...] = ()


class CircleText(Shape, frozen=True):
    """circle.toml."""

    people: PeopleText
    invite: InviteText
    invited: InvitedText
    person: PersonText
    meaning: tuple[MeaningText, ...]

    @property
    def meanings(self) -> Mapping[Role, MeaningText]:
        """What each role means."""
        return {one.role: one for one in self.meaning}
