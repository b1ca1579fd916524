"""The invented house that each backup here holds: who lives in it, what they wrote, and what opens it.

Ada and Ben share a home, Cleo is a third parent, a guest writes too and is in no backup; there is a child in each band.
A version has not all of it: `made` leaves out what a type of that day cannot hold.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from amends.process import (
    Card,
    Child,
    JournalEntry,
    Past,
    Plan,
    Preferences,
    Repair,
    Rupture,
    RuptureKind,
    Step,
)

NOW = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
BACKUP_PHRASE = "one for the drawer"
PHRASES = {"Ada": "the tower fell at nine", "Ben": "two cups of cold tea", "Cleo": "it’s raining – again and again"}
GUEST = "Nobody but my cookie opens this."
ZONE = "Europe/Dublin"
BANDS = {"Ada": ("Juno", "6-9", "Bo", "0-2"), "Ben": ("Mina", "3-5", "Juno", "6-9")}
BANDS["Cleo"] = ("Theo", "10-12", "Priya", "13-17", "Sam", "18+")
WORDS = {
    "Ada": [
        "I shouted at you about the shoes.",
        "I shoutd at you.",
        "It was not your fault.",
        "You looked frightened.",
        "Can we build it again?",
        "I will breathe out first.",
        "the shoes are not found",
        "put my bag down",
        "I take back the week without stories.",
        "Shoes go on before we leave.",
        "She came and leaned on me.",
        "I slammed the door, and I am sorry.",
        "Another page of mine said it like this.",
        "A page for myself: it was late.",
        "From another diary, as it reads now.",
        "As it read before.",
        "building towers",
        "sweetheart",
        "calm down",
        "Juno",
        "Bo",
    ],
    "Ben": ["I laughed when you fell.", "A page of Ben's.", "Mina", "Juno"],
    "Cleo": ["Я накричала. 我喊了。 صرخت. 🌧️", "“Quoted”, \\ and <b>tags</b>.", "Theo", "Priya", "Sam"],
}
T = TypeVar("T")


def made(type: Callable[..., T], /, **values: Any) -> T:
    """A value of this type, of the fields that it has in this version."""
    return type(**{field.name: values[field.name] for field in fields(type) if field.name in values})  # type: ignore[arg-type]


def children(name: str) -> list[Child]:
    """The children of one parent."""
    from amends.process import AgeBand

    told = BANDS[name]
    more = {"likes": "sweetheart", "hates": "calm down", "reconnects": "building towers"} if name == "Ada" else {}
    return [made(Child, name=told[at], band=AgeBand(told[at + 1]), **more) for at in range(0, len(told), 2)]


def shoes() -> Repair:
    """Ada's repair that went all the way: a limit, words in all steps, a plan, a card, and what came after."""
    import amends.process as p

    limit = made(p.Limit, taken_back="I take back the week without stories.", stands="Shoes go on before we leave.")
    rupture = made(Rupture, kind=RuptureKind.RAISED_VOICE, limit=limit, day=date(2026, 11, 20), hour=8)
    further: dict[str, Any] = {}
    if hasattr(p, "After"):
        further["calm"] = p.Calm().rated(8).rated(4, p.Tool.LONG_EXHALE)
        further["after"] = made(p.After, response=p.Response.CAME_NEAR, words="She came and leaned on me.")
        further["came"] = (made(p.Came, when=NOW, did=True),)
    return made(
        Repair,
        began=NOW,
        rupture=rupture,
        child=children("Ada")[0],
        words=dict(zip(list(Step)[1:], WORDS["Ada"][:1] + WORDS["Ada"][2:6], strict=True)),
        done=frozenset(Step),
        plan=Plan("the shoes are not found", "put my bag down"),
        card=made(Card, opening="I shouted at you about the shoes.", cues=("It was not your fault.",)),
        said=True,
        **further,
    )


def door() -> Repair:
    """Ada's repair that waits, written on two open pages at once."""
    mine, other = "I slammed the door, and I am sorry.", "Another page of mine said it like this."
    begun = made(Repair, began=NOW + timedelta(hours=2), rupture=made(Rupture, kind=RuptureKind.HARSH_WORDS))
    return begun.write_from(Step.ACKNOWLEDGE, other, "one", "").write_from(Step.ACKNOWLEDGE, mine, "two", "")


def live(name: str, diary: Any) -> None:
    """One parent writes all that is theirs."""
    for child in children(name):
        diary.children.add(child)
    if name == "Ada":
        _ada(diary)
    if name == "Ben":
        diary.add(made(Repair, began=NOW, child=children("Ben")[0]).write(Step.ACKNOWLEDGE, WORDS["Ben"][0]))
        diary.journal.add(made(JournalEntry, written=NOW, text=WORDS["Ben"][1]))
    if name == "Cleo":
        logged = made(Rupture, kind=RuptureKind.GRABBED_OR_SMACKED)
        diary.add(made(Repair, began=NOW, rupture=logged, child=children("Cleo")[1]))
        for words in WORDS["Cleo"][:2]:
            diary.journal.add(made(JournalEntry, written=NOW, text=words))


def _ada(diary: Any) -> None:
    import amends.process as p

    kept = diary.add(shoes())
    diary._past(kept.id).add(
        Past(NOW, Step.ACKNOWLEDGE, made(Repair, began=NOW).write(Step.ACKNOWLEDGE, "I shoutd at you."))
    )
    diary.add(door())
    diary.journal.add(made(JournalEntry, written=NOW, text="A page for myself: it was late."))
    before = (p.PageWords("", "As it read before."),) if hasattr(p, "PageWords") else ()
    there = {"brought_from": "Day One", "known_as": "D1", "before": before}
    diary.journal.add(made(JournalEntry, written=NOW, text="From another diary, as it reads now.", **there))
    diary.prefer(Preferences(ZONE, 30))
