"""Finds and starts a Chromium for the tests marked `browser`.

As a program, for `tools/chromium`: prints a path that is there as long as the Chromium found is, or says on
standard error why none was found and exits 1.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from pipeline.shell.browser import FLAGS, chromium_candidates


class ChromiumMissingError(Exception):
    """None was found, or none of those found starts; the message is one line with the reasons."""


class SharedChromium:
    """One headless Chromium for a whole run, started by the first who asks.

    While it runs, `asyncio.run` does not work in this thread: Playwright's own loop is there.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        """Starts nothing yet."""
        self._environment = environment
        self._closing = ExitStack()
        self._outcome: Browser | ChromiumMissingError | None = None

    def browser(self) -> Browser:
        """The browser. Raises ChromiumMissingError, each time, when there is none here that starts."""
        if self._outcome is None:
            self._outcome = self._start()
        if isinstance(self._outcome, ChromiumMissingError):
            raise self._outcome
        return self._outcome

    def close(self) -> None:
        """Ends it, if it ever started."""
        self._closing.close()

    def _start(self) -> Browser | ChromiumMissingError:
        try:
            playwright = self._closing.enter_context(_driver())
            browser, _ = _launch_first(playwright, self._environment)
        except ChromiumMissingError as error:
            return error
        self._closing.callback(browser.close)
        return browser


@contextmanager
def _driver() -> Iterator[Playwright]:
    context = sync_playwright()
    try:
        playwright = context.start()
    except Exception as error:  # Playwright raises no class of its own here
        raise ChromiumMissingError(
            "Playwright's driver does not start (on Debian and Ubuntu it needs libatomic1)"
        ) from error
    try:
        yield playwright
    finally:
        playwright.stop()


def _launch_first(playwright: Playwright, environment: Mapping[str, str]) -> tuple[Browser, Path | None]:
    """The browser, and the executable; None for Playwright's own."""
    candidates: list[Path | None] = list(chromium_candidates(environment))
    reasons = [] if candidates else ["none on PATH"]
    if not environment.get("CHROMIUM"):
        candidates.append(None)  # Playwright then looks for its own download
    for candidate in candidates:
        try:
            return playwright.chromium.launch(executable_path=candidate, args=list(FLAGS)), candidate
        except Error as error:
            reasons.append(_reason(candidate, error))
    raise ChromiumMissingError("; ".join(reasons))


def _reason(candidate: Path | None, error: Error) -> str:
    """One line of Playwright's page-long error."""
    if candidate is None:
        missing = "Executable doesn't exist" in error.message
        return f"Playwright's own {'is not downloaded' if missing else 'does not start'}"
    return f"{candidate} {'does not start' if candidate.exists() else 'does not exist'}"


def main() -> int:
    """Tries them; 0 when one starts."""
    try:
        with _driver() as playwright:
            browser, executable = _launch_first(playwright, os.environ)
            browser.close()
            # Of its own download Playwright gives the path of one variant; the folder of all of them will do.
            print(executable or Path(playwright.chromium.executable_path).parents[2])
    except ChromiumMissingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
