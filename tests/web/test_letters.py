"""What lies with one person from another: it opens for them alone, is gone when it is taken back or over, and both
write before either sees."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from django.utils import timezone

from amends.process import Letter, LetterKind, Role, State
from amends.store import handed
from amends.store.models import Envelope, Handed
from amends.web.urls import PRIVATE, urlpatterns
from tests.pairs import giving_of, meet
from tests.people import (
    PHRASE,
    Parent,
    ada,
    begins,
    ben,
    cleo,
    diary_of,
    parent,
    signs_in,
    signs_up,
    undone,
    words_on,
    writes,
)

pytestmark = pytest.mark.django_db
CANARY = "marigold canary"
GIVEN = [one for one in PRIVATE if str(one.pattern).startswith("given/") and one.name != "given-sign-out"]


class House:
    """Ada and Ben, parents of one child; Dr Reed, Ada's therapist; Cleo, who knows nobody."""

    def __init__(self) -> None:
        self.ada, self.ben, self.reed, self.cleo = ada(), ben(), parent("Dr Reed"), cleo()
        for someone in (self.ada, self.ben, self.reed, self.cleo):
            begins(someone)
            signs_up(someone)
        self.to_ben, self.to_ada = meet(self.ada, self.ben)
        self.to_reed, self.to_family = meet(self.ada, self.reed, Role.THERAPIST)


@pytest.fixture
def house() -> House:
    return House()


def gives(someone: Parent, whom: str, kind: LetterKind = LetterKind.NOTE, **more: object) -> str:
    """They give a letter. Returns its id."""
    giving, now = giving_of(someone), timezone.now()
    letter = Letter(kind, now, now + timedelta(weeks=4), **{"words": f"{CANARY} words"} | more)
    return str(giving.give(giving.circle.person(UUID(whom)), letter).id)


def sends(someone: Parent, whom: str, kind: str, about: str = "", **form: str):
    """They write, and press the button."""
    return someone.browser.post(f"/given/people/{whom}/write/{kind}/{about and '?about='}{about}", form)


def newest(someone: Parent):
    """The newest letter that lies with them."""
    return giving_of(someone).box(timezone.now()).letters[0]


def what_became(someone: Parent) -> list[State]:
    return [state for _kept, state in giving_of(someone).given(timezone.now())]


def test_a_note_goes_both_ways_and_says_from_whom_and_until_when(house: House) -> None:
    answer = sends(house.ada, house.to_reed, "note", words="He slept <badly>.\nאז", weeks="1")
    listed = words_on(house.ada.browser.get(answer["Location"]))
    assert "Given to Dr Reed" in listed
    page = words_on(house.reed.browser.get(f"/given/letters/{newest(house.reed).id}/"))
    assert "He slept <badly>.\nאז" in page
    assert "From Ada" in page
    assert f'href="/given/people/{house.to_family}/write/note/"' in page
    sends(house.reed, house.to_family, "note", words="I read it.")
    assert "I read it." in words_on(house.ada.browser.get(f"/given/letters/{newest(house.ada).id}/"))
    assert what_became(house.ada) == [State.OPENED]


def test_to_open_it_leaves_that_it_was_opened_and_to_ask_only_whether_it_is_there_leaves_nothing(house: House) -> None:
    id = gives(house.ada, house.to_ben)
    assert house.ben.browser.head(f"/given/letters/{id}/").status_code == 200
    assert house.ben.browser.get(f"/given/letters/{id}/still/").status_code == 204
    assert what_became(house.ada) == [State.WAITING]
    house.ben.browser.get(f"/given/letters/{id}/")
    assert what_became(house.ada) == [State.OPENED]
    assert house.ben.browser.post(f"/given/letters/{id}/").status_code == 405


def test_who_has_read_it_can_have_it_removed(house: House) -> None:
    id = gives(house.ada, house.to_ben)
    answer = house.ben.browser.post(f"/given/letters/{id}/remove/")
    assert answer["Location"] == f"/given/people/{house.to_ada}/"
    assert what_became(house.ada) == [State.REMOVED]
    for address in (f"/given/letters/{id}/", f"/given/letters/{id}/still/"):
        assert house.ben.browser.get(address).status_code == 404
    assert house.ben.browser.post(f"/given/letters/{id}/remove/").status_code == 404


