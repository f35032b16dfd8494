"""Story files as they lie on disk, and files that are written whole or not at all."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.errors import InputFileError, WriteError
from pipeline.model import FileProblem, StoryFiles
from pipeline.shell.folder import MAX_TEXT_BYTES, read_stories, write_files


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    return folder


def test_a_story_is_one_file(stories: Path) -> None:
    (stories / "de-sleutel.md").write_text("---\n---\nJa.\r\n", newline="")

    assert read_stories(stories) == (
        StoryFiles("de-sleutel", f"{stories}/de-sleutel.md", "---\n---\nJa.\r\n"),
    )


def test_a_story_is_a_folder_with_its_files(stories: Path) -> None:
    (stories / "film" / "beeld").mkdir(parents=True)
    (stories / "film" / "verhaal.md").write_text("Ja.")
    (stories / "film" / "transcript.md").write_text("Hoor.")
    (stories / "film" / "beeld" / "deur.jpg").write_bytes(b"\xff\xd8")

    assert read_stories(stories) == (
        StoryFiles(
            slug="film",
            path=f"{stories}/film/verhaal.md",
            text="Ja.",
            texts={"transcript.md": "Hoor."},
            names=("beeld/deur.jpg", "transcript.md"),
        ),
    )


def test_stories_come_by_name(stories: Path) -> None:
    for name in ("c.md", "a.md", "b.md"):
        (stories / name).touch()

    assert [files.slug for files in read_stories(stories)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "name",
    [
        *(".verborgen.md", "LEESMIJ.md", "leesmij.txt", "README.md", "akkoord.toml", "a.akkoord.toml"),
        *("~$a.docx", ".DS_Store", "plaatje.jpg", "notities.txt"),
    ],
)
def test_what_is_no_story_is_passed_over(stories: Path, name: str) -> None:
    (stories / name).write_text("x")

    assert read_stories(stories) == ()


def test_agreements_and_hidden_files_are_no_part_of_a_story(stories: Path) -> None:
    (stories / "a" / ".git").mkdir(parents=True)
    for name in ("verhaal.md", "akkoord.toml", ".verborgen", ".git/config", "LEESMIJ.md"):
        (stories / "a" / name).write_text("x")

    assert read_stories(stories) == (StoryFiles("a", f"{stories}/a/verhaal.md", "x"),)


def test_a_folder_that_is_not_there_holds_no_stories(tmp_path: Path) -> None:
    assert read_stories(tmp_path / "weg") == ()


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "stories").touch()

    with pytest.raises(InputFileError, match="cannot be listed"):
        read_stories(tmp_path / "stories")


def test_one_bad_file_hides_no_other(stories: Path) -> None:
    (stories / "a.md").write_bytes("café".encode("cp1252"))
    (stories / "b.md").write_text("goed")
    (stories / "c.md").write_bytes(b"x" * (MAX_TEXT_BYTES + 1))
    (stories / "d.docx").write_bytes(b"PK")
    (stories / "e").mkdir()
    (stories / "f").mkdir()
    (stories / "f" / "Verhaal.docx").write_bytes(b"PK")
    (stories / "g").mkdir()
    (stories / "g" / "verhaal.md").write_bytes(b"\xff\xfe")

    assert [(files.slug, files.problem) for files in read_stories(stories)] == [
        ("a", FileProblem.NOT_UTF8),
        ("b", None),
        ("c", FileProblem.TOO_LARGE),
        ("d", FileProblem.NOT_MARKDOWN),
        ("e", FileProblem.NO_STORY),
        ("f", FileProblem.NOT_MARKDOWN),
        ("g", FileProblem.NOT_UTF8),
    ]


def test_a_link_out_of_the_folder_is_refused_and_not_read(stories: Path) -> None:
    secret = stories.parent / "geheim.md"
    secret.write_text("geheim")
    (stories / "a").mkdir()
    (stories / "a" / "verhaal.md").write_text("x")
    (stories / "a" / "transcript.md").symlink_to(secret)
    (stories / "a" / "beeld.jpg").symlink_to("/etc/passwd")
    (stories / "a" / "buren").symlink_to(stories)
    (stories / "b.md").symlink_to(secret)
    (stories / "c").symlink_to(stories.parent)
    (stories / "d.md").symlink_to("d.md")
    (stories / "e.md").symlink_to("weg.md")

    found = read_stories(stories)

    assert "geheim" not in "".join(str((files.text, files.texts)) for files in found)
    assert [(files.slug, files.problem) for files in found] == [
        ("a", None),
        *((slug, FileProblem.OUTSIDE) for slug in "bcde"),
    ]
    assert found[0].unusable == dict.fromkeys(("beeld.jpg", "buren", "transcript.md"), FileProblem.OUTSIDE)


def test_a_link_inside_the_folder_is_fine(stories: Path) -> None:
    (stories / "a").mkdir()
    (stories / "a" / "verhaal.md").write_text("x")
    (stories / "a" / "transcript.md").symlink_to("verhaal.md")

    assert read_stories(stories)[0].texts == {"transcript.md": "x"}


def test_a_pipe_does_not_hold_up_the_reader(stories: Path) -> None:
    os.mkfifo(stories / "a.md")
    (stories / "b").mkdir()
    os.mkfifo(stories / "b" / "verhaal.md")

    assert read_stories(stories) == (StoryFiles("b", f"{stories}/b", problem=FileProblem.NO_STORY),)


def test_files_are_written_into_a_folder_that_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "build" / "2026-12"

    write_files(folder, {"a.html": b"een", "b.txt": b""})

    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"a.html": b"een", "b.txt": b""}


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"oud")
    file.chmod(0o600)
    with file.open("rb") as reader:
        write_files(tmp_path, {"a": b"nieuw"})

        # Whoever had it open reads on in the old file; the new one is another.
        assert (reader.read(), file.read_bytes()) == (b"oud", b"nieuw")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["../a", "map/a", "/etc/a", "", ".", ".."])
def test_a_name_is_a_name_and_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a file"):
        write_files(tmp_path / "map", {name: b"x"})


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes: what a full disk looks like to the one who writes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_leaves_every_older_file_and_no_temporary_one(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": b"oud a", "b": b"oud b"})

    with room_for(100), pytest.raises(WriteError, match=r"b: cannot be written \(File too large\)"):
        write_files(tmp_path, {"a": b"nieuw", "b": b"x" * 1000})

    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a": b"oud a", "b": b"oud b"}


def test_a_folder_in_the_way_leaves_no_temporary_name(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()

    with pytest.raises(WriteError, match="a: cannot be written"):
        write_files(tmp_path, {"a": b"x", "b": b"y"})

    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "build").touch()

    with pytest.raises(WriteError, match="cannot be written"):
        write_files(tmp_path / "build" / "2026-12", {"a": b"x"})
