"""What is read out of files, rows and forms is known before anybody asks for it."""

from typing import Any

import msgspec


def know(*shapes: Any) -> None:
    """Builds what msgspec knows of these types, and of all within them: called where they are defined or imported.

    It builds that when a type is first asked for, and keeps it on the class. Two threads that are first at once can end
    the whole process (msgspec 0.22); modules are imported by one thread alone.
    """
    for shape in shapes:
        msgspec.json.Decoder(shape)
