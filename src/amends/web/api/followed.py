"""What comes after the words, for programs: plans, what the child did, and whether the plan's moment came."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from msgspec import UNSET, Meta, UnsetType

from amends.known import know
from amends.process import (
    LONGEST_WORDS,
    After,
    Came,
    Repair,
    Response,
    RuptureKind,
    Scope,
    Step,
    WrongDay,
    day_to_look,
    settle_alarms,
)
from amends.store.diary import Diary
from amends.store.shelf import Kept
from amends.web.api.answered import FIRST, AnswerAsked, Half, PlanHalves, Turned, answer_step
from amends.web.api.asked import ONCE, Keep, Overrule, of, once_of
from amends.web.api.calls import Call
from amends.web.api.cut import ASKS, Cut, cut
from amends.web.api.diary import Next
from amends.web.api.held import COUNTRY, changed_since, hear, in_the_way
from amends.web.api.tokens import GOES, REFUSES, WRITES
from amends.web.steady import clock
from amends.web.visit import zone_of


@dataclass(frozen=True, slots=True)
class PlanKept:
    """The plan of one repair (`id`), in its two halves and as the `words` of its step; each time its moment `came`;
    `ended`: the first page shows it no more."""

    id: UUID
    began: datetime
    kind: RuptureKind
    when: str
    will: str
    words: str
    came: tuple[Came, ...]
    again_on: date | None
    ended: bool


@dataclass(frozen=True, slots=True)
class Plans:
    """Some plans, newest first."""

    plans: tuple[PlanKept, ...]
    next: Next


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """A plan to keep: when the moment comes, I will."""

    when: Annotated[Half, Meta(examples=["my shoulders rise at bedtime"])]
    will: Annotated[Half, Meta(examples=["put both hands on the wall"])]
    before: Annotated[
        str, Meta(description="The words of the plan as you last read them.", max_length=LONGEST_WORDS)
    ] = ""
    keep: Keep = False
    overrule: Overrule = False


@dataclass(frozen=True, slots=True)
class AfterAsked:
    """What came after. What is absent stays as it is; null takes it away."""

    response: Annotated[Response | UnsetType | None, Meta(description="What the child did.", examples=["talked"])] = (
        UNSET
    )
    words: Annotated[str, Meta(description="What they said or did.", max_length=LONGEST_WORDS)] | UnsetType = UNSET
    before: Annotated[str, Meta(description="These words as you last read them.", max_length=LONGEST_WORDS)] = ""
    again_on: Annotated[date | UnsetType | None, Meta(description="A day to look again.")] = UNSET
    keep: Keep = False
    overrule: Overrule = False


@dataclass(frozen=True, slots=True)
class AfterKept:
    """What came after, as it is kept now, and whether the words count as said."""

    after: After
    said: bool


@dataclass(frozen=True, slots=True)
class CameAsked:
    """The moment of the plan came: whether the parent did what they meant to do."""

    did: Annotated[bool, Meta(examples=[True])]


@dataclass(frozen=True, slots=True)
class CameKept:
    """Each time the moment came, in the order in which it was told."""

    came: tuple[Came, ...]


SAYS = {"response", "words"}  # what tells that the words were said, or were not


know(Plans, PlanAsked, AfterAsked, AfterKept, CameAsked, CameKept)


def _plans(request: HttpRequest, _none: object, diary: Diary) -> Plans:
    rows = [(kept.entry.began, kept.id, _plan(kept)) for kept in diary.repairs.entries() if kept.entry.plan.words]
    found: Cut[PlanKept] = cut(request, rows)
    return Plans(tuple(plan for _at, _id, plan in found.some), found.next)


def _plan(kept: Kept[Repair]) -> PlanKept:
    one, plan, after = kept.entry, kept.entry.plan, kept.entry.after
    words = one.words.get(Step.PLAN, "")
    return PlanKept(
        kept.id, one.began, one.rupture.kind, plan.when, plan.will, words, one.came, after.again_on, after.put_away
    )


def _write(request: HttpRequest, asked: PlanAsked, diary: Diary, id: UUID) -> Turned:
    halves = PlanHalves(asked.when, asked.will)
    answer = AnswerAsked(
        Step.PLAN, before=asked.before, wish="next", plan=halves, keep=asked.keep, overrule=asked.overrule
    )
    return answer_step(request, answer, diary, id)


def _end(_request: HttpRequest, _none: object, diary: Diary, id: UUID) -> PlanKept:
    return _plan(diary.amend(id, Repair.put_away))


def _note(request: HttpRequest, asked: AfterAsked, diary: Diary, id: UUID) -> AfterKept:
    overruled, fresh = hear(
        request, [asked.words or ""], _begun(diary, id).overruled, keep=asked.keep, overrule=asked.overrule
    )
    words = asked.words.strip() if isinstance(asked.words, str) else UNSET
    given = {"response": asked.response, "words": words, "again_on": asked.again_on}
    said: dict[str, Any] = {name: value for name, value in given.items() if value is not UNSET}

    today = clock.now().astimezone(zone_of(diary.desk().preferences)).date()

    def change(newest: Repair) -> Repair:
        now = newest.after.words
        if now.strip() and now != asked.before.strip() and said.get("words", now) != now:
            raise changed_since(None, now)
        _look_again(said.get("again_on"), newest, today)
        settled, after = settle_alarms(newest, overruled, fresh), replace(newest.after, **said)
        return settled.noted(after) if said.keys() & SAYS else replace(settled, after=after)

    kept = diary.amend(id, change).entry
    return AfterKept(kept.after, kept.said)


def _look_again(day: date | None, newest: Repair, today: date) -> None:
    """Raises NoAnswer for a day that is over."""
    try:
        day_to_look(day, newest.after.again_on, today)
    except WrongDay as wrong:
        raise in_the_way(f"Nothing was kept: {wrong}.") from None


def _came(request: HttpRequest, asked: CameAsked, diary: Diary, id: UUID) -> CameKept:
    if not _begun(diary, id).plan.words:
        raise in_the_way("Nothing was kept: this repair has no plan whose moment could come.")
    came = Came(clock.now(), asked.did, once_of(request, asked))
    return CameKept(diary.amend(id, lambda newest: newest.met(came)).entry.came)


def _begun(diary: Diary, id: UUID) -> Repair:
    """One repair whose one question was answered. Raises NoAnswer, NotKept."""
    kept = diary.entry(id).entry
    if not kept.rupture.is_asked:
        raise in_the_way(FIRST)
    return kept


KEEPS: dict[str, Any] = {"refuses": WRITES, "scope": Scope.WRITE}
PLANS = Call("GET", "The plans, newest first.", Plans, _plans, refuses=(*REFUSES, 422), scope=Scope.READ, asks=ASKS)
PLAN = Call("PUT", "Writes the plan of a repair.", Turned, _write, PlanAsked, of(PlanAsked), **KEEPS, asks=COUNTRY)
END = Call("DELETE", "Ends a plan. It stays in the diary.", PlanKept, _end, refuses=GOES, scope=Scope.WRITE)
AFTER = Call("PATCH", "Notes what the child did.", AfterKept, _note, AfterAsked, of(AfterAsked), **KEEPS, asks=COUNTRY)
CAME = Call(
    "POST", "Notes that the plan's moment came.", CameKept, _came, CameAsked, of(CameAsked), **KEEPS, heads=ONCE
)
