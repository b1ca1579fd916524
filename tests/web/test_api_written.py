"""What programs write into a diary: through the one turn of the site, once, and over nothing they have not seen."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from amends.process import PITFALLS, Came, Scope, Step
from amends.process.repair import MOST_NOTED
from amends.web.steady import clock
from tests.people import Parent, ada, begins, diary_of, repairs_of, signs_up, writes
from tests.web.test_api import in_the_way, refusal
from tests.web.test_api_diary import DANGER, Reader, let_in

pytestmark = pytest.mark.django_db
LATER, OVER = (f"{clock.now().date() + timedelta(days=days)}" for days in (30, -3))
WORDS, OTHERS = "I'm sorry I shouted at you.", "I am sorry I was so loud."


@pytest.fixture
def writer() -> Parent:
    """Ada, with an account and no entry."""
    someone = ada()
    begins(someone)
    signs_up(someone)
    diary_of(someone).forget(next(diary_of(someone).entries()).id)
    return someone


@pytest.fixture
def program(writer: Parent) -> Reader:
    """A program that may do all in Ada's diary."""
    return let_in(writer, *Scope)


def begun(program: Reader, **more: Any) -> str:
    """A repair that a program begins; its id."""
    answer = program.sends("repairs", {"unsafe": "no", "kind": "raised-voice", "age": "6-9", **more})
    assert answer.status_code == 201, answer.content
    assert answer["Location"] == f"/api/v1/repairs/{answer.json()['id']}"
    return answer.json()["id"]


def answers(program: Reader, id: str, step: str = "acknowledge", **more: Any) -> Any:
    return program.sends(f"repairs/{id}/answers", {"step": step, **more})


def words(writer: Parent, step: Step = Step.ACKNOWLEDGE) -> str:
    return repairs_of(writer)[0].words.get(step, "")


def test_a_repair_is_begun_answered_and_read_as_on_the_site(writer: Parent, program: Reader) -> None:
    id = begun(program, when="yesterday", where="car", cue="hurry")
    told = answers(program, id, words=f"{WORDS} But you never listen.", wish="next").json()
    assert (told["then"]["to"], told["then"]["step"]) == ("step", "responsibility")
    assert told["then"]["page"] == f"http://testserver/repair/{id}/responsibility/"
    assert set(told["read"]["sentences"][1]["labels"]) & set(PITFALLS)
    mine = repairs_of(writer)[0]
    assert (mine.done, mine.words) == ({Step.ACKNOWLEDGE}, {Step.ACKNOWLEDGE: f"{WORDS} But you never listen."})
    assert (mine.rupture.where, mine.rupture.cue, mine.child.band) == ("car", "hurry", "6-9")
    assert [past.entry.step for past in diary_of(writer).pasts(UUID(id))] == [Step.ACKNOWLEDGE]
    assert WORDS in writer.browser.get(f"/repair/{id}/acknowledge/").content.decode().replace("&#x27;", "'")


def test_a_child_of_the_diary_can_be_named_and_another_is_not_here(writer: Parent, program: Reader) -> None:
    writer.browser.post("/children/", {"name": "Juno", "band": "3-5"})
    begun(program, child=str(next(diary_of(writer).children.entries()).id))
    assert repairs_of(writer)[0].child.name == "Juno"
    assert program.sends("repairs", {"unsafe": "no", "child": str(UUID(int=7))}).status_code == 404


def test_help_comes_first_where_somebody_may_be_hurt(program: Reader) -> None:
    for unsafe, leads, tier in (("no", "step", None), ("yes", "help", "A"), ("not-sure", "signs", None)):
        then = program.sends("repairs", {"unsafe": unsafe}).json()["then"]
        assert (then["to"], then["tier"]) == (leads, tier)


