import json
import time
from base64 import b64decode, b64encode
from uuid import uuid4

import msgspec
import pytest

from amends.coach.rules import decoded
from amends.coach.safety import FILE, SafetyRules
from amends.guidance import CONTENT
from amends.web.forms import LONGEST_WORDS
from tests.browser_seal import sealed_offline
from tests.people import ada, begins, ben, is_private, listed, repairs_of, signs_up, words_on

pytestmark = pytest.mark.django_db


def key_of(parent) -> bytes:
    page = words_on(parent.browser.get("/"))
    return b64decode(page.split('data-delivery="')[1].split('"')[0])


def parcel(key: bytes, words: str, id: str = "", **more: object) -> str:
    id = id or str(uuid4())
    plain = json.dumps({"words": words, "at": 1_790_000_000_000} | more).encode()
    sealed = sealed_offline(plain, key, id)
    return json.dumps({"id": id, "sealed": b64encode(sealed).decode()})


def sends(parent, body: str):
    return parent.browser.post("/deliver/", body, content_type="application/json")


def test_a_parcel_becomes_an_entry_and_stands_on_the_first_page() -> None:
    parent = ada()
    signs_up(parent)
    just_now = int(time.time() * 1000)
    assert sends(parent, parcel(key_of(parent), "I slammed the door.", at=just_now)).status_code == 204
    assert "I slammed the door." in words_on(parent.browser.get("/diary/"))
    assert "Still open" in words_on(parent.browser.get("/"))


def test_a_parcel_that_is_sent_twice_is_kept_once() -> None:
    parent = ada()
    signs_up(parent)
    body = parcel(key_of(parent), "I slammed the door.")
    assert [sends(parent, body).status_code for _ in range(2)] == [204, 204]
    assert sum("I slammed the door." in one for one in listed(parent)) == 1


@pytest.mark.parametrize("ahead", [3600, 2 * 86_400, 10**15])
def test_a_clock_that_runs_ahead_or_far_behind_brings_no_day_that_never_was(ahead: int) -> None:
    parent = ada()
    signs_up(parent)
    key = key_of(parent)
    assert sends(parent, parcel(key, "ahead", at=int((time.time() + ahead) * 1000))).status_code == 204
    assert sends(parent, parcel(key, "behind", at=-5)).status_code == 204
    newest, oldest = (repair.began.timestamp() for repair in repairs_of(parent))
    assert time.time() - 60 < newest <= time.time()
    assert oldest == 0
    assert parent.browser.get("/diary/").status_code == 200


def test_more_words_than_a_form_takes_are_cut_to_what_it_would_take() -> None:
    parent = ada()
    signs_up(parent)
    assert sends(parent, parcel(key_of(parent), "ab " * (LONGEST_WORDS // 3) + "the end")).status_code == 204
    (kept,) = repairs_of(parent)
    assert [len(words) for words in kept.words.values()] == [LONGEST_WORDS]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"id": "x", "sealed": "eA=="}', "\x00"])
def test_what_is_no_parcel_is_refused(body: str) -> None:
    parent = ada()
    begins(parent)
    assert sends(parent, body).status_code == 400


def test_a_parcel_for_somebody_else_is_refused_and_kept_nowhere() -> None:
    parent, other = ada(), ben()
    signs_up(parent)
    signs_up(other)
    assert sends(other, parcel(key_of(parent), "I slammed the door.")).status_code == 400
    assert "slammed" not in words_on(other.browser.get("/diary/"))


def test_who_has_no_visit_is_asked_to_sign_in() -> None:
    parent = ada()
    signs_up(parent)
    body = parcel(key_of(parent), "I slammed the door.")
    assert sends(ben(), body).status_code == 401


def test_a_guest_and_their_account_open_the_same_parcels() -> None:
    parent = ada()
    begins(parent)
    body = parcel(key_of(parent), "I slammed the door.")
    signs_up(parent)
    assert sends(parent, body).status_code == 204


def test_the_worker_keeps_public_pages_only_and_each_of_them_opens() -> None:
    code = ada().browser.get("/worker.js").content.decode()
    kept = json.loads(code.split("const KEPT = ")[1].split(";\n")[0])
    pages = [address for address in kept if not address.startswith("/static/")]
    assert not any(map(is_private, pages))
    assert [address for address in pages if ada().browser.get(address).status_code != 200] == []
    assert json.loads(code.split("const INSTEAD = ")[1].split(";\n")[0]) in pages


def test_another_release_is_another_worker_so_that_no_old_words_stay(monkeypatch) -> None:
    now = ada().browser.get("/worker.js").content
    assert ada().browser.get("/worker.js").content == now
    monkeypatch.setattr("amends.web.pages.offline.version", lambda _name: "99.0")
    assert ada().browser.get("/worker.js").content != now


def test_what_installs_has_a_name_and_a_picture_that_say_little() -> None:
    told = json.loads(ada().browser.get("/manifest.webmanifest").content)
    assert told["display"] == "standalone"
    assert told["name"] == "Amends"
    assert told["icons"][0]["src"].startswith("/static/bowl")


def test_the_browser_gets_the_same_rules_that_run_here() -> None:
    served = msgspec.json.decode(ada().browser.get("/rules.json").content, type=SafetyRules)
    assert served == decoded(CONTENT / "en" / FILE, SafetyRules)


def test_leaving_while_something_waits_keeps_it_and_forgets_the_rest() -> None:
    parent = ada()
    signs_up(parent)
    assert parent.browser.post("/leave/", {"waiting": "yes"})["Clear-Site-Data"] == '"cache"'
    assert parent.browser.post("/leave/")["Clear-Site-Data"] == '"cache", "storage"'


def test_a_page_that_finds_no_open_visit_takes_the_key_off_the_device_but_not_the_copy_that_the_worker_keeps() -> None:
    stranger, parent = ada(), ben()
    signs_up(parent)
    assert "data-shut" in words_on(stranger.browser.get("/"))
    assert "data-shut" not in words_on(stranger.browser.get("/", headers={"Amends-To-Keep": "yes"}))
    assert "data-shut" not in words_on(parent.browser.get("/"))
    assert "data-shut" not in words_on(stranger.browser.get("/help-now/"))
