"""Ask one page of a loopback server again and again, and print what it took as JSON.

python -m benchmarks.load PORT PATH [--threads 4] [--seconds 3] [--requests 4000]
    [--cookie "session=…"]
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import threading
import time

HEADERS = {"Accept-Encoding": "gzip", "Host": "127.0.0.1"}
# The generator shares the machine with the server: it must stay light and end by itself.
MOST_THREADS, MOST_SECONDS, MOST_REQUESTS = 16, 30.0, 50_000


class Crew:
    """Threads that each keep one connection open and share a budget of requests."""

    def __init__(
        self, port: int, path: str, seconds: float, requests: int, cookie: str = ""
    ) -> None:
        self.port, self.path, self.left = port, path, requests
        self.headers = HEADERS | ({"Cookie": cookie} if cookie else {})
        self.end = time.perf_counter() + seconds
        self.lock = threading.Lock()
        self.times: list[float] = []
        self.bytes = self.failures = 0

    def take(self) -> bool:
        with self.lock:
            self.left -= 1
            return self.left >= 0 and time.perf_counter() < self.end

    def work(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while self.take():
            start = time.perf_counter()
            try:
                connection.request("GET", self.path, headers=self.headers)
                response = connection.getresponse()
                body, good = response.read(), response.status == 200
            except (OSError, http.client.HTTPException):
                connection.close()
                body, good = b"", False
            self.times.append(time.perf_counter() - start)
            self.bytes = len(body) or self.bytes
            self.failures += not good
        connection.close()

    def run(self, threads: int) -> dict[str, float]:
        start = time.perf_counter()
        workers = [threading.Thread(target=self.work) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        elapsed = time.perf_counter() - start
        ranked = sorted(self.times)
        return {
            "requests": len(ranked),
            "failures": self.failures,
            "rate": len(ranked) / elapsed,
            "median_ms": 1000 * statistics.median(ranked),
            "p95_ms": 1000 * ranked[int(0.95 * (len(ranked) - 1))],
            "bytes": self.bytes,
        }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--requests", type=int, default=4000)
    parser.add_argument("--cookie", default="", help="of somebody signed in")
    asked = parser.parse_args()
    crew = Crew(
        asked.port,
        asked.path,
        min(asked.seconds, MOST_SECONDS),
        min(asked.requests, MOST_REQUESTS),
        asked.cookie,
    )
    print(json.dumps(crew.run(min(asked.threads, MOST_THREADS))))


if __name__ == "__main__":
    main()
