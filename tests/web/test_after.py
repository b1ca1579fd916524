import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from amends.guidance import load
from amends.process import After, Repair, Response
from tests.people import ada, begins, cleo, diary_of, repairs_of, words_on, writes

pytestmark = pytest.mark.django_db
TEXTS = load().after


def says_it(parent) -> str:
    repair = begins(parent)
    writes(parent, repair, "acknowledge", "I shouted at you.")
    writes(parent, repair, "plan", "", when="we are late", will="sit down first")
    parent.browser.post(f"/card/{repair}/", {"opening": "I shouted at you.", "said": "yes"})
    return repair


def notes(parent, repair: str, **form: str):
    return parent.browser.post(f"/after/{repair}/", form, follow=True)


def again_on_the(day: date) -> Callable[[Repair], Repair]:
    return lambda newest: newest.noted(replace(newest.after, again_on=day))


@pytest.mark.parametrize("response", Response)
def test_whatever_the_child_did_has_a_page_of_its_own(response: Response) -> None:
    parent = ada()
    page = words_on(notes(parent, says_it(parent), response=response))
    assert all(line in page for line in TEXTS.responses[response].lines)


def test_a_refusal_is_a_normal_ending_and_what_was_said_stands() -> None:
    parent = ada()
    page = words_on(notes(parent, says_it(parent), response="refused", words="She turned to the wall."))
    assert "What you said still stands" in page
    assert "She turned to the wall." in page


def test_what_was_not_said_in_the_end_stays_open_and_what_was_said_does_not() -> None:
    parent = ada()
    repair = says_it(parent)
    assert "Still open" not in words_on(parent.browser.get("/"))
    notes(parent, repair, response="not-said")
    assert "Still open" in words_on(parent.browser.get("/"))
    notes(parent, repair, response="silent")
    assert "Still open" not in words_on(parent.browser.get("/"))


def test_the_first_page_asks_until_something_is_noted_and_never_after_it_is_put_away() -> None:
    parent = ada()
    repair = says_it(parent)
    assert f"/after/{repair}/" in words_on(parent.browser.get("/"))
    parent.browser.post(f"/after/{repair}/", {"put_away": "yes"})
    assert f"/after/{repair}/" not in words_on(parent.browser.get("/"))


def test_a_day_to_look_again_stands_on_the_first_page_on_that_day_and_not_before() -> None:
    parent = ada()
    repair = says_it(parent)
    today = timezone.localdate()
    notes(parent, repair, response="silent", again_on=(today + timedelta(days=3)).isoformat())
    assert "To look at again today" not in words_on(parent.browser.get("/"))
    notes(parent, repair, response="silent", again_on=today.isoformat())
    assert "To look at again today" in words_on(parent.browser.get("/"))


def test_the_calendar_file_names_nothing_and_nobody() -> None:
    parent = ada()
    repair = says_it(parent)
    assert parent.browser.get(f"/after/{repair}/reminder.ics").status_code == 404
    notes(parent, repair, again_on="2999-12-24", words="He cried.")
    answer = parent.browser.get(f"/after/{repair}/reminder.ics")
    text = answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="reminder.ics"'
    assert "DTSTART;VALUE=DATE:29991224\r\n" in text
    assert "SUMMARY:Reminder\r\n" in text
    assert "cried" not in text and "shout" not in text


@pytest.mark.parametrize(("day", "written"), [("9999-12-31", "99991231"), ("0001-01-01", "00010101")])
def test_the_first_and_the_last_of_all_days_have_a_calendar_file_too(day: str, written: str) -> None:
    parent = ada()
    repair = says_it(parent)
    diary_of(parent).amend(UUID(repair), again_on_the(date.fromisoformat(day)))
    text = parent.browser.get(f"/after/{repair}/reminder.ics").content.decode()
    assert f"DTSTART;VALUE=DATE:{written}\r\n" in text
    assert parent.browser.get("/").status_code == 200


