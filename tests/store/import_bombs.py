"""Files that are small and unpack to much: each is read in a process of its own, and what that cost is printed."""

import io
import os
import sys
import time
import zipfile
from datetime import UTC
from pathlib import Path

_DAY_ONE = b'{"metadata":{},"entries":['
BOMBS: dict[str, tuple[str, bytes, bytes, bytes, int]] = {  # name in the zip, head, what is repeated, tail, how often
    "a list of lists": ("a.json", b"[", b"[],", b"[]]", 20_000_000),
    "Day One's entries": ("a.json", _DAY_ONE, b"{},", b"{}]}", 20_000_000),
    "one entry of many parts": ("a.json", _DAY_ONE + b'{"a":[', b"1,", b"1]}]}", 2_000_000),
    "parts of one long entry": ("a.json", _DAY_ONE + b'{"a":[', b"[],", b"1]}]}", 2_400_000),
    "names": ("a.json", b"{", b'"a":1,', b'"b":1}', 4_000_000),
    "depth": ("a.json", b'{"entries":', b"[", b"", 60_000_000),
    "ours": ("diary.json", b'{"format":"amends-diary","version":1,"x":[', b"[],", b"1]}", 20_000_000),
    "one long text of ours": ("diary.json", b'{"format":"amends-diary","version":1,"x":"', b"word ", b'"}', 12_000_000),
    "journals": ("a.json", b'{"export_version":"1","journals":[', b"{},", b"{}]}", 4_000_000),
    "pages": ("a.json", _DAY_ONE, b'{"creationDate":"2026-05-20T14:30:00Z","text":"x"},', b"{}]}", 1_000_000),
    "rows": ("a.csv", b"full_date,time,note\n", b"2026-05-20,22:13,x\n", b"", 490_000),
    "columns": ("a.csv", b"full_date,time,note\n", b",", b"", 4_900_000),
    "days": ("a.txt", b"", b"2026-05-20\nx\n", b"", 240_000),
    "empty lines": ("a.txt", b"2026-05-20\n", b"\n", b"", 490_000),
    "letters": ("a.txt", b"2026-05-20\n\xf0\x9f\x8c\xbb", b"words ", b"", 2_000_000),
    "lines": ("a.txt", b"2026-05-20\n", b"a\xf0\x9f\x8c\xbbbcdefghijklmnopqr\n", b"", 490_000),
    "a month": ("2026-05.txt", b"", b"1: {text: x}\n", b"", 490_000),
}


def packed(name: str, head: bytes, again: bytes, tail: bytes, times: int) -> bytes:
    """The zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files, files.open(name, "w") as file:
        file.write(head)
        for _ in range(times // 10_000):
            file.write(again * 10_000)
        file.write(tail)
    return out.getvalue()


def main(name: str) -> None:
    """Prints what was said, the megabytes this process held at most, and the seconds of work that reading took."""
    content = packed(*BOMBS[name])
    os.environ["DJANGO_SETTINGS_MODULE"] = "amends.settings"
    import django

    django.setup()
    from amends.store.door import NotReadable
    from amends.store.imports import found

    began = time.process_time()
    try:
        said = f"{len(found(content, UTC).pages)} pages"
    except NotReadable as error:
        said = str(error)
    print(_most_held(), round(time.process_time() - began, 1), said)


def _most_held() -> int:
    """The most memory that this process ever held, in MiB. For getrusage the parent that forked it counts too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) >> 10


if __name__ == "__main__":
    main(sys.argv[1])
