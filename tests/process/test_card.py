from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.process import (
    CUES,
    FILLS,
    PITFALLS,
    SPOKEN,
    Alarm,
    Ask,
    Card,
    Caution,
    Flag,
    Label,
    Laid,
    Limit,
    Place,
    Plan,
    Reading,
    Repair,
    Rupture,
    RuptureKind,
    Span,
    Step,
    Tier,
    card_from,
    change_card,
    clauses,
    fingerprint,
    heeded,
    kept_card,
    message_of,
    tidy,
)
from tests.process.strategies import TEXTS, readings

MADE = datetime(2026, 11, 28, tzinfo=UTC)
SORRY_OR_ACT = {Label.REMORSE, Label.ACKNOWLEDGE}
NAME_IT, OWN_IT = Step.ACKNOWLEDGE, Step.RESPONSIBILITY
KEPT_ON_PURPOSE = {"heard": frozenset({Flag.FORCE_CHILD}), "overruled": frozenset({"force_child:shook you"})}


def draft(words: dict[Step, list[tuple[str, set[Label]]]], **more: object) -> tuple[Repair, Reading]:
    """A repair out of sentences, and the reading in which each carries its labels."""
    repair = Repair(MADE, words={step: " ".join(words for words, _ in said) for step, said in words.items()}, **more)
    text = message_of(repair).text
    labels = {words: carried for said in words.values() for words, carried in said}
    places = {words: Place(text.index(words), text.index(words) + len(words)) for words in labels}
    slots = repair.rupture.limit or Limit()
    for words in (slots.taken_back, slots.stands):
        if words:
            places[words] = Place(text.index(words), text.index(words) + len(words))
    in_order = sorted(places.items(), key=lambda item: item[1].start)
    spans = [Span(place, label, place, 1.0, "cue") for words, place in in_order for label in labels.get(words, ())]
    return repair, Reading(tuple(place for _, place in in_order), tuple(spans))


def laid(words: dict[Step, list[tuple[str, set[Label]]]], **more: object) -> Laid:
    return card_from(*draft(words, **more))


# What must hold of every draft there is: each word is a sentence, with any labels at all.

REPAIRS = st.builds(
    Repair,
    began=st.just(MADE),
    words=st.dictionaries(st.sampled_from(SPOKEN), TEXTS),
    rupture=st.builds(
        Rupture,
        kind=st.sampled_from([RuptureKind.RAISED_VOICE, RuptureKind.GRABBED_OR_SMACKED]),
        limit=st.none() | st.builds(Limit, taken_back=TEXTS, stands=TEXTS),
    ),
    plan=st.sampled_from([Plan(), Plan("one", "two"), Plan(will="three")]),
    used=st.frozensets(st.sampled_from([fingerprint(word) for word in ("one", "two")])),
)
DRAFTS = REPAIRS.flatmap(lambda repair: st.tuples(st.just(repair), readings(message_of(repair).text)))
# Many that say sorry, and many that may hurt: where the two meet, something has to give way.
CROWDED = REPAIRS.flatmap(
    lambda repair: st.tuples(
        st.just(replace(repair, rupture=replace(repair.rupture, kind=RuptureKind.RAISED_VOICE))),
        readings(message_of(repair).text, (Label.REMORSE, Label.ACKNOWLEDGE, Label.BLAME)),
    )
)


def on_it(repair: Repair, card: Laid) -> list[str]:
    return [word for line in (card.card.opening, *card.further) for word in line.split()]


@given(DRAFTS)
def test_a_card_and_its_rest_hold_every_sentence_exactly_once(given_draft: tuple[Repair, Reading]) -> None:
    repair, reading = given_draft
    card = card_from(repair, reading)
    assert sorted([*on_it(repair, card), *card.rest]) == sorted(message_of(repair).text.split())


@given(DRAFTS | CROWDED)
def test_no_sorry_and_no_act_is_left_out_while_words_that_may_hurt_stand(given_draft: tuple[Repair, Reading]) -> None:
    repair, reading = given_draft
    text, card = message_of(repair).text, card_from(repair, reading)
    left_out = () if repair.after_force else card.rest  # then a sorry that offers a hug waits, too
    # The same word may stand twice with other labels: one that must not be missing is missing if all of it is.
    for place in reading.sentences:
        words = text[place.start : place.end]
        carried = {span.label for span in reading.spans if span.sentence == place}
        if carried & SORRY_OR_ACT and words in left_out and words not in on_it(repair, card):
            assert not _hurting(text, reading, on_it(repair, card))


