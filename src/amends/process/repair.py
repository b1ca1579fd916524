"""One repair as it is lived: changed only by making a new one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from amends.process.after import After, Came, Response
from amends.process.calm import Calm
from amends.process.card import Card
from amends.process.message import Caution, Flag, Place
from amends.process.people import AgeBand, Child
from amends.process.plan import Plan
from amends.process.rupture import Limit, Rupture, RuptureKind, Unsafe
from amends.process.steps import SHORT_WAY, SPOKEN, WHOLE_WAY, Step, following
from amends.process.words import fingerprint

# After these nobody offers a hug or a game: closeness would be asked of a child who may be afraid.
FORCE = frozenset(
    {
        Flag.HARM_CHILD,
        Flag.FORCE_CHILD,
        Flag.THREAT_VIOLENCE,
        Flag.SEXUAL,
        Flag.PARTNER_VIOLENCE,
        Flag.SECRECY,
    }
)
# Only after these may words still become a card; after all others, who can help comes instead.
CARD_AFTER = frozenset({Flag.FORCE_CHILD, Flag.SECRECY, Flag.LOSING_CONTROL})
# Of one repair: notes that stay away, sentences used as they are, times that its plan met its moment.
MOST_NOTED = 500
LETTER = frozenset({Caution.CONTACT_ORDER, Caution.GO_BETWEEN})


@dataclass(frozen=True, slots=True)
class Repair:
    """Everything kept of one repair.

    `words` holds what was written per step; `done` the steps that are filled with gold, `skipped` those left as clay.
    `writers` names the open page that last wrote a step; `conflicts` holds what other open pages wrote there meanwhile.
    `again` is the earlier repair of the same kind; `came` tells each time the moment of the plan came.
    `quick`: one sentence was chosen, which leads to the card. `heard` and `warned` are what was heard in words that
    were kept; `overruled` names heard words that mean something else, `used` sentences the card may carry as they
    are. `warned_on_card` was heard on the card as it was left, `limit_by` is the open page that wrote the limit.
    `saves` are the numbers of the newest saves of open pages.
    """

    began: datetime
    rupture: Rupture = field(default_factory=Rupture)
    child: Child = field(default_factory=Child)
    words: Mapping[Step, str] = field(default_factory=dict)
    done: frozenset[Step] = frozenset()
    skipped: frozenset[Step] = frozenset()
    plan: Plan = field(default_factory=Plan)
    card: Card | None = None
    dismissed: frozenset[str] = frozenset()
    said: bool = False
    writers: Mapping[Step, str] = field(default_factory=dict)
    conflicts: Mapping[Step, Mapping[str, str]] = field(default_factory=dict)
    calm: Calm = field(default_factory=Calm)
    after: After = field(default_factory=After)
    came: tuple[Came, ...] = ()
    again: UUID | None = None
    quick: bool = False
    heard: frozenset[Flag] = frozenset()
    warned: Mapping[Step, frozenset[Caution]] = field(default_factory=dict)
    overruled: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    warned_on_card: frozenset[Caution] = frozenset()
    limit_by: str = ""
    saves: Mapping[Step, Mapping[str, int]] = field(default_factory=dict)

    @property
    def has_words(self) -> bool:
        """Whether anything was written in it, or its words were said: a mere start is nothing yet."""
        limit = self.rupture.limit or Limit()
        further = (limit.taken_back, limit.stands, self.plan.when, self.plan.will, self.after.words)
        return self.said or any(words.strip() for words in (*self.words.values(), *further))

    @property
    def after_force(self) -> bool:
        """Whether hands were laid on somebody, or somebody is hurt: a short way, and no touch or game is offered."""
        told = self.rupture.kind is RuptureKind.GRABBED_OR_SMACKED or self.rupture.unsafe is Unsafe.YES
        return told or bool(self.heard & FORCE)

    @property
    def way(self) -> tuple[Step, ...]:
        """The steps that this repair is led through."""
        return SHORT_WAY if self.after_force else WHOLE_WAY

    @property
    def cautions(self) -> frozenset[Caution]:
        """What was heard in the words of any step, and in those that the parent left on the card."""
        return (self.warned_on_card if self.card else frozenset[Caution]()).union(*self.warned.values())

    @property
    def is_letter(self) -> bool:
        """Whether these words must not be sent or handed on: a letter to keep, and no card."""
        return bool(self.cautions & LETTER)

    @property
    def settled(self) -> frozenset[Step]:
        """The steps that need nothing more for now."""
        return self.done | self.skipped

    @property
    def is_open(self) -> bool:
        """Whether it still waits: not yet said, away from the screen."""
        return not self.said

    @property
    def is_followed(self) -> bool:
        """Whether it was said and is still to be looked at: nothing was noted yet, or a day or a plan is open."""
        open_ends = self.after.response is None or self.after.again_on is not None or self.plan.is_whole
        return self.said and open_ends and not self.after.put_away

    def next_step(self, after: Step | None = None) -> Step | None:
        """Where it goes on from `after` (None: from the start): the next open step of its way, or the card (None).

        While the body is hot, words wait. A quick one has its card as soon as it has words.
        """
        ahead = following(after, self.settled, self.way)
        written = self.card is not None or any(words.strip() for words in self.words.values())
        if self.calm.waits:
            return Step.CALM
        return None if self.quick and written else ahead

    @property
    def has_card(self) -> bool:
        """Whether these words may be carried to a child at all."""
        return not self.is_letter and self.heard <= CARD_AFTER

    def write(self, step: Step, words: str) -> "Repair":
        """The repair with `words` in `step`. A card made from older words stays as the parent left it."""
        return replace(self, words={**self.words, step: words})

    def add(self, sentence: str) -> "Repair":
        """The repair with one more sentence, said as the parent owns their part; on its card too. Once, if it is there
        already."""
        words = self.words.get(Step.RESPONSIBILITY, "")
        if sentence in words:
            return self
        card = self.card and replace(self.card, cues=(*self.card.cues, sentence))
        return replace(self.write(Step.RESPONSIBILITY, f"{words.rstrip()}\n{sentence}".strip()), card=card)

    def is_late(self, step: Step, tab: str, save: int) -> bool:
        """Whether a save arrives after a newer one of the same open page. 0 is a page that does not count: never."""
        return 0 < save < self.saves.get(step, {}).get(tab, 0)

    def saved(self, step: Step, tab: str, save: int) -> "Repair":
        """The repair that knows the newest save of an open page, for as long as words of that page are kept."""
        known = {self.writers.get(step), *self.conflicts.get(step, {})}
        numbers = {**self.saves.get(step, {}), tab: save}
        return replace(self, saves={**self.saves, step: {of: last for of, last in numbers.items() if of in known}})

    def write_from(self, step: Step, words: str, tab: str, base: str) -> "Repair":
        """The repair with `words` in `step`, written on one open page (`tab`) that began from the words `base`.

        `base` is their fingerprint. Where another page wrote there in between, both versions are kept: the newest as
        the words, the other beside them, one for each page.
        """
        kept, wrote = self.words.get(step, ""), self.writers.get(step)
        if kept == words and wrote not in (None, tab):
            return replace(self, conflicts={**self.conflicts, step: {**self.conflicts.get(step, {}), tab: words}})
        beside = {other: text for other, text in self.conflicts.get(step, {}).items() if other != tab}
        if wrote != tab and fingerprint(kept) != base and kept.strip():
            beside[wrote or ""] = kept
        written = replace(self.write(step, words), writers={**self.writers, step: tab})
        return replace(written, conflicts={**self.conflicts, step: beside})

    def write_limit(self, limit: Limit, tab: str, base: str) -> "Repair":
        """The repair with this limit, written on one open page (`tab`). Where that page left it as it was when it began
        (`base` is its mark), what another page wrote meanwhile stays."""
        if limit.mark == base and self.limit_by != tab:
            return self
        return replace(self, rupture=replace(self.rupture, limit=limit), limit_by=tab)

    def take(self, step: Step, tab: str) -> "Repair":
        """The repair with what another page (`tab`) wrote in `step` as its words, and those until now beside it."""
        beside = dict(self.conflicts.get(step, {}))
        if tab not in beside:
            return self
        words, kept = beside.pop(tab), self.words.get(step, "")
        if kept.strip():
            beside[self.writers.get(step, "")] = kept
        return replace(
            self.write(step, words), writers={**self.writers, step: tab}, conflicts={**self.conflicts, step: beside}
        )

    def settle(self, step: Step) -> "Repair":
        """The repair in which only the newest words of `step` are left."""
        return replace(self, conflicts={**self.conflicts, step: {}})

    def warn(self, step: Step, cautions: Iterable[Caution]) -> "Repair":
        """The repair that knows what was heard in `step`: in its newest words, and in those that lie beside them."""
        return replace(self, warned={**self.warned, step: frozenset(cautions)})

    def finish(self, step: Step) -> "Repair":
        """The repair with `step` done: its stretch of the seam turns to gold."""
        return replace(self, done=self.done | {step}, skipped=self.skipped - {step})

    def skip(self, step: Step) -> "Repair":
        """The repair with `step` skipped: it is simply still clay. What was written there stays."""
        return replace(self, skipped=self.skipped | {step}, done=self.done - {step})

    def asked(self, unsafe: Unsafe, band: AgeBand | None) -> "Repair":
        """A logged repair with the one question answered: from here on it is one like any other. `band` is what the
        child understands, where that was said."""
        child = replace(self.child, band=band) if band else self.child
        return replace(self, rupture=replace(self.rupture, unsafe=unsafe), child=child)

    def noted(self, after: After) -> "Repair":
        """The repair with what came after: its words were said, unless the parent notes that they were not."""
        return replace(self, after=after, said=after.response is not Response.NOT_SAID)

    def put_away(self) -> "Repair":
        """The repair that its parent does not want to be shown any more. It stays in the diary, with its plan."""
        return replace(self, after=replace(self.after, put_away=True))

    def met(self, came: Came) -> "Repair":
        """The repair whose plan met its moment once more; the same form counts once, and the newest are kept."""
        known = came.once and any(earlier.once == came.once for earlier in self.came)
        return self if known else replace(self, came=(*self.came, came)[-MOST_NOTED:])

    def dismiss(self, keys: Iterable[str]) -> "Repair":
        """The repair in which the notes with these keys stay away, as far as there is room for them."""
        return replace(self, dismissed=_bounded(self.dismissed, keys))

    def use(self, mark: str) -> "Repair":
        """The repair whose card may carry the sentence of this fingerprint as it is, as far as there is room."""
        return replace(self, used=_bounded(self.used, [mark]))


def _bounded(known: frozenset[str], more: Iterable[str]) -> frozenset[str]:
    """All of them together, unless these are too many already: each saving writes all of it."""
    return known if len(known) >= MOST_NOTED else known.union(more)


@dataclass(frozen=True, slots=True)
class Past:
    """A repair as it was when a step was left."""

    left: datetime
    step: Step
    repair: Repair


@dataclass(frozen=True, slots=True)
class Message:
    """All that the parent means to say, as one text, and where each step's words stand in it."""

    text: str
    places: Mapping[Step, Place]


def message_of(repair: Repair) -> Message:
    """The words of all steps in the usual order, a line break between them; empty steps leave nothing.

    What is taken back of a limit, and what stands of it, follow the step in which the parent owns their part.
    """
    text = ""
    places: dict[Step, Place] = {}
    for step, words in _pieces(repair):
        if words.strip():
            start = len(text) + 1 if text else 0
            text = f"{text}\n{words}" if text else words
            if step:
                places[step] = Place(start, start + len(words))
    return Message(text, places)


def _pieces(repair: Repair) -> Iterator[tuple[Step | None, str]]:
    limit = repair.rupture.limit
    for step in SPOKEN:
        yield step, repair.words.get(step, "")
        if step is Step.RESPONSIBILITY and limit:
            yield from ((None, words) for words in (limit.taken_back, limit.stands))
