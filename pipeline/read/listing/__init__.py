"""Web pages to publications: pages that list items, and the items' own pages."""

from pipeline.read.listing.items import parse_listing
from pipeline.read.listing.page import parse_page

__all__ = ["parse_listing", "parse_page"]
