"""A file that is there whole or not at all, whenever the power goes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EEXIST
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4


@contextmanager
def whole_file(file: Path, replace: bool = False) -> Iterator[BinaryIO]:
    """A file to write to, for its owner's eyes only; under its name, and on the disk, once all is written.

    Raises FileExistsError where it is there already and is not to be replaced. What fails inside leaves nothing.
    """
    part = file.with_name(f"{file.name}.{uuid4().hex}.part")
    try:
        with open(part, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if not replace and file.exists():
            raise FileExistsError(EEXIST, "it is there already", str(file))
        part.replace(file)
        _sync(file.parent)
    finally:
        part.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """A name is on the disk once its folder is. Windows has no way to say so, and no need."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