def test_a_logged_moment_takes_no_words_until_the_one_question_is_answered(writer: Parent, program: Reader) -> None:
    id = begun(program, unsafe=None)
    for answer in (
        answers(program, id, words=WORDS),
        program.sends(f"repairs/{id}/after", {"words": WORDS}, "PATCH"),
        program.sends(f"repairs/{id}/came", {"did": True}),
        program.sends(f"plans/{id}", {"when": "a", "will": "b"}, "PUT"),
    ):
        assert "repairs/{id}/unsafe" in in_the_way(answer).error.says
    assert not repairs_of(writer)[0].has_words
    for _again in range(2):
        assert program.sends(f"repairs/{id}/unsafe", {"unsafe": "no"}, "PUT").json()["then"]["to"] == "step"
    assert "answered before" in in_the_way(program.sends(f"repairs/{id}/unsafe", {"unsafe": "yes"}, "PUT")).error.says
    assert answers(program, id, words=WORDS).status_code == 200


def test_a_day_that_cannot_be_is_said(writer: Parent, program: Reader) -> None:
    for day in ("2000-01-01", "2999-01-01", None):
        answer = program.sends("repairs", {"unsafe": "no", "when": "a-day", "day": day})
        assert "day" in in_the_way(answer).error.says
    assert repairs_of(writer) == []


def test_words_of_danger_stop_an_answer_and_nothing_of_it_is_kept(writer: Parent, program: Reader) -> None:
    id = begun(program)
    before = diary_of(writer).whole()
    held = in_the_way(answers(program, id, words=DANGER, wish="next")).held
    assert (held.flags, held.help) == (("losing_control",), "http://testserver/help-now/")
    assert diary_of(writer).whole() == before
    told = answers(program, id, words=DANGER, keep=True).json()
    assert (told["words"], told["read"]) == (DANGER, None)
    assert repairs_of(writer)[0].heard == {"losing_control"}


def test_words_that_mean_something_else_never_stop_again(writer: Parent, program: Reader) -> None:
    id = begun(program)
    assert answers(program, id, words=DANGER, overrule=True).json()["read"]["flags"] == []
    again = answers(program, id, words=f"{DANGER} {WORDS}", before=DANGER)
    assert (again.status_code, repairs_of(writer)[0].heard) == (200, frozenset())


def test_a_program_writes_over_nothing_that_it_has_not_seen(writer: Parent, program: Reader) -> None:
    id = begun(program)
    assert answers(program, id, words=WORDS).status_code == 200
    writes(writer, id, "acknowledge", OTHERS, go="stay")  # the parent, on the site
    for before in ("", WORDS):
        now = in_the_way(answers(program, id, words="Mine.", before=before)).now
        assert (now.step, now.words, words(writer)) == ("acknowledge", OTHERS, OTHERS)
    assert answers(program, id, words="Mine.", before=OTHERS).json()["words"] == "Mine."
    assert answers(program, id, words="Mine.").status_code == 200  # sent twice


def test_what_an_open_page_writes_meanwhile_lies_beside_and_can_be_taken(writer: Parent, program: Reader) -> None:
    id = begun(program)
    answers(program, id, words=WORDS)
    writes(writer, id, "acknowledge", OTHERS, go="stay", tab="open", base="of-older-words")
    beside = answers(program, id).json()["beside"]
    assert [one["words"] for one in beside] == [WORDS]
    assert answers(program, id, wish="use", about=beside[0]["page"]).json()["words"] == WORDS
    assert answers(program, id, wish="settle").json()["beside"] == []


def test_a_page_that_was_open_all_the_while_takes_no_words_of_a_program_for_its_own(
    writer: Parent, program: Reader
) -> None:
    id = begun(program)
    writes(writer, id, "acknowledge", OTHERS, go="stay", tab="open", save="1")
    answers(program, id, words=WORDS, before=OTHERS)
    writes(writer, id, "acknowledge", f"{OTHERS} And then", go="stay", tab="open", save="2")
    assert words(writer) == f"{OTHERS} And then"
    assert WORDS in repairs_of(writer)[0].conflicts[Step.ACKNOWLEDGE].values()


def test_what_is_not_said_in_an_answer_stays_as_it_is(writer: Parent, program: Reader) -> None:
    id = begun(program)
    answers(program, id, "responsibility", words=WORDS, limit={"taken_back": "the ban", "stands": "the bed time"})
    answers(program, id, "responsibility", wish="skip")
    mine = repairs_of(writer)[0]
    assert (words(writer, Step.RESPONSIBILITY), mine.rupture.limit.stands) == (WORDS, "the bed time")
    assert mine.skipped == {Step.RESPONSIBILITY}


