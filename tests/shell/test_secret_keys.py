"""The list of keys: from a file for its owner alone or from the environment, the newest first."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InputFileError
from pipeline.model.keys import Key
from pipeline.shell.secret import add_key, load_keys, make_keys

FIRST, SECOND = "ab" * 32, "cd" * 32
VARIABLE = "NIEUWSBRIEF_SUBSCRIBER_KEYS"


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def test_a_first_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "var" / "subscribers.keys"
    assert load_keys(path) is None

    made = make_keys(path)

    assert (make_keys(path), load_keys(path)) == (made, made)
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert [(key.id, len(key.secret)) for key in made.all] == [("k1", 32)]


def test_a_new_key_comes_first_and_the_old_ones_stay(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    first = make_keys(path)

    second, third = add_key(path), add_key(path)

    assert [key.id for key in third.all] == ["k3", "k2", "k1"]
    assert (second.all[1:], third.all[1:]) == (first.all, second.all)
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert list(tmp_path.iterdir()) == [path]


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "keys"
    make_keys(path)
    monkeypatch.setenv(VARIABLE, f"b:{SECOND}\na:{FIRST}")

    keys = load_keys(path)

    assert keys is not None
    assert keys.all == (Key("b", bytes.fromhex(SECOND)), Key("a", bytes.fromhex(FIRST)))
    with pytest.raises(InputFileError, match="the keys come from the environment"):
        add_key(path)


def test_a_file_that_others_can_read_is_refused_with_what_to_type(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    make_keys(path)
    path.chmod(0o640)

    with pytest.raises(InputFileError, match="chmod 600"):
        load_keys(path)


@pytest.mark.parametrize(
    "text",
    ["", "k1", f"k1:{FIRST[:-1]}", f"K1:{FIRST}", f"k1:{FIRST}\nk1:{SECOND}", f"k1:{FIRST.upper()}"],
)
def test_a_wrong_list_is_refused_and_no_key_is_printed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys"
    path.write_text(text, encoding="ascii")
    path.chmod(0o600)

    with pytest.raises(InputFileError) as caught:
        load_keys(path)

    assert FIRST[:-1] not in str(caught.value).lower()
