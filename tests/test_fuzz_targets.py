"""What the fuzzer starts from is read without a finding; `make fuzz` goes on from there."""

from __future__ import annotations

import pytest

from pipeline.errors import CollectError
from tools.fuzz_targets import TARGETS, WORDS, seeds


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_has_seeds_and_holds_on_each_of_them(name: str) -> None:
    read = 0
    for body in seeds(name):
        try:
            TARGETS[name](body)
        except CollectError:
            continue
        read += 1

    assert read >= 1


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_on_every_word_of_the_dictionary(name: str) -> None:
    for word in ("", *WORDS):
        try:
            TARGETS[name](word.encode())
        except CollectError:
            continue
