"""Every row is led by its owner, and what was kept before that was so is there, and open, afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from amends.process import Repair, Scope
from amends.store import slots, visits
from amends.store.accounts import WrongWay
from amends.store.models import Envelope, Handed, KeySlot, Lookup, Owner, Visit
from amends.store.tokens import Programs, by_token
from tests.store.conftest import HOURS, HOUSE, NOW, PHRASE, back, guest, parent
from tests.watched import HOUSEKEEPING, LED_BY, PROGRAM, wants_everybodys

LATER = NOW + timedelta(days=30)


def _led() -> dict[str, set[tuple[str, ...]]]:
    """What finds a row in each table alone: its key, and what else may be there once."""
    found = {}
    for table in (Owner, KeySlot, Visit, Envelope, Handed, Lookup):
        key = table._meta.pk
        parts = tuple(field.column for field in getattr(key, "fields", [key]))
        once = {
            tuple(table._meta.get_field(name).column for name in one.fields)
            for one in table._meta.total_unique_constraints
        }
        found[table._meta.db_table] = {parts, *once}
    return found


def test_every_table_but_the_houses_is_led_by_one_column_in_all_that_must_be_unique() -> None:
    led = _led()
    assert set(led) == set(LED_BY)
    for table, ways in led.items():
        assert all(way[0] == LED_BY[table] for way in ways), table
    assert [one.fields[0] for one in KeySlot._meta.constraints] == ["owner"]


def _at(*names: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("store", name) for name in names] or executor.loader.graph.leaf_nodes("store"))


@pytest.mark.django_db(transaction=True)
def test_nobody_loses_a_word_when_the_tables_change() -> None:
    someone, (ada, code), (other, _) = guest(), parent("ada"), parent("ben")
    HOUSE.change_phrase(other.vault, "another tower fell at ten", "ada")  # two of one name
    kept = someone.diary.add(Repair(NOW))
    token = Programs(ada.vault).make("x", frozenset(Scope), NOW, LATER)
    _at("0006_tokens")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT COUNT(*) FROM store_keyslot), (SELECT COUNT(id) FROM store_visit)")
            assert cursor.fetchone() == (5, 3)
            assert "store_lookup" not in connection.introspection.table_names(cursor)
    finally:
        _at()
    assert back(someone.secret).diary.entry(kept.id) == kept
    assert back(someone.secret, timedelta(hours=HOURS)) is not None
    assert back(ada.secret).vault == HOUSE.by_name("ada", PHRASE) == HOUSE.by_code(code) == ada.vault
    assert HOUSE.by_name("ada", "another tower fell at ten") == other.vault
    assert by_token(token, NOW)[0] == ada.vault
    visits.purge(NOW + timedelta(days=9))
    assert (Visit.objects.count(), Owner.objects.count(), Lookup.objects.count()) == (0, 2, 5)


in_tables = pytest.mark.django_db


@in_tables
def test_who_goes_takes_along_what_found_them_and_nobody_elses() -> None:
    (ada, _), (ben, _) = parent("ada"), parent("ben")
    HOUSE.change_phrase(ben.vault, "another tower fell at ten", "ada")
    visits.drop([ada.owner])
    assert set(Lookup.objects.values_list("owner_id", flat=True)) == {ben.owner}
    assert HOUSE.by_name("ada", "another tower fell at ten") == ben.vault


def _code(visitor: visits.Visitor) -> None:
    HOUSE.new_code(visitor.vault)


def _renamed(visitor: visits.Visitor) -> None:
    HOUSE.change_phrase(visitor.vault, PHRASE, "somebody else")


def _left(visitor: visits.Visitor) -> None:
    visits.end(visitor.secret)


def _left_everywhere(visitor: visits.Visitor) -> None:
    visits.end_all(visitor.owner)


@in_tables
@pytest.mark.parametrize("change", [_code, _renamed, _left, _left_everywhere])
def test_what_opens_nothing_any_more_is_not_found_any_more(change: Callable[[visits.Visitor], None]) -> None:
    ada, _ = parent("ada")
    change(ada)
    there = {bytes(tag) for table in (KeySlot, Visit) for tag in table._default_manager.values_list("tag", flat=True)}
    assert {bytes(tag) for tag in Lookup.objects.values_list("tag", flat=True)} == there


@in_tables
def test_a_tag_that_was_left_over_leads_nowhere() -> None:
    ada, _ = parent("ada")
    KeySlot.objects.filter(owner_id=ada.owner, kind=KeySlot.PASSPHRASE).delete()
    Visit.objects.all().delete()
    with pytest.raises(WrongWay):
        HOUSE.by_name("ada", PHRASE)
    assert slots.neighbour(b"") is None
    assert back(ada.secret) is None


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "store_envelope"."id" FROM "store_envelope" WHERE "store_envelope"."id" = %s',
        'SELECT 1 FROM "store_envelope" WHERE ("store_envelope"."owner_id" = %s OR "store_envelope"."id" = %s)',
        'SELECT 1 FROM "store_envelope" INNER JOIN "store_owner" ON (1) WHERE "store_envelope"."owner_id" = %s',
        'UPDATE "store_visit" SET "owner_id" = %s',
        'DELETE FROM "store_handed" WHERE "store_handed"."owner_id" = ("store_handed"."id")',
        'INSERT INTO "store_lookup" ("owner_id", "kind") VALUES (%s, %s)',
        'SELECT 1 FROM "store_lookup" WHERE "store_lookup"."owner_id" = %s',
    ],
)
def test_a_statement_without_an_owner_is_seen(sql: str) -> None:
    assert wants_everybodys(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT 1 FROM "store_envelope" WHERE ("store_envelope"."owner_id" = %s AND "store_envelope"."id" = %s)',
        'DELETE FROM "store_visit" WHERE "store_visit"."owner_id" IN (%s, %s)',
        'INSERT INTO "store_lookup" ("tag", "owner_id", "kind") VALUES (%s, %s, %s)',
        'SELECT 1 FROM "store_house"',
        "PRAGMA wal_checkpoint(TRUNCATE)",
    ],
)
def test_a_statement_that_says_whose_rows_it_wants_passes(sql: str) -> None:
    assert not wants_everybodys(sql)


def test_what_may_ask_for_everybody_is_a_short_list_of_what_is_there() -> None:
    assert len(HOUSEKEEPING) <= 10
    for name in HOUSEKEEPING:
        file, _, function = name.partition(":")
        with open(f"{PROGRAM}/{file}") as text:
            assert f"def {function}" in text.read()
