"""What giving costs, in memory and rows alone, printed and never asserted: python -m tests.bench_giving

A therapist with a hundred families, five letters of each: as many as fit into one box.
"""

import os
import tempfile
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tests.figures import middle

NOW = datetime.now(UTC)
UNTIL = NOW + timedelta(weeks=4)
FAMILIES, LETTERS = 100, 5
PAGE = "<article>" + "<p>It was late, and I shouted.</p>" * 400 + "</article>"  # 12 kB: a page with all its pictures
WORDS = "five words told by voice"


def main() -> None:
    """Makes a house in a folder of its own, and prints."""
    from amends.process import Letter, LetterKind, Role
    from amends.store import visits
    from amends.store.accounts import accounts
    from amends.store.circle import Circle
    from amends.store.giving import Giving
    from amends.store.handed import Spot
    from amends.store.invitations import hear_invitation
    from amends.store.opened import Vault
    from amends.vault import WORKS, Other, new_key, public_key, write_to

    def vault() -> Vault:
        return visits.welcome(NOW, 24).vault

    letter = Letter(LetterKind.PAGE, NOW, UNTIL, "A page", PAGE)
    reed, families = vault(), [vault() for _ in range(FAMILIES)]
    for number, family in enumerate(families):
        spot = Spot.alone(Circle(family).invite("Dr Reed", Role.THERAPIST, WORDS, UNTIL, NOW, WORKS["light"], "A"))
        Circle(reed).accept(hear_invitation(spot, WORDS, NOW), f"Family {number}", NOW)
        Circle(family).invitations(NOW)
        for _ in range(LETTERS):
            Giving(family).give(Circle(family).known()[0], letter)

    someone = families[0]
    stranger = Other(public_key(reed.key), b"", new_key())

    def invited() -> UUID:
        return Circle(someone).invite("Sam", Role.NEAR, WORDS, UNTIL, NOW, accounts().work, "A")

    rows = (
        ("an invitation (the words at the usual work)", middle(invited, 5)),
        ("a page is sealed, byte for byte", middle(lambda: write_to(stranger, PAGE.encode(), Spot.new_alone().place))),
        (
            "a page is given: sealed, laid down, remembered",
            middle(lambda: Giving(someone).give_link("x", letter, WORDS, WORKS["light"]), 5),
        ),
        (
            f"a box is opened: {FAMILIES * LETTERS} letters of {FAMILIES} families",
            middle(lambda: Giving(reed).box(NOW)),
        ),
        ("all that one ever gave, and what became of it", middle(lambda: Giving(someone).given(NOW))),
    )
    for what, milliseconds in rows:
        print(f"{milliseconds:8.1f} ms  {what}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AMENDS_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "amends.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        main()
