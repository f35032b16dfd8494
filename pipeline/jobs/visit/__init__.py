"""Visit: one endpoint is fetched and read, with the pages it wants next; nothing is stored.

Whatever came from elsewhere is read in a worker, so that a document that is too much for a reader costs one
line. A body that is known already is not read again, and needs none.

visitor     fetching an endpoint, and what its success or failure is remembered by
reading     its lists (next pages, sitemaps of an index, halves of a period) and the pages of its items

Stands beside `root` as ground for the jobs that visit endpoints.
"""

from pipeline.jobs.visit.reading import Task, modules_of
from pipeline.jobs.visit.visitor import Harvest, Visitor

__all__ = ["Harvest", "Task", "Visitor", "modules_of"]
