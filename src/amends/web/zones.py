"""The clock by which a parent's days are told: what their device says, until they choose another."""

from dataclasses import replace
from functools import cache
from zoneinfo import available_timezones

from amends.store.diary import Diary
from amends.web.fragments import Request


@cache
def zones() -> list[str]:
    """The names a parent may choose from, places first of all."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))


def with_zone(request: Request, diary: Diary) -> None:
    """Keeps the clock of the device that sent this form, where none is kept yet and the device said."""
    told = request.POST.get("zone", "")
    preferences = diary.desk().preferences
    if told in zones() and not preferences.zone:
        diary.prefer(replace(preferences, zone=told))
