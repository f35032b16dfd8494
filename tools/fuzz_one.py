"""Fuzzes one target in this process, which ends with it: python -m tools.fuzz_one TARGET SECONDS"""

from __future__ import annotations

import hashlib
import sys
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pipeline", "feedparser", "icalendar", "dateutil", "protego"]):
    from pipeline.errors import CollectError
    from tools.fuzz_targets import PLACE, TARGETS, WORDS, Target, seeds

# One document may take this long; a worker of `collect` would stop its reader after 15 seconds.
SLOW_SECONDS = 10
MOST_MB = 2_048
MOST_BYTES = 16_384


def fuzz(name: str, seconds: int) -> None:
    corpus, seeded, findings = PLACE / "corpus" / name, PLACE / "seeds" / name, PLACE / name
    for folder in (corpus, seeded, findings):
        folder.mkdir(parents=True, exist_ok=True)
    for body in seeds(name):
        (seeded / hashlib.sha256(body).hexdigest()[:16]).write_bytes(body)
    dictionary = PLACE / "words.dict"
    dictionary.write_text("".join(f"{_quoted(word)}\n" for word in WORDS), encoding="ascii")
    options = [
        *(f"-max_total_time={seconds}", f"-timeout={SLOW_SECONDS}", f"-rss_limit_mb={MOST_MB}"),
        *(f"-max_len={MOST_BYTES}", f"-dict={dictionary}", f"-artifact_prefix={findings}/"),
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus), str(seeded)], _noting(TARGETS[name], findings))
    atheris.Fuzz()


def _noting(target: Target, findings: Path) -> Target:
    """Goes on after a finding, so that one run finds more than one."""
    noted: set[str] = set()

    def once(body: bytes) -> None:
        try:
            target(body)
        except CollectError:
            return
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__}-{Path(frame.filename).stem}-{frame.lineno}"
            if place not in noted:
                noted.add(place)
                (findings / place).write_bytes(body)
                told = traceback.format_exc()
                (findings / f"{place}.txt").write_text(told, encoding="utf-8", errors="backslashreplace")

    return once


def _quoted(word: str) -> str:
    return '"' + "".join(one if one.isalnum() else f"\\x{ord(one):02x}" for one in word) + '"'


if __name__ == "__main__":
    fuzz(sys.argv[1], int(sys.argv[2]))