def test_a_hot_body_comes_before_words(writer: Parent, program: Reader) -> None:
    id = begun(program)
    assert answers(program, id, "calm", cooling={"degree": 9.0}, wish="next").json()["then"]["to"] == "stay"
    assert answers(program, id, words=WORDS, wish="card").json()["then"]["step"] == "calm"
    assert (
        answers(program, id, "calm", cooling={"degree": 3, "after": "sigh"}, wish="next").json()["then"]["to"] == "step"
    )
    assert [heat.degree for heat in repairs_of(writer)[0].calm.heats] == [9, 3]


def test_a_plan_is_written_read_changed_and_ended(writer: Parent, program: Reader) -> None:
    id = begun(program)
    plan = {"when": "my shoulders rise", "will": "breathe out"}
    assert program.asks("plans").json()["plans"] == []
    sentence = program.sends(f"plans/{id}", plan, "PUT").json()["words"]
    assert sentence == "When my shoulders rise, I will breathe out."
    other = plan | {"will": "step outside"}
    assert in_the_way(program.sends(f"plans/{id}", other, "PUT")).now.words == sentence
    assert program.sends(f"plans/{id}", other | {"before": sentence}, "PUT").status_code == 200
    assert in_the_way(program.sends(f"plans/{id}", plan | {"will": DANGER}, "PUT")).held is None  # seen first
    told = program.asks("plans").json()["plans"][0]
    assert (told["id"], told["when"], told["will"], told["ended"]) == (id, plan["when"], "step outside", False)
    assert program.sends(f"plans/{id}", None, "DELETE").json()["ended"] is True
    assert repairs_of(writer)[0].after.put_away


def test_what_the_child_did_is_noted_and_what_is_not_said_stays(writer: Parent, program: Reader) -> None:
    id = begun(program)
    address = f"repairs/{id}/after"
    program.sends(address, {"response": "talked", "words": " We sat. ", "again_on": LATER}, "PATCH")
    told = program.sends(address, {"response": "silent", "again_on": None}, "PATCH").json()
    assert told == {
        "after": {"response": "silent", "words": "We sat.", "again_on": None, "put_away": False},
        "said": True,
    }
    assert program.sends(address, {"response": "not-said"}, "PATCH").json()["said"] is False
    assert in_the_way(program.sends(address, {"words": DANGER}, "PATCH")).held.flags == ("losing_control",)
    assert repairs_of(writer)[0].after.words == "We sat."
    kept = {"words": DANGER, "keep": True}
    now = in_the_way(program.sends(address, kept, "PATCH")).now
    assert (now.step, now.words) == (None, "We sat.")
    assert program.sends(address, kept | {"before": "We sat."}, "PATCH").status_code == 200
    assert repairs_of(writer)[0].heard == {"losing_control"}


def test_what_is_sent_twice_with_one_key_is_made_once(writer: Parent, program: Reader) -> None:
    id = begun(program)
    program.sends(f"plans/{id}", {"when": "it is late", "will": "breathe out"}, "PUT")
    moment, page = {"unsafe": "no", "kind": "raised-voice"}, {"text": "A quiet evening."}
    for path, body in (("repairs", moment), ("pages", page), (f"repairs/{id}/came", {"did": True})):
        first, second = (program.sends(path, body, Idempotency_Key="mine-1") for _ in range(2))
        assert (first.status_code, first.json()) == (second.status_code, second.json())
        assert first.get("Location") == second.get("Location")
    diary = diary_of(writer)
    assert (len(repairs_of(writer)), diary.journal.rows().count()) == (2, 1)
    assert len(diary.entry(UUID(id)).entry.came) == 1
    for key, body in (("mine-2", page), ("mine-1", {"text": "Another one."})):
        assert program.sends("pages", body, Idempotency_Key=key).status_code == 201
    program.sends("pages", page)
    program.sends("pages", page)
    assert diary.journal.rows().count() == 5


