"""The errors that stop a command, each caught once, in `cli`.

    NewsletterError             anything we can explain to the person at the keyboard   exit
    ├── UsageError              the words on the command line                              2
    ├── InputFileError          a file somebody wrote, with its line                       2
    │   ├── ConfigError         config.toml
    │   ├── SourceError         feeds/<slug>.toml
    │   ├── EditionError        editions/<month>.toml
    │   └── StoryError          a story, or what should become one; in Dutch, since editors read it
    ├── StoreError              var/pipeline.db cannot be read or written                  1
    ├── WriteError              a folder is full or read-only                              1
    ├── BusyError               another run holds the root                                 1
    ├── ExportError             an edition cannot be handed to a sending program           1
    ├── PdfError                no card can be made here, most often for want of Pango      -
    ├── BrowserError            no browser to look at a draft with                          1
    ├── CollectError            what one fetch or one parse came to, carries a Status      -
    ├── DeliveryError           an edition cannot be sent as it stands                     1
    ├── RelayError              the mail server cannot be used                             1
    └── ApprovalError           the edition cannot be approved, or already is              1

Findings are for editors and travel as values (`model.Finding`); these are for stops. A `PdfError` becomes
a finding, since an edition without a card is still an edition. A
`CollectError` never reaches `cli`: the collect job turns it into the endpoint's status, since one dead
source costs one line in the report and never the edition.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model import Status


class NewsletterError(Exception):
    """A stop with a message that says what is wrong, where, and what to do."""

    exit_code = 1


class UsageError(NewsletterError):
    """The words on the command line do not fit: an unknown source, a month that is none."""

    exit_code = 2


class InputFileError(NewsletterError):
    """A file that a person wrote cannot be used.

    `line` counts from 1; None where the file as a whole is meant.
    """

    exit_code = 2

    def __init__(self, path: Path | str, message: str, *, line: int | None = None) -> None:
        self.path = str(path)
        self.line = line
        self.message = message
        where = self.path if line is None else f"{self.path}:{line}"
        super().__init__(f"{where}: {message}")


class ConfigError(InputFileError):
    """config.toml is missing, broken or holds what we do not know."""


class SourceError(InputFileError):
    """A file in feeds/ is broken or holds what we do not know."""


class EditionError(InputFileError):
    """A file in editions/ is broken or holds what we do not know."""


class StoryError(InputFileError):
    """A file that should become a story, or a story that a command cannot go on with; told in Dutch."""


class LabelError(InputFileError):
    """A file of labelled titles is broken or holds what we do not know."""


class StoreError(NewsletterError):
    """The database cannot be opened, read or written."""


class WriteError(NewsletterError):
    """A file could not be written; what stood there before still stands."""

    def __init__(self, path: Path | str, cause: OSError) -> None:
        self.path = str(path)
        super().__init__(
            f"{path}: cannot be written ({cause.strerror or cause}); nothing was changed there. "
            "Free some space or make the folder writable, then run the command again"
        )


class PdfError(NewsletterError):
    """No PDF can be made here; with `lacks_pango` because that library of the system is missing."""

    def __init__(self, message: str, *, lacks_pango: bool = False) -> None:
        self.lacks_pango = lacks_pango
        super().__init__(message)


class BrowserError(NewsletterError):
    """There is no browser here to look with; `lacks` is "playwright", "chromium", or "" when it gave up."""

    def __init__(self, message: str, *, lacks: str = "") -> None:
        self.lacks = lacks
        super().__init__(message)


class BusyError(NewsletterError):
    """Another run works on this root; nothing was done."""


class ExportError(NewsletterError):
    """The edition cannot be handed to a sending program as it stands; nothing was written."""


class ApprovalError(NewsletterError):
    """The edition cannot be approved as it stands; nothing was recorded."""


class DeliveryError(NewsletterError):
    """An edition cannot be sent as it stands; nothing more went out."""


class RelayError(NewsletterError):
    """The mail server cannot be used. `is_ours` when waiting will not mend that, such as a wrong password."""

    def __init__(self, message: str, *, is_ours: bool = False) -> None:
        self.is_ours = is_ours
        super().__init__(message)


class CollectError(NewsletterError):
    """Fetching or parsing one endpoint failed; `status` is its slug in reports.

    `retry_after` is how many seconds the server asks us to stay away, None where it did not say. `http_code`
    is what it answered, None where no answer came or the answer was not what went wrong.
    """

    def __init__(
        self, status: Status, reason: str, retry_after: int | None = None, http_code: int | None = None
    ) -> None:
        self.status = status
        self.reason = reason
        self.retry_after = retry_after
        self.http_code = http_code
        super().__init__(f"{status.value}: {reason}")

    def __reduce__(self) -> tuple[type[CollectError], tuple[Status, str, int | None, int | None]]:
        # Crosses a process border when parsing runs in a worker.
        return (type(self), (self.status, self.reason, self.retry_after, self.http_code))
