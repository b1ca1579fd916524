"""Things changed on their way: each is told apart, none crashes, none opens as something else."""

import io
import zipfile
from base64 import urlsafe_b64encode
from contextlib import suppress
from datetime import UTC

import msgspec
import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.process import DiaryExport, Repair, Step
from amends.store.diary import Diary
from amends.store.door import NotReadable
from amends.store.imports import found
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


DAYLIO = b'full_date,time,mood,note_title,note\n2026-05-20,10:13 p. m.,good,Title,"one <b>two</b>\n<3"\n'
DAY_ONE = (
    b'{"metadata": {}, "entries": [{"uuid": "A", "creationDate": "2026-05-20T14:30:00Z", "timeZone": "Asia/Tokyo",'
    b' "text": "x ![](dayone-moment://1)", "tags": ["a"], "isAllDay": true}]}'
)
JOURNIV = (
    b'{"export_version": "1", "journals": [{"entries": [{"title": "x", "content": {"ops": [{"insert": "y"}]},'
    b' "entry_datetime_utc": "2026-05-20T21:00:00Z", "entry_timezone": "GMT+02:00", "mood_log": {"note": "z"}}]}]}'
)
JRNL = b'{"entries": [{"title": "x", "body": "y", "date": "2026-05-20", "time": "07:45", "tags": ["@a"]}]}'
DATED = b"## Wednesday, 20 May 2026 7:45 pm\nwords\n20/05/2026\nmore\n[2026-05-21 07:45] x\n"
MONTH = b"1: {text: 'it''s\n\n    so', A: {b: null}}\n2:\n  text: \"x\\n\\\n    \\xe9\"\n3:\n  text: |-\n    a\n"


@settings(max_examples=400, **LOOK_HARD)
@given(st.data(), st.sampled_from([DAYLIO, DAY_ONE, JOURNIV, JRNL, DATED, MONTH]), st.sampled_from(["utf-8", "utf-16"]))
def test_400_mutated_exports_of_other_diaries_are_read_or_told_what_is_wrong(
    data: st.DataObject, whole: bytes, coded: str
) -> None:
    content = data.draw(mutated(whole.decode().encode(coded)))
    with suppress(NotReadable):
        read = found(content, UTC, "2026-05.txt")
        kept = msgspec.json.decode(msgspec.json.encode(read.diary), type=DiaryExport)
        assert [one.page.text for one in kept.journal] == [page.text for page in read.pages]


@settings(max_examples=200, **LOOK_HARD)
@given(st.data(), st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
def test_200_mutated_zips_are_read_or_told_what_is_wrong(data: st.DataObject, packing: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as files:
        files.writestr("Family.json", DAY_ONE)
        files.writestr("2026-05.txt", MONTH)
    with suppress(NotReadable):
        assert found(data.draw(mutated(out.getvalue())), UTC).days
