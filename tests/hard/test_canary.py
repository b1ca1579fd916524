"""Nobody else can read it: marked words go through every page and command; then every byte written is searched."""

import base64
import gzip
import hashlib
import re
import subprocess
import sys
import zlib
from contextlib import suppress
from html import unescape
from itertools import product
from pathlib import Path

from amends.process import Step
from amends.web.leaving import LEAVING
from tests.hard.conftest import House
from tests.running import Visitor

NAME, PHRASE = "marigoldname", "marigold tower phrase"
WORDS = "marigoldwords"
# Every field of every form; a new field with another name is written into too, since each value holds a marked word.
_TEXTS = [
    "words",
    "text",
    "title",
    "name",
    "reconnects",
    "likes",
    "hates",
    "sought",
    "opening",
    "cue",
    "when",
    "will",
    "answer",
    "taken_back",
    "stands",
    "code",
    "carried",
    "forgotten",
    "zone",
]
FIELDS = dict.fromkeys(_TEXTS, WORDS) | {
    "tab": "h1",
    "base": "x",
    "go": "",
    "band": "6-9",
    "unsafe": "no",
    "kind": "raised-voice",
    "degree": "4",
    "response": "refused",
    "again_on": "2030-12-24",
    "did": "no",
    "known_as": NAME,
    "passphrase": f"wrong {PHRASE}",
    "proof": f"wrong {PHRASE}",
    "next": f"/{WORDS}/",
}
ENDS = {*LEAVING, "delete"}


def needles(secret: str) -> list[bytes]:
    """How these letters may stand in a file: plain, in UTF-16, and in Base64 whatever stands before them."""
    plain = secret.encode()
    forms = [plain, secret.encode("utf-16-le"), secret.encode("utf-16-be"), plain.hex().encode()]
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + plain)
        forms.append(coded[4 if shift else 0 : len(coded) - 4])
    return forms


def unpacked(content: bytes) -> list[bytes]:
    """What is packed inside: every gzip and zlib stream that opens."""
    found = []
    for start in re.finditer(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]", content):
        mode = 31 if content[start.start()] == 0x1F else 15
        try:
            found.append(zlib.decompressobj(mode).decompress(content[start.start() :], 1 << 22))
        except zlib.error:
            continue
    return found


def hits(files: list[Path], secrets: list[str]) -> list[str]:
    """Where any of these secrets can be read."""
    found = []
    for file in files:
        with suppress(FileNotFoundError):  # the server has just put it away
            found += [f"{file}: {form[:24]!r}" for form in hits_in(file.read_bytes(), secrets)]
    return found


def hits_in(content: bytes, secrets: list[str]) -> list[bytes]:
    """In which forms any of these secrets can be read in some bytes, or in what is packed inside them."""
    parts = [content, *unpacked(content)]
    return [form for secret in secrets for form in needles(secret) for part in parts if form in part]


def test_the_search_finds_what_is_there_in_every_form(tmp_path: Path) -> None:
    for number, form in enumerate(
        [b"x marigoldwords", "marigoldwords".encode("utf-16"), base64.b64encode(b"1 marigoldwords."), b""]
    ):
        (tmp_path / str(number)).write_bytes(form)
    (tmp_path / "packed").write_bytes(b"head" + gzip.compress(b"some marigoldwords in it"))
    (tmp_path / "deflated").write_bytes(b"head" + zlib.compress(b"some marigoldwords in it" * 9))
    found = {Path(one.split(":")[0]).name for one in hits(sorted(tmp_path.iterdir()), [WORDS])}
    assert found == {"0", "1", "2", "packed", "deflated"}


def test_no_marked_word_can_be_read_anywhere_running_or_stopped(house: House) -> None:
    ada = house.visitor()
    secrets = [WORDS, NAME, PHRASE, _signs_up(ada)]
    ids = _fills_every_page(ada)
    for guest in (house.visitor(), ada):
        _through_every_address(guest, ids)
    secrets += [ada.cookies["visit"], *(guest.cookies["visit"] for guest in house.visitors if "visit" in guest.cookies)]
    assert hits(house.files, secrets) == []
    _every_command(house)
    assert hits(house.files, secrets) == []
    for leave in ("/leave/", "/forget/"):
        passing = house.visitor()
        passing.post(f"/repair/{passing.begins()}/plan/", {"when": WORDS, "will": WORDS})
        passing.post(leave, {})
        assert hits(house.files, secrets) == []
    ada.post("/sign-out/", {"everywhere": "yes"})
    assert hits(house.files, secrets) == []
    house.site.stop()
    assert hits(house.files, secrets) == []
    house.site.start()


def test_after_delete_everything_the_live_database_holds_nothing_of_it(house: House) -> None:
    ada = house.visitor()
    _signs_up(ada)
    _fills_every_page(ada)
    pieces = _sealed_pieces(house)
    assert len(pieces) > 8
    answer = ada.post("/account/delete/", {"proof": PHRASE})
    assert answer.location == "/"
    if house.server:  # what PostgreSQL's own logs hold stays sealed, and docs/vault.md says so
        assert hits(house.files, [WORDS, NAME, PHRASE]) == []
        return
    contents = [file.read_bytes() for file in house.files]
    assert [piece.hex() for piece in pieces if any(piece in content for content in contents)] == []