def test_what_is_taken_back_while_it_is_open_is_gone_from_the_open_page_too(house: House) -> None:
    id = gives(house.ada, house.to_ben)
    page = words_on(house.ben.browser.get(f"/given/letters/{id}/"))
    still = re.search(r'data-still="([^"]+)"', page)[1]
    assert house.ben.browser.get(still).status_code == 204
    assert house.ben.browser.get(still).content == b""
    house.ada.browser.post(f"/given/away/{id}/back/")
    for address in (still, f"/given/letters/{id}/"):
        gone = house.ben.browser.get(address)
        assert gone.status_code == 404
        assert CANARY.encode() not in gone.content


def test_what_is_over_is_gone_even_where_its_row_says_otherwise(house: House) -> None:
    giving, now = giving_of(house.ada), timezone.now()
    over = Letter(LetterKind.NOTE, now - timedelta(weeks=1), now - timedelta(seconds=1), words=CANARY)
    id = giving.give(giving.circle.person(UUID(house.to_ben)), over).id
    assert house.ben.browser.get(f"/given/letters/{id}/").status_code == 404
    Handed.objects.update(until=2**31 - 1)
    assert house.ben.browser.get(f"/given/letters/{id}/").status_code == 404
    assert "Its time is over" in words_on(house.ada.browser.get("/given/away/"))


def test_a_therapist_suggests_a_page_of_the_library_with_a_line_of_their_own(house: House) -> None:
    form = words_on(house.reed.browser.get(f"/given/people/{house.to_family}/write/exercise/"))
    assert "The double sigh" in form
    for wrong in ("", "nothing-of-ours"):
        again = sends(house.reed, house.to_family, "exercise", words="At the door.", exercise=wrong)
        assert again.status_code == 422
        assert "At the door." in words_on(again)
    sends(house.reed, house.to_family, "exercise", exercise="sigh", words="At the door.")
    page = words_on(house.ada.browser.get(f"/given/letters/{newest(house.ada).id}/"))
    assert 'href="/library/sigh/"' in page
    assert "At the door." in page
    assert "The double sigh" in words_on(house.reed.browser.get("/given/away/"))
    sends(house.reed, house.to_family, "exercise", exercise="sigh")
    assert newest(house.ada).letter.words == ""
    id = gives(house.reed, house.to_family, LetterKind.EXERCISE, exercise="of-another-house", words="")
    assert "not in this library" in words_on(house.ada.browser.get(f"/given/letters/{id}/"))


def test_who_may_write_what_to_whom(house: House) -> None:
    may = [
        (house.ada, house.to_ben, {"note", "together"}),
        (house.ben, house.to_ada, {"note", "together"}),
        (house.ada, house.to_reed, {"note"}),
        (house.reed, house.to_family, {"note", "exercise"}),
    ]
    form = {"words": "x", "title": "x", "exercise": "sigh"}
    for (someone, whom, kinds), kind in product(may, ("note", "exercise", "together", "page", "over", "x")):
        expected = 200 if kind in kinds else 404
        assert someone.browser.get(f"/given/people/{whom}/write/{kind}/").status_code == expected, (whom, kind)
        assert sends(someone, whom, kind, **form).status_code == (302 if kind in kinds else 404)


