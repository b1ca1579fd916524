from amends.coach import against
from amends.process import Alarm, Flag, Label, Limit, Place, Reading, Slip, Span, Tier, slips

BEDTIME = Limit("the shouting", "Bedtime is at eight, tablets off")


def heard(text: str, *labels: Label) -> Reading:
    """One sentence that carries these labels."""
    place = Place(0, len(text))
    return Reading((place,), tuple(Span(place, label, place, 0.9, "cue") for label in labels))


def test_an_apology_for_what_still_stands_takes_the_limit_back_by_accident() -> None:
    text = "I'm sorry I said bedtime was at eight."
    assert [slip for slip, _ in slips(text, heard(text, Label.REMORSE), BEDTIME, against())] == [Slip.CANCELS]


def test_an_apology_for_the_tone_leaves_the_limit_alone() -> None:
    text = "I'm sorry I shouted at you on the stairs."
    assert slips(text, heard(text, Label.REMORSE), BEDTIME, against()) == ()


def test_a_limit_hooked_on_with_but_swallows_the_apology() -> None:
    text = "I'm sorry I shouted, but bedtime is at eight."
    for label in (Label.LIMIT, Label.LECTURE):
        for limit in (BEDTIME, None):
            found = slips(text, heard(text, Label.REMORSE, label), limit, against())
            assert [slip for slip, _ in found] == [Slip.SWALLOWS]


def test_who_was_wrong_about_the_limit_too_may_take_it_back() -> None:
    text = "I'm sorry I took the tablets for a month."
    wrong = Limit("", "no tablets for a month", wrong_too=True)
    assert slips(text, heard(text, Label.REMORSE), wrong, against()) == ()


def test_a_calm_limit_in_a_line_of_its_own_is_no_slip() -> None:
    text = "Bedtime is still at eight."
    assert slips(text, heard(text, Label.LIMIT), BEDTIME, against()) == ()


def test_words_that_raise_an_alarm_are_not_polished() -> None:
    text = "I'm sorry I said bedtime was at eight."
    alarm = Alarm(Flag.HARM_CHILD, Tier.A, Place(0, 1), "rule")
    place = Place(0, len(text))
    reading = Reading((place,), (Span(place, Label.REMORSE, place, 0.9, "cue"),), alarms=(alarm,))
    assert slips(text, reading, BEDTIME, against()) == ()
