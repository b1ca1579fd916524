"""The rehearsal as a page: nobody needs an account, nothing is kept unless asked, and feedback cannot be skipped."""

import re
from html import unescape
from uuid import uuid4

import pytest

from amends.process import Setting
from amends.rehearsal import MOST_TURNS, begin, end, line, voiced, wait
from amends.web.leaving import LATELY
from amends.web.rehearsed import transcript
from amends.web.rehearsing import unpacked
from tests.people import Parent, ada, begins, ben, diary_of, repairs_of, words_on
from tests.rehearsal.test_voice import child, says

pytestmark = pytest.mark.django_db
SCENE = {"band": "6-9", "temper": "guarded", "act": "shouted-in-a-hurry", "took": "hid", "room": "kitchen"}
MINE = "I shouted at you, and that was my mistake."
ASK = "What was it like for you?"
HURT = "You are such a selfish little brat."
GRAVE, GENTLE = "I want to kill myself.", "Don't tell your teacher about this."


class Talk:
    """One rehearsal in one browser: each step sends what the page before it shows."""

    def __init__(self, parent: Parent | None = None, **scene: str) -> None:
        self.parent = parent or ada()
        self._sees(self.parent.browser.post("/rehearse/", SCENE | scene))

    def _sees(self, response) -> str:
        self.response = response
        self.page = words_on(response)
        fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
        self.fields = [(name, unescape(value)) for name, value in fields if name != "csrfmiddlewaretoken"]
        return self.page

    def taps(self, go: str = "", where: str = "/rehearse/turn/", **more: str) -> str:
        form: dict[str, list[str]] = {}
        for name, value in [*self.fields, ("go", go), *more.items()]:
            form.setdefault(name, []).append(value)
        return self._sees(self.parent.browser.post(where, form))

    def says(self, words: str) -> str:
        return self.taps("say", words=words)

    @property
    def run(self):
        return unpacked(dict(self.fields)["run"])


def test_a_scene_is_open_to_everyone_and_keeps_nothing() -> None:
    talk = Talk()
    talk.says(MINE)
    assert "visit" not in "".join(talk.parent.browser.cookies)
    assert talk.run.setting.room == "kitchen"
    assert "This is not your child." in words_on(talk.parent.browser.get("/rehearse/"))


def test_what_is_left_open_is_drawn_by_chance() -> None:
    parent = ada()
    drawn = set()
    for _time in range(12):
        page = parent.browser.post("/rehearse/", {}).content.decode()
        drawn.add(unpacked(unescape(re.search(r'name="run" value="([^"]*)"', page)[1])).setting)
    assert len(drawn) > 3


def test_the_note_comes_only_after_the_guess_which_can_be_left_out() -> None:
    talk = Talk()
    assert "what may have reached them?" in talk.says(MINE)
    assert "names your part" not in talk.page
    assert "You thought: Their feeling. Heard: My part in it." in talk.taps("guess:their-feeling")
    assert "names your part" in talk.page
    talk.taps("go-on")
    talk.says(ASK)
    assert "You thought" not in talk.taps("guess")
    assert "asks" in talk.page


def test_every_turn_has_its_note_and_no_score() -> None:
    talk = Talk()
    for words in (MINE, "Hm.", "You made me do it.", ASK):
        talk.says(words)
        talk.taps("guess:nothing")
        if talk.run.ending is None:
            assert 'id="noted"' in talk.page
        talk.taps("go-on")
    assert not re.search(r"\d+ ?%|points|score|right!|wrong!", talk.page.split("<main")[1])


def test_the_parent_may_wait() -> None:
    talk = Talk()
    assert "You waited" in talk.taps("wait")
    assert talk.run.turns[-1].words == ""


def test_who_says_nothing_is_asked_for_words_or_to_wait() -> None:
    talk = Talk()
    assert "Say a few words first, or wait." in talk.says("  ")
    assert talk.response.status_code == 422
    assert talk.run.turns == ()


def test_the_same_turn_again_stands_beside_the_first_try() -> None:
    talk = Talk()
    talk.says("I'm sorry, but you made me shout.")
    talk.taps("guess")
    talk.taps("again")
    assert talk.run.turns == ()
    talk.says(MINE)
    page = talk.taps("guess")
    assert "First try" in page
    assert "I'm sorry, but you made me shout." in page