def test_both_write_before_either_sees(house: House) -> None:
    sends(house.ada, house.to_ben, "together", title="Friday at the door", words="I shouted, and I saw her face.")
    hers = newest(house.ben)
    page = words_on(house.ben.browser.get(f"/given/letters/{hers.id}/"))
    assert "Friday at the door" in page
    assert "Ada has written about this" in page
    assert "saw her face" not in page
    assert what_became(house.ada) == [State.WAITING]
    form = words_on(house.ben.browser.get(f"/given/people/{house.to_ada}/write/together/?about={hers.id}"))
    assert "Friday at the door" in form
    assert "saw her face" not in form
    refused = sends(house.ben, house.to_ada, "together", str(hers.id), title="Friday at the door", words=" ")
    assert refused.status_code == 422
    assert "saw her face" not in words_on(refused)
    onward = sends(house.ben, house.to_ada, "together", str(hers.id), title="Forged", words="I went out.")
    assert onward["Location"] == f"/given/letters/{hers.id}/"
    both = words_on(house.ben.browser.get(onward["Location"]))
    assert "saw her face" in both
    assert "I went out." in both
    his = newest(house.ada)
    assert (his.letter.title, his.letter.together) == ("Friday at the door", hers.letter.together)
    page = words_on(house.ada.browser.get(f"/given/letters/{his.id}/"))
    assert "saw her face" in page
    assert "I went out." in page
    answered = house.ben.browser.get(f"/given/people/{house.to_ada}/write/together/?about={hers.id}")
    assert answered["Location"] == f"/given/letters/{hers.id}/"


def test_what_it_answers_may_be_gone_meanwhile_and_no_word_is_lost(house: House) -> None:
    sends(house.ada, house.to_ben, "together", title="Friday", words="I shouted.")
    id = str(newest(house.ben).id)
    house.ada.browser.post(f"/given/away/{id}/back/")
    assert house.ben.browser.get(f"/given/people/{house.to_ada}/write/together/?about={id}").status_code == 404
    again = sends(house.ben, house.to_ada, "together", id, title="Friday", words="I went out.")
    assert again.status_code == 422
    page = words_on(again)
    assert "not there any more" in page
    assert "I went out." in page
    assert 'value="Friday"' in page
    assert f'action="/given/people/{house.to_ada}/write/together/"' in page
    assert giving_of(house.ada).box(timezone.now()).letters == ()
    sends(house.ben, house.to_ada, "together", title="Friday", words="I went out.")
    assert newest(house.ada).letter.title == "Friday"


@pytest.mark.parametrize("about", ["x", str(uuid4()), ""])
def test_an_answer_to_nothing_is_not_here(house: House, about: str) -> None:
    address = f"/given/people/{house.to_ada}/write/together/?about={about}"
    assert house.ben.browser.get(address).status_code == 404


def test_a_note_is_answered_as_a_note_and_not_as_a_moment(house: House) -> None:
    note = gives(house.ada, house.to_ben)
    address = f"/given/people/{house.to_ada}/write/together/?about={note}"
    assert house.ben.browser.get(address).status_code == 404
    assert sends(house.ben, house.to_ada, "together", note, title="x", words="y").status_code == 422


def test_words_of_danger_stop_here_too_and_come_back(house: House) -> None:
    grave = "I shook him and he went limp."
    assert 'data-tier="A"' in words_on(sends(house.ada, house.to_reed, "note", words=grave))
    back = words_on(sends(house.ada, house.to_reed, "note", words=grave, stopped="back"))
    assert grave in back
    assert "Give it all the same" in back
    assert not Handed.objects.exists()
    assert sends(house.ada, house.to_reed, "note", words=grave, keep="yes").status_code == 302
    assert newest(house.reed).letter.words == grave