def test_a_key_that_is_none_says_what_it_must_be(writer: Parent, program: Reader) -> None:
    for key in ("", "a b", "é", "a" * 201):
        answer = program.sends("pages", {"text": "hi"}, Idempotency_Key=key)
        assert (answer.status_code, "1 to 200" in refusal(answer).says) == (422, True)
    assert diary_of(writer).journal.rows().count() == 0


def test_what_a_diary_holds_is_looked_for_in_the_body_and_told_by_day(writer: Parent, program: Reader) -> None:
    writer.browser.post("/children/", {"name": "Juno"})
    child = str(next(diary_of(writer).children.entries()).id)
    repair = begun(program, child=child)
    answers(program, repair, words="That was at café Luna.")
    page = program.keeps({"text": "A quiet evening.", "title": "Sunday"}).json()["id"]

    def found(**asked: Any) -> list[str]:
        return [one["id"] for one in program.sends("diary", asked).json()["moments"]]

    assert found() == [page, repair]
    assert (found(sought="CAFE"), found(child="Juno"), found(pages=True)) == ([repair], [repair], [page])
    assert found(sought="nowhere") == []
    told = program.sends("diary?limit=1", {}).json()
    assert (told["moments"][0]["kind"], told["moments"][0]["title"]) == ("page", "Sunday")
    rest = program.sends(f"diary?limit=1&cursor={told['next']}", {}).json()
    assert [(one["kind"], one["child"]) for one in rest["moments"]] == [("repair", "Juno")]


def test_what_is_removed_is_gone_for_good(writer: Parent, program: Reader) -> None:
    repair, page = begun(program), program.keeps({"text": "A quiet evening."}).json()["id"]
    answers(program, repair, words=WORDS, wish="next")
    for address in (f"repairs/{repair}", f"pages/{page}"):
        assert program.sends(address, None, "DELETE").status_code == 200
        assert (program.asks(address).status_code, program.sends(address, None, "DELETE").status_code) == (404, 404)
    assert diary_of(writer).whole().entries == 0


WRONG: list[tuple[Any, str]] = [
    ({}, "`step`"),
    ({"step": "sing"}, "$.step"),
    ({"step": "validate", "words": 5}, "$.words"),
    ({"step": "validate", "words": "a" * 20_001}, "<= 20000"),
    ({"step": "validate", "wish": "back"}, "$.wish"),
    ({"step": "calm", "cooling": {"degree": 11}}, "$.cooling.degree"),
    ({"step": "calm", "cooling": {"degree": 1.5}}, "$.cooling.degree"),
    ({"step": "plan", "plan": {"when": "a" * 201}}, "$.plan.when"),
    ([], "`object`"),
]


def test_an_answer_that_is_none_says_where_and_what_it_must_be(program: Reader) -> None:
    for body, says in WRONG:
        answer = program.sends(f"repairs/{UUID(int=1)}/answers", body)
        assert (answer.status_code, says in refusal(answer).says) == (422, True), refusal(answer).says


def test_a_day_to_look_again_says_nothing_of_whether_the_words_were_said(writer: Parent, program: Reader) -> None:
    id = begun(program)
    assert program.sends(f"repairs/{id}/after", {"again_on": LATER}, "PATCH").json()["said"] is False
    assert repairs_of(writer)[0].is_open
    assert "is over" in in_the_way(program.sends(f"repairs/{id}/after", {"again_on": OVER}, "PATCH")).error.says


ORDER = "There's a court order but you can hand him this."


def test_a_limit_that_was_not_sent_again_still_makes_it_a_letter(writer: Parent, program: Reader) -> None:
    id = begun(program)
    answers(program, id, "responsibility", words=WORDS, limit={"stands": ORDER})
    answers(program, id, "responsibility", words=OTHERS, before=WORDS)
    assert repairs_of(writer)[0].is_letter
    assert "A letter to keep, not to send" in writer.browser.get(f"/card/{id}/").content.decode()


