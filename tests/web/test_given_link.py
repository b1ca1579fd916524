"""A letter behind a link: who opens it, what the page says to all others, and what a host for it alone has."""

import json
import re
from base64 import b64encode
from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from amends.process import Letter, LetterKind, Role, State
from amends.store.circle import Circle
from amends.store.giving import Giving
from amends.store.models import Handed, KeySlot, Owner
from amends.store.opened import Vault
from amends.vault import WORKS, new_key
from amends.web.given import FILES, TWINS, file
from amends.web.pages.given_link import KeyForm
from amends.web.steady import clock
from amends.web.urls import urlpatterns
from tests.looking import examples
from tests.people import ada, begins, signs_in, signs_up, words_on
from tests.refusing import refusing
from tests.works import counted

pytestmark = pytest.mark.django_db
LIGHT = WORKS["light"]
WORDS, CANARY = "lamp river seven kettle moss", "marigold canary words"
PAGE = f"<article><h1>A page</h1><p>{CANARY}</p></article>"
WRONG = "These are not the words, or there is nothing here any more."
APART = "share.example"


class Giver:
    """Ada, who gives by a link."""

    def __init__(self) -> None:
        self.vault = Vault(Owner.objects.create().id, new_key())
        self.giving = Giving(self.vault)

    def gives(self, behind: str = WORDS, days: float = 28, **letter: str) -> UUID:
        now = clock.now()
        what = Letter(LetterKind.PAGE, now, now + timedelta(days=days), **({"page": PAGE} | letter))
        return self.giving.give_link("Dr Reed", what, behind, LIGHT).id

    def sees(self, id: UUID) -> State:
        return next(state for kept, state in self.giving.given(clock.now()) if kept.id == id)


@pytest.fixture(autouse=True)
def many_guesses(settings) -> None:
    settings.LIMITS = "9999/hour 9999/minute 9999/15minutes"


@pytest.fixture
def giver() -> Giver:
    return Giver()


@pytest.fixture
def reader() -> Client:
    """Somebody who was never here, at a browser that asks for the token of a form where one is asked for."""
    return Client(enforce_csrf_checks=True)


def at(id: UUID) -> str:
    return f"/given/page/{id}/"


def says(reader: Client, id: UUID, words: str = WORDS, **more):
    return reader.post(at(id), {"spoken": words}, **more)


def key_on(answer) -> str:
    return re.search(r'name="key" value="([^"]+)"', words_on(answer))[1]


def over(giver: Giver) -> dict[str, UUID]:
    """One address of each kind under which nothing opens."""
    taken, removed, changed = giver.gives(), giver.gives(), giver.gives()
    giver.giving.take_back(taken, clock.now())
    reader = Client()
    reader.post(at(removed), {"key": key_on(says(reader, removed))})
    Handed.objects.filter(id=changed).update(sealed=b"l" + bytes(900))
    invited = Circle(giver.vault).invite(
        "Ben", Role.NEAR, WORDS, clock.now() + timedelta(days=9), clock.now(), LIGHT, "A"
    )
    return {
        "never was": uuid4(),
        "taken back": taken,
        "removed": removed,
        "over": giver.gives(days=-1),
        "changed": changed,
        "an invitation": invited,
    }


def as_seen(answer) -> tuple[int, str, list[str]]:
    """All that an answer tells: status, page and headers."""
    return answer.status_code, words_on(answer), sorted(f"{name}: {value}" for name, value in answer.headers.items())


def test_the_page_of_an_address_says_nothing_whatever_lies_there(giver: Giver, reader: Client) -> None:
    there = reader.get(at(giver.gives()))
    assert there.status_code == 200
    said = there.content.decode().lower()
    assert "mends" not in said.replace("recommends", "")
    for word in ("diary", "repair", "child", "description", "manifest", "svg", "/static/amends", "<script"):
        assert word not in said, word
    assert re.search(r"<title>([^<]*)</title>", said)[1] == "new page"
    for why, id in over(giver).items():
        assert as_seen(reader.get(at(id))) == as_seen(there), why


def test_wrong_words_and_an_address_where_nothing_is_are_answered_alike(giver: Giver, reader: Client) -> None:
    wrong = says(reader, giver.gives(), "other words than those")
    assert (wrong.status_code, WRONG in words_on(wrong)) == (422, True)
    for why, id in over(giver).items():
        assert as_seen(says(reader, id, "other words than those")) == as_seen(wrong), why
        if why != "never was":
            same = says(reader, id).content.decode().replace(WORDS, "other words than those")
            assert same == wrong.content.decode(), why