def _hurting(text: str, reading: Reading, standing: list[str]) -> list[str]:
    """The words on the card that carry a pitfall wherever they stand."""
    harmless = {text[p.start : p.end] for p in reading.sentences if not reading.has_pitfall(p)}
    return [words for words in standing if words not in harmless]


@given(DRAFTS | CROWDED)
def test_no_words_that_may_hurt_stand_unasked_unless_the_parent_said_to_use_them(
    given_draft: tuple[Repair, Reading],
) -> None:
    repair, reading = given_draft
    card = card_from(repair, reading)
    asked = {ask.words for ask in card.asks}
    for words in _hurting(message_of(repair).text, reading, on_it(repair, card)):
        assert (words in asked) != (fingerprint(words) in repair.used)


@given(DRAFTS)
def test_an_opening_comes_from_name_it_or_own_it_and_from_nowhere_else(given_draft: tuple[Repair, Reading]) -> None:
    repair, reading = given_draft
    opening = card_from(repair, reading).card.opening
    named, owned = (repair.words.get(step, "").split() for step in (NAME_IT, OWN_IT))
    assert opening in [*named, *owned, ""]
    assert opening or repair.after_force or not (named or owned)
    assert opening in named or repair.after_force or not named


@given(DRAFTS)
def test_more_than_three_cues_stand_only_beside_words_that_may_hurt(given_draft: tuple[Repair, Reading]) -> None:
    card = card_from(*given_draft)
    everything = card_from(replace(given_draft[0], used=frozenset()), given_draft[1])
    assert len(card.card.cues) <= CUES or everything.asks


# What opens it.


def test_a_card_opens_with_the_first_sentence_that_names_the_act() -> None:
    said = [("Hey love.", set()), ("I shouted at you.", {Label.ACKNOWLEDGE}), ("I am sorry.", {Label.REMORSE})]
    card = laid({NAME_IT: said}).card
    assert card.opening == "I shouted at you."
    assert card.cues == ("Hey love.", "I am sorry.")


def test_a_card_opens_with_the_first_words_where_no_act_is_named() -> None:
    assert laid({NAME_IT: [("Hey love.", set())]}).card.opening == "Hey love."


def test_owning_it_opens_a_card_where_nothing_is_named() -> None:
    assert laid({OWN_IT: [("That was mine.", {Label.RESPONSIBILITY})]}).card.opening == "That was mine."


def test_no_other_step_opens_a_card() -> None:
    card = laid({Step.RECONNECT: [("I love you.", {Label.REASSURE})]}).card
    assert (card.opening, card.cues) == ("", ("I love you.",))


def test_an_act_opens_a_card_though_it_carries_blame_and_other_words_do_not() -> None:
    hurts = ("I screamed at you because you started.", {Label.ACKNOWLEDGE, Label.BLAME, Label.EXCUSE})
    card = laid({NAME_IT: [hurts], OWN_IT: [("That was mine.", {Label.RESPONSIBILITY})]})
    assert card.card.opening == hurts[0]
    assert card.asks == (Ask(hurts[0], Label.BLAME, opens=True),)


def test_no_words_make_an_empty_card() -> None:
    assert laid({}) == Laid()


@pytest.mark.parametrize("wordless", ["1.", "...", "💛💛"])
def test_what_has_no_word_in_it_neither_opens_a_card_nor_stands_on_it(wordless: str) -> None:
    card = laid({NAME_IT: [(wordless, set()), ("I shouted.", {Label.ACKNOWLEDGE})]})
    assert (card.card.opening, card.further, card.rest) == ("I shouted.", (), (wordless,))
    assert laid({NAME_IT: [(wordless, set())]}) == Laid(rest=(wordless,))


def test_a_limit_may_be_an_hour_without_a_word() -> None:
    limit = Limit(taken_back="I take back the ban.", stands="19:30.")
    card = laid({NAME_IT: [("I shouted.", {Label.ACKNOWLEDGE})]}, rupture=Rupture(limit=limit))
    assert (card.further, card.rest) == (("I take back the ban.", "19:30."), ())


