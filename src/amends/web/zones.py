"""Keeps the clock that a parent's device says, until they choose another."""

from dataclasses import replace

from amends.store.diary import Diary
from amends.web.clock import zones
from amends.web.fragments import Request


def with_zone(request: Request, diary: Diary) -> None:
    """Keeps the clock of the device that sent this form, where none is kept yet and the device said."""
    told = request.POST.get("zone", "")
    preferences = diary.desk().preferences
    if told in zones() and not preferences.zone:
        diary.prefer(replace(preferences, zone=told))