def test_saying_words_where_nothing_is_takes_the_same_work(giver: Giver, monkeypatch: pytest.MonkeyPatch) -> None:
    works = counted(monkeypatch)
    for id in (giver.gives(), uuid4()):
        works.clear()
        says(Client(), id, "other words than those")
        assert works == [LIGHT]


def test_the_words_open_it_as_often_as_they_are_said_however_they_are_typed(giver: Giver, reader: Client) -> None:
    id = giver.gives(title="My last weeks")
    for words in (WORDS, WORDS.title(), f"  {WORDS}. ", WORDS.replace(" ", ", "), WORDS.replace(" ", "-")):
        answer = says(reader, id, words)
        assert answer.status_code == 200, words
        assert PAGE in answer.content.decode()
        assert "My last weeks" in words_on(answer)
    said = words_on(answer)
    assert "This is for you alone." in said
    assert "sees that you opened it" in said
    assert CANARY not in re.search(r"<title>.*</title>", said)[0]
    assert giver.sees(id) is State.OPENED


def test_what_has_no_heading_of_its_own_gets_its_title_as_one(giver: Giver, reader: Client) -> None:
    assert '<h1 dir="auto">A <b> note</h1>' in words_on(
        says(reader, giver.gives(title="A <b> note", page="", words="Only words."))
    )
    answer = says(reader, giver.gives(page="", words="<i>Only words.</i>"))
    assert "<h1>For you</h1>" in words_on(answer)
    assert b"&lt;i&gt;Only words." in answer.content


def test_a_chat_that_looks_at_the_address_changes_nothing_but_how_often_it_was_fetched(giver: Giver) -> None:
    id = giver.gives()
    for _ in range(5):
        Client(headers={"user-agent": "WhatsApp/2.23 A"}).get(at(id))
        Client().head(at(id))
    assert Handed.objects.get(id=id).fetched == 5
    assert giver.sees(id) is State.FETCHED
    assert says(Client(), id).status_code == 200
    assert Handed.objects.get(id=id).fetched == 5


def test_no_cookie_is_set_and_none_is_needed(giver: Giver, reader: Client) -> None:
    id = giver.gives()
    reader.get(at(id))
    opened = says(reader, id)
    reader.post(f"{at(id)}still/", {"key": key_on(opened)})
    gone = reader.post(at(id), {"key": key_on(opened)})
    assert "It is removed" in words_on(gone)
    assert dict(reader.cookies) == {}
    assert b"csrf" not in opened.content


def test_nothing_of_a_secret_stands_in_an_address_and_no_address_is_told(giver: Giver, reader: Client) -> None:
    id = giver.gives()
    for answer in (reader.get(at(id)), says(reader, id), says(reader, id, "wrong words")):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store"
    key = key_on(says(reader, id))
    links = re.findall(r'(?:href|src|action|url)="?([^"> ]+)', words_on(says(reader, id)))
    assert links
    assert not any(key in link or "lamp" in link for link in links)
    assert all(link.startswith(("/given/", "data:,", "#")) for link in links)


def test_still_answers_who_has_the_key_and_nobody_else(giver: Giver, reader: Client) -> None:
    id = giver.gives()
    key = key_on(says(reader, id))
    still = f"{at(id)}still/"
    assert reader.post(still, {"key": key}).status_code == 204
    assert reader.get(still).status_code == 405
    others = ["", "x", b64encode(bytes(32)).decode(), b64encode(bytes(31)).decode(), "é" * 44, "A" * 100_000]
    assert {reader.post(still, {"key": other}).status_code for other in others} == {404}
    assert reader.post(still).status_code == 404
    giver.giving.take_back(id, clock.now())
    gone = reader.post(still, {"key": key})
    assert as_seen(gone) == as_seen(reader.post(f"{at(uuid4())}still/", {"key": key}))


def test_to_ask_whether_it_is_still_there_opens_nothing(giver: Giver, reader: Client) -> None:
    id = giver.gives()
    key = key_on(says(reader, id))
    Handed.objects.filter(id=id).update(answer=b"")
    reader.post(f"{at(id)}still/", {"key": key})
    assert giver.sees(id) is State.WAITING


