"""One turn: what an answer does to a repair, and where it leads. Decided here, once, for every front."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from amends.process.calm import Calm, Cooling, Near
from amends.process.message import Alarm, Caution, Reading, Tier
from amends.process.plan import Plan
from amends.process.repair import CARD_AFTER, Repair
from amends.process.rupture import Limit, RuptureKind, Unsafe
from amends.process.steps import Step
from amends.process.words import tidy


class Wish(StrEnum):
    """What the parent wants to happen with an answer. Some wishes are `about` something: a note, a page, a step."""

    STAY = "stay"
    NEXT = "next"
    SKIP = "skip"
    ON = "on"  # to words, although the body is hot
    HEAT = "heat"
    DISMISS = "dismiss"  # about: the key of a note
    USE = "use"  # about: the open page whose words to take
    SETTLE = "settle"
    TO = "to"  # about: a step
    CARD = "card"
    BACK = "back"  # from the stop to the words, which are not kept yet
    OVERRULE = "overrule"  # the same, and what was heard means something else


ONWARD = frozenset({Wish.NEXT, Wish.SKIP, Wish.ON})
BROUGHT_BACK = frozenset({Wish.BACK, Wish.OVERRULE})


@dataclass(frozen=True, slots=True)
class Answer:
    """What one form says: the words of a step, and the wish.

    `tab` names the open page they were written on, `base` is the fingerprint of the words it began from and
    `limit_base` that of the limit, `save` counts what that page sent. `keep`: words of danger are to be kept all the
    same.
    """

    wish: Wish = Wish.STAY
    about: str = ""
    words: str = ""
    plan: Plan | None = None
    limit: Limit | None = None
    cooling: Cooling | None = None
    keep: bool = False
    tab: str = ""
    base: str = ""
    limit_base: str = ""
    save: int = 0

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it says, as it is heard: of a plan the sentence, which may say more than its two halves."""
        halves = (self.plan.when, self.plan.will) if self.plan else ()
        limit = (self.limit.taken_back, self.limit.stands) if self.limit else ()
        return (self.words, *halves, *limit)


@dataclass(frozen=True, slots=True)
class Stay:
    """The page stays. `kept` is False where its words are shown and not kept."""

    kept: bool = True


@dataclass(frozen=True, slots=True)
class Ahead:
    """On to a step."""

    step: Step


@dataclass(frozen=True, slots=True)
class ToCard:
    """On to the card."""


@dataclass(frozen=True, slots=True)
class ToHelp:
    """First to who can help, as urgent as `tier` says."""

    tier: Tier


@dataclass(frozen=True, slots=True)
class ToSigns:
    """First to the signs of danger: the parent is not sure."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The stop: these alarms say that something other than words is needed now, and nothing of the answer is kept."""

    alarms: tuple[Alarm, ...]


@dataclass(frozen=True, slots=True)
class ToQuestion:
    """First to the one question before any words: this moment was only logged."""


Onward = Ahead | ToCard | ToHelp | ToSigns | ToQuestion
Then = Stay | HeldBack | Onward


@dataclass(frozen=True, slots=True)
class Turn:
    """The repair as it is kept, where this leads, and the `draft` that a page shows: the same but where words wait."""

    repair: Repair
    then: Then
    draft: Repair
    left: Step | None = None  # a step with words in it was left: worth keeping as it was
    rated: bool = False  # a new heat was given: worth learning from


def turn(
    repair: Repair, step: Step, answer: Answer, alarms: Iterable[Alarm] = (), cautions: Collection[Caution] = ()
) -> Turn:
    """What `answer` does to the newest `repair`. `alarms` and `cautions` are what was heard in the answer's words."""
    if not repair.rupture.is_asked:
        return Turn(repair, ToQuestion(), repair)
    if answer.wish is Wish.OVERRULE:
        repair = overrule(repair, alarms)
    draft = _written(repair, step, answer, cautions)
    fresh = tuple(alarm for alarm in fresh_alarms(alarms, repair.overruled) if not _is_known(repair, alarm))
    if answer.wish in BROUGHT_BACK:
        return Turn(repair, Stay(kept=False), draft)
    if fresh and not answer.keep:
        return Turn(repair, HeldBack(fresh), draft)
    kept = _kept_on_purpose(draft, fresh)
    if _stays(repair.calm, draft.calm, answer):
        return Turn(kept, Stay(), kept, rated=_is_rated(answer))
    return _moved(kept, step, answer)


def _moved(repair: Repair, step: Step, answer: Answer) -> Turn:
    """What the wish does to a repair that holds the words of the answer."""
    moved = _settled(repair, step, answer)
    left = step if answer.wish in ONWARD and answer.words.strip() else None
    return Turn(moved, _then(moved, step, answer), moved, left, _is_rated(answer))


def begin(repair: Repair) -> Onward:
    """Where a new repair leads first: to help where somebody may be hurt, else to calm; with words, to the card."""
    if not repair.rupture.is_asked:
        return ToQuestion()
    if repair.rupture.unsafe is Unsafe.YES:
        return ToHelp(Tier.A)
    if repair.rupture.unsafe is Unsafe.NOT_SURE:
        return ToSigns()
    if repair.rupture.kind is RuptureKind.GRABBED_OR_SMACKED:
        return ToHelp(Tier.B)
    return resume(repair)


def resume(repair: Repair) -> Onward:
    """Where an open repair goes on."""
    return _ahead(repair, None)


def come_down(repair: Repair, degree: int | None, cooler: bool) -> Repair:
    """A new repair after a minute of breathing: `degree` is how hot it was, where that was told; `cooler`, the answer.

    Who says *a little cooler* is believed, whatever the number before it was.
    """
    calm = repair.calm if degree is None else repair.calm.rated(degree)
    rated = replace(repair, calm=replace(calm, went_on=calm.waits and cooler))
    return rated.finish(Step.CALM) if cooler else rated


