"""The nouns that `pipeline.model` hands out."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline import model


def test_every_noun_that_is_promised_is_handed_out_and_no_other() -> None:
    assert sorted(model.__all__) == sorted(model._HOMES)
    assert all(getattr(model, name) is not None for name in model.__all__)


def test_what_is_no_noun_is_refused_by_name() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nieuwsbrief'"):
        getattr(model, "Nieuwsbrief")  # noqa: B009 - a name the type checker knows is not there


def test_a_process_that_reads_a_feed_makes_no_nouns_of_stories() -> None:
    """A worker starts for each run, and starts a third faster without them."""
    code = "import sys, pipeline.read.feed; print('pipeline.model.stories' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout == "False\n"