@pytest.mark.parametrize(("chip", "days"), [("tomorrow", 1), ("three-days", 3)])
def test_a_later_day_is_one_tap_and_leaves_the_answer_as_it_was(chip: str, days: int) -> None:
    parent = ada()
    repair = says_it(parent)
    notes(parent, repair, response="silent", words="She looked away.")
    page = words_on(notes(parent, repair, later=chip))
    assert f'value="{(timezone.localdate() + timedelta(days=days)).isoformat()}"' in page
    assert "Silence is an answer too" in page and "She looked away." in page


def test_another_answer_leaves_the_words_and_the_day() -> None:
    parent = ada()
    repair = says_it(parent)
    notes(parent, repair, response="silent", words="She looked away.", again_on="2999-12-24")
    page = words_on(notes(parent, repair, response="came-near"))
    assert "You are near again" in page
    assert "She looked away." in page and 'value="2999-12-24"' in page


def test_a_day_can_be_taken_away_again() -> None:
    parent = ada()
    repair = says_it(parent)
    notes(parent, repair, response="silent", again_on="2999-12-24")
    assert "To look at again" not in words_on(notes(parent, repair, words="", again_on=""))


def test_a_day_that_is_none_is_said_and_the_words_stay() -> None:
    parent = ada()
    answer = parent.browser.post(f"/after/{says_it(parent)}/", {"again_on": "soon", "words": "She was quiet."})
    assert answer.status_code == 422
    assert "year-month-day" in words_on(answer)
    assert "She was quiet." in words_on(answer)


def test_a_day_to_look_again_that_is_over_is_refused_and_the_words_stay() -> None:
    parent = ada()
    repair = says_it(parent)
    over = (timezone.localdate() - timedelta(days=1)).isoformat()
    answer = parent.browser.post(f"/after/{repair}/", {"again_on": over, "words": "She was quiet."})
    assert answer.status_code == 422
    assert "That day is over. Choose today, or a day to come." in words_on(answer)
    assert "She was quiet." in words_on(answer)
    assert diary_of(parent).entry(UUID(repair)).entry.after == After()


def test_a_day_that_was_kept_and_has_passed_stays_when_the_form_is_sent_again() -> None:
    parent = ada()
    repair = says_it(parent)
    diary_of(parent).amend(UUID(repair), again_on_the(date(2020, 1, 1)))
    assert "That day is over" not in words_on(notes(parent, repair, words="He came.", again_on="2020-01-01"))
    kept = diary_of(parent).entry(UUID(repair)).entry.after
    assert (kept.again_on, kept.words) == (date(2020, 1, 1), "He came.")


def test_the_plans_moment_is_noted_in_two_taps() -> None:
    parent = ada()
    repair = says_it(parent)
    assert "When we are late, I will sit down first." in words_on(parent.browser.get("/"))
    assert TEXTS.came.did_line in words_on(parent.browser.post(f"/after/{repair}/came/", {"did": "yes"}))
    assert TEXTS.came.not_line in words_on(parent.browser.post(f"/after/{repair}/came/", {"did": "no"}))


def test_a_plan_that_failed_three_times_brings_more_than_words() -> None:
    parent = ada()
    repair = says_it(parent)
    pages = [words_on(parent.browser.post(f"/after/{repair}/came/", {"did": "no"})) for _ in range(3)]
    title = load().safety.pattern.title
    assert [title in page for page in pages] == [False, False, True]


def test_words_of_danger_are_not_kept_until_asked() -> None:
    parent = ada()
    repair = says_it(parent)
    grave = {"words": "He said he wants to die.", "response": "talked"}
    assert "Nothing of this was kept" in words_on(parent.browser.post(f"/after/{repair}/", grave))
    back = words_on(parent.browser.post(f"/after/{repair}/", grave | {"stopped": "back"}))
    assert "These words are not kept yet" in back and "wants to die" in back
    assert "wants to die" not in words_on(parent.browser.get(f"/after/{repair}/"))
    assert "wants to die" in words_on(notes(parent, repair, keep="yes", **grave))


