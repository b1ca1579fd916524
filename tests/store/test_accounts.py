from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from amends.process import Letter, LetterKind, Repair, Role, Step
from amends.store import slots
from amends.store.accounts import Accounts, InUse, WrongWay
from amends.store.circle import Circle
from amends.store.diary import Diary
from amends.store.giving import Giving
from amends.store.models import KeySlot, Lookup
from amends.vault import WORKS, Mistyped, Work, lock, salt_of, work_of
from amends.vault import slots as vault_slots
from tests.store.conftest import HOUSE, NOW, PHRASE, guest, parent
from tests.works import counted

pytestmark = pytest.mark.django_db


def test_signing_up_keeps_every_word_of_the_guest() -> None:
    someone = guest()
    kept = someone.diary.add(Repair(NOW).write(Step.PLAN, "words"))
    HOUSE.enrol(someone.vault, "ada", PHRASE)
    vault = HOUSE.by_name("ada", PHRASE)
    assert Diary(vault).entry(kept.id) == kept


def test_the_recovery_code_opens_it_without_a_name_however_it_is_typed() -> None:
    ada, code = parent()
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "").replace("0", "o")):
        assert HOUSE.by_code(typed) == ada.vault


@pytest.mark.parametrize("typed", ["ADA", "  ada ", "ａｄａ"])
def test_upper_case_spaces_and_wide_letters_in_a_name_do_not_matter(typed: str) -> None:
    ada, _ = parent()
    assert HOUSE.by_name(typed, PHRASE) == ada.vault


@pytest.mark.parametrize(("name", "phrase"), [("ada", "another phrase"), ("ada", ""), ("nobody", PHRASE), ("", PHRASE)])
def test_a_wrong_name_and_a_wrong_passphrase_look_the_same(name: str, phrase: str) -> None:
    parent()
    with pytest.raises(WrongWay):
        HOUSE.by_name(name, phrase)


def test_an_unknown_name_costs_one_key_as_a_wrong_passphrase_does(monkeypatch) -> None:
    parent("ada")
    made = counted(monkeypatch)
    for name in ("ada", "nobody"):
        with pytest.raises(WrongWay):
            HOUSE.by_name(name, "another phrase")
    assert made == [WORKS["light"]] * 2


def test_an_account_whose_code_could_not_be_kept_is_none(monkeypatch) -> None:
    someone, put = guest(), slots.put

    def no_room_for_codes(owner: UUID, kind: str, tag: bytes, slot: bytes) -> None:
        if kind == KeySlot.RECOVERY:
            raise OSError
        put(owner, kind, tag, slot)

    monkeypatch.setattr("amends.store.accounts.slots.put", no_room_for_codes)
    with pytest.raises(OSError):
        HOUSE.enrol(someone.vault, "ada", PHRASE)
    assert not KeySlot.objects.exists()


def test_two_may_have_one_name_and_each_passphrase_opens_its_own_diary() -> None:
    ada, code = parent("ada")
    other = guest()
    other_code = HOUSE.enrol(other.vault, "Ada", "another good phrase")
    assert HOUSE.by_name("ada", PHRASE) == HOUSE.by_code(code) == ada.vault
    assert HOUSE.by_name("ADA", "another good phrase") == HOUSE.by_code(other_code) == other.vault
    with pytest.raises(WrongWay):
        HOUSE.by_name("ada", "a third good phrase")


def test_a_slot_that_was_damaged_keeps_no_namesake_out() -> None:
    damaged, _code = parent("ada")
    other = guest()
    HOUSE.enrol(other.vault, "ada", "another good phrase")
    KeySlot.objects.filter(owner_id=damaged.owner, kind=KeySlot.PASSPHRASE).update(slot=b"cut")
    assert HOUSE.by_name("ada", "another good phrase") == other.vault


