"""Writes `pipeline/facts/client_support.tsv` from the npm package caniemail: `make client-support`.

    python -m tools.client_support                         fetches the pinned package, with npm
    python -m tools.client_support --json caniemail.json   converts a file that is there already

The package is pinned by version and by hash; to take a newer one, change both below and read the diff of the
table. Of each feature only the newest verdict of the programs in `MAIL_CLIENTS` is kept, with the notes they
refer to. The same data gives the same bytes.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.model.client_support import MAIL_CLIENTS, Verdict

PACKAGE = "caniemail"
VERSION = "2.0.2"
INTEGRITY = "sha512-lvhn4RrF2Ae3PQA3HMOVGxFPqPAxfv8HWp+xUSqJPumbzFUzQGVgFG0nl8s0sjSoBd2PgmAqB5xRF0wcPbrVcA=="
DATA = "package/data/caniemail.json"
PAGE = "https://www.caniemail.com/features/{slug}/"
TABLE = Path(__file__).resolve().parent.parent / "pipeline" / "facts" / "client_support.tsv"


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="client_support", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", type=Path, help="the package's data, already here")
    parser.add_argument("--out", type=Path, default=TABLE, help="the table to write")
    args = parser.parse_args(words)
    body = args.json.read_bytes() if args.json else fetch_data()
    table = convert(json.loads(body), version=VERSION)
    args.out.write_text(table, encoding="utf-8")
    print(f"{args.out}: {sum(line[:1] not in ('#', chr(9)) for line in table.splitlines()) - 1} features")
    return 0


def fetch_data() -> bytes:
    """The data inside the pinned package; stops when the archive is another than the one we read."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(  # noqa: S603
            ["npm", "pack", "--silent", "--ignore-scripts", f"{PACKAGE}@{VERSION}"],  # noqa: S607
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        archive = Path(folder) / f"{PACKAGE}-{VERSION}.tgz"
        found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != INTEGRITY:
            raise SystemExit(f"{archive.name} is not the archive we pinned: {found}")
        with tarfile.open(archive) as files:
            data = files.extractfile(DATA)
            if data is None:
                raise SystemExit(f"{archive.name} has no {DATA}")
            return data.read()


def convert(data: Mapping[str, Any], *, version: str) -> str:
    """Turns the package's JSON into our table; raises ValueError for a schema we do not know."""
    if not str(data["api_version"]).startswith("1."):
        raise ValueError(f"api_version {data['api_version']}: read the new schema before converting")
    features = sorted(data["data"], key=lambda feature: str(feature["slug"]))
    lines = [*_head(data, version), *(line for feature in features for line in _lines(feature))]
    return "\n".join(lines) + "\n"


def _head(data: Mapping[str, Any], version: str) -> Iterator[str]:
    yield "# What mail programs support. Written by tools/client_support.py; do not edit by hand."
    yield f"# source\t{PACKAGE}"
    yield f"# version\t{version}"
    yield f"# data-date\t{str(data['last_update_date'])[:10]}"
    yield "# licence\tMIT"
    yield "# The licence and whose it is: NOTICE, beside this file. The pages of the source: caniemail.com."
    yield "# A cell is y (yes), a (partly), n (no) or u (unknown), with numbers of the notes below its row."
    yield "\t".join(["feature", "title", "tested", *(client.slug for client in MAIL_CLIENTS)])


def _lines(feature: Mapping[str, Any]) -> Iterator[str]:
    slug = str(feature["slug"])
    if feature["url"] != PAGE.format(slug=slug):
        raise ValueError(f"{slug}: its page is {feature['url']}, not where we look for it")
    cells = [_newest(feature["stats"], client.slug) for client in MAIL_CLIENTS]
    yield "\t".join([slug, _flat(feature["title"]), _flat(feature["last_test_date"]), *map(_cell, cells)])
    texts = feature.get("notes_by_num") or {}
    asked = {number for _, numbers in cells for number in numbers if number in texts}
    for number in sorted(asked, key=int):
        yield f"\t{number}\t{_flat(texts[number])}"


def _newest(stats: Mapping[str, Any], client: str) -> tuple[str, tuple[str, ...]]:
    """The verdict on the newest version: the last one written. Sorted as text, 2019-10 beats 16.80."""
    family, _, platform = client.partition(".")
    versions = stats.get(family, {}).get(platform) or {"": "u"}
    flag, *notes = str(list(versions.values())[-1]).split()
    return Verdict(flag).value, tuple(note.removeprefix("#") for note in notes)


def _cell(judged: tuple[str, tuple[str, ...]]) -> str:
    flag, notes = judged
    return f"{flag} {','.join(notes)}" if notes else flag


def _flat(text: object) -> str:
    return " ".join(str(text).split())


if __name__ == "__main__":
    sys.exit(main())
