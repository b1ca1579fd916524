"""A step's answer for programs: what it does, the one turn decides, as it does for the site."""

import secrets
from dataclasses import dataclass, replace
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from msgspec import Meta

from amends.coach import alarms, cautions
from amends.known import know
from amends.process import (
    COOLEST,
    HOTTEST,
    LONGEST_WORDS,
    Answer,
    Cooling,
    HeldBack,
    Limit,
    Manner,
    Near,
    Onward,
    Plan,
    Repair,
    Scope,
    Stay,
    Step,
    Tool,
    ToQuestion,
    Turn,
    Wish,
    fingerprint,
    take_turn,
)
from amends.programs import ReadAnswer, reading_in
from amends.store.diary import Diary
from amends.web.answers import LONGEST_HALF, LONGEST_LIMIT, LONGEST_NAME, words_of_plan
from amends.web.api.asked import Keep, Overrule, of
from amends.web.api.calls import Call
from amends.web.api.held import COUNTRY, changed_since, held_back, in_the_way
from amends.web.api.leads import Leads, leads
from amends.web.api.tokens import WRITES
from amends.web.steady import clock
from amends.web.steps import others

FIRST = "Nothing was kept: the one question comes before any words. Answer it first, at repairs/{id}/unsafe."
ABOUT = {"dismiss", "use"}
Half = Annotated[str, Meta(max_length=LONGEST_HALF)]
HalfLimit = Annotated[str, Meta(max_length=LONGEST_LIMIT)]
Words = Annotated[str, Meta(max_length=LONGEST_WORDS)]
Wished = Literal["stay", "next", "skip", "on", "card", "dismiss", "use", "settle"]  # the others are about a page


@dataclass(frozen=True, slots=True)
class CoolingAsked:
    """The first step: how hot it is, after which tool, and how the child is."""

    degree: Annotated[int, Meta(ge=COOLEST, le=HOTTEST)] | None = None
    after: Tool | None = None
    manner: Manner | None = None
    near: Near | None = None


@dataclass(frozen=True, slots=True)
class PlanHalves:
    """When the moment comes, I will."""

    when: Half = ""
    will: Half = ""


@dataclass(frozen=True, slots=True)
class LimitHalves:
    """What is taken back of a limit, and what stands; or the limit itself was wrong."""

    taken_back: HalfLimit = ""
    stands: HalfLimit = ""
    wrong_too: bool = False


@dataclass(frozen=True, slots=True)
class AnswerAsked:
    """What a step is answered with. The first step has `cooling`, the last one `plan`, all others `words`; the rest is
    not looked at. What is absent stays as it is."""

    step: Annotated[Step, Meta(examples=["responsibility"])]
    words: Annotated[Words | None, Meta(description="The words.", examples=["I'm sorry I shouted at you."])] = None
    before: Annotated[
        str, Meta(description="The words of this step as you last read them.", max_length=LONGEST_WORDS)
    ] = ""
    wish: Annotated[Wished, Meta(description="What is to happen with it.")] = "stay"
    about: Annotated[str, Meta(description="Of the wish: a note, or the page to use.", max_length=LONGEST_NAME)] = ""
    plan: PlanHalves | None = None
    limit: LimitHalves | None = None
    limit_before: Annotated[LimitHalves | None, Meta(description="The limit as you last read it.")] = None
    cooling: CoolingAsked | None = None
    keep: Keep = False
    overrule: Overrule = False


@dataclass(frozen=True, slots=True)
class Beside:
    """What another open page wrote in the same step meanwhile: take it with the wish `use` about its `page`."""

    page: str
    words: str


@dataclass(frozen=True, slots=True)
class Turned:
    """The answer is kept. `words` are what stands in the step now, `beside` what others wrote there meanwhile.

    `read` is how it reads: null where there are no words, or danger was told in this repair: then no wording helps.
    """

    then: Leads
    words: str
    beside: tuple[Beside, ...]
    read: ReadAnswer | None


know(AnswerAsked, Turned)


