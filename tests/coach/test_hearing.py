"""Kinds of words that were once misheard, both ways: what must be heard now, and what must still be."""

import pytest

from amends.coach import alarms, read
from amends.process import Flag, Label


def _labels(text: str) -> set[Label]:
    reading = read(text)
    return {label for sentence in reading.sentences for label in reading.labels(sentence)}


def _flags(text: str) -> set[Flag]:
    return {alarm.flag for alarm in alarms(text)}


@pytest.mark.parametrize(
    "text",
    [
        "I threw your mistakes back at you in front of everyone.",
        "I threw cruel words at you like stones.",
        "I threw it all back in your face.",
        "I hurled insults at you while your friends listened.",
        "I flung every failure at you that I could think of.",
        "I kept throwing questions at you until you cried.",
        "I threw everything you had ever told me back at you.",
    ],
)
def test_words_that_are_thrown_hurt_nobody_with_an_object(text: str) -> None:
    assert Flag.HARM_CHILD not in _flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "I threw the plate at you.",
        "I threw your book back at you.",
        "I threw insults and a plate at you.",
        "I chucked it at you and it hit your face.",
        "He hurled the remote at him.",
    ],
)
def test_things_that_are_thrown_still_do(text: str) -> None:
    assert Flag.HARM_CHILD in _flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "I was drunk a lot when you were small. I've been sober nine years.",
        "I used to drink too much when you were little. I stopped ten years ago.",
        "I was an alcoholic for most of your childhood, and I am so sorry.",
        "I got drunk at your party in 2011 and I have never touched it again.",
        "My drinking hurt you when you were ten. I have been clean for six years now.",
        "I was high so often when you were growing up, and I got sober before you were married, twelve years ago.",
    ],
)
def test_drinking_long_ago_is_no_stop(text: str) -> None:
    assert Flag.LOSING_CONTROL not in _flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "I was drunk last night when I was looking after you.",
        "I was drunk when you were small and I was drunk again last night.",
        "I was drunk and I shouted at you.",
        "I got drunk when you were asleep upstairs.",
        "I was drunk when you were at school.",
        "I was drunk when you were 10 minutes late.",
        "I relapsed and was drunk on Friday, sober since Monday.",
        "I was drunk at your match. I've been sober for three days.",
    ],
)
def test_drinking_now_still_is(text: str) -> None:
    assert Flag.LOSING_CONTROL in _flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "He hasn't slept in his own bed since his dad put his fist through the door",
        "My husband shoved me into the cooker and she saw.",
        "Your dad punched a hole in the wall.",
        "My boyfriend kicked the bedroom door in.",
        "My partner grabbed me by the throat.",
        "Her mum put her foot through the telly when we argued.",
        "My ex pinned me against the wall and the kids were there.",
    ],
)
def test_violence_between_adults_is_heard_as_that_and_not_as_a_child_that_was_hurt(text: str) -> None:
    assert Flag.PARTNER_VIOLENCE in _flags(text)
    assert not _flags(text) & {Flag.FORCE_CHILD, Flag.HARM_CHILD}
    assert Label.EXCUSE not in _labels(text)


def test_pushing_back_is_violence_between_adults_too() -> None:
    assert _flags("My wife slapped me so I pushed her.") == {Flag.PARTNER_VIOLENCE}


@pytest.mark.parametrize(
    "text",
    [
        "I shoved you into the cooker.",
        "I shoved your sister into the wall.",
        "I pushed you and you fell.",
        "My husband shoved my son into the wall.",
        "He grabbed our son round the throat.",
    ],
)
def test_who_was_shoved_decides(text: str) -> None:
    assert _flags(text) & {Flag.FORCE_CHILD, Flag.HARM_CHILD}
    assert Flag.PARTNER_VIOLENCE not in _flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "You put your fist through the door and I yelled.",
        "I punched my pillow and went for a walk.",
        "He kicked the ball through the window.",
        "Dad put his hand on the door and waited for you.",
        "Mum put her foot in it at the party.",
        "I shoved it all in the cupboard.",
    ],
)
def test_doors_and_windows_alone_are_no_violence(text: str) -> None:
    assert Flag.PARTNER_VIOLENCE not in _flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "You're such a quiet girl.",
        "Sorry, little fella.",
        "You are such a kind, gentle boy.",
        "Sorry, little man.",
        "So sorry, my sweet girl.",
        "You were always such a brave kid.",
    ],
)
def test_pet_names_and_kind_words_are_no_insult(text: str) -> None:
    assert all(span.label is not Label.HOSTILE for span in read(text).spans)


