"""Fetches over HTTP from servers we do not trust; the home of requests and urllib3.

fetcher   one fetch from address to answer: redirects, caps
turns     one request at a time a host, and the pause between two
wire      requests and urllib3, bent so that every socket is ours and has an end in time
dial      which addresses may be called at all, and the socket to the one that was checked
answers   what an answer or a failure is called in the end
"""

from pipeline.shell.fetch.fetcher import Fetcher

__all__ = ["Fetcher"]
