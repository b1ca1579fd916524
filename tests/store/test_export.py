import io
import json
import zipfile
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from amends.process import (
    AgeBand,
    Child,
    DiaryExport,
    ExportedChild,
    ExportedPage,
    ExportedRepair,
    JournalEntry,
    Past,
    Preferences,
    Repair,
    Step,
)
from amends.store import export, unpacked
from amends.store.door import NotReadable
from amends.store.export import exported
from amends.store.imports import found
from amends.store.shelf import renamed

NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
DUBLIN = ZoneInfo("Europe/Dublin")
REPAIR = Repair(NOW, child=Child("Juno", AgeBand.SCHOOL)).write(Step.PLAN, "I <will> sit & breathe.")
WHOLE = DiaryExport(
    (ExportedRepair(UUID(int=1), REPAIR, (Past(NOW, Step.PLAN, REPAIR),)),),
    (ExportedPage(UUID(int=2), JournalEntry(NOW, "A page.", "Its title")),),
    (ExportedChild(UUID(int=3), Child("Juno", AgeBand.SCHOOL, "the tower game")),),
    Preferences("Europe/Dublin", 30),
)
SAMPLES = Path(__file__).parent / "samples"


def _brought(content: bytes, zone: tzinfo) -> DiaryExport:
    return found(content, zone).diary


