"""The golden files' own promises."""

from pathlib import Path

import pytest

from tests.golden_files import GoldenFiles


def failure(files: GoldenFiles, name: str, made: str | bytes) -> str:
    with pytest.raises(pytest.fail.Exception) as caught:
        files(name, made)
    return str(caught.value)


def test_what_is_the_same_passes(tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_bytes("één\r\n".encode())

    GoldenFiles(tmp_path)("mail.txt", "één\r\n")


def test_what_differs_fails_with_a_diff_in_which_line_ends_show(tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_bytes(b"same\nold\r\n")

    assert failure(GoldenFiles(tmp_path), "mail.txt", "same\nold") == (
        "mail.txt differs. If this is how it should be: make golden, and read the diff.\n"
        "--- tests/golden/mail.txt\n"
        "+++ made now\n"
        "@@ -1,2 +1,3 @@\n"
        " same\n"
        "-old␍\n"
        "+old\n"
        "+(no newline at the end)"
    )


def test_bytes_that_are_no_text_fail_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "dot.png").write_bytes(b"\x89PNG\xff")

    assert failure(GoldenFiles(tmp_path), "dot.png", b"\x89PNG\xfe") == (
        "dot.png differs from byte 4. If this is how it should be: make golden, and read the diff."
    )


def test_a_file_that_is_not_there_yet_fails_with_the_command(tmp_path: Path) -> None:
    assert failure(GoldenFiles(tmp_path), "new.txt", "x") == (
        "There is no golden file new.txt yet. To write it: make golden, and read it."
    )


def test_a_long_diff_is_cut_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_text("a\n" * 100, encoding="utf-8")

    assert failure(GoldenFiles(tmp_path), "mail.txt", "b\n" * 100).endswith("\n… and 123 lines more")


def test_rewriting_lists_only_what_changed(tmp_path: Path) -> None:
    (tmp_path / "same.txt").write_text("same\n", encoding="utf-8")
    rewritten: list[Path] = []
    files = GoldenFiles(tmp_path, rewritten)

    files("same.txt", "same\n")
    files("deep/new.txt", "new\n")

    assert rewritten == [tmp_path / "deep/new.txt"]
    assert rewritten[0].read_bytes() == b"new\n"
