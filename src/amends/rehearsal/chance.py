"""What is drawn by chance: the parts of a scene that were left open, and the number that a rehearsal grows from."""

from random import Random
from secrets import randbits

from amends.guidance import load
from amends.process import AgeBand, Scene, Setting, Temper, Took


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
