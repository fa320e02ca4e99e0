"""People who write notes, each as quickly as answers come."""

import http.client
import threading
import time

from product import uuid7

WRITERS = 8


class Load:
    """Writers until the server hangs up. What was sent before the server was told to stop must be answered; what came
    later, on a connection that it was closing, may not have been read at all."""

    def __init__(self, server, made):
        self.server, self.made = server, made
        self.acknowledged, self.answers, self.cut = set(), set(), 0
        self.stopping = float("inf")
        self.lock, self.over = threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self.write) for _ in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def write(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        while not self.over.is_set():
            key, sent = uuid7(), float("inf")
            try:
                connection.request("POST", self.made.note_paths[0], self.made.note_body(key), self.made.note_headers(self.server.url))
                sent = time.monotonic()
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                with self.lock:
                    # A hundredth of a second is long enough for the server to have read it.
                    self.cut += sent < self.stopping - 0.01
                return
            with self.lock:
                self.answers.add(answer.status)
                if answer.status == 303:
                    self.acknowledged.add(key)

    def end(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()
