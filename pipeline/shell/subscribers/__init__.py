"""Who gets the newsletter, and what became of each edition for each of them, in `var/subscribers.db`.

`Subscribers` is the face to the jobs: each method is one transaction. The tables stand in `schema`, their
history in `migrations`. Another face on the same file, such as that of the deliveries, is a class of its own:

    class Deliveries(Database): ...
    Deliveries.open(path, LINEAGE, private=True)

The file is readable by its owner alone, what is deleted in it is overwritten, and each transaction is on disk
before it counts.
"""

from pipeline.shell.subscribers.schema import LINEAGE
from pipeline.shell.subscribers.subscribers import Subscribers, open_subscribers

__all__ = ["LINEAGE", "Subscribers", "open_subscribers"]
