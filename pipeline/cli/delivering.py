"""What receivers will think of our mail: `deliverability check`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping

from pipeline.cli import output
from pipeline.cli.moments import month_of
from pipeline.errors import UsageError
from pipeline.jobs.deliverability import (
    Deliverability,
    catch_probe,
    check_deliverability,
    read_message,
    send_probe,
)
from pipeline.jobs.root import load_root
from pipeline.model.deliverability import DeliverabilityFinding, Level
from pipeline.shell import clock

DONE, FAILED = 0, 1
_MARKS = {Level.ERROR: "ERROR ", Level.ADVICE: "advice", Level.GOOD: "good  "}


def deliverability_check(words: Namespace) -> int:
    # Only this verb pays for importing dnspython.
    from pipeline.shell.dns import Nameserver  # noqa: PLC0415

    if words.catch is not None and (words.message or not words.to):
        raise UsageError("--catch goes with --to, and takes the place of --message")
    root = load_root(words.root)
    nameserver = Nameserver(*_host_and_port(words.nameserver)) if words.nameserver else Nameserver()
    month = month_of(words.month) if words.month else None
    before: list[DeliverabilityFinding] = []
    message, caught = None, ""
    if words.message:
        message, caught = read_message(words.message), str(words.message)
    if words.catch is not None:
        probe, message = catch_probe(root, month=month, to=words.to, port=words.catch, now=clock.now())
        before.append(probe)
        message, caught = message or None, f"127.0.0.1:{words.catch}" if message else ""
    elif words.to:
        before.append(send_probe(root, month=month, to=words.to, now=clock.now()))
    report = check_deliverability(root, nameserver, message=message, caught=caught, before=before)
    if words.json:
        output.print_json(report)
    else:
        _print(report)
    return DONE if report.is_good else FAILED


def _print(report: Deliverability) -> None:
    print(f"From: {report.from_domain}; envelope: {report.envelope_domain}.")
    print(f"Mail: {report.caught}" if report.caught else "Judged by DNS alone: no mail was looked at.")
    for finding in report.findings:
        print(f"{_MARKS[finding.level]} {finding.message} ({finding.code})")
        if finding.hint:
            print(f"       {finding.hint}")
    errors = sum(finding.level is Level.ERROR for finding in report.findings)
    print(f"{errors} errors, {sum(finding.level is Level.ADVICE for finding in report.findings)} advice.")


def _host_and_port(text: str) -> tuple[str, int]:
    host, separator, port = text.rpartition(":")
    if not separator:
        return text, 53
    if not port.isdigit() or not 0 < int(port) < 65_536:
        raise UsageError(f"--nameserver takes an address such as 192.0.2.53 or 127.0.0.1:5353, not {text!r}")
    return host, int(port)


VERBS: Mapping[str, Callable[[Namespace], int]] = {"deliverability check": deliverability_check}