def _files(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def _zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zip:
        for name, content in files.items():
            zip.writestr(name.replace("__", "."), content)
    return out.getvalue()


def _json(**fields: object) -> bytes:
    return json.dumps(fields).encode()


SOME_DAY = "2026-11-23T00:00:00Z"


def _day_one(day: str) -> bytes:
    return _json(metadata={}, entries=[{"text": "x", "creationDate": day}])


def _own(**entry: object) -> bytes:
    """A file of ours with one entry: a repair, a page or a child."""
    (kind,) = entry
    shelf = {"repair": "repairs", "page": "journal", "child": "children"}[kind]
    diary = {shelf: [{"id": str(UUID(int=1)), **entry}]}
    return _json(format="amends-diary", version=1, made=SOME_DAY, diary=diary)


def test_a_diary_knows_its_size() -> None:
    assert (DiaryExport().entries, WHOLE.entries) == (0, 3)


def test_the_page_that_people_read_is_in_the_zip_as_it_was_given() -> None:
    assert _files(exported(WHOLE, "<p>A page.", NOW)).read("diary.html") == b"<p>A page."


def test_an_export_brought_in_again_is_the_same_diary() -> None:
    assert _brought(exported(WHOLE, "<p>A page.", NOW), UTC) == WHOLE
    assert _brought(_files(exported(WHOLE, "<p>A page.", NOW)).read("diary.json"), UTC) == WHOLE


def test_the_export_follows_its_published_schema() -> None:
    schema = json.loads((Path(__file__).parents[2] / "docs" / "diary.schema.json").read_text())
    made = json.loads(_files(exported(WHOLE, "<p>A page.", NOW)).read("diary.json"))
    assert schema == json.loads(json.dumps(export.schema()))
    wanted = schema["$defs"]["DiaryFile"]["properties"]
    assert set(made) == set(wanted)
    assert set(made["diary"]) == set(schema["$defs"]["DiaryExport"]["properties"])


def test_daylio_becomes_pages_with_mood_activities_and_note() -> None:
    whole = _brought((SAMPLES / "daylio.csv").read_bytes(), DUBLIN)
    first, second, third = (one.page for one in whole.journal)
    assert first == JournalEntry(
        datetime(2026, 11, 20, 21, 14, tzinfo=DUBLIN),
        "meh · family | cooking\n\nHe shut the door.\nI let him.",
        "After dinner",
        "Daylio",
        known_as="2026-11-20 21:14",
    )
    assert (second.written.hour, second.text) == (7, "awful")
    assert third.written.hour == 12


def test_day_one_becomes_pages_and_photos_alone_do_not() -> None:
    whole = _brought((SAMPLES / "day-one.json").read_bytes(), UTC)
    (page,) = (one.page for one in whole.journal)
    assert page == JournalEntry(
        datetime(2024, 2, 17, 6, 5, 9, tzinfo=UTC),
        "I shouted. Then we talked (a bit).\n\n#family",
        "",
        "Day One",
        known_as="EBB5A5F4057F461E8F176E18AB7E0493",
    )


@pytest.mark.parametrize("version", ["1.5", "1.3"])
def test_journiv_becomes_pages_from_its_newer_and_its_older_files(version: str) -> None:
    whole = _brought((SAMPLES / f"journiv-{version}.json").read_bytes(), UTC)
    (page,) = (one.page for one in whole.journal)
    written = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
    assert page == JournalEntry(written, "We built it again.", "Tower", "Journiv", known_as=written.isoformat())


@pytest.mark.parametrize("name", ["daylio.csv", "day-one.json", "journiv-1.5.json"])
def test_the_same_file_gives_the_same_ids_so_that_nothing_is_kept_twice(name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    assert _brought(content, UTC) == _brought(_zipped(**{f"folder/{name}": content}), UTC)


@pytest.mark.parametrize(
    ("content", "say"),
    [
        (b"", "no columns"),
        (b"a,b\n1,2\n", "no columns"),
        (b"\xff", "Line 1: This file is not text"),
        (b"full_date,time,note\n2026-13-01,10:00,x\n", "Line 2"),
        (b"{", "cut or changed"),
        (b"[1, 2]", "not from Amends"),
        (_json(some="thing"), "not from Amends"),
        (_json(metadata={}, entries=[5]), "not built like"),
        (_json(metadata={}, entries=[{"text": "x", "creationDate": "soon"}]), "Entry 1: 'soon' is not a date"),
        (_json(export_version="1.5", moments=[{"note": "x"}]), "Entry 1"),
        (_json(format="amends-diary", version=2), "newer Amends"),
        (_json(format="amends-diary", version="x"), "changed or cut"),
        (_json(format="amends-diary", version=1, made="2026-11-23T00:00:00Z", diary={"repairs": [{}]}), "repairs"),
        (_json(format="amends-diary"), "changed or cut"),
        (_zipped(photo__jpeg=b""), "no diary in this zip"),
        (b"[" * 100_000, "deeper than any diary"),
        (b'{"a":' * 100_000, "deeper than any diary"),
        (b'{"format":"amends-diary",\n"x":"\xff"}', "Line 2: This file is not text in UTF-8"),
        (b"full_date,time,note\n2026-11-23,10:00," + b"x" * 140_000, r"Line 2: .* longer than 100,000"),
        (
            b"full_date,time,note\n2026-11-23,10:00," + b"x" * 100_001,
            r"Line 2: This row \(xx.*…\): its text is longer than 100,000",
        ),
        (b"full_date,time,note\n9999-12-31,23:59,x\n", "9999-12-31 is too far away"),
        (b"full_date,time,note\n0001-01-01,00:00,x\n", "0001-01-01 is too far away"),
        (_day_one("9999-12-31T23:59:59-12:00"), "9999-12-31 is too far away"),
        (_day_one("0001-01-01T00:00:00+14:00"), "0001-01-01 is too far away"),
        (_own(page={"written": "2026-11-23T00:00:00", "text": "A page."}), r"Page 1 \(A page.\): .* no time zone"),
        (_own(page={"written": "9999-12-31T00:00:00Z", "text": ""}), r"Page 1 \(\): 9999-12-31"),
        (
            _own(page={"written": "2026-11-23T00:00:00Z", "text": "", "title": "x" * 1001}),
            "its title is longer than 1,000",
        ),
        (_own(repair={"began": "2026-11-23T00:00:00"}), "Repair 1: 2026-11-23T00:00:00 says no time zone"),
        (_own(repair={"began": SOME_DAY, "came": [{"when": "2026-11-23T00:00:00", "did": True}]}), "no time zone"),
        (_own(child={"name": "x" * 61}), "Child 1: the name is longer than 60"),
        (_own(child={"likes": "x" * 1001}), "Child 1: what is written is longer than 1,000"),
        (_zipped(diary__json=b"{}")[:-30], "cut, changed"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_what_is_wrong(content: bytes, say: str) -> None:
    with pytest.raises(NotReadable, match=say):
        _brought(content, UTC)


def test_line_ends_of_an_old_mac_are_read() -> None:
    lines = (SAMPLES / "daylio.csv").read_bytes().replace(b"\r\n", b"\n")
    assert _brought(lines.replace(b"\n", b"\r"), DUBLIN) == _brought(lines, DUBLIN)


def test_a_packed_zip_that_is_changed_inside_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("diary.json", _own(page={"written": SOME_DAY, "text": "words and words " * 20}))
    for at in range(40, 140):
        changed = bytearray(out.getvalue())
        changed[at] ^= 0xFF
        with pytest.raises(NotReadable):
            _brought(bytes(changed), UTC)


def test_a_zip_that_is_changed_inside_or_claims_too_much_is_refused(monkeypatch) -> None:
    whole = bytearray(_zipped(diary__json=b'{"format": "amends-diary", "version": 1}'))
    whole[45] ^= 1
    with pytest.raises(NotReadable, match="cut, changed"):
        _brought(bytes(whole), UTC)
    monkeypatch.setattr(unpacked, "LARGEST", 30)
    with pytest.raises(NotReadable, match="larger"):
        _brought(_zipped(diary__json=b"{}" * 20), UTC)


def test_files_of_a_zip_that_are_small_alone_are_too_large_together_and_none_is_unpacked(monkeypatch) -> None:
    several = _zipped(a__txt=b"2026-05-20\nx\n", b__txt=b"2026-05-21\ny\n", c__txt=b"2026-05-22\nz\n")
    assert len(list(unpacked.files_in(several))) == 3
    monkeypatch.setattr(unpacked, "LARGEST", 30)
    with pytest.raises(NotReadable, match="larger"):
        next(unpacked.files_in(several))


def test_a_row_written_before_names_changed_keeps_what_two_pages_wrote() -> None:
    old = b'{"hands":{"plan":"desk"},"also":{"plan":{"phone":"say \\"hands\\": and \\"also\\":"}}}'
    assert (
        renamed(old) == b'{"writers":{"plan":"desk"},"conflicts":{"plan":{"phone":"say \\"hands\\": and \\"also\\":"}}}'
    )