def shown_step(repair: Repair, step: Step) -> Step:
    """The step that a page may show when `step` is asked for: while the body is hot, words wait."""
    return Step.CALM if repair.calm.waits else step


def leads_to_card(repair: Repair, step: Step) -> bool:
    """Whether the next thing after `step` is the card."""
    return isinstance(_ahead(replace(repair, done=repair.done | {step}), step), ToCard)


def overrule(repair: Repair, alarms: Iterable[Alarm]) -> Repair:
    """The repair in which the words of these alarms mean something else: they never stop again."""
    return replace(repair, overruled=repair.overruled.union(map(alarm_name, alarms)))


def settle_alarms(repair: Repair, overruled: Iterable[str], kept: Iterable[Alarm]) -> Repair:
    """The repair after words beside its steps (on the card, or of what came after) were kept: what was overruled there
    stays so, and what danger was told in them, and kept on purpose, is known."""
    return _kept_on_purpose(replace(repair, overruled=repair.overruled.union(overruled)), kept)


def fresh_alarms(alarms: Iterable[Alarm], overruled: Collection[str]) -> tuple[Alarm, ...]:
    """The alarms that say something new: their words do not lie within words overruled (or kept) for the same flag."""
    known = [name.partition(":") for name in overruled]
    return tuple(alarm for alarm in alarms if not _is_among(alarm, known))


def _is_known(repair: Repair, alarm: Alarm) -> bool:
    """A gentle flag that was kept on purpose before: the short way asks to name it again, so it is nothing new."""
    return alarm.tier is Tier.B and alarm.flag in repair.heard & CARD_AFTER


def heeded(reading: Reading, overruled: Collection[str]) -> Reading:
    """A reading without the alarms that are settled."""
    return replace(reading, alarms=fresh_alarms(reading.alarms, overruled))


def _is_among(alarm: Alarm, known: Iterable[Sequence[str]]) -> bool:
    flag, _colon, quote = alarm_name(alarm).partition(":")
    return any(flag == other and quote in words for other, _colon, words in known)


def alarm_name(alarm: Alarm) -> str:
    """The flag and the words it was heard in: what is remembered of an alarm that was overruled."""
    return f"{alarm.flag}:{tidy(alarm.quote).casefold()}"


def _kept_on_purpose(repair: Repair, fresh: Iterable[Alarm]) -> Repair:
    """What danger was told in words that are kept stays known, and the same words do not stop twice."""
    alarms = tuple(fresh)
    return replace(overrule(repair, alarms), heard=repair.heard.union(alarm.flag for alarm in alarms))


def _written(repair: Repair, step: Step, answer: Answer, cautions: Collection[Caution]) -> Repair:
    """The repair with the words of one step; what comes late, after newer words of the same page, changes nothing."""
    if repair.is_late(step, answer.tab, answer.save):
        return repair
    if answer.cooling:
        return replace(repair, calm=repair.calm.answered(answer.cooling, went_on=answer.wish is Wish.ON))
    if answer.tab:
        repair = repair.write_from(step, answer.words, answer.tab, answer.base)
        repair = repair.saved(step, answer.tab, answer.save)
    else:
        repair = repair.write(step, answer.words)
    if answer.limit:
        repair = repair.write_limit(answer.limit, answer.tab, answer.limit_base)
    repair = repair.warn(step, {*cautions, *_heard_beside(repair, step)})
    return replace(repair, plan=answer.plan) if answer.plan else repair


def _heard_beside(repair: Repair, step: Step) -> Collection[Caution]:
    """What was heard in this step while other versions of its words lie beside: any of them may be taken instead."""
    return repair.warned.get(step, frozenset()) if repair.conflicts.get(step) else frozenset()


def _settled(repair: Repair, step: Step, answer: Answer) -> Repair:
    """The repair after what the parent chose to do with this step."""
    match answer.wish:
        case Wish.DISMISS:
            return repair.dismiss([answer.about])
        case Wish.USE:
            return _taken(repair, step, answer.about)
        case Wish.SETTLE:
            return repair.settle(step)
        case Wish.NEXT:
            return repair.finish(step) if _has_words(repair, step) else repair.skip(step)
        case Wish.CARD if _has_words(repair, step):
            return repair.finish(step)
        case Wish.SKIP | Wish.ON:
            return repair.skip(step)
    return repair


def _taken(repair: Repair, step: Step, tab: str) -> Repair:
    taken = repair.take(step, tab)
    return replace(taken, plan=Plan(will=taken.words.get(step, ""))) if step is Step.PLAN else taken


def _has_words(repair: Repair, step: Step) -> bool:
    return step is Step.CALM or bool(repair.words.get(step, "").strip())


def _then(repair: Repair, step: Step, answer: Answer) -> Then:
    if answer.wish is Wish.TO:
        return Ahead(shown_step(repair, Step(answer.about)))
    if answer.wish is Wish.CARD:
        return Ahead(Step.CALM) if repair.calm.waits else ToCard()
    return _ahead(repair, step) if answer.wish in ONWARD else Stay()


def _stays(before: Calm, after: Calm, answer: Answer) -> bool:
    """Whether the first step stays: the body comes first, or the child is not ready yet and this is said once."""
    not_ready = after.near is Near.NOT_YET and before.near is not Near.NOT_YET
    return bool(answer.cooling) and (after.waits or (answer.wish is Wish.NEXT and not_ready))


def _ahead(repair: Repair, step: Step | None) -> Onward:
    ahead = repair.next_step(step)
    return Ahead(ahead) if ahead else ToCard()


def _is_rated(answer: Answer) -> bool:
    return answer.cooling is not None and answer.cooling.degree is not None
