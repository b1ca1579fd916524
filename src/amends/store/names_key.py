"""The key that hides names: one file of this house. It is never thrown away, nor made anew where it would be missed.

Accounts are found by it, and the backups that this program makes by itself are sealed under it. Every key that ever
hid names here stays beside those backups, so that they open for good.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction

from amends.store.models import House, KeySlot
from amends.vault import KEY_BYTES, derive, new_key
from amends.whole_file import whole_file

FORMER = "names-*.key"


class NamesKeyLost(Exception):
    """The key that hides names is not the one of these accounts. Says how to put it back."""


def names_key() -> bytes:
    """The key of this house; made where nobody has an account yet. Raises NamesKeyLost."""
    found = _read(settings.NAMES_KEY)
    if found is None:
        if KeySlot.objects.exists():
            raise NamesKeyLost(_how_to_put_back("is missing, or is not whole"))
        _write(settings.NAMES_KEY, found := new_key())
    return found


def check_names_key() -> None:
    """Raises NamesKeyLost where the key is missing, broken, or another house's. Remembers it where none is known."""
    key = names_key()
    if fault := fault_of_the_key():
        raise NamesKeyLost(fault)
    if not KeySlot.objects.exists() or not House._default_manager.exists():
        belongs(key)


def fault_of_the_key() -> str:
    """What is wrong with it and how to put it back, as NamesKeyLost says it; "" where it is well. Writes nothing."""
    if not KeySlot.objects.exists():
        return ""
    key, house = _read(settings.NAMES_KEY), House._default_manager.first()
    if key is None:
        return _how_to_put_back("is missing, or is not whole")
    is_ours = house is None or bytes(house.names_key_tag) == _tag(key)
    return "" if is_ours else _how_to_put_back("belongs to another house")


def keep_names_key(key: bytes) -> None:
    """Hides names with another key as soon as all is committed: that of a backup, whose slots are found by it."""
    belongs(key)
    former = _read(settings.NAMES_KEY)
    if key != former:
        for one in filter(None, (former, key)):  # whatever fails from here on, both are there
            set_aside(one)
        transaction.on_commit(lambda: _write(settings.NAMES_KEY, key))


def belongs(key: bytes) -> None:
    """The accounts in this database are found by this key: a blind name of it is kept with them."""
    House._default_manager.update_or_create(pk=House.ONLY, defaults={"names_key_tag": _tag(key)})


def set_aside(key: bytes) -> None:
    """Keeps a key beside the backups that are sealed under it. One that is there already stays."""
    folder = backups_folder()
    with suppress(FileExistsError):
        _write(folder / FORMER.replace("*", _tag(key).hex()[:12]), key, replace=False)


def keys_for(backup: Path) -> Iterator[bytes]:
    """Every key that may open a backup of the program's own: today's, and those beside it or in the data folder."""
    if today := _read(settings.NAMES_KEY):
        yield today
    for folder in (backup.absolute().parent, settings.DATA / "backups"):
        for file in sorted(folder.glob(FORMER)):
            if key := _read(file):
                yield key


def backups_folder() -> Path:
    """Where the program keeps the backups that it makes by itself."""
    folder: Path = settings.DATA / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _how_to_put_back(fault: str) -> str:
    return (
        f"{settings.NAMES_KEY} {fault}, and without it no account here is found by its name: put it back from a copy "
        f"of the data folder ({settings.DATA / 'backups' / FORMER} may be it), or move the folder away and restore a "
        "backup."
    )


def _read(file: Path) -> bytes | None:
    try:
        key = bytes.fromhex(file.read_text())
    except (FileNotFoundError, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def _write(file: Path, key: bytes, replace: bool = True) -> None:
    with whole_file(file, replace) as out:
        out.write(key.hex().encode())


def _tag(key: bytes) -> bytes:
    return derive(key, "house")
