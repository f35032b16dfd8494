"""What in a story can give away who it is about.

scan(text)                                         where in a text, and of which kind
proses = prose_of(files)                           all texts of a story
spots = find_in_story(proses, public=public)       where in them
identifying_findings(path, proses, spots, ...)     what an editor has to look at
propose_aliases(spots, ...)                        what could stand there instead
"""

from pipeline.stages.anonymity.aliases import Alias, propose_aliases, rename_people
from pipeline.stages.anonymity.prose import prose_of
from pipeline.stages.anonymity.review import Spot, find_in_story, identifying_findings
from pipeline.stages.anonymity.scan import Public, scan

__all__ = [
    "Alias",
    "Public",
    "Spot",
    "find_in_story",
    "identifying_findings",
    "propose_aliases",
    "prose_of",
    "rename_people",
    "scan",
]
