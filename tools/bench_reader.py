"""Drives the `reader` library as the anchor of the collect benchmark; runs in that library's own .venv.

python tools/bench_reader.py DATABASE ADDRESS COUNT      prints the seconds of the update alone
"""

import sys
import time

from reader import make_reader

database, address, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
reader = make_reader(database)
known = {feed.url for feed in reader.get_feeds()}
for number in range(count):
    url = f"{address}/feed/{number}"
    if url not in known:
        reader.add_feed(url)
started = time.perf_counter()
reader.update_feeds(workers=10, scheduled=False)
print(time.perf_counter() - started)
