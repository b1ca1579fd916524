"""What a file of a diary holds, before anything is kept of it: as one JSON object."""

from pathlib import Path
from typing import TYPE_CHECKING

from amends.cli.site import set_up

if TYPE_CHECKING:
    from amends.process import JournalEntry


def look_at(file: Path) -> tuple[dict[str, object], bool]:
    """What is in a file, or what is wrong with it; and whether it could be read. Opens no diary and keeps nothing."""
    set_up()
    from amends.store.door import NotReadable
    from amends.store.formats.found import NO_ZONE
    from amends.store.imports import found

    try:
        whole = found(file.read_bytes(), NO_ZONE, file.name)
    except NotReadable as error:
        return {"error": f"{file}: {error}"} | ({"line": error.line} if error.line else {}), False
    first, last = whole.days or (None, None)
    return {
        "format": whole.format,
        "journals": whole.journals,
        "entries": whole.diary.entries,
        "from": first and first.isoformat(),
        "to": last and last.isoformat(),
        "left_behind": list(whole.left),
        "pages": [_page(page) for page in whole.pages],
    }, True


def _page(page: "JournalEntry") -> dict[str, object]:
    """A page as it will stand in the diary. Where the file says no zone, its time has none, and `zone` is null."""
    from amends.store.formats.found import NO_ZONE

    is_said = page.written.tzinfo is not NO_ZONE
    written = page.written if is_said else page.written.replace(tzinfo=None)
    zone = str(page.written.tzinfo) if is_said else None
    return {"written": written.isoformat(), "zone": zone, "title": page.title, "words": page.text}
