from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from amends.process import Program, Scope
from amends.store import archive, visits
from amends.store.models import Envelope, KeySlot, Lookup
from amends.store.shelf import NotKept
from amends.store.tokens import MOST_PROGRAMS, OpensNothing, Programs, TooManyPrograms, by_token
from amends.vault import new_token
from tests.store.conftest import HOUSE, NOW, PHRASE, parent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
READ = frozenset({Scope.READ})


def _let_in(programs: Programs, name: str = "notes", days: int = 30) -> str:
    return programs.make(name, READ, NOW, NOW + days * DAY)


def _opens(token: str, at=NOW) -> bool:
    try:
        by_token(token, at)
    except OpensNothing:
        return False
    return True


def test_a_token_opens_the_vault_and_says_what_it_may_do() -> None:
    ada, _code = parent()
    token = _let_in(Programs(ada.vault))
    vault, program = by_token(token, NOW)
    assert vault == ada.vault
    assert program == Program("notes", READ, NOW, NOW + 30 * DAY, token[-4:])


def test_several_may_open_one_diary_and_the_passphrase_stays_one() -> None:
    ada, code = parent()
    programs = Programs(ada.vault)
    tokens = [_let_in(programs, name) for name in ("one", "two")]
    assert all(map(_opens, tokens))
    assert HOUSE.by_name("ada", PHRASE) == HOUSE.by_code(code) == ada.vault
    with pytest.raises(IntegrityError), transaction.atomic():
        KeySlot.objects.create(owner_id=ada.owner, kind=KeySlot.PASSPHRASE, tag=b"x", slot=b"x")


def test_a_token_that_was_taken_back_opens_nothing_and_the_other_one_does() -> None:
    ada, _code = parent()
    programs = Programs(ada.vault)
    gone, stays = _let_in(programs, "gone"), _let_in(programs, "stays")
    id = next(one.id for one in programs.known(NOW) if one.entry.name == "gone")
    programs.revoke(id)
    assert (_opens(gone), _opens(stays)) == (False, True)
    with pytest.raises(NotKept):
        programs.revoke(id)


def test_nobody_takes_back_what_is_anothers() -> None:
    ada, _code = parent()
    token = _let_in(Programs(ada.vault))
    other, _code = parent("ben")
    with pytest.raises(NotKept):
        Programs(other.vault).revoke(Programs(ada.vault).known(NOW)[0].id)
    assert Programs(other.vault).known(NOW) == []
    assert _opens(token)


def test_a_token_is_over_on_its_day_and_its_slot_goes_when_it_is_tried() -> None:
    ada, _code = parent()
    token = _let_in(Programs(ada.vault), days=1)
    assert _opens(token, NOW + DAY - timedelta(seconds=1))
    assert not _opens(token, NOW + DAY)
    assert not KeySlot.objects.filter(kind=KeySlot.TOKEN).exists()
    assert not _opens(token)  # though the clock is set back


def test_one_that_is_over_is_let_go_when_its_owner_looks() -> None:
    ada, _code = parent()
    programs = Programs(ada.vault)
    _let_in(programs, days=1)
    stays = _let_in(programs, days=2)
    assert [one.entry.ending for one in programs.known(NOW + DAY)] == [stays[-4:]]
    assert KeySlot.objects.filter(kind=KeySlot.TOKEN).count() == 1


def test_a_token_whose_note_does_not_open_opens_nothing_and_goes() -> None:
    ada, _code = parent()
    programs = Programs(ada.vault)
    token = _let_in(programs)
    Envelope.objects.filter(id=programs.known(NOW)[0].id).update(sealed=b"changed")
    assert not _opens(token)
    assert programs.known(NOW) == []
    assert not KeySlot.objects.filter(kind=KeySlot.TOKEN).exists()


def test_a_slot_that_was_moved_to_another_owner_opens_nothing() -> None:
    ada, _code = parent()
    token = _let_in(Programs(ada.vault))
    other, _code = parent("ben")
    for table in (KeySlot, Lookup):
        assert table._default_manager.filter(kind=KeySlot.TOKEN).update(owner_id=other.owner) == 1
    assert not _opens(token)


def test_a_token_that_was_never_made_opens_nothing() -> None:
    parent()
    assert not _opens(new_token())


def test_there_is_an_end_to_how_many_there_may_be() -> None:
    ada, _code = parent()
    programs = Programs(ada.vault)
    for number in range(MOST_PROGRAMS):
        _let_in(programs, str(number), days=1)
    with pytest.raises(TooManyPrograms):
        _let_in(programs)
    assert len(programs.known(NOW)) == MOST_PROGRAMS
    programs.make("after they are over", READ, NOW + DAY, NOW + 2 * DAY)


def test_a_new_key_and_the_end_of_it_all_end_every_token() -> None:
    ada, _code = parent()
    token = _let_in(Programs(ada.vault))
    moved, _code = HOUSE.move(ada.vault, "another good phrase", NOW)
    assert not _opens(token)
    assert Programs(moved).known(NOW) == []
    last = _let_in(Programs(moved))
    visits.drop([moved.owner])
    assert not _opens(last)


def test_from_outside_neither_name_nor_scope_nor_token_can_be_read() -> None:
    ada, _code = parent()
    token = _let_in(Programs(ada.vault), "marigold")
    slots = [bytes(part) for row in KeySlot.objects.all() for part in (row.tag, row.slot)]
    everything = b"|".join([*slots, *(bytes(row.sealed) for row in Envelope.objects.all())])
    for told in ("marigold", "diary:read", token, token[7:]):
        assert told.encode() not in everything


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_tokens_as_it_holds_the_other_slots(tmp_path) -> None:
    ada, _code = parent()
    token = _let_in(Programs(ada.vault))
    file = tmp_path / "house.amends"
    with file.open("wb") as out:
        archive.backup(out, PHRASE)
    visits.drop([ada.owner])
    archive.restore(file, PHRASE, replace=True)
    assert by_token(token, NOW)[0] == ada.vault


def test_a_token_made_while_others_are_looked_through_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    programs, made = Programs(parent()[0].vault), list[str]()
    entries = type(programs._notes).entries

    def and_meanwhile(shelf: object) -> object:
        found = [*entries(shelf)]
        monkeypatch.undo()
        made.append(_let_in(programs))
        return found

    monkeypatch.setattr(type(programs._notes), "entries", and_meanwhile)
    programs.known(NOW)
    assert _opens(made[0])