@pytest.mark.parametrize(
    "text",
    [
        "You are so rude and I am fed up of saying sorry to you.",
        "You're so lazy and I'm sick of saying sorry.",
        "I'm sick of apologising to you, you ungrateful brat.",
        "You're such a bad girl.",
    ],
)
def test_insults_still_are_and_being_tired_of_saying_sorry_is_no_sorry(text: str) -> None:
    assert Label.HOSTILE in _labels(text)
    assert all(span.label is not Label.REMORSE for span in read(text).spans)


@pytest.mark.parametrize(
    "text", ["You asked for it.", "I'm sorry you made me smash your cup. You asked for it.", "You had it coming."]
)
def test_asked_for_it_is_blame_and_never_understanding(text: str) -> None:
    assert Label.BLAME in _labels(text)
    assert all(span.label is not Label.VALIDATE for span in read(text).spans)


@pytest.mark.parametrize("text", ["You asked for it to be red.", "You asked for it and I didn't give you a turn."])
def test_asking_for_something_is_no_blame(text: str) -> None:
    assert Label.BLAME not in _labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "Now can you go and pick up those blocks for me?",
        "Can you go and tidy your room now?",
        "Could you please put your shoes away?",
        "Will you go and wash your hands?",
        "Now would you please set the table?",
    ],
)
def test_a_chore_is_no_offer(text: str) -> None:
    assert all(span.label not in {Label.RECONNECT, Label.INVITE} for span in read(text).spans)


@pytest.mark.parametrize(
    "text",
    [
        "Can we go and build those blocks together?",
        "Would you like to pick up the blocks with me?",
        "Could you bring me a book so that we can read together?",
    ],
)
def test_an_offer_still_is(text: str) -> None:
    assert Label.RECONNECT in _labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "You can have tea with us once you've said sorry to your aunt.",
        "You can come down when you've apologised.",
        "You can have your phone back after you say sorry.",
        "We can go to the park as soon as you say you're sorry.",
        "I'll talk to you when you apologise.",
    ],
)
def test_company_on_terms_is_a_demand_and_no_offer(text: str) -> None:
    assert _labels(text) & {Label.DEMAND, Label.HOSTILE}
    assert not _labels(text) & {Label.RECONNECT, Label.INVITE, Label.REASSURE}


@pytest.mark.parametrize(
    "text",
    [
        "We can have tea when you're ready.",
        "You don't have to say sorry, you can come down when you like.",
        "You can have your dinner with us after school.",
    ],
)
def test_time_and_leave_are_no_terms(text: str) -> None:
    assert not _labels(text) & {Label.DEMAND, Label.HOSTILE}


@pytest.mark.parametrize(
    ("text", "label"),
    [("When it rings, I will get up.", Label.PLAN), ("None of it was because of you.", Label.RESPONSIBILITY)],
)
def test_ones_own_getting_up_hurries_nobody_and_clearing_a_child_is_no_blame(text: str, label: Label) -> None:
    assert _labels(text) == {label}


@pytest.mark.parametrize(
    "text",
    [
        "I should have been there more.",
        "I should've been around more often.",
        "I know I should have been there for you more often.",
        "I wasn't home enough for you.",
    ],
)
def test_an_absence_without_a_moment_names_no_act(text: str) -> None:
    assert Label.ACKNOWLEDGE not in _labels(text)


@pytest.mark.parametrize("text", ["I should have been at your game.", "I wasn't there when you fell."])
def test_an_absence_that_the_child_would_know_again_does(text: str) -> None:
    assert Label.ACKNOWLEDGE in _labels(text)