def test_an_emoji_alone_in_its_step_is_not_torn_into_the_sentence_before_it() -> None:
    repair = Repair(MADE, words={NAME_IT: "I am sorry.", Step.RECONNECT: "💛"})
    text = message_of(repair).text
    place = Place(0, len(text))  # as a reading joins them
    read = Reading((place,), (Span(place, Label.REMORSE, place, 1.0, "cue"),))
    card = card_from(repair, read)
    assert (card.card.opening, card.further, card.rest) == ("I am sorry.", (), ("💛",))


# What stands beside it.


def test_one_sentence_for_each_further_part_stands_before_a_second_one_of_a_part() -> None:
    card = laid(
        {
            NAME_IT: [("I shouted.", {Label.ACKNOWLEDGE}), ("It was loud.", set())],
            OWN_IT: [("That was mine.", {Label.RESPONSIBILITY}), ("Mine alone.", {Label.RESPONSIBILITY})],
            Step.VALIDATE: [("You were scared.", {Label.VALIDATE})],
            Step.RECONNECT: [("I love you.", {Label.REASSURE})],
        }
    )
    assert card.card.cues == ("That was mine.", "You were scared.", "I love you.")
    assert card.rest == ("It was loud.", "Mine alone.")


SORRIES = [(f"Sorry {number}.", {Label.REMORSE}) for number in range(5)]


def test_all_that_says_sorry_stands_beside_an_opening_that_may_hurt_however_much_it_is() -> None:
    card = laid({NAME_IT: [("I yelled, you brat.", {Label.ACKNOWLEDGE, Label.HOSTILE})], OWN_IT: SORRIES})
    assert card.card.cues == tuple(words for words, _ in SORRIES)


def test_what_may_be_a_sorry_is_treated_as_one() -> None:
    repair, reading = draft({NAME_IT: [("I yelled, you brat.", {Label.ACKNOWLEDGE, Label.HOSTILE})], OWN_IT: SORRIES})
    unsure = [replace(span, sure=span.label is not Label.REMORSE) for span in reading.spans]
    card = card_from(repair, replace(reading, spans=tuple(unsure)))
    assert card.card.cues == tuple(words for words, _ in SORRIES)


def test_words_that_may_hurt_give_way_where_not_all_that_says_sorry_fits() -> None:
    blames = ("Sorry, but you began.", {Label.REMORSE, Label.BLAME})
    card = laid({NAME_IT: [("I yelled.", {Label.ACKNOWLEDGE})], OWN_IT: [blames, *SORRIES]})
    assert card.card.cues == tuple(words for words, _ in SORRIES[:CUES])
    assert blames[0] in card.rest
    assert not card.asks


def test_words_that_may_hurt_stand_where_there_is_room_and_are_asked_about() -> None:
    card = laid({NAME_IT: [("I yelled.", {Label.ACKNOWLEDGE}), ("You never listen.", {Label.LECTURE, Label.HOSTILE})]})
    assert card.asks == (Ask("You never listen.", Label.HOSTILE),)


def test_a_limit_stands_whole_beside_what_is_taken_back_and_is_no_cue() -> None:
    rupture = Rupture(limit=Limit("The name I called you.", "No screens after eight."))
    card = laid({NAME_IT: [("I yelled.", {Label.ACKNOWLEDGE})], Step.VALIDATE: [("It hurt.", {Label.VALIDATE})]},
                rupture=rupture)  # fmt: skip
    assert (card.card.taken_back, card.card.stands) == ("The name I called you.", "No screens after eight.")
    assert card.further == ("The name I called you.", "No screens after eight.", "It hurt.")
    assert card.rest == ()


def test_a_plan_stands_whole() -> None:
    plan = ("When it gets loud, I will step outside.", {Label.PLAN})
    card = laid({Step.PLAN: [plan]}, plan=Plan("it gets loud", "step outside"))
    assert (card.card.plan, card.card.cues, card.further) == (plan[0], (), (plan[0],))