def answer_step(request: HttpRequest, asked: AnswerAsked, diary: Diary, id: UUID) -> Turned:
    """What the one turn makes of an answer, kept as the site keeps it.

    Raises NoAnswer where nothing was kept (danger is heard, other words came in between, or the one question is still
    open), and NotKept.
    """
    if asked.wish in ABOUT and not asked.about:
        raise in_the_way(f'Nothing was kept: the wish "{asked.wish}" is about something. Say what in `about`.')
    kept = diary.entry(id).entry
    answer, before = _meant(asked, kept)
    text = "\n".join((*answer.texts, *_limit_left(asked, kept)))
    heard, careful = alarms(text), cautions(text)

    def decide(newest: Repair) -> Turn:
        said = replace(answer, tab=_page(newest, asked.step, answer.words, before))
        _ask_for_limit(newest, asked)
        if asked.overrule:
            newest = take_turn(newest, asked.step, Answer(Wish.OVERRULE), heard).repair
        return take_turn(newest, asked.step, said, heard, careful)

    turned = diary.take(id, decide, clock.now())
    match turned.then:
        case HeldBack(fresh):
            raise held_back(request, fresh)
        case ToQuestion():
            raise in_the_way(FIRST)
        case then:
            return _turned(request, turned.draft, asked.step, then, id)


def _meant(asked: AnswerAsked, kept: Repair) -> tuple[Answer, str]:
    """The answer, and the words that it was written after. What a program did not say is as it is kept."""
    step, now = asked.step, kept.words.get(asked.step, "")
    plan = Plan(asked.plan.when, asked.plan.will) if step is Step.PLAN and asked.plan else None
    said = words_of_plan(plan) if plan else asked.words if step not in (Step.CALM, Step.PLAN) else None
    before = now if said is None else asked.before
    return Answer(
        wish=Wish(asked.wish),
        about=asked.about,
        words=now if said is None else said,
        plan=plan,
        limit=_limit(asked),
        cooling=_cooling(asked.cooling or CoolingAsked()) if step is Step.CALM else None,
        keep=asked.keep,
        base=fingerprint(before),
    ), before


def _limit(asked: AnswerAsked) -> Limit | None:
    return _halves(asked.limit) if asked.limit and asked.step is Step.RESPONSIBILITY else None


def _halves(told: LimitHalves) -> Limit:
    return Limit(told.taken_back, told.stands, told.wrong_too)


def _cooling(told: CoolingAsked) -> Cooling:
    return Cooling(told.degree, told.after, told.manner, told.near)


def _limit_left(asked: AnswerAsked, kept: Repair) -> tuple[str, ...]:
    """What an answer leaves as it is beside its words, and what is heard with them all the same."""
    limit = kept.rupture.limit if asked.step is Step.RESPONSIBILITY and asked.limit is None else None
    return (limit.taken_back, limit.stands) if limit else ()


def _ask_for_limit(newest: Repair, asked: AnswerAsked) -> None:
    """Raises NoAnswer where another limit stands there than the program had seen."""
    mine, now = _limit(asked), newest.rupture.limit or Limit()
    if mine and now not in (Limit(), mine, _halves(asked.limit_before or LimitHalves())):
        raise changed_since(asked.step, newest.words.get(asked.step, ""), now)


def _page(newest: Repair, step: Step, words: str, before: str) -> str:
    """A name for the page that these words come from (decision 0015): a new one for each call, so that no page open
    elsewhere takes them for its own; none where the step has these words already.

    Raises NoAnswer where other words stand there than the program had seen.
    """
    now = newest.words.get(step, "")
    if now == words:
        return ""
    if now.strip() and fingerprint(now) != fingerprint(before):
        raise changed_since(step, now)
    return secrets.token_hex(6)


def _turned(request: HttpRequest, repair: Repair, step: Step, then: Stay | Onward, id: UUID) -> Turned:
    beside = tuple(Beside(other["tab"], other["words"]) for other in others(repair, step))
    return Turned(leads(request, then, id, step), repair.words.get(step, ""), beside, reading_in(repair, step))


ANSWER = Call(
    "POST",
    "Answers a step of a repair, as its page on the site does.",
    Turned,
    answer_step,
    AnswerAsked,
    of(AnswerAsked),
    WRITES,
    scope=Scope.WRITE,
    asks=COUNTRY,
)