def test_the_last_turn_is_without_marks_and_stands_beside_the_first_afterwards() -> None:
    talk = Talk()
    talk.says(MINE)
    talk.taps("guess")
    assert "nothing is marked this time" in talk.taps("alone")
    page = talk.taps("end", words=ASK)
    assert "First and last" in page
    assert page.index(MINE) < page.rindex(ASK)
    assert "How are you now?" in page
    assert 'name="words"' not in page


def test_the_last_turn_can_be_left_out() -> None:
    talk = Talk()
    talk.taps("alone")
    assert "How are you now?" in talk.taps("close", words=MINE)
    assert talk.run.alone is None


@pytest.mark.parametrize(("words", "tier"), [(GRAVE, "A"), (GENTLE, "B")])
def test_words_of_danger_end_the_scene_and_the_child_does_not_answer(words: str, tier: str) -> None:
    talk = Talk()
    before = talk.run
    assert f'data-tier="{tier}"' in talk.says(words)
    assert talk.run == before
    page = talk.taps(stopped="back")
    assert "The scene is over" in page
    assert words in page
    assert "rehearse/turn" not in page


def test_nothing_keeps_words_of_danger_in_a_scene() -> None:
    talk = Talk()
    assert 'data-tier="A"' in talk.taps("say", words=GRAVE, keep="yes")


def test_words_that_mean_something_else_go_on() -> None:
    talk = Talk()
    talk.says(GENTLE)
    page = talk.taps(stopped="overrule")
    assert GENTLE in page
    assert "what may have reached them?" in talk.says(GENTLE)
    assert talk.run.turns[-1].words == GENTLE


def test_danger_is_heard_in_the_last_turn_too() -> None:
    talk = Talk()
    talk.taps("alone")
    assert 'data-tier="A"' in talk.taps("end", words=GRAVE)
    assert "nothing is marked this time" in talk.taps(stopped="overrule")


def test_after_two_hostile_turns_the_child_leaves_and_the_page_goes_to_calm() -> None:
    talk = Talk()
    talk.says(HURT)
    talk.taps("go-on")
    page = talk.says(HURT)
    assert "The child has left." in page
    assert "a minute to come down" in page
    assert 'href="/breathe/"' in page
    assert "Not now" in talk.taps("end")


def test_a_full_rehearsal_goes_to_its_end() -> None:
    talk = Talk()
    for _turn in range(MOST_TURNS):
        talk.taps("wait")
    assert "To the end" in talk.taps("go-on")
    assert len(talk.run.turns) == MOST_TURNS
    talk.says(MINE)
    assert len(talk.run.turns) == MOST_TURNS


@pytest.mark.parametrize("run", ["", "{}", "[1]", '{"setting":', "null", "[" * 50_000])
def test_what_is_no_rehearsal_of_ours_is_refused(run: str) -> None:
    assert ada().browser.post("/rehearse/turn/", {"run": run, "go": "wait"}).status_code == 400


def test_a_rehearsal_with_a_line_that_is_none_is_refused() -> None:
    talk = Talk()
    broken = dict(talk.fields)["run"].replace(f'"opening":{talk.run.opening}', '"opening":999999')
    assert talk.parent.browser.post("/rehearse/turn/", {"run": broken, "go": "wait"}).status_code == 400


def test_no_line_comes_twice_in_three_rehearsals_of_one_browser() -> None:
    parent, heard = ada(), []
    for _time in range(3):
        talk = Talk(parent)
        for words in (MINE, ASK, ""):
            talk.taps("say" if words else "wait", words=words)
            talk.taps("go-on")
        talk.taps("close")
        heard += talk.run.own
    assert len(heard) == len(set(heard))
    parent.browser.post("/leave/")
    assert not parent.browser.cookies[LATELY].value


def test_a_rehearsal_begins_from_a_repair_of_ones_own_alone() -> None:
    parent, other = ada(), ben()
    id = begins(parent, kind="broke-promise", band="13-17")
    page = words_on(parent.browser.get(f"/rehearse/{id}/"))
    assert re.search(r'value="13-17"\s+checked', page)
    assert re.search(r'value="missed-the-day"\s+selected', page)
    assert parent.browser.get(f"/rehearse/{uuid4()}/").status_code == 404
    begins(other)
    assert other.browser.get(f"/rehearse/{id}/").status_code == 404


def test_after_force_there_is_nothing_to_rehearse() -> None:
    parent = ada()
    id = begins(parent, kind="grabbed-or-smacked")
    assert parent.browser.get(f"/rehearse/{id}/").url == "/help-now/"
    for page in (f"/diary/{id}/", f"/card/{id}/"):
        assert "/rehearse/" not in words_on(parent.browser.get(page))


