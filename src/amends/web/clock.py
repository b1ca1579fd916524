"""The clock by which a parent's days are told: the one they chose, else the one that their device says."""

from datetime import tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.utils import timezone


@cache
def zones() -> list[str]:
    """The names a parent may choose from, places first of all."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))


def is_known() -> bool:
    """Whether this request's days are already told by a parent's own clock."""
    return timezone.get_current_timezone_name() != settings.TIME_ZONE


def clock(told: str = "") -> tzinfo:
    """This request's clock; where none was chosen, the one of the device that sent its name (`told`) with a form."""
    return ZoneInfo(told) if told in zones() and not is_known() else timezone.get_current_timezone()
