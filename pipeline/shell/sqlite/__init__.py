"""The ground of every database of ours: how a SQLite file is opened, kept, migrated, secured and explained.

class Store(Database): ...      one method a transaction, over `self._reading()` and `self._writing()`
Store.open(path, LINEAGE)       makes or migrates the file

A database gives its tables and their history as a `Lineage`; its revisions lie in a folder of its own.
"""

from pipeline.shell.sqlite.database import Database, connect, writing
from pipeline.shell.sqlite.lineage import Lineage

__all__ = ["Database", "Lineage", "connect", "writing"]