def test_one_name_with_one_passphrase_opens_one_diary() -> None:
    ada, _code = parent("ada")
    ben, _code = parent("ben")
    with pytest.raises(InUse):
        HOUSE.enrol(guest().vault, "Ada", PHRASE)
    with pytest.raises(InUse):
        HOUSE.change_phrase(ben.vault, PHRASE, "ada")
    assert HOUSE.by_name("ada", PHRASE) == ada.vault
    assert HOUSE.by_name("ben", PHRASE) == ben.vault
    assert KeySlot.objects.count() == 4


def test_a_guess_at_a_name_that_several_have_costs_one_key_and_so_does_one_that_nobody_has(monkeypatch) -> None:
    for phrase in (PHRASE, "another good phrase", "a third good phrase"):
        HOUSE.enrol(guest().vault, "ada", phrase)
    parent("ben")
    made = counted(monkeypatch)
    for name in ("ada", "ben", "nobody"):
        with pytest.raises(WrongWay):
            HOUSE.by_name(name, "not one of them")
    assert len(made) == 3


def test_to_ask_for_a_name_that_somebody_has_costs_what_a_new_one_costs(monkeypatch) -> None:
    parent("ada")
    made = counted(monkeypatch)
    HOUSE.enrol(guest().vault, "ada", "another good phrase")
    known = len(made)
    HOUSE.enrol(guest().vault, "nobody", "another good phrase")
    assert len(made) == 2 * known


def test_another_house_cannot_find_the_name_in_the_same_database() -> None:
    parent("ada")
    with pytest.raises(WrongWay):
        Accounts(bytes(32), WORKS["light"]).by_name("ada", PHRASE)


def test_a_mistyped_code_is_told_from_a_wrong_one() -> None:
    parent()
    with pytest.raises(Mistyped):
        HOUSE.by_code("1234-5678")
    other = parent("ben")[1]
    KeySlot.objects.all().delete()
    with pytest.raises(WrongWay):
        HOUSE.by_code(other)


def test_a_new_passphrase_shuts_the_old_one_out_and_leaves_the_code() -> None:
    ada, code = parent()
    HOUSE.change_phrase(ada.vault, "another good phrase")
    assert HOUSE.by_name("ada", "another good phrase") == HOUSE.by_code(code) == ada.vault
    with pytest.raises(WrongWay):
        HOUSE.by_name("ada", PHRASE)


def test_a_new_code_shuts_the_old_one_out() -> None:
    ada, old = parent()
    new = HOUSE.new_code(ada.vault)
    assert HOUSE.by_code(new) == ada.vault
    with pytest.raises(WrongWay):
        HOUSE.by_code(old)


def test_what_is_asked_before_great_steps_takes_the_passphrase_or_the_code_of_this_vault_alone() -> None:
    ada, code = parent("ada")
    ben, other = parent("ben")
    vault = ada.vault
    assert [HOUSE.confirms(vault, words) for words in (PHRASE, code, other, "no")] == [True, True, False, False]
    assert not HOUSE.confirms(guest().vault, PHRASE)


def test_a_code_that_is_tried_opens_its_own_vault_alone_and_leaves_every_slot_as_it_was() -> None:
    ada, code = parent("ada")
    ben, other = parent("ben")
    before = list(KeySlot.objects.order_by("pk").values())
    stronger = Accounts(HOUSE.names_key, WORKS["usual"])
    assert [stronger.is_code_of(ada.vault, typed) for typed in (code, code.lower(), other)] == [True, True, False]
    assert not stronger.is_code_of(guest().vault, code)
    with pytest.raises(Mistyped):
        stronger.is_code_of(ada.vault, PHRASE)
    assert list(KeySlot.objects.order_by("pk").values()) == before, "to sign in would raise it to the work of today"


def test_a_code_whose_slot_is_damaged_is_told_from_one_that_opens() -> None:
    ada, code = parent("ada")
    row = KeySlot.objects.get(owner_id=ada.vault.owner, kind=KeySlot.RECOVERY)
    row.slot = bytes(row.slot)[:-1] + bytes([bytes(row.slot)[-1] ^ 1])
    row.save()
    assert not HOUSE.is_code_of(ada.vault, code)


