"""Check: the email checks on any file, ours or not."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import InputFileError, UsageError
from pipeline.jobs.client_support import load_client_support
from pipeline.model import EmailLimits, Finding
from pipeline.stages.check import check_eml, check_html, open_places

MOST_BYTES = 20_000_000


def check_file(
    path: Path, *, limits: EmailLimits | None = None, finished: bool = False
) -> tuple[Finding, ...]:
    """Checks one .html or .eml file; asks nothing of the network.

    A `finished` mail may hold no open place such as %%AFMELDEN%%; a draft has to.

    Raises UsageError for another kind of file and InputFileError for one that cannot be read.
    """
    limits = limits or EmailLimits()
    suffix = path.suffix.lower()
    if suffix not in (".html", ".htm", ".eml"):
        raise UsageError(f"{path}: give a .html or .eml file")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputFileError(path, f"is larger than {MOST_BYTES // 1_000_000} MB; no mail is")
        body = path.read_bytes()
    except OSError as error:
        raise InputFileError(path, f"cannot be read: {error.strerror}") from error
    text, facts = body.decode("utf-8", "replace"), load_client_support()
    left_open = open_places(text, path=str(path)) if finished else ()
    if suffix == ".eml":
        return (*check_eml(body, path=str(path), limits=limits, facts=facts), *left_open)
    return (*check_html(text, path=str(path), limits=limits, facts=facts), *left_open)
