"""An invitation of the house: for whoever runs a site where an account opens with one."""

from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

import click

from amends.cli.site import migrated


@click.command()
@click.option("--weeks", type=click.IntRange(1, 4), default=2, show_default=True, help="How long it may be answered.")
@click.option(
    "--address",
    help="Where others open the site, such as https://diary.example. Behind a proxy: AMENDS_HOSTS' first, by default.",
)
def invite(weeks: int, address: str | None) -> None:
    """Invite somebody to open a diary here.

    Prints an address to send, and five words to tell by voice. It makes nobody known to anybody, and opens once.
    """
    migrated()
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from amends.store.accounts import accounts
    from amends.store.invitations import TRIES, lay_house_invitation
    from amends.vault import new_words

    if not settings.INVITATIONS:
        raise click.ClickException("AMENDS_SIGN_UP is no: nobody new may open a diary here. Set it to invited or yes.")
    site, words = _site(address), new_words()
    until = timezone.now() + timedelta(weeks=weeks)
    spot = lay_house_invitation(words, until, accounts().work)
    click.echo(f"Send this address:    {site}{reverse('invited', args=[spot.id])}")
    click.echo(f"Tell these by voice:  {words}")
    click.echo(
        f"Open until {until:%Y-%m-%d}, or until wrong words were said {TRIES} times. The words are kept nowhere."
    )


def _site(address: str | None) -> str:
    """Where the site is opened, without a slash at its end."""
    from django.conf import settings

    if address is None:
        return _public()
    parts = _parts(address)
    if not parts:
        raise click.ClickException(f"--address must be such as https://diary.example, not {address}")
    # What follows says the path itself: one that was given along does not stand there twice.
    if parts.path.strip("/") not in ("", settings.PATH.strip("/")):
        raise click.ClickException(
            f"--address: nothing is there at {address}: by AMENDS_PATH everything lies below {settings.PATH}"
        )
    return f"{parts.scheme}://{parts.netloc}"


def _public() -> str:
    """Where others open the site, as the settings say. Without a proxy in front they do not know the port."""
    from django.conf import settings

    from amends.settings import is_loopback

    host = settings.ALLOWED_HOSTS[0]
    if settings.BEHIND_PROXY and not is_loopback(host.strip("[]")):
        return f"https://{host}"
    raise click.ClickException(
        "Nothing here says where others open this site. Give --address, such as https://diary.example or what amends "
        "serve --phone shows. (Behind a proxy, with AMENDS_HTTPS=yes, the first of AMENDS_HOSTS is taken.)"
    )


def _parts(address: str) -> SplitResult | None:
    """The parts of a site's address; None where it is none, or more than that."""
    try:
        parts = urlsplit(address)
        is_site = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # such as https://[x
        return None
    return parts if is_site and not {"@", "?", "#"} & {*address} else None