def test_use_and_forget_leaves_the_data_folder_as_it_was_byte_by_byte(house: House) -> None:
    before = _fingerprints(house.folder)
    someone = house.visitor()
    answer = someone.post("/start/", {"unsafe": "no", "kind": "raised-voice", "forget": "yes"})
    for step in [*Step, "card"]:
        carried = re.search(r'name="carried" value="([^"]*)"', answer.content.decode())[1]
        said = dict.fromkeys(["words", "when", "will", "opening"], WORDS)
        answer = someone.post(f"/now/{step}/", said | {"carried": unescape(carried), "go": "next"})
        assert WORDS in answer.text or step == "calm"
    someone.post("/read/", {"words": WORDS})
    assert list(someone.cookies) == ["csrftoken"]
    assert _fingerprints(house.folder) == before


def _signs_up(someone: Visitor) -> str:
    someone.begins()
    answer = someone.post("/sign-up/", {"known_as": NAME, "passphrase": PHRASE, "understood": "yes"})
    return re.search(r'class="code">([0-9A-Z-]+)<', answer.text)[1]


def _fills_every_page(someone: Visitor) -> list[str]:
    """Marked words on every kind of page. Returns the ids of all entries."""
    repair = someone.begins()
    for step in Step:
        someone.post(f"/repair/{repair}/{step}/", {"words": WORDS, "when": WORDS, "will": WORDS, "go": "next"})
    someone.post(f"/card/{repair}/", {"opening": WORDS, "cue": WORDS})
    someone.post(f"/repair/{repair}/responsibility/", {"taken_back": WORDS, "stands": WORDS, "words": WORDS})
    someone.post(f"/after/{repair}/", {"words": WORDS, "response": "talked"})
    someone.post("/library/values/", {"answer": WORDS})
    someone.post("/quick/", {"unsafe": "no", "words": WORDS})
    someone.post("/page/", {"title": WORDS, "text": WORDS})
    someone.post("/children/", {"name": WORDS, "likes": WORDS, "hates": WORDS, "reconnects": WORDS})
    _gives(someone)
    pages = someone.get("/diary/").text + someone.get("/children/").text + someone.get(f"/diary/{repair}/").text
    ids = set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", pages))
    assert len(ids) >= 4
    return sorted(ids)


def _gives(someone: Visitor) -> None:
    """Marked words on their way to others: an invitation, and a page behind a link."""
    invited = someone.post("/given/invite/", {"name": WORDS, "called": WORDS, "role": "near", "weeks": "1"})
    assert "/given/with/" in invited.text
    sheet = someone.post("/patterns/page/", {"noticed": WORDS, "around": WORDS, "parts": "moments", "names": "yes"})
    carried = re.search(r'name="looked_at" value="([^"]+)"', sheet.text)
    given = someone.post(
        "/give/", {"looked_at": carried[1], "whom": "link", "name": WORDS, "title": WORDS, "keep": "yes"}
    )
    assert "/given/page/" in given.text


def _through_every_address(someone: Visitor, ids: list[str]) -> None:
    """Every address there is, opened and sent marked words, as itself and with what is Ada's."""
    import amends.web.urls as urls

    for pattern in urls.urlpatterns:
        if pattern.name in ENDS:
            continue
        known = {"step": list(Step)[1:3], "name": ["values", "whose-voice"]}
        wanted = [known.get(name, ids[:3]) for name in pattern.pattern.converters]
        for chosen in product(*wanted):
            address = "/" + re.sub(r"<[^>]+>", "%s", str(pattern.pattern)) % chosen
            assert someone.get(address).status < 500
            answer = someone.post(address, FIELDS)
            assert answer.status < 500, (address, answer.text)


def _every_command(house: House) -> None:
    outside = house.folder.parent / f"{house.folder.name}-outside"  # where a parent takes their own open files
    outside.mkdir(exist_ok=True)
    (outside / "phrase").write_text(PHRASE)
    phrase = ["--passphrase-file", str(outside / "phrase")]
    file, export = str(house.folder / "house.amends"), str(outside / "mine.zip")
    for command in (
        ["backup", file, *phrase],
        ["restore", file, *phrase],
        ["export", export, "--name", NAME, *phrase],
        ["import", export, "--name", NAME, *phrase],
        ["restore", file, "--replace", *phrase],
        ["read", WORDS],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "amends", *command], env=house.site.env, capture_output=True, text=True, timeout=120
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert hits_in((done.stderr + done.stdout).encode(), [WORDS, NAME, PHRASE]) == [] or command[0] == "read"


def _sealed_pieces(house: House) -> list[bytes]:
    """A stretch out of the middle of every sealed row, slot and visit, as it lies in the database."""
    code = """if True:
        import django; django.setup()
        from amends.store.models import Envelope, KeySlot, Visit
        rows = [row.sealed for row in Envelope.objects.all()] + [row.slot for row in KeySlot.objects.all()]
        rows += [row.sealed_key for row in Visit.objects.all()]
        print("\\n".join(bytes(row)[60:140].hex() for row in rows))
    """
    env = house.site.env | {"DJANGO_SETTINGS_MODULE": "amends.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    return [bytes.fromhex(line) for line in done.stdout.split()]


def _fingerprints(folder: Path) -> dict[str, str]:
    return {
        str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.rglob("*")) if file.is_file()
    }
