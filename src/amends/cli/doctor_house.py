"""What the doctor sees around the database: the folder and its keys, the clock, and the port."""

import errno
import os
import shutil
import ssl
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path

from amends.cli.found import Found
from amends.cli.phone import CERTIFICATE, own_address
from amends.cli.site import OTHERS

LEAST_FREE = 500_000_000  # bytes: a backup of many diaries, and the copy that is made before an update
SHORT = 50  # characters: a key that signs forms is twice as long
SLACK = 300  # seconds that two clocks may differ
PATIENTLY = 3  # seconds for whoever listens on the port
NOBODY = {errno.ECONNREFUSED, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.ENETUNREACH, errno.EHOSTUNREACH}
AGAIN = "Install Python's tzdata: pip install tzdata"


def folder() -> Iterator[Found]:
    """The data folder: there, ours alone, writable, and with room."""
    from django.conf import settings

    here: Path = settings.DATA
    what = "The data folder"
    if not here.exists():
        yield Found(what, f"{here} is not there yet: the first start makes it.")
        return
    if not here.is_dir() or not os.access(here, os.R_OK | os.W_OK | os.X_OK):
        yield Found(what, f"{here} is no folder that Amends can write to.", "Give it to whoever runs Amends.")
        return
    yield _is_ours(here)
    yield from _open_files(here)
    free = shutil.disk_usage(here).free
    says = f"{free // 1_000_000:,} MB are free on its disk."
    yield Found("Room", says, "" if free >= LEAST_FREE else "Make room: a full disk keeps no word.")


def _is_ours(here: Path) -> Found:
    mode = here.stat().st_mode & 0o777
    if os.name == "posix" and mode & OTHERS:
        return Found("The data folder", f"others may look into {here} ({mode:04o}).", f"chmod 700 {here}")
    return Found("The data folder", f"{here}, for its owner alone.")


def _open_files(here: Path) -> Iterator[Found]:
    """Files that others may read. The site's own style and script are no secret."""
    files = [*here.iterdir(), *here.glob("backups/*")]
    private = [one for one in files if one.name not in ("static", "backups")]
    shown = sorted(one.name for one in private if one.stat().st_mode & OTHERS) if os.name == "posix" else []
    if shown:
        do = f"In that folder: chmod 600 {' '.join(shown)}"
        yield Found("Its files", f"others may read {len(shown)} of them.", do)
    else:
        yield Found("Its files", "others may read none of them.")


def keys() -> Iterator[Found]:
    """The key that signs forms. It opens no diary."""
    from django.conf import settings

    file = settings.DATA / "forms.key"
    if not file.exists():
        yield Found("forms.key", "not there yet: the next start makes it.")
    elif len(file.read_text(errors="replace").strip()) < SHORT:
        do = "Take it away: the next start makes another one. Forms that are open then have to be sent again."
        yield Found("forms.key", "too short to sign forms with.", do)
    else:
        yield Found("forms.key", "there.")


def certificate() -> Iterator[Found]:
    """The one for phones, where this house has one."""
    from django.conf import settings
    from django.utils import timezone

    yield from phones(settings.DATA, timezone.now())


def phones(folder: Path, now: datetime) -> Iterator[Found]:
    """Until when phones trust this machine; nothing where none ever did."""
    from amends.vault import ends

    file, what = folder / CERTIFICATE, "For phones"
    if not file.exists():
        return
    again = "The next amends serve --phone makes another one."
    try:
        end = ends(file.read_bytes())
    except ValueError:
        yield Found(what, f"{CERTIFICATE} is damaged.", again)
        return
    yield Found(what, f"the certificate is good until {end:%Y-%m-%d}.", "" if end > now else again)


def clock() -> Iterator[Found]:
    """Not before the newest visit or file, and time zones are known."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from django.utils import timezone

    late = _newest() - timezone.now().timestamp()
    if late > SLACK:
        says = f"it is at least {late / 60:,.0f} minutes behind what was kept here."
        yield Found("The clock", says, "Set it, best by NTP: visits and invitations end by it.")
    else:
        yield Found("The clock", f"{timezone.now():%Y-%m-%d %H:%M} UTC, after all that was kept here.")
    try:
        ZoneInfo("Europe/Dublin")
        yield Found("Time zones", "known.")
    except ZoneInfoNotFoundError:
        yield Found("Time zones", "this machine knows none.", AGAIN)


def _newest() -> float:
    """When something was last kept here, in seconds since 1970; 0 where nothing was."""
    from django.conf import settings

    from amends.cli.doctor_data import newest_visit

    files = settings.DATA.iterdir() if settings.DATA.is_dir() else ()
    return max((newest_visit(), *(one.stat().st_mtime for one in files)), default=0)


def path() -> Iterator[Found]:
    """Whether the host is ours alone. Below a path it is not, and that is for whoever runs it to know."""
    from django.conf import settings

    if not settings.WHOLE_HOST:
        shared = "A script of any other page under that host name can reach into a diary that is open."
        yield Found("The path", f"everything lies below {settings.PATH}. {shared}")


def listens(port: int) -> Iterator[Found]:
    """Who listens on the port of this machine, to itself or to its network. Only this machine is asked."""
    what = f"Port {port}"
    ours = [_is_ours_at(address, port) for address in _addresses()]
    if any(ours):
        yield Found(what, "an Amends answers there.")
    elif False in ours:
        yield _other(what, port)
    else:
        yield Found(what, "free.")


def _other(what: str, port: int) -> Found:
    return Found(what, "something else listens there.", f"End that, or: amends serve --port {port % 65535 + 1}")


def _addresses() -> list[str]:
    """Where a site of this machine may listen: to the machine itself, and where phones find it."""
    from django.conf import settings

    from amends.vault import is_home, names_of

    known: list[str] = []
    with suppress(OSError, ValueError):
        known = [one for one in names_of((settings.DATA / CERTIFICATE).read_bytes()) if is_home(one)]
    return [*dict.fromkeys(filter(None, ("127.0.0.1", "::1", *known, own_address())))]


def _is_ours_at(address: str, port: int) -> bool | None:
    """Whether an Amends answers there; None where nobody listens."""
    from django.conf import settings
    from django.urls import reverse

    page = reverse("manifest")
    try:
        if _is_amends(HTTPConnection(address, port, timeout=PATIENTLY), page, settings.ALLOWED_HOSTS[0]):
            return True
        # `serve --phone` sets hosts and path for its run.
        asked = HTTPSConnection(address, port, timeout=PATIENTLY, context=_trusting_anybody())
        return _is_amends(asked, f"/{page.removeprefix(settings.PATH)}", address)
    except OSError as error:
        return None if error.errno in NOBODY else False


def _is_amends(asked: HTTPConnection, page: str, host: str) -> bool:
    """Whether the page comes, and is ours. Raises OSError where nobody can be asked."""
    with closing(asked):
        asked.connect()
        with suppress(OSError, HTTPException):
            asked.request("GET", page, headers={"Host": host})
            return b"Amends" in asked.getresponse().read(65_536)
    return False


def _trusting_anybody() -> ssl.SSLContext:
    """Nothing is said but which page is asked for, and only to this machine."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
