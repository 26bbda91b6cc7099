#!/usr/bin/env python3
"""Proves that a registry is what it was or what it is to become.

    tests/registry.py [--corplint FILE] [--part NAME]...

corplint is run as it is: killed at each of its system calls that change a file in turn, with each of them failing in
several ways, killed at random times, and with eight others at work on the same registry.

Needed: Linux, Python 3.9; strace 6 for the sweep. What cannot run here says "skipped", and why.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What SQLite and the program use to change files and to know that they are on the disk.
CALLS = ("openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "unlink")
ERRORS = {"pwrite64": ("ENOSPC", "EIO"), "write": ("ENOSPC",), "fdatasync": ("EIO",), "fsync": ("EIO",), "unlink": ("EIO",)}
WORDS = "the last ferry of day leaves an hour later from monday old bridge stays closed until spring mayor said".split()


def drop(name: str, documents: int) -> bytes:
    """Documents that are in no other drop."""
    rng = random.Random(name)
    lines = []
    for number in range(documents):
        lines.append(f"<<<FILE>>> {name}/{number}\n" + " ".join(rng.choices(WORDS, k=60)) + f" {name} {number}.\n")
    return "".join(lines).encode()


class Place:
    """A folder, and the program that is run in it."""

    def __init__(self, program: Path) -> None:
        self.program = program
        self.folder = Path(tempfile.mkdtemp(prefix="corplint-registry-"))
        self.registry = self.folder / "known"

    def path(self, name: str, documents: int) -> Path:
        path = self.folder / f"{name}.corpus"
        if not path.exists():
            path.write_bytes(drop(name, documents))
        return path

    def command(self, *arguments: object) -> list[str]:
        return [str(self.program), *map(str, arguments)]

    def add(self, path: Path) -> list[str]:
        return self.command("registry", "add", "--isolated", "--threads", 1, path, "--registry", self.registry)

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, capture_output=True, text=True, cwd=self.folder)

    def documents(self) -> int:
        """How many documents are in the registry, all of which was read."""
        done = self.run(self.command("registry", "stats", "--format", "json", "--registry", self.registry))
        if "it is empty" in done.stderr and self.registry.exists():
            # Made, and nothing added.
            assert self.registry.stat().st_size == 0, done.stderr
            return 0
        if "no such file" in done.stderr:
            return 0
        assert done.returncode == 0, f"the registry cannot be read: {done.stderr}"
        return json.loads(done.stdout)["documents"]

    def known(self, path: Path) -> int:
        """How many of the documents of a drop are in the registry."""
        done = self.run(
            self.command("check", "--isolated", "--select", "registered-document", "--format", "json", path,
                         "--registry", self.registry)
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["summary"]["findings"]["info"]

    def reset(self, bytes_: bytes | None) -> None:
        for path in self.folder.glob("known*"):
            path.unlink()
        if bytes_ is not None:
            self.registry.write_bytes(bytes_)


def sweep(place: Place) -> str:
    """Killed at each call, and each call failing."""
    if not shutil.which("strace"):
        return "skipped: there is no strace here"
    first, second = place.path("first", 40), place.path("second", 300)
    assert place.run(place.add(first)).returncode == 0
    whole = place.registry.read_bytes()
    kills = failures = 0
    cases = [(call, "signal=SIGKILL") for call in CALLS]
    cases += [(call, f"error={error}") for call, errors in ERRORS.items() for error in errors]
    for before in (whole, None):
        count = 40 if before else 0
        for call, fault in cases:
            for when in range(1, 1000):
                place.reset(before)
                trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}"]
                trace += ["-e", f"inject={call}:{fault}:when={when}"]
                done = place.run(trace + place.add(second))
                now = place.documents()
                said = f"{call} number {when}, {fault}: exit code {done.returncode}, {now} documents\n{done.stderr}"
                assert now in (count, count + 300), said
                # What was said to be there is there. What could not be said to be, may be.
                assert done.returncode != 0 or now == count + 300, said
                after = place.run(place.add(second))
                assert after.returncode == 0 and place.documents() == count + 300, said + after.stderr
                assert place.known(second) == 300, said
                journals = [path.name for path in place.folder.glob("known*") if path != place.registry]
                assert not journals, f"{said}: left behind: {journals}"
                if done.returncode == 0:
                    # It was neither killed nor hindered: there is no such call any more, or it did not matter.
                    if fault.startswith("signal") or when > 60:
                        break
                elif fault.startswith("signal"):
                    kills += 1
                else:
                    failures += 1
                    assert done.returncode == 2, said
    return f"{kills} kills and {failures} failing calls: 0 torn, 0 lost"


def kills(place: Place) -> str:
    """Killed at random times, with a list of what was said to be there."""
    place.reset(None)
    rng = random.Random(16)
    drops = [place.path(f"kill{number}", 3000) for number in range(8)]
    start = time.monotonic()
    assert place.run(place.add(drops[0])).returncode == 0
    usual = time.monotonic() - start
    place.reset(None)
    acknowledged: list[Path] = []
    killed = 0
    for number in range(150):
        path = drops[number % len(drops)] if number % 3 else place.path(f"more{number}", 500)
        process = subprocess.Popen(place.add(path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(rng.uniform(0, usual * 1.1))
        except subprocess.TimeoutExpired:
            process.send_signal(rng.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
            process.wait()
        if process.returncode == 0:
            acknowledged.append(path)
        else:
            killed += 1
    total = place.documents()
    assert total % 500 == 0, f"{total} documents: a drop is there in part"
    for path in set(acknowledged):
        expected = 3000 if "kill" in path.name else 500
        assert place.known(path) == expected, f"{path.name} was said to be there"
    assert killed >= 30, f"only {killed} were killed: choose other times"
    return f"{killed} of 150 runs killed, {len(set(acknowledged))} drops acknowledged, 0 lost, {total} documents"


def contention(place: Place) -> str:
    """Eight at work at once."""
    place.reset(None)
    errors: list[str] = []

    def write(writer: int) -> None:
        for number in range(25):
            done = place.run(place.add(place.path(f"writer{writer}-{number}", 20)))
            if done.returncode != 0:
                errors.append(done.stderr)

    for writer in range(8):
        for number in range(25):
            place.path(f"writer{writer}-{number}", 20)
    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors, errors[:3]
    assert place.documents() == 8 * 25 * 20
    return f"8 writers, 25 drops each, in {time.monotonic() - start:.1f} s: {place.documents()} documents, 0 lost"


def holder(place: Place) -> str:
    """Somebody else is at work: one waits, says so in the end, and does not wait for the dead."""
    place.reset(None)
    first, second = place.path("first", 40), place.path("second", 300)
    assert place.run(place.add(first)).returncode == 0
    other = sqlite3.connect(place.registry, isolation_level=None)
    other.execute("begin immediate")
    waiting = subprocess.Popen(place.add(second), stderr=subprocess.PIPE, text=True)
    time.sleep(2)
    assert waiting.poll() is None, "it does not wait"
    other.execute("rollback")
    assert waiting.wait() == 0 and place.documents() == 340
    other.execute("begin exclusive")
    start = time.monotonic()
    done = place.run(place.add(place.path("third", 5)))
    waited = time.monotonic() - start
    assert done.returncode == 2 and "another run is at work on it" in done.stderr, done
    assert 25 < waited < 45, waited
    other.execute("rollback")
    other.close()
    # One that is stopped in the middle of its change, and killed.
    big = place.path("big", 30_000)
    for delay in (0.4, 0.8, 1.2):
        process = subprocess.Popen(place.add(big), stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGSTOP)
        process.kill()
        process.wait()
        start = time.monotonic()
        assert place.run(place.add(place.path(f"after{delay}", 5))).returncode == 0
        assert time.monotonic() - start < 5, "it waited for one that is dead"
    return f"waited 2 s for one, gave up after {waited:.0f} s with another, did not wait for 3 dead ones"


def untouched(place: Place) -> str:
    """Nothing but `add` changes a registry."""
    place.reset(None)
    first, second = place.path("first", 40), place.path("second", 300)
    assert place.run(place.add(first)).returncode == 0
    bad = place.folder / "bad.corpus"
    bad.write_bytes(first.read_bytes().replace(b"ferry", b"f\xe4hre") + b"<<<file>>>\n")
    before = hashlib.sha256(place.registry.read_bytes()).hexdigest()
    stamp = place.registry.stat().st_mtime_ns
    codes = []
    for command in (
        place.command("check", "--isolated", bad, second, "--registry", place.registry),
        place.command("registry", "check", "--isolated", bad, "--registry", place.registry),
        place.command("registry", "stats", "--registry", place.registry),
        place.command("registry", "add", "--isolated", second, place.folder / "missing", "--registry", place.registry),
        place.add(first),
    ):
        codes.append(place.run(command).returncode)
    assert codes == [1, 0, 0, 2, 0], codes
    assert before == hashlib.sha256(place.registry.read_bytes()).hexdigest()
    assert stamp == place.registry.stat().st_mtime_ns
    if os.geteuid() == 0:
        return "5 commands, not a byte changed; read-only files skipped: root may write them"
    place.registry.chmod(0o400)
    assert place.known(first) == 40
    done = place.run(place.add(second))
    assert done.returncode == 2 and "read-only" in done.stderr, done
    place.registry.chmod(0o600)
    return "5 commands, not a byte changed; a read-only registry is read, and not added to"


def engines(place: Place) -> str:
    """What is exported is read, put together and written by the engines that are installed, and imported again."""
    place.reset(None)
    first, second = place.path("first", 40), place.path("second", 5000)
    files = []
    for path in (first, second):
        place.reset(None)
        assert place.run(place.add(path)).returncode == 0
        files.append(place.folder / f"{path.stem}.parquet")
        done = place.run(place.command("registry", "export", files[-1], "--registry", place.registry))
        assert done.returncode == 0, done.stderr
    merged = place.folder / "merged.parquet"

    def by_pyarrow() -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        tables = [pq.read_table(file) for file in files]
        assert tables[0].schema.field("text_sha256").type == pa.binary(32), tables[0].schema
        assert tables[0]["text_sha256"][0].as_py() == hashlib.sha256(text_of(first)).digest()
        pq.write_table(pa.concat_tables([*tables, tables[0]]), merged)

    def by_polars() -> None:
        import polars as pl

        frame = pl.concat([pl.read_parquet(file) for file in files])
        assert frame["drop"].unique().sort().to_list() == sorted(map(str, (first, second))), frame
        frame.sample(fraction=1, shuffle=True, seed=5).write_parquet(merged)

    def by_duckdb() -> None:
        import duckdb

        count = duckdb.execute(f"select count(distinct text_sha256) from read_parquet({list(map(str, files))})").fetchone()
        assert count == (5040,), count
        duckdb.execute(
            f"copy (select added, drop, sketch, * exclude (added, drop, sketch) from "
            f"read_parquet({list(map(str, files))})) to '{merged}' (format parquet)"
        )

    told = []
    for name, by in (("pyarrow", by_pyarrow), ("polars", by_polars), ("duckdb", by_duckdb)):
        try:
            by()
        except ImportError:
            told.append(f"{name} skipped: it is not installed")
            continue
        place.reset(None)
        done = place.run(place.command("registry", "import", merged, "--registry", place.registry))
        assert done.returncode == 0, f"{name}: {done.stderr}"
        assert place.documents() == 5040 and place.known(first) == 40 and place.known(second) == 5000, name
        told.append(f"{name} reads, merges and gives back 5040 documents")
    return "; ".join(told)


def text_of(path: Path) -> bytes:
    """The text of the first document."""
    return path.read_bytes().split(b"<<<FILE>>>")[1].split(b"\n", 1)[1].strip()


PARTS = {"sweep": sweep, "kills": kills, "contention": contention, "holder": holder, "untouched": untouched, "engines": engines}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corplint", type=Path, help="the program; by default it is built")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part; can be given several times")
    arguments = parser.parse_args()
    program = arguments.corplint
    if program is None:
        subprocess.run(["cargo", "build", "--quiet", "--locked"], cwd=ROOT, check=True)
        target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
        program = target / "debug" / "corplint"
    failed = False
    for name in arguments.part or PARTS:
        place = Place(program.resolve())
        start = time.monotonic()
        try:
            print(f"{name:<12}{PARTS[name](place)} ({time.monotonic() - start:.0f} s)", flush=True)
        except AssertionError as error:
            print(f"{name:<12}FAILED: {error}", flush=True)
            failed = True
        finally:
            shutil.rmtree(place.folder)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
