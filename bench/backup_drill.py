"""Backups under writers: each must hold every note that was acknowledged before it began, be sound, and come back.

Eight writers go on while backups are made one after the other, and pages are asked for beside them. The last backup is restored,
on the engine that it came from, and compared with the record by an anchor.
"""

import http.client
import os
import statistics
import threading
import time

from product import Made, Server, last_event, measured, pierhead, uuid7


class BackupDrill:
    def __init__(self, drill, engine, say):
        self.drill, self.engine, self.say = drill, engine, say
        self.lock = threading.Lock()
        self.stop = threading.Event()
        self.acknowledged, self.refused, self.slowest = set(), set(), 0.0

    def write(self, server, made) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        while not self.stop.is_set():
            key, began = uuid7(), time.monotonic()
            status = self.drill.post(server, made, key, 0, connection)
            taken = time.monotonic() - began
            with self.lock:
                self.slowest = max(self.slowest, taken)
                (self.acknowledged if status == 303 else self.refused).add(key if status == 303 else status)
            if status != 303:
                return

    def run(self) -> None:
        engine, drill, folder = self.engine, self.drill, self.drill.folder
        database = engine.database("backed")
        made = Made(database, households=400, people=1200, referrals=1600, notes=4000)
        key = folder / f"backup-{engine.name}.key"
        pierhead("backup-key", key)
        lost, seconds, sizes = 0, [], []
        with Server(database) as server:
            writers = [threading.Thread(target=self.write, args=[server, made]) for _ in range(8)]
            for writer in writers:
                writer.start()
            try:
                for number in range(drill.options.backups):
                    with self.lock:
                        before = set(self.acknowledged)
                    path = folder / f"{number}-{engine.name}.backup"
                    self.say(f"{engine.name}: backup {number + 1} of {drill.options.backups}")
                    status, taken, _ = measured("backup", path, "--key", f"{key}.public", database=database)
                    seconds.append(taken)
                    sizes.append(path.stat().st_size)
                    lost += status != 0
                    if number + 1 < drill.options.backups:
                        path.unlink()
            finally:
                self.stop.set()
                for writer in writers:
                    writer.join()
        drill.line(
            engine, "backup", f"{drill.options.backups} under 8 writers", lost == 0 and not self.refused,
            f"each read again and sound, median {statistics.median(seconds):.1f} s, {sizes[-1] / 1e6:.1f} MB;"
            f" slowest of {len(self.acknowledged):,} notes meanwhile {self.slowest:.2f} s"
            + (f"; answered otherwise: {sorted(map(str, self.refused))}" if self.refused else ""))
        restored = engine.database("restored")
        os.environ["PIERHEAD_KEY_FILE"] = str(folder / f"restored-{engine.name}.key")
        try:
            began = time.monotonic()
            pierhead("restore", path, "--key", key, database=restored)
            taken = time.monotonic() - began
            stands = drill.notes_standing(restored)
            missing = sum(1 for one in before if stands.get(one, 0) != 1)
            drill.line(
                engine, "backup", "restored", missing == 0 and len(before) > 0,
                f"{len(before):,} notes acknowledged before it began, {missing} missing; {last_event(restored):,} events in {taken:.1f} s")
            drill.sound(engine, "backup", restored)
        finally:
            del os.environ["PIERHEAD_KEY_FILE"]
        again = pierhead("restore", path, "--key", key, database=restored, good=range(256))
        drill.line(engine, "backup", "a second restore there", again.returncode == 78, again.stderr.strip()[:90])
        restored.remove()
        database.remove()