def test_a_limit_is_written_over_by_nothing_that_has_not_seen_it(writer: Parent, program: Reader) -> None:
    id = begun(program)
    mine = {"taken_back": "that you can never see Max", "stands": "we leave at six"}
    answers(program, id, "responsibility", words=WORDS, limit=mine)
    now = in_the_way(answers(program, id, "responsibility", limit={})).now
    assert (now.step, now.words, now.limit.stands) == ("responsibility", WORDS, "we leave at six")
    assert repairs_of(writer)[0].rupture.limit.stands == "we leave at six"
    assert answers(program, id, "acknowledge", words=WORDS, limit={}).status_code == 200  # not looked at in this step
    assert repairs_of(writer)[0].rupture.limit.stands == "we leave at six"
    assert answers(program, id, "responsibility", limit=mine).status_code == 200
    assert answers(program, id, "responsibility", limit={}, limit_before=mine).status_code == 200
    assert repairs_of(writer)[0].rupture.limit.stands == ""


def test_halves_of_a_plan_stop_where_their_sentence_does(writer: Parent, program: Reader) -> None:
    id = begun(program)
    plan = {"when": "it gets too much", "will": "end it"}
    for answer in (program.sends(f"plans/{id}", plan, "PUT"), answers(program, id, "plan", plan=plan)):
        assert in_the_way(answer).held.flags == ("parent_selfharm",)
    assert not repairs_of(writer)[0].plan.words


def test_who_may_not_want_to_live_is_shown_first_who_listens(program: Reader) -> None:
    held = in_the_way(program.sends("pages?country=GB", {"text": "I want to kill myself."})).held
    assert [line.name for line in held.lines][:1] == ["Samaritans"]


def test_a_repeat_is_answered_though_what_it_named_is_gone(writer: Parent, program: Reader) -> None:
    writer.browser.post("/children/", {"name": "Juno"})
    child = program.asks("children").json()["children"][0]["id"]
    body = {"unsafe": "no", "child": child}
    first = program.sends("repairs", body, Idempotency_Key="one")
    diary_of(writer).children.forget(UUID(child))
    second = program.sends("repairs", body, Idempotency_Key="one")
    assert (second.status_code, second.json()) == (201, first.json())
    assert program.sends("repairs", body, Idempotency_Key="another").status_code == 404


def test_a_moment_comes_only_to_a_plan(writer: Parent, program: Reader) -> None:
    id = begun(program)
    assert "no plan" in in_the_way(program.sends(f"repairs/{id}/came", {"did": True})).error.says
    assert repairs_of(writer)[0].came == ()


def test_a_wish_about_nothing_is_none(writer: Parent, program: Reader) -> None:
    id = begun(program)
    for wish in ("dismiss", "use"):
        assert "`about`" in in_the_way(answers(program, id, words=WORDS, wish=wish)).error.says
    assert repairs_of(writer)[0].dismissed == frozenset()


def test_what_comes_without_end_has_an_end(writer: Parent, program: Reader) -> None:
    repair = repairs_of(writer)[0] if begun(program) else None
    for number in range(MOST_NOTED + 5):
        repair = repair.met(Came(repair.began, number % 2 == 0)).dismiss([f"{number}"]).use(f"{number}")
    assert {len(repair.came), len(repair.dismissed), len(repair.used)} == {MOST_NOTED}


def test_a_body_nested_without_end_or_an_endless_address_is_no_fault_of_ours(program: Reader) -> None:
    id = begun(program)
    for depth in (100, 480, 800, 2_000):
        body = b'{"step": "acknowledge", "words": ' + b"[" * depth + b"]" * depth + b"}"
        assert program.sends(f"repairs/{id}/answers", body).status_code in {400, 422}
    assert program.asks("repairs", **{f"a{number}": "b" for number in range(1_500)}).status_code == 400


def test_who_names_no_choice_hears_which_there_are(program: Reader) -> None:
    for body, known in (({"kind": "xx"}, "raised-voice"), ({"unsafe": "perhaps"}, "not-sure")):
        says = refusal(program.sends("repairs", body)).says
        assert f'"{known}"' in says, says
