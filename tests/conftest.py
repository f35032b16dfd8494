"""What every test may ask for: `golden` (compare with a file), `chromium` (a browser that has started) and
`say` (a line for whoever reads the end of the run).

With `--golden`, or `GOLDEN=1` in the environment, only the tests that use `golden` run, and they rewrite
their files under tests/golden in place of comparing. Everyone who does that reads the diff.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import ChromiumMissingError, SharedChromium
from tests.golden_files import GOLDEN, GoldenFiles
from tests.pango import pango_is_here

_rewritten = pytest.StashKey[list[Path]]()
_SAID = "said"
_chromium = pytest.StashKey[SharedChromium]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--golden`."""
    parser.addoption(
        "--golden",
        action="store_true",
        default=os.environ.get("GOLDEN", "") not in ("", "0"),
        help="rewrite the golden files: runs only the tests that use the fixture `golden`",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Lays ready what lasts for the whole run: the list of what was rewritten, and the browser."""
    config.stash[_rewritten] = []
    config.stash[_chromium] = SharedChromium()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Closes the browser."""
    config.stash[_chromium].close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that asks for `chromium` is a `browser` test without having to say so twice."""
    for item in items:
        if "chromium" in _fixtures_of(item):
            item.add_marker("browser")
    if config.getoption("golden"):
        others = [item for item in items if "golden" not in _fixtures_of(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if "golden" in _fixtures_of(item)]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips the tests of what is not on this machine: here, so that pytest folds them to one line."""
    if item.get_closest_marker("browser"):
        try:
            item.config.stash[_chromium].browser()
        except ChromiumMissingError as error:
            pytest.skip(f"browser tests: {error}")
    if item.get_closest_marker("pango") and not pango_is_here():
        pytest.skip("cards need Pango (tools/pango says how)")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says what tests measured, and names each golden file that now differs from what it was."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, text in report.user_properties:
            if name == _SAID and report.when == "call":
                terminalreporter.write_line(str(text))
    for path in config.stash[_rewritten]:
        terminalreporter.write_line(f"rewritten: {path.relative_to(config.rootpath)}")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> GoldenFiles:
    """`golden(name, made)`: fails with a diff unless `made` is what tests/golden/<name> holds."""
    rewrite = request.config.getoption("golden")
    return GoldenFiles(GOLDEN, rewritten=request.config.stash[_rewritten] if rewrite else None)


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """`say(text)`: counts and measurements that are worth reading, at the end of the run.

    They travel with the test's report, so that they arrive from a process of pytest-xdist as well.
    """
    return lambda text: record_property(_SAID, text)


@pytest.fixture
def chromium(pytestconfig: pytest.Config) -> Browser:
    """The one Chromium of all browser tests; each opens its own page or context and closes it."""
    return pytestconfig.stash[_chromium].browser()


def _fixtures_of(item: pytest.Item) -> tuple[str, ...]:
    return tuple(getattr(item, "fixturenames", ()))