def test_who_has_read_it_can_have_it_removed_and_nobody_else_can(giver: Giver, reader: Client) -> None:
    id, other = giver.gives(), giver.gives()
    key = key_on(says(reader, id))
    for wrong in ("", "x", b64encode(new_key()).decode()):
        answer = reader.post(at(id), {"key": wrong})
        assert (answer.status_code, WRONG in words_on(answer)) == (422, True)
    assert WRONG in words_on(reader.post(at(other), {"key": key}))
    assert giver.sees(id) is State.OPENED
    assert "It is removed" in words_on(reader.post(at(id), {"key": key}))
    assert giver.sees(id) is State.REMOVED
    assert WRONG in words_on(reader.post(at(id), {"key": key}))
    assert says(reader, id).status_code == 422


def test_wrong_words_slow_down_on_their_address_and_never_burn(giver: Giver, settings) -> None:
    settings.LIMITS = "30/hour 120/minute 3/15minutes"
    id = giver.gives()
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    answers = [says(Client(), id, "wrong words", **elsewhere).status_code for _ in range(4)]
    assert answers == [422, 422, 422, 429]
    answer = says(Client(), id)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "That was a lot at once." in words_on(answer)
    assert "mends" not in words_on(answer).replace("<form", "")
    nothing = [says(Client(), uuid4(), "wrong words", REMOTE_ADDR="192.0.2.8").status_code for _ in range(4)]
    assert nothing == [422, 422, 422, 429]
    assert giver.sees(id) is State.WAITING


