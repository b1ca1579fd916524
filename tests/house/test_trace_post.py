"""Whoever follows one step's POST through the code turns few pages, and none of them often."""

from collections import Counter

import pytest
from django.core.management import call_command

from tests.house.trace_post import way_of_a_post

MOST_FILES = 9
MOST_STAYS_IN_ONE = 2


@pytest.mark.django_db
def test_the_way_of_a_post_crosses_few_files_and_comes_back_to_none_of_them_often() -> None:
    call_command("collectstatic", "--noinput", verbosity=0)
    entered = Counter(way_of_a_post())
    print(f"\n{entered.total()} stays in {len(entered)} files: {dict(entered)}")
    assert {"web/pages/repair.py", "store/diary.py"} <= set(entered), "the way was not followed"
    assert len(entered) <= MOST_FILES
    assert max(entered.values()) <= MOST_STAYS_IN_ONE
