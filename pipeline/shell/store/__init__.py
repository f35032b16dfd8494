"""What the pipeline remembers, in `var/pipeline.db`.

SQLite through SQLAlchemy Core. `Store` is a wide and thin face: each of its methods is one transaction over
the functions in `publications`, `endpoints`, `runs`, `editions` and `links`, which take a Connection. The
tables stand in `schema`, their history in `migrations`. Importing this costs about 0.2 s, so `cli` does it
only for the commands that need it.
"""

from pipeline.shell.store.store import Store, open_store

__all__ = ["Store", "open_store"]
