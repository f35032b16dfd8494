"""The root that is measured: the demo's, with publications of two months already stored."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

from pipeline.jobs.demo import NOW, prepare_demo
from pipeline.model import EndpointState, Publication, PublicationData, Source, Status, Visit
from pipeline.stages.collect import content_hash, key_of

WORDS = (
    *("lokaal", "team", "gezin", "veiligheid", "leren", "handreiking", "regio", "jongeren", "ouders", "hulp"),
    *("samen", "praktijk", "wijk", "school", "gesprek", "kader", "monitor", "gemeente", "vertrouwen"),
    *("onderzoek", "ervaring", "werkwijze", "plan", "steun", "professional"),
)


def fill(folder: str, publications: int) -> None:
    """Makes a demo root in `folder` and stores publications at its sources, the same ones on every run."""
    root = prepare_demo(Path(folder))
    chance = random.Random(20261203)  # noqa: S311 - example text, not a secret
    made = [
        _publication(chance, number, root.sources[number % len(root.sources)])
        for number in range(publications)
    ]
    with root.open_store() as store:
        for source in root.sources:
            own = [one for one in made if one.source == source.slug]
            url = source.endpoints[0].url
            visit = Visit(source.slug, url, Status.OK, new=len(own), seen=len(own))
            state = EndpointState(source.slug, url, status=Status.OK, checked_at=NOW, ok_at=NOW)
            store.save_visit(visit, state, own)


def _publication(chance: random.Random, number: int, source: Source) -> Publication:
    published = NOW - timedelta(minutes=chance.randrange(60 * 24 * 60))
    data = PublicationData(
        title=f"{' '.join(chance.choices(WORDS, k=7)).capitalize()} {number}",
        url=f"{source.homepage}nieuws/{number}",
        guid=str(number),
        summary=". ".join(" ".join(chance.choices(WORDS, k=12)).capitalize() for _ in range(5)) + ".",
        summary_from="description",
        published=published,
        published_from="pubDate",
    )
    return Publication(
        key=key_of(data, source.slug, {}),
        source=source.slug,
        endpoint=source.endpoints[0].url,
        data=data,
        type=source.endpoints[0].type,
        first_seen=published + timedelta(hours=1),
        changed_at=published + timedelta(hours=1),
        content_hash=content_hash(data),
    )
