"""A moment that happened, for programs: begun, and the one question before any words."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from msgspec import Meta

from amends.known import know
from amends.process import Child, Repair, Rupture, RuptureKind, Scene, Scope, Trigger, Unsafe, When, WrongDay, begin
from amends.programs import Age, band
from amends.store.diary import Diary
from amends.web.api.asked import ONCE, of, once_of
from amends.web.api.calls import Call
from amends.web.api.held import in_the_way
from amends.web.api.leads import Leads, leads
from amends.web.api.tokens import WRITES
from amends.web.steady import clock
from amends.web.visit import zone_of


@dataclass(frozen=True, slots=True)
class Begun:
    """A moment that happened. Without an answer to `unsafe` it is only logged: no words are asked for yet."""

    unsafe: Annotated[
        Unsafe | None, Meta(description="The one question: is anyone hurt or unsafe?", examples=["no"])
    ] = None
    kind: Annotated[RuptureKind, Meta(examples=["raised-voice"])] = RuptureKind.SOMETHING_ELSE
    when: When = When.UNSAID
    day: Annotated[date | None, Meta(description="The day, with a-day: today or within a year before.")] = None
    where: Scene = Scene.UNSAID
    cue: Trigger = Trigger.UNSAID
    child: Annotated[UUID | None, Meta(description="One of the children.")] = None
    age: Age = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer to the one question, for a moment that was only logged."""

    unsafe: Annotated[Unsafe, Meta(examples=["no"])]
    age: Age = None


@dataclass(frozen=True, slots=True)
class RepairKept:
    """The repair is kept, and leads on."""

    id: UUID
    then: Leads


know(Begun, Asked, RepairKept)


def _begin(request: HttpRequest, asked: Begun, diary: Diary) -> RepairKept:
    once = once_of(request, asked)
    kept = diary.began(once) or diary.begin(_repair(asked, diary), once)
    return RepairKept(kept.id, leads(request, begin(kept.entry), kept.id))


def _repair(asked: Begun, diary: Diary) -> Repair:
    """Raises NotKept for a child who is not here, NoAnswer for a day that cannot be."""
    now = clock.now().astimezone(zone_of(diary.desk().preferences))
    when = When.A_DAY if asked.day and asked.when is When.UNSAID else asked.when
    try:
        rupture = Rupture(asked.kind, unsafe=asked.unsafe).told(when, asked.day, now)
    except WrongDay as wrong:
        raise in_the_way(f"Nothing was kept: {wrong}.") from None
    child = diary.children.entry(asked.child).entry if asked.child else Child(band=band(asked.age))
    return Repair(clock.now(), replace(rupture, where=asked.where, cue=asked.cue), child)


def _ask(request: HttpRequest, asked: Asked, diary: Diary, id: UUID) -> RepairKept:
    def change(newest: Repair) -> Repair:
        if newest.rupture.unsafe not in (None, asked.unsafe):
            raise in_the_way(f"This was answered before, with {newest.rupture.unsafe}. That stays.")
        return newest if newest.rupture.is_asked else newest.asked(asked.unsafe, band(asked.age))

    kept = diary.amend(id, change)
    return RepairKept(id, leads(request, begin(kept.entry), id))


BEGIN = Call(
    "POST",
    "Begins a repair, or logs a moment alone.",
    RepairKept,
    _begin,
    Begun,
    of(Begun),
    WRITES,
    status=201,
    scope=Scope.WRITE,
    heads=ONCE,
    at="repairs/{id}",
)
ASK = Call(
    "PUT",
    "Answers the one question of a moment that was only logged.",
    RepairKept,
    _ask,
    Asked,
    of(Asked),
    WRITES,
    scope=Scope.WRITE,
)