def test_while_many_keys_are_made_it_asks_to_come_back_and_says_nothing_more(
    giver: Giver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from amends.vault import slots

    id = giver.gives()
    monkeypatch.setattr(slots, "PATIENCE", 0)
    monkeypatch.setattr(slots, "_running", slots.BoundedSemaphore(1))
    slots._running.acquire()
    there, nowhere = says(Client(), id), says(Client(), uuid4())
    assert there.status_code == 503
    assert as_seen(there) == as_seen(nowhere)


def test_words_said_to_a_letter_are_no_try_at_an_invitation_and_the_other_way_round(giver: Giver) -> None:
    from amends.store.handed import NotThere, Spot
    from amends.store.invitations import TRIES, hear_invitation

    id = giver.gives()
    for _ in range(TRIES + 1):
        with pytest.raises(NotThere):
            hear_invitation(Spot.alone(id), "wrong words", clock.now())
    assert says(Client(), id).status_code == 200
    invited = over(giver)["an invitation"]
    for _ in range(TRIES + 1):
        says(Client(), invited, "wrong words")
    assert Handed.objects.get(id=invited).tries == 0


def test_a_letter_that_was_taken_back_while_it_opened_is_not_shown(
    giver: Giver, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = giver.gives()
    from amends.store import links

    def meanwhile(*_: object) -> None:
        giver.giving.take_back(id, clock.now())
        raise links.NotThere

    monkeypatch.setattr(links, "leave", meanwhile)
    answer = says(Client(), id)
    assert (answer.status_code, CANARY in words_on(answer)) == (422, False)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_tells_nobody_whether_something_lies_there(reader: Client) -> None:
    id = Giver().gives()
    with refusing():
        assert as_seen(reader.get(at(id))) == as_seen(reader.get(at(uuid4())))


METHODS = ("get", "head", "post", "put", "delete", "options", "patch")


def test_whatever_is_sent_there_it_never_breaks_and_never_shows_anothers_letter(giver: Giver) -> None:
    dice = Random(16)
    mine, theirs = giver.gives(), giver.gives("four other words here")
    key = key_on(says(Client(), mine))
    ids = [mine, theirs, *over(giver).values()]
    texts = ["", " ", "\x00", "é" * 300, "x" * 501, "A" * 200_000, "\ud800".encode("utf-8", "replace").decode(), key]
    texts += [WORDS[:-1], "four other words", "<script>", "%00", "\r\n", b64encode(new_key()).decode()]
    statuses, lengths = set(), {}
    for _ in range(examples(100)):
        id, method = dice.choice(ids), dice.choice(METHODS)
        sent = {
            dice.choice(["spoken", "key", "words", "next", "page"]): dice.choice(texts)
            for _ in range(dice.randint(0, 3))
        }
        way = at(id) + dice.choice(["", "", "still/", "?spoken=" + WORDS.replace(" ", "+")])
        answer = getattr(Client(enforce_csrf_checks=True), method)(
            way, sent if method in ("get", "head", "post") else "x"
        )
        statuses.add(answer.status_code)
        assert CANARY.encode() not in answer.content, (method, way, sent)
        assert answer.cookies == {}, (method, way, sent)
        if method == "post" and sent == {}:
            lengths.setdefault(way.endswith("still/"), set()).add(len(answer.content))
    assert statuses <= {200, 204, 404, 405, 422}, statuses
    assert all(len(one) == 1 for one in lengths.values())
    flood = Client().post(at(mine), {"spoken": "x" * 1_100_000})
    assert flood.status_code == 400
    for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x", "multipart/form-data"):
        assert Client().post(at(mine), "\x00\xff", content_type=kind).status_code in {400, 422}
    for address in ("/given/page/x/", f"/given/page/{mine}", "/given/page/", f"{at(mine)}../"):
        assert CANARY not in words_on(Client().get(address, follow=True))


def test_a_key_is_the_whole_of_a_key() -> None:
    key = KeyForm({"key": b64encode(bytes(32)).decode()})
    assert key.is_valid()
    assert key.cleaned_data["key"] == bytes(32)


# A host that publishes only what was given.


@pytest.fixture
def apart(settings) -> Client:
    settings.GIVEN_HOSTS = [APART]
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, APART]
    return Client(headers={"host": APART})


def test_a_host_for_what_was_given_has_nothing_else(apart: Client, django_assert_num_queries) -> None:
    ways = [reverse(one.name) for one in urlpatterns if not one.pattern.converters]
    elsewhere = [way for way in ways if not way.startswith("/given/")]
    with django_assert_num_queries(0):
        for way in [*elsewhere, file("amends.css", given=False), "/given", "/favicon.ico", "//given/", "/x/../diary/"]:
            for answer in (apart.get(way), apart.post(way)):
                assert (answer.status_code, answer.content) == (404, b"Not here."), way
    assert Client().get("/library/").status_code == 200
    assert apart.get("/diary/", headers={"host": f"{APART.upper()}.:443"}).status_code == 404


def test_a_letter_opens_there_and_whoever_leaves_is_gone(giver: Giver, apart: Client) -> None:
    id = giver.gives()
    assert apart.get(at(id)).status_code == 200
    assert CANARY in words_on(says(apart, id))


def links_on(answer) -> set[str]:
    """Every address that a page leads to, or asks for."""
    found = re.findall(r'(?:href|src|action|data-[a-z]+)="([^"]*)"', words_on(answer))
    return {one for one in found if one.startswith("/") or "//" in one}


def test_no_page_there_leads_or_asks_for_anything_outside(apart: Client) -> None:
    signs_up(ada())
    pages = [one for one in urlpatterns if str(one.pattern).startswith("given/") and not one.pattern.converters]
    seen = set()
    for is_in in (False, True):
        if is_in:
            signed = apart.post("/given/sign-in/", {"known_as": "Ada", "passphrase": "the tower fell at nine"})
            assert (signed.status_code, signed.url) == (302, "/given/")
        for one in pages:
            answer = apart.get(reverse(one.name), follow=True)
            seen.add(one.name)
            assert {link for link in links_on(answer) if not link.startswith("/given/")} == set(), one.name
    assert seen >= {"given-sign-in", "given-sign-up", "given-blank"}
    gone = apart.get("/given/nowhere/")
    assert (gone.status_code, {link for link in links_on(gone) if not link.startswith("/given/")}) == (404, set())


def test_each_file_that_pages_there_need_is_there_and_is_kept_as_long(apart: Client) -> None:
    for name in FILES:
        way = file(name, given=True)
        assert way.startswith("/given/static/")
        there, elsewhere = apart.get(way), Client().get(file(name, given=False))
        assert there.status_code == 200, way
        assert there["Cache-Control"] == elsewhere["Cache-Control"]
        assert b"".join(there) == b"".join(elsewhere)
        assert "amends" not in way
    assert file("offline.js", given=True) == file("offline.js", given=False)
    assert apart.get("/given/static/offline.js").status_code == 404
    style = b"".join(apart.get(file("amends.css", given=True))).decode()
    fonts = re.findall(r'url\("?([^")]+)"?\)', style)
    assert fonts
    assert all(b"".join(apart.get(f"/given/static/{font}")) for font in fonts)


def test_on_the_whole_host_nothing_is_different(settings) -> None:
    settings.GIVEN_HOSTS = [APART]
    page = words_on(Client().get("/given/sign-in/"))
    assert 'href="/help-now/"' in page
    assert 'class="bar"' in page
    assert "data-worker" not in page
    assert 'data-worker="/worker.js"' in words_on(Client().get("/"))


# What is there twice: below the prefix a visitor stays below it.


def test_who_is_asked_to_sign_in_below_the_prefix_signs_in_there(apart: Client) -> None:
    signs_up(ada())
    asked = apart.post("/given/sign-out/")
    assert asked.status_code == 401
    assert 'action="/given/sign-in/"' in words_on(asked)
    told = {"known_as": "Ada", "passphrase": "the tower fell at nine", "next": "/given/blank/"}
    assert apart.post("/given/sign-in/", told).url == "/given/blank/"
    for way in ("/given/sign-in/", "/given/sign-up/", "//elsewhere.example/"):
        assert apart.post("/given/sign-in/", told | {"next": way}).url == "/given/"
    assert apart.get("/given/sign-up/").url == "/given/"


def test_each_exit_below_the_prefix_leaves_and_stays_below_it() -> None:
    for way, to in {
        "/given/leave/": "/given/blank/",
        "/given/lock/": "/given/sign-in/?next=%2Fgiven%2F",
        "/given/sign-out/": "/given/",
    }.items():
        someone = ada()
        signs_up(someone) if not KeySlot.objects.exists() else signs_in(someone)
        secret = someone.browser.cookies["visit"].value
        answer = someone.browser.post(way, {"here": "/given/"})
        assert (answer.status_code, answer.url) == (302, to)
        assert answer["Clear-Site-Data"] == '"cache", "storage"'
        assert answer.cookies["visit"].value == ""
        someone.browser.cookies["visit"] = secret
        assert someone.browser.get("/diary/").status_code == 401


def test_a_guest_who_locks_below_the_prefix_stays_a_guest() -> None:
    someone = ada()
    begins(someone)
    assert someone.browser.post("/given/lock/").url == "/given/"
    assert someone.browser.get("/diary/").status_code == 200


def test_a_recovery_code_opens_below_the_prefix_too() -> None:
    someone = ada()
    code = signs_up(someone)
    assert Client().post("/given/sign-in/", {"code": code}).url == "/given/"


# Forms of pages that name no referrer.


def leaves(browser: Client, **headers: str):
    return browser.post("/given/leave/", headers=headers)


def test_a_form_that_names_no_origin_counts_where_the_browser_says_that_it_is_ours(reader: Client) -> None:
    signs_up(ada())
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', words_on(reader.get("/given/sign-in/")))[1]
    told = {"known_as": "Ada", "passphrase": "wrong words here", "csrfmiddlewaretoken": token}

    def asks(way: str = "/given/sign-in/", **headers: str) -> int:
        return reader.post(way, told, headers=headers).status_code

    assert asks(origin="http://testserver") == 422
    assert asks(origin="null", sec_fetch_site="same-origin") == 422
    assert asks(origin="null") == 422
    assert asks("/sign-in/", origin="null", sec_fetch_site="same-origin") == 422
    assert asks("/sign-in/", origin="null") == 403
    for site in ("cross-site", "same-site", "none"):
        assert asks(origin="null", sec_fetch_site=site) == 403
    assert asks(origin="https://elsewhere.example", sec_fetch_site="same-origin") == 403
    told["csrfmiddlewaretoken"] = token[:-1] + "x"
    assert asks(origin="null", sec_fetch_site="same-origin") == 403


def test_leaving_below_the_prefix_needs_no_token_and_another_site_shuts_nothing(reader: Client) -> None:
    someone = ada()
    signs_up(someone)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = someone.browser.cookies
    assert leaves(strict, origin="null", sec_fetch_site="cross-site").status_code == 403
    assert strict.get("/diary/").status_code == 200
    stranger = leaves(reader, origin="null", sec_fetch_site="cross-site")
    assert (stranger.status_code, stranger.url) == (302, "/given/blank/")
    assert "Clear-Site-Data" not in stranger
    answer = leaves(strict, origin="null", sec_fetch_site="same-origin")
    assert (answer.status_code, answer.url) == (302, "/given/blank/")
    assert strict.get("/diary/").status_code == 401


def test_the_worker_keeps_nothing_of_what_was_given() -> None:
    code = Client().get("/worker.js").content.decode()
    assert "/given/" not in code.split("const KEPT = ")[1].split(";\n")[0]
    exits = json.loads(code.split("const EXITS = ")[1].split(";\n")[0])
    assert {"/given/leave/", "/given/lock/", "/given/sign-out/"} <= set(exits)
    assert json.loads(code.split("const LEAVES = ")[1].split(";\n")[0]) == {
        "/leave/": "/blank/",
        "/given/leave/": "/given/blank/",
    }


def test_each_page_that_is_there_twice_is_one() -> None:
    views = {one.name: one.callback for one in urlpatterns}
    assert all(views[name] is views[f"given-{name}"] for name in TWINS)
