#!/usr/bin/env python3
"""What large corpora take: `tests/limits.py [--full] [--program PATH] [--folder DIR] [NAME…]`.

Runs corplint on corpora that it makes, measures the time and the largest resident memory of each run, and prints a table.
The figures that have to hold are those of ARCHITECTURE.md. Without `--full`, the corpora are small enough for CI (three
minutes on two cores); with it they are those that are promised: 10 GB without a line ending from a pipe, a line of 1 GB,
20 million documents, one document of 4 GB, a million files, ten million findings, a corpus of 20 GB. What cannot be run
here is said, and is no failure.

The names are those of the plan: L1 to L5 and L11 load, L16 to L20 registry, G1 and G2 growth, M1 and M2 what a document
takes, S1 sameness.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

MIB = 1 << 20
# What a run takes beside what is stated for each document.
BASE = 64 * MIB
# What the facts of a document take at most with the rules that run by default: see ARCHITECTURE.md.
DOCUMENT = 40 + 48 + 40 + 8 + 8 * 16

WORDS = (
    "the council met on tuesday to talk about the bridge over the river and the school near the old market where many "
    "people wait for a bus that never comes before nine although the timetable says otherwise since last autumn"
).split()


class Skipped(Exception):
    """Why something cannot be run here."""


class Failed(Exception):
    """What does not hold."""


class Ran:
    """What came of a run."""

    def __init__(self, code, peak, seconds, out, err):
        self.code, self.peak, self.seconds, self.out, self.err = code, peak, seconds, out, err


class Bench:
    """Makes corpora and runs the program on them."""

    def __init__(self, program, folder, full):
        self.program, self.folder, self.full = program, folder, full
        self.peak, self.seconds = 0, 0.0

    def run(self, *arguments, feed=None, out=None, user=None):
        """Runs the program; `feed` writes to its standard input, `out` is where its report goes (else it is kept)."""
        command = [str(self.program), *map(str, arguments)]
        with tempfile.TemporaryFile(dir=self.folder) as kept, tempfile.TemporaryFile(dir=self.folder) as errors:
            start = time.monotonic()
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
                stdout=out or kept,
                stderr=errors,
                cwd=self.folder,
                env={**os.environ, "TMPDIR": str(self.folder)},
                user=user,
            )
            if feed:

                def write():
                    try:
                        with process.stdin:
                            feed(process.stdin)
                    except BrokenPipeError:
                        pass

                writer = threading.Thread(target=write)
                writer.start()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if feed:
                writer.join()
            seconds = time.monotonic() - start
            scale = 1 if sys.platform == "darwin" else 1024
            peak = usage.ru_maxrss * scale
            self.peak, self.seconds = max(self.peak, peak), self.seconds + seconds
            for file in (kept, errors):
                file.seek(0)
            return Ran(process.returncode, peak, seconds, kept.read(100 * MIB), errors.read(MIB).decode(errors="replace"))

    def need_disk(self, size):
        free = shutil.disk_usage(self.folder).free
        if free < size * 1.2:
            raise Skipped(f"needs {size * 1.2 / 1e9:.1f} GB of disk, {free / 1e9:.1f} are free")

    def need_full(self):
        if not self.full:
            raise Skipped("only with --full")


def check(holds, what):
    if not holds:
        raise Failed(what)


def within(ran, limit, what):
    check(ran.peak <= limit, f"{what} takes {ran.peak / MIB:.0f} MiB, and may take {limit / MIB:.0f}")


def prose(number, lines, rng):
    """A document of so many lines that is like no other one."""
    text = [f"<<<FILE>>> doc-{number:08} lang=en"]
    for _ in range(lines):
        words = rng.choices(WORDS, k=14)
        text.append(" ".join(words).capitalize() + f" {rng.randrange(10**9)}.")
    return "\n".join(text) + "\n"


def write_prose(path, size, seed=1, lines=17):
    """A corpus of about `size` bytes; gives the number of documents."""
    rng, written, number = random.Random(seed), 0, 0
    with open(path, "w", encoding="utf-8") as file:
        while written < size:
            document = prose(number, lines, rng)
            file.write(document)
            written += len(document)
            number += 1
    return number


def write_versions(path, count):
    """Writes so many versions of one text, each with one other word."""
    rng = random.Random(11)
    words = [f"{rng.choice(WORDS)}{number}" for number in range(60)]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            version = words.copy()
            version[rng.randrange(len(version))] = f"other{number}"
            file.write(f"<<<FILE>>> d{number}\n{' '.join(version)}.\n")


def write_pages(path, size, seed=1, lines=34):
    """The same by the gigabyte: documents of about 4 kB, of lines that are drawn from many."""
    rng, written, number = random.Random(seed), 0, 0
    pool = [" ".join(rng.choices(WORDS, k=22)).capitalize() + f" {rng.randrange(10**9)}.\n" for _ in range(200_000)]
    with open(path, "w", encoding="utf-8", buffering=MIB) as file:
        while written < size:
            # Not one twice, which would be a paragraph that is repeated.
            drawn = dict.fromkeys(rng.choices(pool, k=lines))
            document = f"<<<FILE>>> doc-{number:08} lang=en\n{''.join(drawn)}"
            file.write(document)
            written += len(document)
            number += 1
    return number


def write_short(path, count, words, seed=1):
    """So many documents of one line each, none like another."""
    rng = random.Random(seed)
    with open(path, "w", encoding="utf-8", buffering=MIB) as file:
        for number in range(count):
            text = " ".join(rng.choices(WORDS, k=words)) if words else f"T{number * 2654435761 % 2**32:x}"
            file.write(f"<<<FILE>>> d{number}\n{text}\n")


def repeat(piece, size, head=b""):
    """Writes `head` and then `piece` again and again, `size` bytes in all or a little more."""

    def feed(out):
        out.write(head)
        block = piece * max(1, MIB // len(piece))
        for _ in range(-(-size // len(block))):
            out.write(block)

    return feed


def l1(bench):
    """a line without end from a pipe: no more memory than is given, and exit code 2"""
    size = (10_000 if bench.full else 300) * 1_000_000
    feed = repeat(b"words without an end ", size, b"<<<FILE>>> a\n")
    ran = bench.run("check", "--isolated", "-q", "--memory=256MiB", "-", feed=feed)
    check(ran.code == 2 and "longer than there is memory for" in ran.err, f"exit code {ran.code}: {ran.err}")
    within(ran, 256 * MIB, "a line without end")
    size = (1_000 if bench.full else 60) * 1_000_000
    bench.need_disk(size)
    feed = repeat(b"words without an end ", size, b"<<<FILE>>> a\n")
    ran = bench.run("check", "--isolated", "-q", "-", feed=feed)
    check(ran.code in (0, 1), f"exit code {ran.code}: {ran.err}")
    within(ran, BASE + size * 5 // 2, f"a line of {size // 10**6} MB")
    return f"a line of {size // 10**6} MB takes {ran.peak / size:.2f} times its bytes"


def l2(bench):
    """tiny documents: so many bytes each, on disk if there is no memory"""
    count = 20_000_000 if bench.full else 500_000
    bench.need_disk(count * 120)
    path = bench.folder / "tiny.corpus"
    with open(path, "wb") as file:
        for start in range(0, count, 10_000):
            rows = (b"<<<FILE>>> d%d lang=en\nT%x\n" % (n, n * 2654435761 % 2**32) for n in range(start, start + 10_000))
            file.write(b"".join(rows))
    ids = bench.run("check", "--isolated", "-q", "--select=duplicate-id", path)
    check(ids.code == 0, f"exit code {ids.code}: {ids.err}")
    within(ids, BASE + 26 * count, "an id for each document")
    default = bench.run("check", "--isolated", "-q", path, out=subprocess.DEVNULL)
    within(default, BASE + DOCUMENT * count, "the default rules")
    little = bench.run("check", "--isolated", "-q", "--memory=64MiB", path, out=subprocess.DEVNULL)
    within(little, BASE + 64 * MIB, "the default rules with --memory 64MiB")
    path.unlink()
    return (
        f"{count / 1e6:.1f} M documents: ids {ids.peak / MIB:.0f} MiB in {ids.seconds:.0f} s, default "
        f"{default.peak / MIB:.0f} MiB in {default.seconds:.0f} s, --memory 64MiB {little.peak / MIB:.0f} MiB"
    )


def l3(bench):
    """one document of 2 GiB and of 4 GiB, give or take a byte: places behind them are right"""
    bench.need_full()
    bench.need_disk(2**32)
    said = []
    for size in (2**31 - 1, 2**31 + 1, 2**32 - 1, 2**32 + 1):
        path, end = bench.folder / "large.corpus", "a\u200bb\n".encode()
        with open(path, "wb") as file:
            file.write(b"<<<FILE>>> large lang=en\n")
            line = " ".join(WORDS).capitalize().encode() + b".\n"
            block, left = line * 8192, size - file.tell() - len(end)
            while left > 0:
                piece = block[: min(left, len(block))]
                file.write(piece)
                left -= len(piece)
            file.write(end)
        ran = bench.run("check", "--isolated", "--select=invisible-character", "--format=json", path)
        check(ran.code != 2, f"{size} bytes: {ran.err}")
        found = [finding["start"]["byte"] for finding in json.loads(ran.out)["diagnostics"]]
        check(found == [size - 5], f"{size} bytes: found at {found}")
        said.append(ran.peak / size)
    ran = bench.run("check", "--isolated", "-q", "--ignore=repeated-paragraph", path, out=subprocess.DEVNULL)
    check(ran.code in (0, 1), f"4 GiB with the default rules: exit code {ran.code}: {ran.err}")
    path.unlink()
    return f"one rule {max(said):.2f} times the bytes; the default rules {ran.peak / size:.2f} times, {ran.seconds:.0f} s"


def l4(bench):
    """deep folders, many files, long names, a folder that cannot be read"""
    root = bench.folder / "tree"
    root.mkdir()
    here = os.open(root, os.O_RDONLY)
    depth = 5_000 if bench.full else 1_000
    for _ in range(depth):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    (root / ("n" * 240 + ".corpus")).write_bytes(b"<<<FILE>>> long\nA name that is long.\n")
    ran = bench.run("check", "--isolated", "-q", root)
    # The names at the bottom are longer than a system call takes: that is said, and not passed over.
    check(ran.code in (0, 2), f"{depth} folders: exit code {ran.code}: {ran.err[:300]}")
    subprocess.run(["rm", "-rf", root], check=True)
    count = 1_000_000 if bench.full else 20_000
    for start in range(0, count, 1_000):
        folder = root / f"{start // 1000:04}"
        folder.mkdir(parents=True)
        for number in range(start, start + 1_000):
            (folder / f"{number}.corpus").write_bytes(b"<<<FILE>>> d%d lang=en\nText %x.\n" % (number, number * 7919))
    many = bench.run("check", "--isolated", "-q", root, out=subprocess.DEVNULL)
    check(many.code != 2, f"{count} files: exit code {many.code}: {many.err[:300]}")
    within(many, BASE + (DOCUMENT + 1_500) * count, f"{count} files")
    note = ""
    if os.geteuid() == 0:
        note = "; no folder is closed to root: that part is skipped"
    else:
        (root / "0007").chmod(0)
        ran = bench.run("check", "--isolated", "-q", root, out=subprocess.DEVNULL)
        (root / "0007").chmod(0o700)
        check(ran.code == 2, f"a folder that cannot be read: exit code {ran.code}")
    subprocess.run(["rm", "-rf", root], check=True)
    return f"{count} files: {many.peak / MIB:.0f} MiB, {many.seconds / count * 1e6:.0f} µs each{note}"


def l5(bench):
    """more findings than anybody reads: all are counted, and no report takes more memory for them"""
    documents = 100_000 if bench.full else 2_000
    bench.need_disk(documents * 100 * 1_500)
    path = bench.folder / "findings.corpus"
    rng = random.Random(5)
    with open(path, "w", encoding="utf-8") as file:
        for number in range(documents):
            hidden = "\n".join(" ".join(f"{word}\u200bx" for word in rng.choices(WORDS, k=10)) for _ in range(10))
            file.write(f"<<<FILE>>> d{number} lang=en\n{hidden}.\n")
    found, said = documents * 100, []
    for form in ("human", "json", "json-lines", "sarif", "github", "gitlab", "html"):
        with open(bench.folder / "report", "wb") as out:
            arguments = ("--select=invisible-character", "--fail-on=info", f"--format={form}", path)
            ran = bench.run("check", "--isolated", *arguments, out=out)
        report = bench.folder / "report"
        size = report.stat().st_size
        check(ran.code == 1, f"{form}: exit code {ran.code}: {ran.err}")
        within(ran, BASE + 64 * MIB, f"{found} findings as {form}")
        if form == "json-lines":
            with open(report, "rb") as lines:
                count = sum(1 for line in lines if line.startswith(b'{"kind":"diagnostic"'))
            check(count == found, f"{form}: {count} findings of {found}")
        with open(report, "rb") as file:
            file.seek(max(0, size - 200_000))
            tail = file.read().decode(errors="replace")
        if form == "human":
            check(f"{found:,} " in tail and "more findings of" in tail, f"{form} does not say how many there are: {tail[-300:]}")
        said.append(f"{form} {ran.peak / MIB:.0f}")
        report.unlink()
    path.unlink()
    return f"{found / 1e6:.1f} M findings, MiB: " + ", ".join(said)


def faulty(number, rng):
    """A document with faults of many kinds, some of them shared with another document."""
    text = prose(number % 380, 3, random.Random(number % 350))
    return text + rng.choice(["", "A\u200bb ", "Subscribe to our newsletter\n", "caf\u0065\u0301 x  y\n", "\n\n\n"]) + "\n"


def l11(bench):
    """the same bytes in, the same bytes out: threads, memory, order of arguments"""
    folder = bench.folder / "drop"
    folder.mkdir()
    rng = random.Random(11)
    names = []
    for number in range(40):
        names.append(folder / f"{number:02}.corpus")
        names[-1].write_text("".join(faulty(number * 50 + n, rng) for n in range(50)), encoding="utf-8")
    rounds = 20 if bench.full else 2
    for form in ("human", "json", "sarif", "github", "markdown"):
        sums = set()
        for threads in (1, 2, 4, 16):
            for turn in range(rounds):
                # Files come in the order of their names, whatever the order in which they were named.
                rng.shuffle(names)
                memory = ["--memory=1MiB"] if turn % 2 else []
                select = "--select=default,near-duplicate,contained-text"
                arguments = ("--isolated", select, f"--format={form}", f"--threads={threads}", *memory, folder)
                sums.add(hashlib.sha256(bench.run("check", *arguments).out).hexdigest())
        check(len(sums) == 1, f"{form}: {len(sums)} different reports")
    shutil.rmtree(folder)
    return f"{4 * rounds} runs of each of five formats"


def s1(bench):
    """the same findings with the corpus in one file and in a thousand"""
    rng = random.Random(7)
    documents = [faulty(number, rng) for number in range(20_000 if bench.full else 3_000)]
    parts = bench.folder / "parts"
    parts.mkdir()
    (bench.folder / "whole.corpus").write_text("".join(documents), encoding="utf-8")
    step = len(documents) // 1_000
    for part in range(1_000):
        text = "".join(documents[part * step : (part + 1) * step])
        (parts / f"{part:04}.corpus").write_text(text, encoding="utf-8")

    def said(path):
        select = "--select=default,near-duplicate,contained-text"
        ran = bench.run("check", "--isolated", select, "--format=json-lines", path)
        found = []
        for line in map(json.loads, ran.out.splitlines()):
            if line["kind"] == "diagnostic":
                labels = [related["message"] for related in line["related"]]
                found.append(json.dumps([line["rule"], line["document"], line["document_line"], line["message"], labels]))
        return sorted(found)

    whole, apart = said("whole.corpus"), said(parts)
    different = len(set(whole) ^ set(apart))
    shutil.rmtree(parts)
    check(len(whole) > 100, "there is little to compare")
    check(different == 0, f"{different} findings are in one of the two only: {sorted(set(whole) ^ set(apart))[:2]}")
    return f"{len(whole)} findings"


def g1(bench):
    """ten times the bytes take ten times as long, and no more memory but for the documents"""
    small, large = (400_000_000, 4_000_000_000) if bench.full else (10_000_000, 100_000_000)
    bench.need_disk(small + large)
    seconds, peaks = [], []
    for size in (small, large):
        path = bench.folder / "growth.corpus"
        count = write_prose(path, size)
        times = []
        for _ in range(3):
            before = os.times().children_user
            ran = bench.run("check", "--isolated", "-q", path, out=subprocess.DEVNULL)
            times.append(os.times().children_user - before)
        check(ran.code in (0, 1), f"exit code {ran.code}: {ran.err}")
        within(ran, BASE + DOCUMENT * count, f"{size / 1e6:.0f} MB")
        seconds.append(min(times))
        peaks.append(ran.peak)
        path.unlink()
    ratio = seconds[1] / seconds[0]
    check(7.5 <= ratio <= 11, f"ten times the bytes take {ratio:.1f} times the processor")
    return f"{ratio:.1f} times the processor time; {peaks[0] / MIB:.0f} and {peaks[1] / MIB:.0f} MiB"


def g2(bench):
    """a corpus that is larger than memory: 20 GB by default, and how many times as long it takes as 2 GB"""
    bench.need_full()
    small, large = 2_000_000_000, 20_000_000_000
    bench.need_disk(large)
    path, seconds, peaks = bench.folder / "large.corpus", [], []
    for size in (small, large):
        count = write_pages(path, size)
        ran = bench.run("check", "--isolated", "-q", "--threads=2", path, out=subprocess.DEVNULL)
        path.unlink()
        check(ran.code in (0, 1), f"{size / 1e9:.0f} GB: exit code {ran.code}: {ran.err[:300]}")
        within(ran, BASE + DOCUMENT * count, f"{size / 1e9:.0f} GB")
        seconds.append(ran.seconds)
        peaks.append(ran.peak)
    ratio = seconds[1] / seconds[0]
    return (
        f"{count / 1e6:.1f} M documents in {seconds[1]:.0f} s, {ratio:.1f} times as long as 2 GB; "
        f"{peaks[0] / MIB:.0f} and {peaks[1] / MIB:.0f} MiB"
    )


def of_each(bench, select, goal, write, counts):
    """Checks what the facts of a document take in memory: no more than `goal`, and 64 MiB for all else."""
    path, peaks = bench.folder / "facts.corpus", []
    for count in counts:
        write(path, count)
        ran = bench.run("check", "--isolated", "-q", f"--select={select}", "--memory=64GiB", path)
        path.unlink()
        check(ran.code == 0, f"{select}: exit code {ran.code}: {ran.err[:300]}")
        within(ran, BASE + goal * count, f"{select} with {count} documents")
        peaks.append(ran.peak)
    return (peaks[1] - peaks[0]) / (counts[1] - counts[0])


def m1(bench):
    """what a document takes in memory: 40 bytes for ids and texts, whatever its size"""
    few, many = (2_000_000, 10_000_000) if bench.full else (100_000, 500_000)
    small, large = (250_000, 1_000_000) if bench.full else (5_000, 15_000)
    bench.need_disk(max(many * 30, large * 4_200))
    select = "duplicate-id,duplicate-text"
    tiny = of_each(bench, select, 40, lambda path, count: write_short(path, count, 0), (few, many))
    normal = of_each(bench, select, 40, lambda path, count: write_pages(path, count * 3_950), (small, large))
    return f"40 bytes are allowed; tiny documents take {tiny:.0f}, documents of 4 kB {normal:.0f}"


def m2(bench):
    """what a document takes in memory: 180 bytes for near-duplicates, whatever its size"""
    few, many = (1_000_000, 5_000_000) if bench.full else (50_000, 200_000)
    small, large = (250_000, 1_000_000) if bench.full else (5_000, 15_000)
    bench.need_disk(max(many * 170, large * 4_200))
    tiny = of_each(bench, "near-duplicate", 180, lambda path, count: write_short(path, count, 25), (few, many))
    normal = of_each(bench, "near-duplicate", 180, lambda path, count: write_pages(path, count * 3_950), (small, large))
    few, many = (500_000, 1_000_000) if bench.full else (20_000, 100_000)
    bench.need_disk(many * 450)
    alike = of_each(bench, "near-duplicate", 180, write_versions, (few, many))
    return (
        f"180 bytes are allowed; documents of 25 words take {tiny:.0f}, documents of 4 kB {normal:.0f}, versions of one "
        f"text {alike:.0f}"
    )


def registry(bench):
    """the registry, killed, shared, raced for and damaged"""
    script = Path(__file__).with_name("registry.py")
    if not script.exists():
        raise Skipped("tests/registry.py is not there")
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    check(ran.returncode == 0, f"tests/registry.py: {(ran.stdout + ran.stderr)[-500:]}")
    return "tests/registry.py passes"


LOAD = {"L1": l1, "L2": l2, "L3": l3, "L4": l4, "L5": l5, "L11": l11, "L16-L20": registry}
TESTS = {**LOAD, "G1": g1, "G2": g2, "M1": m1, "M2": m2, "S1": s1}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which of {', '.join(TESTS)}; all if none")
    parser.add_argument("--full", action="store_true", help="the sizes that are promised")
    parser.add_argument("--program", type=Path, default=os.environ.get("CORPLINT", root / "target/release/corplint"))
    parser.add_argument("--folder", type=Path, help="where corpora are made; a temporary folder if it is not said")
    arguments = parser.parse_args()
    if not arguments.program.exists():
        sys.exit(f"there is no {arguments.program}; `cargo build --release` makes it")
    names = arguments.names or list(TESTS)
    if len(names) > 1:
        # Each by itself: what this program holds when it starts another one counts as memory of that one.
        options = ["--program", str(arguments.program), *(["--full"] if arguments.full else [])]
        options += ["--folder", str(arguments.folder)] if arguments.folder else []
        return max(subprocess.run([sys.executable, __file__, *options, name], check=False).returncode for name in names)
    failed = []
    for name in names:
        with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
            bench = Bench(arguments.program.resolve(), Path(folder), arguments.full)
            try:
                state, said = "pass", TESTS[name](bench)
            except Skipped as why:
                state, said = "skip", str(why)
            except Failed as why:
                state, said = "FAIL", str(why)
                failed.append(name)
            peak = f"{bench.peak / MIB:.0f} MiB" if bench.peak else "-"
            print(f"{name:8} {state}  {bench.seconds:7.1f} s  {peak:>9}  {TESTS[name].__doc__}\n{'':37}{said}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