def test_cleo_finds_nothing_of_it() -> None:
    repair = says_it(ada())
    stranger = cleo()
    begins(stranger)
    for address in (f"/after/{repair}/", f"/after/{repair}/reminder.ics"):
        assert stranger.browser.get(address).status_code == 404
    assert stranger.browser.post(f"/after/{repair}/came/", {"did": "yes"}).status_code == 404


def test_the_same_kind_again_shows_the_earlier_words_beside_each_step() -> None:
    parent = ada()
    says_it(parent)
    repair = begins(parent)
    assert TEXTS.again.title in words_on(parent.browser.get(f"/repair/{repair}/calm/"))
    page = words_on(parent.browser.get(f"/repair/{repair}/acknowledge/"))
    assert "What you wrote last time" in page
    assert "I shouted at you." in page
    other = begins(parent, kind="broke-promise")
    assert "What you wrote last time" not in words_on(parent.browser.get(f"/repair/{other}/acknowledge/"))


def test_what_was_kept_of_danger_is_not_shown_the_next_time() -> None:
    parent = ada()
    first = begins(parent)
    writes(parent, first, "validate", "It was loud.")
    later = begins(parent)
    assert "It was loud." in words_on(parent.browser.get(f"/repair/{later}/validate/"))
    writes(parent, first, "validate", "I smacked you.", keep="yes")
    assert "I smacked you." not in words_on(parent.browser.get(f"/repair/{later}/validate/"))


def test_three_starts_of_an_evening_greet_nobody_with_more_than_words() -> None:
    parent = ada()
    form = {"kind": "harsh-words", "unsafe": "no"}
    ways = [parent.browser.post("/start/", form)["Location"] for _ in range(3)]
    assert all(way.endswith("/calm/") for way in ways)


def test_a_first_visitor_is_asked_whether_it_happens_often() -> None:
    parent = ada()
    assert load().safety.pattern.question in words_on(parent.browser.get("/start/"))
    assert parent.browser.post("/start/", {"unsafe": "no", "often": "yes"})["Location"].endswith("/calm/")
    assert load().safety.pattern.question not in words_on(parent.browser.get("/start/"))


def test_what_is_taken_back_and_what_stands_are_kept_apart_and_found_again() -> None:
    parent = ada()
    repair = begins(parent)
    form = {"taken_back": "the shouting", "stands": "Bedtime is at eight."}
    writes(parent, repair, "responsibility", "I was wrong to shout.", **form)
    page = words_on(parent.browser.get(f"/repair/{repair}/responsibility/"))
    assert 'value="the shouting"' in page and 'value="Bedtime is at eight."' in page
    assert "Bedtime is at eight." in words_on(parent.browser.get(f"/diary/{repair}/"))


def test_an_apology_that_takes_the_limit_back_is_asked_about_unless_the_limit_was_wrong_too() -> None:
    parent = ada()
    repair = begins(parent)
    words, stands = "I'm sorry I said bedtime was at eight.", "Bedtime is at eight."
    page = words_on(writes(parent, repair, "responsibility", words, go="", stands=stands))
    assert TEXTS.limit.cancels in page
    page = words_on(writes(parent, repair, "responsibility", words, go="", stands=stands, wrong_too="yes"))
    assert TEXTS.limit.cancels not in page


def test_danger_in_the_slots_of_a_limit_is_heard_too() -> None:
    parent = ada()
    repair = begins(parent)
    answer = writes(parent, repair, "responsibility", "", taken_back="that I shook you", stands="")
    assert "See who can help now" in words_on(answer)


def test_two_devices_write_down_what_came_and_neither_is_lost() -> None:
    parent = ada()
    id = says_it(parent)
    seen = words_on(parent.browser.get(f"/after/{id}/"))
    base = re.search(r'name="base" value="(\w+)"', seen)[1]
    for words in ("He laughed.", "We sat down."):
        parent.browser.post(f"/after/{id}/", {"words": words, "base": base})
    parent.browser.post(f"/after/{id}/", {"response": "talked", "words": "", "base": base})
    assert repairs_of(parent)[0].after.words == "He laughed.\n\nWe sat down."