def test_a_slot_is_raised_to_the_work_of_today_when_it_is_opened() -> None:
    ada, code = parent()
    stronger = Accounts(HOUSE.names_key, WORKS["usual"])
    assert stronger.by_name("ada", PHRASE) == stronger.by_code(code) == ada.vault
    assert {work_of(bytes(row.slot)) for row in KeySlot.objects.all()} == {WORKS["usual"]}
    assert HOUSE.by_name("ada", PHRASE) == ada.vault


def _works(monkeypatch: pytest.MonkeyPatch, accounts: Accounts, name: str) -> list[Work]:
    """What a wrong passphrase for this name makes the machine do."""
    works = counted(monkeypatch)
    with pytest.raises(WrongWay):
        accounts.by_name(name, "another phrase")
    monkeypatch.undo()
    return works


def test_a_known_and_an_unknown_name_cost_the_same_also_after_the_work_was_raised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parent("ada")
    raised = Accounts(HOUSE.names_key, WORKS["high"])
    known, unknown = (_works(monkeypatch, raised, name) for name in ("ada", "nobody"))
    assert known == unknown == [HOUSE.work]


def test_where_nobody_has_an_account_a_guess_costs_what_the_first_slot_would(monkeypatch: pytest.MonkeyPatch) -> None:
    for work in (WORKS["high"], WORKS["light"]):
        assert _works(monkeypatch, Accounts(HOUSE.names_key, work), "ada") == [work]


def test_a_slot_of_before_names_had_a_salt_is_made_anew_when_it_is_opened() -> None:
    ada, _code = parent("ada")
    row = KeySlot.objects.get(owner_id=ada.owner, kind=KeySlot.PASSPHRASE)
    old = lock(ada.vault.key, PHRASE, f"{ada.owner}/slot/{bytes(row.tag).hex()}", HOUSE.work)
    KeySlot.objects.filter(pk=row.pk).update(slot=old)
    assert HOUSE.by_name("ada", PHRASE) == ada.vault
    row.refresh_from_db()
    assert salt_of(bytes(row.slot)) != salt_of(old)
    HOUSE.by_name("ada", PHRASE)
    assert bytes(KeySlot.objects.get(pk=row.pk).slot) == bytes(row.slot)


def test_a_slot_given_to_another_owner_does_not_open() -> None:
    ada, _ = parent("ada")
    other = guest().owner
    for table in (KeySlot, Lookup):
        assert table._default_manager.filter(owner_id=ada.owner, kind=KeySlot.PASSPHRASE).update(owner_id=other) == 1
    with pytest.raises(WrongWay):
        HOUSE.by_name("ada", PHRASE)


def test_no_name_and_no_passphrase_can_be_read_in_a_slot() -> None:
    parent("adalovelace")
    everything = b"|".join(bytes(part) for row in KeySlot.objects.all() for part in (row.tag, row.slot))
    assert b"adalovelace" not in everything
    assert PHRASE.encode() not in everything


def test_no_key_is_made_from_words_while_others_wait_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[str] = []
    derived, outside = vault_slots._derived, len(connection.savepoint_ids)

    def noted(*told: object) -> bytes:
        waited.extend(["others"] * (len(connection.savepoint_ids) - outside))
        return derived(*told)

    monkeypatch.setattr(vault_slots, "_derived", noted)
    ada, _code = parent()
    page = Letter(LetterKind.PAGE, NOW, NOW + timedelta(weeks=1), "Us", "<p>One page.</p>")
    Giving(ada.vault).give_link("Dr Reed", page, "lamp river seven kettle moss", WORKS["light"])
    Circle(ada.vault).invite("Ben", Role.CO_PARENT, "five words", NOW + timedelta(weeks=1), NOW, WORKS["light"], "Ada")
    HOUSE.change_phrase(ada.vault, "a kettle nobody switched off")
    HOUSE.move(ada.vault, "the tower fell at ten", NOW)
    assert waited == []