def test_a_sentence_goes_to_the_card_of_the_repair_it_was_practised_for() -> None:
    parent = ada()
    id = begins(parent)
    talk = Talk(parent, repair=str(id))
    talk.says(MINE)
    talk.taps("close")
    talk.taps(where="/rehearse/card/", sentence=MINE)
    talk.taps(where="/rehearse/card/", sentence=MINE)
    (repair,) = repairs_of(parent)
    assert list(repair.words.values()) == [MINE]
    assert MINE in words_on(parent.browser.get(f"/card/{id}/"))


def test_without_a_repair_the_sentence_begins_a_new_card() -> None:
    talk = Talk()
    talk.says(MINE)
    talk.taps("close")
    page = talk.taps(where="/rehearse/card/", sentence=MINE)
    assert 'action="/sentence/"' in page
    assert MINE in page


def test_only_a_sentence_of_this_rehearsal_goes_to_a_card() -> None:
    talk = Talk()
    talk.says(MINE)
    talk.taps("close")
    talk.taps(where="/rehearse/card/", sentence="Something else.")
    assert talk.response.status_code == 400


def test_a_rehearsal_is_kept_where_asked_and_once() -> None:
    parent = ada()
    begins(parent)
    talk = Talk(parent)
    talk.says(MINE)
    page = talk.taps("close")
    assert "Keep this in my diary" in page
    sent = list(talk.fields)
    for _time in range(2):
        talk.fields = sent
        talk.taps(where="/rehearse/keep/")
    (kept,) = [one.entry for one in diary_of(parent).journal.entries()]
    assert kept.title == "A rehearsal"
    assert f"I said: {MINE}" in kept.text
    assert Talk().taps("close").count("Keep this in my diary") == 0


def test_a_grave_word_in_a_rehearsal_reaches_nobody_by_the_diary() -> None:
    parent = ada()
    begins(parent)
    talk = Talk(parent)
    talk.says(GRAVE)
    assert not list(diary_of(parent).journal.entries())


def test_only_a_rehearsal_that_has_ended_is_kept() -> None:
    parent = ada()
    begins(parent)
    talk = Talk(parent)
    talk.taps(where="/rehearse/keep/")
    assert talk.response.status_code == 400


def test_what_has_ended_goes_no_further() -> None:
    talk = Talk()
    talk.says(MINE)
    talk.taps("end", words=ASK)
    ended = talk.run
    assert "How are you now?" in talk.says(MINE)
    assert talk.run == ended
    assert ended.alone
    assert f"I said: {ASK}" in transcript(ended)


def test_a_child_who_left_is_told_once_in_what_is_kept() -> None:
    talk = Talk()
    for _time in range(2):
        talk.taps("go-on")
        talk.says(HURT)
    told = transcript(talk.run)
    assert told.count("I said: ") == 2
    assert told.endswith("Not now")
    assert len(told.split("\n\n")) == 7


def test_a_voice_words_the_line_where_one_is_on_and_the_page_says_where_words_go(settings) -> None:
    with child(says("Mm-hm, that.")) as (address, asked):
        settings.VOICE = address
        assert "A language model at 127.0.0.1 words what this child says." in words_on(ada().browser.get("/rehearse/"))
        talk = Talk()
        for words in (MINE, ASK, MINE, ASK):
            talk.says(words)
            talk.taps("go-on")
    assert len(asked) == sum(bool(line(talk.run, turn.line).says) for turn in talk.run.turns)
    assert MINE in str(asked[-1]["body"])
    for turn in talk.run.turns:
        assert turn.voiced in ("", "Mm-hm, that.")


def test_without_a_voice_nobody_is_asked_and_the_page_names_none() -> None:
    assert "language model" not in words_on(ada().browser.get("/rehearse/"))
    talk = Talk()
    talk.says(MINE)
    assert talk.run.turns[-1].voiced == ""


def test_what_a_voice_said_stands_in_what_is_kept() -> None:
    run = begin(Setting(), 1)
    ended = end(voiced(wait(run), "Go away now."))
    assert "“Go away now.”" in transcript(ended)


def test_danger_that_a_voice_says_is_not_shown(settings) -> None:
    with child(says("I want to kill myself.")) as (address, _asked):
        settings.VOICE = address
        talk = Talk()
        talk.taps("wait")
    assert "kill" not in talk.page
