"""A device where a diary was opened by its name before. Its guesses at that name are counted by themselves, so that
nobody elsewhere, however often they guess, can make its owner wait (a device cookie, as OWASP calls it)."""

from uuid import uuid4

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from amends.store.accounts import plain_name
from amends.web.cookies import called, give
from amends.web.throttle import address_of

COOKIE = called("device")
DAYS = 180


def whom(request: HttpRequest, name: str) -> tuple[str, ...]:
    """For whom a guess at `name` from here counts: this device, and all devices of that name at this address, for
    several may have one name; or else the name and the address."""
    name, address = plain_name(name), address_of(request)
    device = _known(request.COOKIES.get(COOKIE, ""), name)
    return (f"device {device}", f"devices {name} {address}") if device else (f"name {name}", f"address {address}")


def remember_device(response: HttpResponse, name: str) -> HttpResponse:
    """The answer, after which this device is known to the diary of this name. The cookie opens nothing."""
    give(response, COOKIE, _signer(name).sign(uuid4().hex), DAYS * 24 * 3600)
    return response


def _known(cookie: str, name: str) -> str:
    """The device that was signed for this name. The name itself is not in the cookie: it is in what signs it."""
    try:
        return str(_signer(name).unsign(cookie))
    except BadSignature:
        return ""


def _signer(name: str) -> Signer:
    return Signer(salt=f"device/{plain_name(name)}")
