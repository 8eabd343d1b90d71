"""Several people write amounts in the matrix, each in one column, faster than anybody types.

python -m benchmarks.editing PORT FILE [--seconds 5]

FILE holds a JSON list with, for each person, «cookie», the «address» that cells are written to
and the «cells» of their own: [request, cents seen]. Prints what it took as JSON.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import threading
import time
from pathlib import Path
from typing import Any

TOKEN = "k" * 32
MOST_SECONDS = 30.0
EVERY = 0.5  # seconds between two amounts of one person


class Crew:
    """One thread and one connection for each person."""

    def __init__(self, port: int, people: list[dict[str, Any]], seconds: float) -> None:
        self.port, self.people = port, people
        self.end = time.perf_counter() + seconds
        self.times: list[float] = []
        self.refused: list[str] = []

    def write(self, rank: int, person: dict[str, Any]) -> None:
        # Nobody begins at the same instant.
        due = time.perf_counter() + EVERY * rank / len(self.people)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Cookie": f"{person['cookie']}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Host": "127.0.0.1",
        }
        cells, turn = [tuple(cell) for cell in person["cells"]], 0
        while due < self.end:
            time.sleep(max(0, due - time.perf_counter()))
            due += EVERY
            request, seen = cells[turn % len(cells)]
            # Every amount asked is above 500 euros: these fit, and differ each time.
            euros = 100 + turn % 300
            cells[turn % len(cells)] = (request, 100 * euros)
            turn += 1
            body = json.dumps({"cells": [[request, "proposed", str(euros), seen]]})
            start = time.perf_counter()
            connection.request("POST", person["address"], body, headers)
            response = connection.getresponse()
            answer = response.read()
            self.times.append(time.perf_counter() - start)
            if response.status != 200:
                self.refused.append(f"{response.status}: {answer[:200]!r}")
        connection.close()

    def run(self) -> dict[str, Any]:
        writers = [
            threading.Thread(target=self.write, args=[rank, person])
            for rank, person in enumerate(self.people)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        ranked = sorted(self.times)
        return {
            "people": len(self.people),
            "edits": len(ranked),
            "failures": len(self.refused),
            "first_failure": self.refused[0] if self.refused else "",
            "median_ms": 1000 * statistics.median(ranked),
            "p95_ms": 1000 * ranked[int(0.95 * (len(ranked) - 1))],
        }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seconds", type=float, default=5)
    asked = parser.parse_args()
    people = json.loads(asked.file.read_text())
    print(json.dumps(Crew(asked.port, people, min(asked.seconds, MOST_SECONDS)).run()))


if __name__ == "__main__":
    main()
