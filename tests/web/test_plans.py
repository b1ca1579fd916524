"""How the database finds what a page wants, among many families: never by reading a whole table."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from amends.store import visits
from amends.store.handed import Spot
from amends.store.links import WrongWords, listen
from amends.vault import WORKS
from tests.families import settle
from tests.pairs import giving_of, meet
from tests.people import ada, begins, ben, signs_in, signs_up, writes
from tests.watched import LED_BY

pytestmark = pytest.mark.django_db
FAMILIES = 800
# In either database's words. With LIMIT 1 the whole of an index is not read: it ends at the first row.
WHOLE = re.compile(rf"Seq Scan on ({'|'.join(LED_BY)})|SCAN ({'|'.join(LED_BY)})(?! USING)")


class Plans:
    """What the database says it would do, once for each kind of statement."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}

    def look(self, execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        """Asks before each statement that comes for the first time."""
        if not many and sql not in self.of and re.match("SELECT|UPDATE|DELETE", sql):
            self.of[sql] = ""
            explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
            with connection.cursor() as cursor:
                cursor.execute(f"{explain} {sql}", params)
                self.of[sql] = "\n".join(str(row[-1]) for row in cursor.fetchall())
        return execute(sql, params, many, context)


@pytest.fixture
def plans() -> Iterator[Plans]:
    settle(FAMILIES)
    plans = Plans()
    with connection.execute_wrapper(plans.look):
        yield plans


def _everything() -> None:
    """Two parents do one of each thing that asks the database in a way of its own."""
    mother, father = ada(), ben()
    repair = begins(mother)
    writes(mother, repair, "acknowledge", "I shouted at you.")
    signs_up(mother), signs_up(father)
    meet(mother, father)
    for address in ("/", "/diary/", f"/card/{repair}/", "/account/", "/patterns/", "/given/"):
        assert mother.browser.get(address).status_code == 200, address
    giving_of(mother).box(timezone.now())
    with pytest.raises(WrongWords):
        listen(Spot.alone(uuid4()), "wrong words", timezone.now(), WORKS["light"])
    mother.browser.post("/lock/")
    assert signs_in(mother, "not the right words").status_code == 422
    assert signs_in(mother).status_code == 302
    assert mother.browser.get("/").status_code == 200
    visits.purge(timezone.now() + timedelta(hours=30))


def test_among_many_families_no_statement_of_a_page_reads_a_whole_table(plans: Plans) -> None:
    _everything()
    seen = {table for table in LED_BY for sql in plans.of if table in sql}
    assert seen == set(LED_BY), "every table was asked"
    assert len(plans.of) > 25
    assert any("handed_to_nobody" in plan for plan in plans.of.values())
    assert any("names_in_order" in plan for plan in plans.of.values())
    assert {sql: plan for sql, plan in plans.of.items() if WHOLE.search(plan)} == {}


@pytest.mark.parametrize("table", LED_BY)
def test_reading_a_whole_table_would_be_seen(table: str, plans: Plans) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
    (plan,) = plans.of.values()
    assert WHOLE.search(plan)