def test_half_a_plan_waits_unless_a_whole_sentence_was_written_into_its_field() -> None:
    assert laid({Step.PLAN: [("breathe first", {Label.PLAN})]}, plan=Plan(will="x")).rest == ("breathe first",)
    assert laid({Step.PLAN: [("I will go out.", {Label.PLAN})]}, plan=Plan(will="x")).card.plan == "I will go out."


def test_a_plan_that_promises_too_much_is_asked_about() -> None:
    plan = ("When you spill, I will never yell.", {Label.OVERPROMISE})
    assert laid({Step.PLAN: [plan]}, plan=Plan("you spill", "never yell")).asks == (Ask(plan[0], Label.OVERPROMISE),)


def test_a_sentence_that_is_to_be_used_as_it_is_is_not_asked_about_again() -> None:
    words = {NAME_IT: [("You never listen.", {Label.HOSTILE})]}
    (ask,) = laid(words).asks
    assert not laid(words, used=frozenset({ask.mark})).asks


# Where there is less to say than was written.


def test_after_force_no_touch_and_no_game_is_put_on_a_card() -> None:
    words = {NAME_IT: [("I smacked you.", {Label.ACKNOWLEDGE})], Step.RECONNECT: [("A hug?", {Label.RECONNECT})]}
    assert "A hug?" in laid(words).further
    after = laid(words, rupture=Rupture(RuptureKind.GRABBED_OR_SMACKED))
    assert after.further == ()
    assert after.rest == ("A hug?",)


def test_a_letter_has_no_card() -> None:
    repair, reading = draft(
        {NAME_IT: [("I yelled.", {Label.ACKNOWLEDGE})]}, warned={NAME_IT: frozenset({Caution.GO_BETWEEN})}
    )
    assert card_from(repair, reading) == Laid(rest=("I yelled.",))
    assert kept_card(repair, Card("Mine."), reading, Reading()) == Laid(rest=("I yelled.",))


@pytest.mark.parametrize(
    ("flag", "tier", "settled", "stands"),
    [
        (Flag.HARM_CHILD, Tier.A, {}, False),
        (Flag.HARM_CHILD, Tier.A, {"heard": frozenset({Flag.HARM_CHILD})}, False),
        (Flag.HARM_CHILD, Tier.A, {"overruled": frozenset({"harm_child:shook you"})}, True),
        (Flag.FORCE_CHILD, Tier.B, {}, False),
        (Flag.FORCE_CHILD, Tier.B, KEPT_ON_PURPOSE, True),
        (Flag.PARTNER_VIOLENCE, Tier.B, {"heard": frozenset({Flag.PARTNER_VIOLENCE})}, False),
    ],
)
def test_words_of_danger_make_a_card_only_once_they_are_settled(
    flag: Flag, tier: Tier, settled: dict[str, frozenset[str]], stands: bool
) -> None:
    repair, reading = draft({NAME_IT: [("I shook you.", {Label.ACKNOWLEDGE})]}, **settled)
    alarm = Alarm(flag, tier, Place(2, 11), "rule", "shook you")
    card = card_from(repair, heeded(replace(reading, alarms=(alarm,)), repair.overruled))
    assert (card.card.opening, card.rest) == (("I shook you.", ()) if stands else ("", ("I shook you.",)))


# What the parent made of it.


def test_a_card_stays_as_it_was_left_and_is_asked_about_like_a_new_one() -> None:
    repair, reading = draft({NAME_IT: [("I yelled.", {Label.ACKNOWLEDGE}), ("It was late.", set())]})
    card = Card("I was loud.", ("You began.", "It was late."))
    blamed = Place(12, 22)
    assert card.text[blamed.start : blamed.end] == "You began."
    read = Reading((Place(0, 11), blamed, Place(23, 35)), (Span(blamed, Label.BLAME, blamed, 1.0, "cue"),))
    shown = kept_card(repair, card, reading, read)
    assert shown.card == card
    assert shown.asks == (Ask("You began.", Label.BLAME),)
    assert shown.rest == ("I yelled.",)
    assert shown.further == card.cues
    assert kept_card(repair, Card(cues=("Mine.",)), reading, Reading()).further == ("Mine.",)


