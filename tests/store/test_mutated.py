"""Things changed on their way: each is told apart, none crashes, none opens as something else."""

import io
from base64 import urlsafe_b64encode

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.process import Repair, Step
from amends.store.diary import Diary
from amends.store.models import Envelope
from amends.vault import WORKS, Damaged, Parcel, pack, unpack
from amends.web.visit import visitor_of
from tests.looking import examples
from tests.store.conftest import NOW, guest

pytestmark = pytest.mark.django_db
LOOK_HARD = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@st.composite
def mutated(draw: st.DrawFn, whole: bytes) -> bytes:
    """Some bytes changed, cut out, doubled, added, or swapped: never the same as before."""
    changed = bytearray(whole)
    for _ in range(draw(st.integers(1, 3))):
        at, to = sorted((draw(st.integers(0, len(changed))), draw(st.integers(0, len(changed)))))
        kind = draw(st.sampled_from(["flip", "cut", "double", "add", "reverse"]))
        if kind == "flip" and at < len(changed):
            changed[at] ^= draw(st.integers(1, 255))
        elif kind == "cut":
            del changed[at:to]
        elif kind == "double":
            changed[at:at] = changed[at:to]
        elif kind == "add":
            changed[at:at] = draw(st.binary(min_size=1, max_size=40))
        else:
            changed[at:to] = changed[at:to][::-1]
    return bytes(changed)


@settings(max_examples=examples(200), **LOOK_HARD)
@given(st.data())
def test_mutated_envelopes_are_damaged_or_what_they_were(data: st.DataObject) -> None:
    diary, entry = _kept()
    whole = bytes(Envelope.objects.get(id=entry.id).sealed)
    sealed = data.draw(mutated(whole))
    Envelope.objects.filter(id=entry.id).update(sealed=sealed)
    if sealed == whole:
        assert diary.entry(entry.id) == entry
    else:
        with pytest.raises(Damaged):
            diary.entry(entry.id)


def _kept() -> tuple[Diary, object]:
    diary = guest().diary
    return diary, diary.add(Repair(NOW).write(Step.PLAN, "words"))


KEY = bytes(range(32))
_OUT = io.BytesIO()
pack([b"one", b"two" * 200, b"three"], _OUT, Parcel(key=KEY), WORKS["light"])


@settings(max_examples=examples(100), **LOOK_HARD)
@given(mutated(_OUT.getvalue()))
def test_mutated_backups_are_damaged_or_what_they_were(file: bytes) -> None:
    if file == _OUT.getvalue():
        return
    with pytest.raises(Damaged):
        list(unpack(io.BytesIO(file), Parcel(key=KEY)))


@settings(max_examples=examples(100), **LOOK_HARD)
@given(st.data())
def test_mutated_cookies_are_nobody_or_who_they_were(data: st.DataObject) -> None:
    someone = guest()
    cookie = urlsafe_b64encode(someone.secret)
    request = RequestFactory().get("/")
    request.COOKIES["visit"] = data.draw(mutated(cookie)).decode("latin-1")
    found = visitor_of(request)
    assert found is None or found.secret == someone.secret
