"""Domains, tags of records, and when two domains count as one sender."""

from __future__ import annotations

from pipeline.model.deliverability import Answers, Question

_NONE: tuple[str, ...] = ()


def organisation(domain: str) -> str:
    """Returns the registered domain, taken as the last two labels.

    That is right below .nl, .com, .eu and the like; not below a registry with two labels, such as .co.uk.
    """
    return ".".join(domain.split(".")[-2:])


def is_aligned(domain: str, from_domain: str, *, strict: bool) -> bool:
    """RFC 7489, 3.1: the same domain, or relaxed the same organisation's."""
    return domain == from_domain if strict else organisation(domain) == organisation(from_domain)


def parse_tags(record: str) -> dict[str, str]:
    """Returns the tags of a DKIM or DMARC record, names in small letters."""
    pairs = (part.partition("=") for part in record.split(";") if "=" in part)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def texts(answers: Answers, name: str, start: str) -> tuple[str, ...]:
    """Returns the TXT records of `name` that begin with `start`, in any case."""
    answer = answers.get(Question(name, "TXT"))
    return tuple(one for one in answer.values if one.lower().startswith(start)) if answer else _NONE


def is_unknown(answers: Answers, name: str, kind: str = "TXT") -> bool:
    """Whether nobody could say; what is missing then is no fault of the domain."""
    answer = answers.get(Question(name, kind))
    return answer is None or bool(answer.fault)