def test_no_word_is_lost_where_nothing_can_be_given(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(says: str) -> None:
        answer = sends(house.ada, house.to_ben, "note", words="Every word of it.")
        assert answer.status_code == 422
        assert says in words_on(answer)
        assert "Every word of it." in words_on(answer)
        assert not Handed.objects.filter(owner_id=giving_of(house.ada).circle.person(UUID(house.to_ben)).entry.box)

    with monkeypatch.context() as patched:
        patched.setattr(handed, "MOST_IN_A_BOX", 0)
        refused("nothing more fits")
    giving_of(house.ben).part(UUID(house.to_ada), timezone.now())
    refused("have parted")
    assert house.ada.browser.get(f"/given/people/{house.to_ben}/write/note/").status_code == 404


def test_who_has_deleted_their_diary_gets_nothing(house: House) -> None:
    before = giving_of(house.ada).circle.person(UUID(house.to_ben)).entry
    house.ben.browser.post("/account/delete/", {"proof": PHRASE})
    Handed.objects.all().delete()  # as where nobody could be told
    answer = sends(house.ada, house.to_ben, "note", words="Every word of it.")
    assert answer.status_code == 422
    assert "has no diary here any more" in words_on(answer)
    assert "Every word of it." in words_on(answer)
    assert before.box


def test_a_note_sent_twice_lies_there_once(house: House) -> None:
    sent = [sends(house.ada, house.to_ben, "note", words="Once.", once="a" * 32) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert len(giving_of(house.ben).box(timezone.now()).letters) == 1


@pytest.mark.parametrize("who", ["cleo", "guest", "nobody", "reed"])
def test_what_lies_between_two_does_not_exist_for_a_third(house: House, who: str) -> None:
    letter = gives(house.ada, house.to_ben, title=CANARY)
    gives(house.ben, house.to_ada, LetterKind.PAGE, page=f"<p>{CANARY}</p>")
    together = gives(house.ada, house.to_ben, LetterKind.TOGETHER, title=CANARY, together=uuid4())
    third = {"cleo": house.cleo, "reed": house.reed}.get(who) or parent(who)
    if who == "guest":
        begins(third)
    rows, owner = list(Handed.objects.order_by("id").values()), _owner(third)
    kept = {row.pk: bytes(row.sealed) for row in Envelope.objects.exclude(owner_id=owner)}
    ids = [letter, together, house.to_ben, house.to_ada, *(str(row["id"]) for row in rows)]
    for pattern in GIVEN:
        with undone(third):
            for answer, address in _tried(third, pattern, ids, letter, together):
                assert CANARY.encode() not in answer.content, address
                if pattern.pattern.converters:
                    assert answer.status_code in ({401, 405} if who in ("guest", "nobody") else {404, 405}), address
            assert list(Handed.objects.order_by("id").values()) == rows, pattern.name
            assert {row.pk: bytes(row.sealed) for row in Envelope.objects.exclude(owner_id=owner)} == kept, pattern.name


def _tried(third: Parent, pattern: URLPattern, ids: list[str], letter: str, together: str) -> Iterator[tuple]:
    """All that a browser can ask with these ids, and where."""
    names, browser = pattern.pattern.converters, third.browser
    form = {"words": "x", "title": "x", "exercise": "sigh", "about": letter}
    for chosen in product(*[("note", "together") if name == "kind" else ids for name in names]):
        address = reverse(pattern.name, kwargs=dict(zip(names, chosen, strict=True)))
        yield browser.get(address), address
        yield browser.head(address), address
        yield browser.get(f"{address}?about={letter}&given={letter}"), address
        yield browser.post(address, form), address
        yield browser.post(f"{address}?about={together}", form), address


def _owner(someone: Parent) -> UUID | None:
    return diary_of(someone)._vault.owner if "visit" in someone.browser.cookies else None


def test_a_letter_of_somebody_else_looks_like_one_that_never_was(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(20):
        gives(house.ada, house.to_ben)
    this_minute = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: this_minute)  # the first call of each minute prolongs a visit
    house.cleo.browser.get("/given/")
    theirs, none = str(next(iter(Handed.objects.all())).id), str(uuid4())
    for way in ("letters/{}/", "letters/{}/still/", "away/{}/", "people/{}/write/note/"):
        for method in ("get", "head", "post"):
            seen = []
            for id in (theirs, none):
                with CaptureQueriesContext(connection) as asked:  # as much work, too: a clock would flicker here
                    answer = getattr(house.cleo.browser, method)(f"/given/{way.format(id)}")
                body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
                seen.append((answer.status_code, body.replace(id.encode(), b""), len(asked)))
            assert seen[0] == seen[1]


def test_nothing_received_is_exported_searched_for_or_shown_anywhere_else(house: House) -> None:
    gives(house.ada, house.to_ben, LetterKind.PAGE, page=f"<article>{CANARY}</article>", title=CANARY)
    gives(house.ada, house.to_ben, title=CANARY)
    zipped = house.ben.browser.post("/account/export/", {"proof": PHRASE})
    assert zipped.status_code == 200
    with zipfile.ZipFile(io.BytesIO(zipped.content)) as files:
        assert all(CANARY.encode() not in files.read(name) for name in files.namelist())
    for someone in (house.ben, house.ada):
        assert 'href="/diary/' not in _found(someone)
        for pattern in urlpatterns:
            if not pattern.pattern.converters and pattern.name not in {"given-away"}:
                assert CANARY.encode() not in someone.browser.get(reverse(pattern.name)).content, pattern.name


def _found(someone: Parent) -> str:
    """What the diary finds of it."""
    page = words_on(someone.browser.post("/diary/", {"sought": CANARY}))
    assert CANARY in page  # what was looked for
    return page.split('id="found"')[1].split("</ul>")[0].replace(CANARY, "", 1)


def test_a_therapist_can_reach_nothing_that_was_not_given(house: House) -> None:
    repair = begins(house.ada)
    writes(house.ada, repair, "acknowledge", f"I shouted. {CANARY}")
    house.ada.browser.post("/page/", {"title": CANARY, "text": CANARY})
    house.ada.browser.post(f"/repair/{repair}/calm/", {"degrees": "9", "go": "heat"})
    house.ada.browser.post("/children/", {"name": CANARY, "likes": CANARY})
    gives(house.ada, house.to_ben, title=CANARY)
    given = gives(house.ada, house.to_reed, words="Only this.")
    assert "Only this." in words_on(house.reed.browser.get(f"/given/letters/{given}/"))
    ids = [
        *map(str, Envelope.objects.values_list("id", flat=True)),
        *map(str, Handed.objects.values_list("id", flat=True)),
    ]
    fills = {
        "id": ids,
        "past": ids[:3],
        "step": ["calm", "acknowledge"],
        "kind": ["note", "exercise"],
        "name": ["sigh"],
    }
    for pattern in urlpatterns:
        names = list(pattern.pattern.converters)
        for chosen in product(*(fills.get(name, ["cold-water"]) for name in names)):
            address = reverse(pattern.name, kwargs=dict(zip(names, chosen, strict=True)))
            assert CANARY.encode() not in house.reed.browser.get(address).content, address


def test_a_locked_form_carries_along_what_its_own_writer_wrote_and_reaches_nobody_of_another(house: House) -> None:
    house.ada.browser.post("/lock/")
    asked = sends(house.ada, house.to_ben, "note", words="Mine, and unsent.")
    assert asked.status_code == 401
    assert "Mine, and unsent." in words_on(asked)
    assert "Ben" not in words_on(asked)
    signs_in(Parent("Cleo", house.ada.browser))
    assert sends(house.ada, house.to_ben, "note", words="Mine, and unsent.").status_code == 404
    assert not Handed.objects.exists()
    signs_in(house.ada)
    assert sends(house.ada, house.to_ben, "note", words="Mine, and unsent.").status_code == 302


def test_the_title_of_a_tab_says_nothing(house: House) -> None:
    id = gives(house.ada, house.to_ben, title=CANARY)
    pages = [(house.ben, f"/given/letters/{id}/"), (house.ada, f"/given/away/{id}/"), (house.ada, "/given/away/")]
    for someone, address in [*pages, (house.ada, f"/given/people/{house.to_ben}/write/note/")]:
        title = words_on(someone.browser.get(address)).split("<title>")[1].split("</title>")[0]
        assert not re.search(f"{CANARY}|Ada|Ben", title)


def test_what_cannot_be_opened_any_more_hides_nothing_else(house: House) -> None:
    first, second = gives(house.ada, house.to_ben), gives(house.ada, house.to_ben)
    Handed.objects.filter(id=first).update(sealed=b"\x01" * 900)
    assert house.ben.browser.get(f"/given/letters/{first}/").status_code == 404
    assert house.ben.browser.get(f"/given/letters/{second}/").status_code == 200
    Envelope.objects.filter(id=second).update(sealed=b"\x01" * 900)
    assert "1 thing that was given cannot be opened" in words_on(house.ada.browser.get("/given/away/"))
    assert "cannot be opened" in words_on(house.ada.browser.get(f"/given/away/{second}/"))
