from itertools import groupby

import pytest

from amends.guidance import load
from amends.web.covers import AGES, CHAPTERS, DRAWINGS, PHRASES, REHEARSAL, cover_of
from amends.web.marks import ART
from tests.people import ada, begins, cleo, words_on

pytestmark = pytest.mark.django_db
LIBRARY = load().library


def test_the_library_shows_five_tracks_every_page_and_why_mending_is_worth_it() -> None:
    page = words_on(ada().browser.get("/library/"))
    assert len(LIBRARY.track) == 5
    for one in (*LIBRARY.track, *LIBRARY.page, *LIBRARY.benefit):
        assert one.title in page
    for benefit in LIBRARY.benefit:
        assert benefit.modest in page


def test_every_page_stands_on_its_shelf_as_a_cover_with_a_drawing() -> None:
    page = words_on(ada().browser.get("/library/"))
    assert len(LIBRARY.page) == 44
    assert set(DRAWINGS) == set(LIBRARY.pages) and set(CHAPTERS) == {track.id for track in LIBRARY.track}
    for one in LIBRARY.page:
        assert f'class="cover" data-chapter="{CHAPTERS[one.track]}" href="/library/{one.id}/"' in page
    assert '"/ages/"' in page and '"/phrases/"' in page


def test_each_drawing_is_ours_and_none_stands_twice_on_a_shelf() -> None:
    assert all((ART / f"{name}.svg").exists() for name in {*DRAWINGS.values(), AGES, PHRASES, REHEARSAL})
    for track, pages in groupby(LIBRARY.page, key=lambda one: one.track):
        room = {"ages": [AGES], "words": [PHRASES, REHEARSAL]}.get(track, [])
        drawings = [*room, *(cover_of(one).drawing for one in pages)]
        assert len(drawings) == len(set(drawings)), track


def test_each_drawing_comes_once_however_many_covers_show_it() -> None:
    page = words_on(ada().browser.get("/library/"))
    shown = {*DRAWINGS.values(), AGES, PHRASES, REHEARSAL}
    size = len(page.split("<svg hidden")[1].split("</svg>")[0])
    assert page.count("<symbol") == len(shown)
    assert all(page.count(f'id="art-{name}"') == 1 for name in shown)
    print(f"{len(shown)} drawings: {size} bytes")
    assert size <= 20_000


def test_a_sentence_turned_round_shows_both_its_ends() -> None:
    turned = [one for one in LIBRARY.page if one.turn]
    assert turned
    for one in turned:
        page = words_on(ada().browser.get(f"/library/{one.id}/"))
        assert f"{one.turn.lead} <s>{one.turn.out}</s>." in page
        assert f"{one.turn.lead} <mark>{one.turn.into}</mark>." in page


def test_a_tool_for_the_body_is_one_line_at_a_time_and_what_was_kept_shows_below_it() -> None:
    parent = ada()
    for one in LIBRARY.page:
        if one.body:
            page = words_on(parent.browser.get(f"/library/{one.id}/"))
            assert page.count("Next line") == len(one.lines) - 1
    answer = parent.browser.post("/library/sigh/", {"answer": ["At noon."]})
    assert answer["Location"] == "/library/sigh/#notes"
    assert "At noon." in words_on(parent.browser.get("/library/sigh/"))


@pytest.mark.parametrize("one", LIBRARY.page, ids=lambda one: one.id)
def test_every_page_is_there_with_its_lines_and_questions(one) -> None:
    page = words_on(ada().browser.get(f"/library/{one.id}/"))
    assert all(text in page for text in (one.title, *one.lines, *one.ask))


def test_every_page_of_ones_own_story_warns_first_and_has_a_way_out() -> None:
    track, pages = LIBRARY.tracks["story"]
    for one in pages:
        page = words_on(ada().browser.get(f"/library/{one.id}/"))
        assert page.index(track.warning) < page.index(one.lines[0])
        assert "Stop here" in page and "Who to call" in page


def test_what_is_written_is_kept_and_found_again_on_the_page_and_in_the_diary() -> None:
    parent = ada()
    parent.browser.post("/library/values/", {"answer": ["Patience.", "On Tuesday."]})
    page = words_on(parent.browser.get("/library/values/"))
    assert "Patience." in page and "On Tuesday." in page
    assert "Patience." in words_on(parent.browser.get("/diary/"))


def test_nothing_written_keeps_nothing_and_makes_nobody_a_guest() -> None:
    parent = ada()
    assert parent.browser.post("/library/values/", {"answer": ["", "  "]}).status_code == 200
    assert "visit" not in parent.browser.cookies


def test_cleo_sees_nothing_of_what_ada_wrote() -> None:
    parent, stranger = ada(), cleo()
    parent.browser.post("/library/values/", {"answer": ["Patience.", ""]})
    begins(stranger)
    assert "Patience." not in words_on(stranger.browser.get("/library/values/"))


def test_words_of_danger_bring_help_and_are_not_kept_until_asked() -> None:
    parent = ada()
    form = {"answer": ["I want to die."]}
    assert "See who can help now" in words_on(parent.browser.post("/library/young-me/", form))
    back = words_on(parent.browser.post("/library/young-me/", form | {"stopped": "back"}))
    assert "These words are not kept yet" in back and "I want to die.</textarea>" in back
    kept = parent.browser.post("/library/young-me/", form | {"keep": "yes"}, follow=True)
    assert "I want to die." in words_on(kept)


def test_a_page_that_there_is_not_is_not_there() -> None:
    assert ada().browser.get("/library/perfection/").status_code == 404


def test_the_faces_have_names_and_nothing_to_tap() -> None:
    page = words_on(ada().browser.get("/faces/"))
    for name in ("Sad", "Scared", "Angry", "I don't want to say"):
        assert name in page
    assert page.count('<circle cx="50"') == 6
