from pathlib import Path

import pytest

from amends.whole_file import whole_file


def test_a_file_that_fails_while_it_is_written_leaves_nothing_and_harms_nothing(tmp_path: Path) -> None:
    file = tmp_path / "names.key"
    file.write_text("as it was")
    with pytest.raises(ZeroDivisionError), whole_file(file, replace=True) as out:
        out.write(b"half")
        raise ZeroDivisionError
    assert file.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_is_replaced_only_when_asked_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "names.key"
    for words in (b"one", b"two"):
        with whole_file(file, replace=True) as out:
            out.write(words)
    with pytest.raises(FileExistsError), whole_file(file) as out:
        out.write(b"three")
    assert file.read_bytes() == b"two"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]