def test_blame_at_the_beginning_of_a_card_that_was_changed_is_asked_as_its_beginning() -> None:
    place = Place(0, 10)
    read = Reading((place,), (Span(place, Label.BLAME, place, 1.0, "cue"),))
    assert kept_card(Repair(MADE), Card("You began."), Reading(), read).asks == (
        Ask("You began.", Label.BLAME, opens=True),
    )


def test_using_a_sentence_as_it_is_leaves_a_card_to_follow_the_words() -> None:
    card = Card("You began.", ("I yelled.",))
    used = change_card(Repair(MADE), card, fingerprint(card.text), use="mark")
    assert (used.card, used.used) == (None, {"mark"})


def test_what_was_typed_beside_it_is_not_lost() -> None:
    used = change_card(Repair(MADE), Card("I began."), fingerprint("You began."), use="mark")
    assert (used.card, used.used) == (Card("I began."), {"mark"})


LONG = "I shouted at you in front of your whole team this morning, and you had done nothing at all to deserve it."


def test_a_long_opening_is_offered_in_parts_and_one_of_them_may_open_the_card() -> None:
    first, second = clauses(LONG)
    assert first == "I shouted at you in front of your whole team this morning"
    assert second == "you had done nothing at all to deserve it."
    card = Card(LONG, ("Mine.",))
    assert change_card(Repair(MADE), card, "", first=fingerprint(first)).card == Card(first, ("Mine.",))
    assert change_card(Repair(MADE), card, "", first=fingerprint(LONG)).card == card
    assert change_card(Repair(MADE), card, "", first="of no part").card == card


BOWL = "When you dropped the bowl in the hall last night I shouted at you; that was wrong of me from end to end."
SHOES = "I yelled at you about the shoes today because I was late for work — you did not make me do that at all."
DOOR = "I slammed the door, threw your bag and your new coat down the stairs and left without one more word to you."
BOTH = "I raised my voice at your brother and you this morning, the two of you together, in front of all of them."
DIARY = "I’m sorry that I read your diary on Sunday but I’m even sorrier that I told your gran what was in it."
QUOTED = 'You said "please stop, you are scaring me" and I said "no, I will not stop" and I went on, that was cruel.'
WAITING = "The way I spoke to you this morning, and you had only asked where it was, has stayed with me all day long."


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            QUOTED,
            (
                'You said "please stop, you are scaring me"',
                'I said "no, I will not stop"',
                "I went on",
                "that was cruel.",
            ),
        ),
        (WAITING, ()),
        ("I shouted at you, and that was wrong.", ()),
        (BOWL, ("that was wrong of me from end to end.",)),
        (SHOES, ("I yelled at you about the shoes today", "you did not make me do that at all.")),
        (DOOR, ()),
        (BOTH, ()),
        (f"{DOOR[:-1]}, I know.", ()),
        (
            DIARY,
            ("I’m sorry that I read your diary on Sunday", "I’m even sorrier that I told your gran what was in it."),
        ),
        ("word " * 40, ()),
        (f"{LONG} " * 50, ()),
    ],
)
def test_a_part_is_a_whole_clause_or_it_is_not_offered(sentence: str, parts: tuple[str, ...]) -> None:
    assert clauses(sentence) == parts


def test_a_sentence_of_exactly_the_longest_length_is_offered_in_parts_and_one_letter_more_is_not() -> None:
    longest = "I shouted at you, and I am sorry for all of that" + "t" * (4000 - 48)
    assert len(longest) == 4000
    assert len(clauses(longest)) == 2
    assert clauses(f"{longest}t") == ()


@given(st.lists(st.sampled_from(["I", "you", "shouted", "and", "because", ",", ";", "—", " - ", "door"]), max_size=60))
def test_every_part_is_the_parents_own_words_in_their_order(words: list[str]) -> None:
    sentence = " ".join(words).replace(" ,", ",").replace(" ;", ";")
    for part in clauses(sentence):
        assert part in tidy(sentence)
        assert len(part.split()) >= 3


def test_every_part_of_a_repair_has_its_place_in_the_choice() -> None:
    from amends.process import layout

    assert {*layout.PARTS, *layout.OPENERS} == {label for fills in FILLS.values() for label in fills} | {Label.REMORSE}
    assert not {*layout.PARTS} & {*PITFALLS}
