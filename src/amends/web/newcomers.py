"""What this house tells whoever has no diary here: how long a guest's words stay, and who may open a diary."""

from typing import Any

from django.conf import settings
from django.utils.translation import ngettext

DAY = 24  # hours


def newcomers() -> dict[str, Any]:
    """For every page: how long a guest's words stay after the last use, in words; whether anybody may open a diary
    here; and whether, as not, it takes an invitation."""
    return {
        "guests_stay": guests_stay(),
        "may_begin": settings.SIGN_UP,
        "invited_only": settings.INVITATIONS and not settings.SIGN_UP,
    }


def guests_stay() -> str:
    """The hours that whoever runs this house has set, in words: whole days as days."""
    days, hours_left = divmod(settings.GUEST_HOURS, DAY)
    if hours_left:
        return _hours(settings.GUEST_HOURS)
    return ngettext("a day", "%(number)d days", days) % {"number": days}


def _hours(hours: int) -> str:
    return ngettext("an hour", "%(number)d hours", hours) % {"number": hours}
