#!/usr/bin/env python3
"""Proves that a file is never lost while it is being fixed.

    tests/crash-safety.py                    corplint, each part; exits 1 if one fails
    tests/crash-safety.py --part W1 --part W5
    tests/crash-safety.py --all --install-peers --markdown
                                             beside it the tools that can be measured in the same way

corplint is run as it is, under strace: it is killed at each of its system calls in turn, each of them is made to fail
in each of several ways, files are changed under its hands while it is held at its decisive steps, and the disk is
full. Random kills find nothing, since the window is too short; a sweep over the calls finds it every time.

Needed: Linux, Python 3.9, strace 6; root for a few of the cases. What cannot run here says "skipped", and why. Other
tools are measured and not judged: whatever comes out for them, it does not fail the script.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import contextlib
import dataclasses
import json
import os
import random
import re
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ERRORS = ("ENOSPC", "EIO", "EINTR", "EDQUOT", "EROFS", "EXDEV", "EPERM")
# Calls that are interrupted in practice. After that they have to be tried again, and nobody may notice.
INTERRUPTED = ("open", "openat", "read", "write", "fsync", "fdatasync")
# Calls with a file descriptor that have to do with memory and waiting, and with no file.
NO_FILE_CALLS = ("execve", "mmap", "poll", "ppoll", "epoll_wait", "epoll_pwait", "epoll_ctl")
LEFT_BEHIND = re.compile(r"\..*\.[A-Za-z0-9]{6}\.corplint-tmp", re.DOTALL)
NOBODY = 65534
# Calls by which something is changed, in a file or for other programs.
CHANGES = re.compile(r"p?write.*|f(data)?sync|rename.*|(un)?link.*|fch(mod|own)|f(set|remove)xattr|flock|ftruncate")
# How many pieces a usual sample has: some kilobytes.
SMALL = 40


class Skipped(Exception):
    """Something that this machine cannot do."""


# --- What is measured ------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Tool:
    """A command that changes a file in place."""

    key: str
    title: str
    version: str
    command: tuple[str, ...]
    file_name: str
    # A file of so many pieces in which there is something to be fixed in each, and which grows when that is done.
    sample: Callable[[int, str], bytes]
    # The exit code when the job could not be done. Of other tools it is only asked that it is not the one for success.
    could_not: int | None = None

    @property
    def ours(self) -> bool:
        return self.could_not is not None


def corpus(pieces: int, name: str = "piece") -> bytes:
    """A corpus whose markers all lack a bracket."""
    text = "The harbour was quiet when the first boat came in, and the mill stood still.\n"
    return "".join(f"<<FILE>> {name}-{number} lang=en\n{text}" for number in range(pieces)).encode()


def python_source(pieces: int, name: str = "piece") -> bytes:
    """Python that lacks commas."""
    return "".join(f"print(\n    {number},\n    '{name}, and quiet'\n)\n" for number in range(pieces)).encode()


def prose(pieces: int, name: str = "piece") -> bytes:
    """Prose with words that lack a letter."""
    return "".join(f"{name} {number}: it occured when the first boat came in.\n" for number in range(pieces)).encode()


def first_line(*command: str) -> str | None:
    """What a command says first, if there is such a command."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip().partition("\n")[0] if done.returncode == 0 else None


# What is tested here is writing. Documents and lines that are alike would be read again to be compared, call by call.
READ_AGAIN = ("--ignore", "duplicate-text,duplicate-wording,recurring-line")


def find_tools(binary: Path, peers: Path | None) -> list[Tool]:
    """All tools that are installed."""
    version = first_line(str(binary), "--version")
    if version is None:
        sys.exit(f"cannot run {binary}")
    check = (str(binary), "check", "--fix", "--isolated", "--quiet", "--no-progress", "--threads", "1")
    check += READ_AGAIN
    fmt = (str(binary), "fmt", "--quiet")
    tools = [
        Tool("corplint", "corplint check --fix", version, check, "x.corpus", corpus, could_not=2),
        Tool("corplint-fmt", "corplint fmt", version, fmt, "x.corpus", corpus, could_not=2),
    ]
    path = f"{peers / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}" if peers else None
    if (ruff := shutil.which("ruff", path=path)) and (version := first_line(ruff, "--version")):
        command = (ruff, "check", "--fix", "--isolated", "--no-cache", "--quiet", "--extend-select", "COM812")
        tools.append(Tool("ruff", "ruff check --fix", version, command, "x.py", python_source))
    if (typos := shutil.which("typos", path=path)) and (version := first_line(typos, "--version")):
        command = (typos, "--write-changes", "--isolated")
        tools.append(Tool("typos", "typos --write-changes", version, command, "x.txt", prose))
    return tools


def install_peers(folder: Path) -> Path:
    """The other tools, from PyPI, in an environment of their own."""
    environment = folder / "peers"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "ruff", "typos"], check=True)
    return environment


# --- How it is measured ----------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    stdout: bytes
    stderr: str
    seconds: float


@dataclasses.dataclass(frozen=True)
class Call:
    """A system call, as strace writes it down."""

    thread: int
    main: bool
    name: str
    # Which call of this name it is in its thread, from 1, since that is how strace counts.
    index: int
    text: str


def calls_of(log: Path) -> list[Call]:
    """The calls in a log, in the order in which they began."""
    calls: list[Call] = []
    seen: Counter[tuple[int, str]] = Counter()
    main = None
    for line in log.read_text(errors="replace").splitlines():
        match = re.match(r"(\d+) +(\w+)\((.*)", line)
        if not match:
            continue
        thread, name = int(match[1]), match[2]
        main = thread if main is None else main
        seen[thread, name] += 1
        calls.append(Call(thread, thread == main, name, seen[thread, name], match[3]))
    return calls


@dataclasses.dataclass(frozen=True)
class Point:
    """A place in a run: the so manieth call of a name in a thread."""

    name: str
    index: int
    # Only calls on this file are counted. So the threads are reached that make fewer calls than the main one.
    on_file: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.index}{' on the file' if self.on_file else ''}"


@dataclasses.dataclass(frozen=True)
class Reference:
    """An undisturbed run."""

    new: bytes
    # From the first one that names the file.
    calls: tuple[Call, ...]
    points: tuple[Point, ...]
    folder: Path


class Laboratory:
    """Runs tools, each time on a fresh file in a fresh folder."""

    def __init__(self, base: Path, jobs: int) -> None:
        self.base = base
        self.here = base / "here"
        self.here.mkdir()
        self.jobs = jobs
        self._count = 0
        self._references: dict[str, Reference] = {}
        self._news: dict[tuple[str, int, str], bytes] = {}
        self.environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(self.here), "LC_ALL": "C.UTF-8"}

    def folder(self) -> Path:
        """A folder that nobody has used."""
        self._count += 1
        folder = Path(tempfile.mkdtemp(prefix=f"{self._count:05}-", dir=self.base))
        folder.chmod(0o755)
        return folder

    def file(self, tool: Tool, pieces: int = SMALL, name: str | None = None) -> Path:
        """A file with something to be fixed in it."""
        path = self.folder() / (name or tool.file_name)
        path.write_bytes(tool.sample(pieces, "piece"))
        return path

    def start(self, tool: Tool, paths: Iterable[Path], before: Iterable[str] = (), **options) -> subprocess.Popen:
        # Where only calls on some file are traced, the one that starts the program is wanted too.
        before = [*before, "-P", tool.command[0]] if "-P" in before else before
        command = [*before, *tool.command, *(os.fspath(path) for path in paths)]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, cwd=self.here, env=self.environment, **pipes, **options)

    def wait(self, process: subprocess.Popen, timeout: float = 60) -> Ran:
        began = time.monotonic()
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise AssertionError(f"still running after {timeout} s: {process.args}") from None
        return Ran(process.returncode, out, err.decode(errors="replace"), time.monotonic() - began)

    def run(self, tool: Tool, *paths: Path, before: Iterable[str] = (), **options) -> Ran:
        return self.wait(self.start(tool, paths, before, **options))

    def new_bytes(self, tool: Tool, pieces: int = SMALL, name: str = "piece") -> bytes:
        """What the sample becomes when nothing disturbs."""
        key = (tool.key, pieces, name)
        if key not in self._news:
            path = self.folder() / tool.file_name
            path.write_bytes(tool.sample(pieces, name))
            ran = self.run(tool, path)
            new = path.read_bytes()
            if ran.code != 0 or len(new) <= len(tool.sample(pieces, name)):
                raise AssertionError(f"{tool.title} does not fix its sample: exit {ran.code}, {ran.stderr}")
            self._news[key] = new
        return self._news[key]

    def files(self, tool: Tool, count: int, pieces: int) -> dict[Path, tuple[bytes, bytes]]:
        """Files in a folder, each with what it is and what it is to become."""
        folder = self.folder()
        files = {}
        for number in range(count):
            name = f"file-{number:02}"
            path = folder / (name + Path(tool.file_name).suffix)
            files[path] = tool.sample(pieces, name), self.new_bytes(tool, pieces, name)
            path.write_bytes(files[path][0])
        return files

    def reference(self, tool: Tool) -> Reference:
        """Two undisturbed runs, since threads do not run alike twice."""
        if tool.key not in self._references:
            new = self.new_bytes(tool)
            points: dict[Point, None] = {}
            for _ in range(2):
                path = self.file(tool)
                log = path.parent.with_suffix(".log")
                ran = self.run(tool, path, before=strace(log, "%file,%desc"))
                if ran.code != 0 or path.read_bytes() != new:
                    raise AssertionError(f"{tool.title} under strace: exit {ran.code}, {ran.stderr}")
                calls = calls_of(log)
                named = (number for number, call in enumerate(calls) if str(path) in call.text)
                first = next(number for number in named if calls[number].name != "execve")
                calls = [call for call in calls[first:] if call.name not in NO_FILE_CALLS]
                points.update(dict.fromkeys(Point(call.name, call.index) for call in calls if call.main))
                again = self.file(tool)
                self.run(tool, again, before=strace(log, "%file,%desc", path=again))
                points.update(
                    dict.fromkeys(
                        Point(call.name, call.index, on_file=True)
                        for call in calls_of(log)
                        if not call.main and call.name not in NO_FILE_CALLS
                    )
                )
            self._references[tool.key] = Reference(new, tuple(calls), tuple(points), path.parent)
        return self._references[tool.key]

    def each(self, work: Callable, items: Iterable) -> list:
        """Does `work` on all items, several at a time."""
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            return list(pool.map(work, items))


def strace(log: Path, traced: str, inject: str | None = None, path: Path | None = None) -> list[str]:
    """The command that runs another one and writes down its calls, or only those on the file at `path`."""
    command = ["strace", "-f", "-qq", "-y", "-o", str(log), "-e", f"trace=execve,{traced}"]
    command += ["-e", f"inject={inject}"] if inject else []
    return command + (["-P", str(path)] if path else [])


def content(path: Path) -> bytes | None:
    """The bytes of a file; nothing if it is not there, or may not be read."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, PermissionError):
        return None


def extras(path: Path) -> list[str]:
    """What else lies beside a file that should be alone."""
    return sorted(name for name in os.listdir(path.parent) if name != path.name)


def clear(path: Path) -> None:
    """Takes away the folder of a file, and the log of what was done there."""
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.with_suffix(".log").unlink(missing_ok=True)


def held_at(lab: Laboratory, tool: Tool, path: Path, point: Point, meanwhile: Callable[[], None], **options) -> Ran:
    """Runs a tool, holds it as it begins the call at `point`, and does something `meanwhile`."""
    log = path.parent.with_suffix(".log")
    inject = f"{point.name}:delay_enter=%d:when={point.index}"
    seconds = 0.5
    process = lab.start(tool, [path], strace(log, point.name, inject % int(seconds * 1e6)), **options)
    began = time.monotonic()
    while time.monotonic() - began < 30 and process.poll() is None:
        if log.exists() and any((call.name, call.index) == (point.name, point.index) for call in calls_of(log)):
            meanwhile()
            if "(DELAYED)" in log.read_text(errors="replace"):
                process.kill()
                process.communicate()
                raise AssertionError("this machine is too busy to hold a program for half a second")
            return lab.wait(process)
        time.sleep(0.002)
    ran = lab.wait(process)
    raise AssertionError(f"{tool.title} never came to {point}: exit {ran.code}, {ran.stderr}")


# --- The parts -------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Finding:
    """What came of a part."""

    text: str
    faults: list[str] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)


def plural(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def coverage(reference: Reference, hits: Counter[str]) -> tuple[int, int]:
    """How many of the calls that touch the folder of the file were hit, and how many there are."""
    wanted = Counter(shape(call, reference.folder) for call in reference.calls if str(reference.folder) in call.text)
    return sum((wanted & hits).values()), sum(wanted.values())


def shape(call: Call, folder: Path) -> str:
    """A call without what differs from run to run."""
    text = call.text.partition(") = ")[0].replace(str(folder), "FOLDER")
    text = re.sub(r"\.[A-Za-z0-9]{6}\.corplint-tmp", ".TEMPORARY", text)
    names = re.findall(r'"FOLDER[^"]*"|<FOLDER[^>]*>|O_[A-Z_|]+|RENAME_[A-Z]+', text)
    return f"{'main' if call.main else 'other'} {call.name} {names}"


def hit_of(log: Path, point: Point, folder: Path) -> str | None:
    """The call that was hit: of those with this number in their thread, the first."""
    for call in calls_of(log):
        if (call.name, call.index) == (point.name, point.index):
            return shape(call, folder)
    return None


def killed(lab: Laboratory, tool: Tool) -> Finding:
    """W1. Killed at each call: the file is old or new, and the next run puts everything right."""
    reference = lab.reference(tool)
    old, new = tool.sample(SMALL, "piece"), reference.new

    def kill(point: Point):
        path = lab.file(tool)
        log = path.parent.with_suffix(".log")
        inject = f"{point.name}:signal=SIGKILL:when={point.index}"
        ran = lab.run(tool, path, before=strace(log, point.name, inject, path if point.on_file else None))
        if ran.code != -signal.SIGKILL:
            return None
        state, left = content(path), extras(path)
        again = lab.run(tool, path)
        torn = None if state in (old, new) else f"{point}: {len(state) if state is not None else 'no file'}"
        foreign = [name for name in left if not LEFT_BEHIND.fullmatch(name)]
        hit = hit_of(log, point, path.parent)
        next_run = again.code == 0 and content(path) == new and not extras(path)
        clear(path)
        return hit, torn, left, foreign, next_run, point

    done = [result for result in lab.each(kill, reference.points) if result]
    hits = Counter(result[0] for result in done)
    torn = [result[1] for result in done if result[1]]
    left = [result for result in done if result[2]]
    foreign = [result for result in done if result[3]]
    not_mended = [result[5] for result in done if not result[4]]
    covered, all_calls = coverage(reference, hits)
    finding = Finding(f"{len(torn)} of {len(done)} torn")
    if left:
        finding.text += f"; {len(left)} leave a temporary file"
        finding.text += ", cleared by the next run" if not not_mended else ""
    finding.notes.append(f"{len(done)} of {len(reference.points)} points reached")
    finding.notes.append(f"{covered} of the {all_calls} calls on the file and its folder")
    finding.notes += [f"torn at {where} bytes" for where in torn]
    if tool.ours:
        # Threads that only read have numbers of their own, which others may come to first. What writes has none.
        writes = [call for call in reference.calls if call.main and CHANGES.fullmatch(call.name)]
        missed = Counter(shape(call, reference.folder) for call in writes) - hits
        finding.faults += [f"never killed at: {what}" for what in missed]
        finding.faults += [f"torn at {where} bytes" for where in torn]
        finding.faults += [f"left behind after {result[5]}: {result[3]}" for result in foreign]
        finding.faults += [f"the run after {point} does not put things right" for point in not_mended]
    return finding


def failing(lab: Laboratory, tool: Tool) -> Finding:
    """W2. Each call fails: the file is old or new, nothing is left over, and success means that it is new."""
    reference = lab.reference(tool)
    old, new = tool.sample(SMALL, "piece"), reference.new

    def fail(item: tuple[Point, str]):
        point, error = item
        path = lab.file(tool)
        log = path.parent.with_suffix(".log")
        inject = f"{point.name}:error={error}:when={point.index}"
        ran = lab.run(tool, path, before=strace(log, point.name, inject, path if point.on_file else None))
        if "(INJECTED)" not in log.read_text(errors="replace"):
            return None
        state, beside = content(path), extras(path)
        again = lab.run(tool, path) if beside else None
        mended = again is None or (again.code == 0 and content(path) == new and not extras(path))
        clear(path)
        return point, error, ran, state, beside, mended

    runs = [(point, error) for point in reference.points for error in ERRORS]
    done = [result for result in lab.each(fail, runs) if result]
    torn = left = false = 0
    finding = Finding("")
    for point, error, ran, state, beside, mended in done:
        where = f"{error} at {point.name} {point.index}"
        if state not in (old, new):
            torn += 1
            finding.notes.append(f"torn by {where}, exit {ran.code}")
            finding.faults.append(f"torn by {where}")
        if beside and not point.name.startswith("unlink"):
            left += 1
            finding.faults.append(f"{where} leaves {beside}")
        if not mended:
            finding.faults.append(f"the run after {where} does not put things right")
        if ran.code == 0 and state != new:
            false += 1
            finding.notes.append(f"success after {where}, and the file is not fixed")
            finding.faults.append(f"success after {where}, and the file is not fixed")
        if ran.code not in (0, tool.could_not):
            finding.faults.append(f"exit {ran.code} after {where}: {ran.stderr.strip()}")
        if error == "EINTR" and point.name in INTERRUPTED and (ran.code != 0 or state != new):
            finding.faults.append(f"{where} is not tried again: {ran.stderr.strip()}")
    finding.text = f"{torn} of {len(done)} torn"
    finding.text += f"; {left} leave a temporary file" if left else ""
    finding.text += f"; {false} say that all is well and it is not" if false else ""
    finding.notes.insert(0, f"{len(done)} of {len(runs)} reached, with {', '.join(ERRORS)}")
    if not tool.ours:
        finding.faults.clear()
    elif len(done) < len(runs) * 0.9:
        finding.faults.append("too few of the points were reached")
    return finding


def full_disk(lab: Laboratory, tool: Tool) -> Finding:
    """W3. A disk of 256 kB with no room for the new file."""
    own = [sys.executable, os.path.abspath(__file__), "--on-a-small-disk", json.dumps([tool.command, tool.file_name])]
    pieces = next(number for number in range(1, 10**6) if len(tool.sample(number, "piece")) >= 100_000)
    # It has to need one more page than before.
    while len(tool.sample(pieces, "piece")) // 4096 == (len(lab.new_bytes(tool, pieces)) - 1) // 4096:
        pieces += 1
    mount = lab.folder()
    (lab.here / "sample").write_bytes(tool.sample(pieces, "piece"))
    (lab.here / "fixed").write_bytes(lab.new_bytes(tool, pieces))
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    command = [*unshare, *own, str(mount), str(lab.here)]
    done = subprocess.run(command, capture_output=True, text=True, env=lab.environment, cwd=lab.here, check=False)
    if done.returncode != 0:
        raise Skipped(f"no disk of 256 kB can be made here: {done.stderr.strip()[-200:]}")
    results = json.loads(done.stdout)
    finding = Finding("")
    texts = []
    for result in results:
        state = result["state"] or f"TORN after {result['bytes']} of {result['new']} bytes"
        texts.append(f"{state}, exit {result['code']}")
        if result["state"] != "intact" or result["code"] != tool.could_not or result["beside"]:
            finding.faults.append(f"with {result['room']} of room: {state}, {result}")
    finding.text = (
        texts[0]
        if len(set(texts)) == 1
        else "; ".join(f"{result['room']} free: {text}" for result, text in zip(results, texts))
    )
    finding.notes.append("with " + " and with ".join(result["room"] for result in results) + " of room")
    return finding


def on_a_small_disk(tool: str, mount: str, samples: str) -> None:
    """The inner half of W3, in a name space of its own, so that the disk goes away with it."""
    command, file_name = json.loads(tool)
    old, new = Path(samples, "sample").read_bytes(), Path(samples, "fixed").read_bytes()
    results = []
    for room in (0, 60):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mount], check=True)
        path = Path(mount, "folder", file_name)
        path.parent.mkdir()
        path.write_bytes(old)
        with open(Path(mount, "filler"), "wb", buffering=0) as filler:
            with contextlib.suppress(OSError):
                while True:
                    filler.write(bytes(4096))
            filler.truncate(filler.tell() - room * 1024)
        done = subprocess.run([*command, str(path)], capture_output=True, check=False)
        left = content(path)
        state = "intact" if left == old else "fixed" if left == new else None
        what = {"state": state, "bytes": len(left or b""), "new": len(new), "code": done.returncode}
        results.append({"room": f"{room} kB", "beside": extras(path), **what})
        subprocess.run(["umount", mount], check=True)
    print(json.dumps(results))


# W4: each case makes a file and says what must still be true of it afterwards.


@dataclasses.dataclass(frozen=True)
class Kept:
    """A file with something about it that has to be kept."""

    what: str
    # Makes the file ready, and gives the path by which it is to be named.
    prepare: Callable[[Path], Path]
    # What is to be the same before and after, of the path and of the file.
    look: Callable[[Path, Path], object]
    # Whether corplint has to refuse the file, since nothing that it could do would keep it what it is.
    refused: bool = False
    name: str | bytes | None = None


def access_list(user: int) -> bytes:
    """An access list by which one more user may read, in the form in which Linux keeps it."""
    nobody = 0xFFFFFFFF
    entries = [(0x01, 6, nobody), (0x02, 4, user), (0x04, 4, nobody), (0x10, 4, nobody), (0x20, 0, nobody)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def link_to(path: Path, *names: str) -> Path:
    """Links that lead to the file, each to the one before."""
    target = path.name
    for name in names:
        (path.parent / name).symlink_to(target)
        target = name
    return path.parent / target


def with_mode(mode: int) -> Callable[[Path], Path]:
    def prepare(path: Path) -> Path:
        path.chmod(mode)
        return path

    return prepare


def with_owner(path: Path) -> Path:
    if os.geteuid() != 0:
        raise Skipped("only root can give a file away")
    os.chown(path, 1000, 1000)
    path.chmod(0o2750)
    return path


def with_attribute(name: str, value: bytes, of_folder: bool = False) -> Callable[[Path], Path]:
    def prepare(path: Path) -> Path:
        try:
            os.setxattr(path.parent if of_folder else path, name, value)
        except OSError as error:
            raise Skipped(f"{name} cannot be set here: {error.strerror}") from None
        return path

    return prepare


def with_other_name(path: Path) -> Path:
    os.link(path, path.parent / "other-name")
    return path


def mode_and_owner(path: Path) -> object:
    data = path.stat()
    return oct(data.st_mode), data.st_uid, data.st_gid


def attributes(path: Path) -> object:
    return sorted((name, os.getxattr(path, name)) for name in os.listxattr(path))


KEPT = (
    Kept("link", lambda path: link_to(path, "link"), lambda named, _: (named.is_symlink(), os.readlink(named))),
    Kept("chain of links", lambda path: link_to(path, "one", "two"), lambda named, _: os.readlink(named)),
    Kept("mode 0640", with_mode(0o640), lambda _, path: mode_and_owner(path)),
    Kept("mode 0444", with_mode(0o444), lambda _, path: mode_and_owner(path), refused=True),
    Kept("mode 2755", with_mode(0o2755), lambda _, path: mode_and_owner(path)),
    Kept("owner", with_owner, lambda _, path: mode_and_owner(path)),
    Kept("attribute", with_attribute("user.note", b"kept"), lambda _, path: attributes(path)),
    Kept(
        "access list",
        with_attribute("system.posix_acl_access", access_list(1000)),
        lambda _, path: (attributes(path), mode_and_owner(path)),
    ),
    Kept(
        "no access list of the folder",
        with_attribute("system.posix_acl_default", access_list(1000), of_folder=True),
        lambda _, path: (attributes(path), mode_and_owner(path)),
    ),
    Kept("hard link", with_other_name, lambda _, path: path.samefile(path.parent / "other-name"), refused=True),
    Kept("name of 255 bytes", lambda path: path, lambda _, path: path.name, name="x" * 255),
    Kept("name that is no text", lambda path: path, lambda _, path: path.name, name=b"caf\xe9\n\x1b[31m"),
)


def metadata(lab: Laboratory, tool: Tool) -> Finding:
    """W4. What a file is beside its bytes."""
    finding = Finding("")
    old, new = tool.sample(SMALL, "piece"), lab.new_bytes(tool)
    kept, refused, lost = [], [], []
    for case in KEPT:
        name = os.fsdecode(case.name) if case.name else tool.file_name
        if case.name and not tool.ours:
            # Other tools choose files by the ends of their names.
            suffix = Path(tool.file_name).suffix
            name = name[: len(name) - len(suffix)] + suffix if len(name) == 255 else name + suffix
        path = lab.file(tool, name=name)
        try:
            named = case.prepare(path)
        except Skipped as reason:
            finding.notes.append(f"skipped: {case.what}: {reason}")
            continue
        # Made after the access list of the folder, a file would have it too.
        before, beside = case.look(named, path), extras(path)
        ran = lab.run(tool, named)
        changed = content(path) == new
        same = case.look(named, path) == before
        if same and not changed and content(path) == old and ran.code not in (0, 1):
            refused.append(case.what)
        elif same and changed:
            kept.append(case.what)
        else:
            lost.append(case.what)
        fine = same and extras(path) == beside
        fine = fine and ((ran.code, changed) == (2, False) if case.refused else (ran.code, changed) == (0, True))
        if not fine:
            finding.faults.append(f"{case.what}: exit {ran.code}, {case.look(named, path)} and not {before}")
    finding.text = f"{len(kept)} kept"
    finding.text += f"; refused: {', '.join(refused)}" if refused else ""
    finding.text += f"; LOST or not done: {', '.join(lost)}" if lost else ""
    finding.notes.append("kept: " + ", ".join(kept))
    return finding


# W5: what somebody else may do to a file at any time, and how it is seen that it was not undone.

THEIRS = b"<<<FILE>>> theirs lang=en\nSaved by somebody else while it was being fixed.\n"


def append(path: Path) -> None:
    with open(path, "ab", buffering=0) as file:
        file.write(THEIRS)


def write_anew(path: Path) -> None:
    path.write_bytes(THEIRS)


def rename_over(path: Path) -> None:
    beside = path.with_name("editor.tmp")
    beside.write_bytes(THEIRS)
    beside.rename(path)


def overwrite_in_place(path: Path) -> None:
    """As many bytes as there were, so that the size says nothing."""
    with open(path, "r+b", buffering=0) as file:
        file.write(THEIRS)


def overwrite_unseen(path: Path) -> None:
    """As many bytes as there were, at the same time: two saves between two ticks of the clock look like that."""
    times = path.stat()
    overwrite_in_place(path)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


EDITS: dict[str, tuple[Callable[[Path], None], Callable[[Path, bytes], bool]]] = {
    "append": (append, lambda path, old: content(path) == old + THEIRS),
    "write anew": (write_anew, lambda path, old: content(path) == THEIRS),
    "rename over": (rename_over, lambda path, old: content(path) == THEIRS),
    "overwrite": (overwrite_in_place, lambda path, old: content(path) == THEIRS + old[len(THEIRS) :]),
    "overwrite at the same time": (
        overwrite_unseen,
        lambda path, old: content(path) == THEIRS + old[len(THEIRS) :],
    ),
    "delete": (Path.unlink, lambda path, old: content(path) is None),
    "chmod": (lambda path: path.chmod(0o600), lambda path, old: stat.S_IMODE(path.stat().st_mode) == 0o600),
}


def changed_attribute(lab: Laboratory, tool: Tool, finding: Finding) -> None:
    """Somebody changes nothing of a file but an attribute, before the last look."""

    def change(path: Path) -> None:
        with contextlib.suppress(OSError):
            os.setxattr(path, "user.note", b"theirs")

    for point in decisive(lab.reference(tool), tool.file_name):
        path = lab.file(tool)
        change(path)
        if "user.note" not in os.listxattr(path):
            return
        os.removexattr(path, "user.note")
        if point.name.startswith("rename"):
            continue
        ran = held_at(lab, tool, path, point, lambda: change(path))
        if "user.note" not in os.listxattr(path) or ran.code != tool.could_not:
            finding.faults.append(f"attribute set at {point.name}: exit {ran.code}, {os.listxattr(path)}")


def decisive(reference: Reference, path_name: str) -> list[Point]:
    """The calls before which a save by somebody else is most easily lost."""
    chosen: dict[str, Point] = {}
    target = f'{reference.folder / path_name}"'
    for call in reference.calls:
        if call.name in ("fsync", "fdatasync"):
            chosen.setdefault("sync", Point(call.name, call.index))
        elif call.name.startswith("rename"):
            chosen.setdefault("rename", Point(call.name, call.index))
        elif call.name.startswith("open") and target in call.text and re.search(r"O_(WRONLY|RDWR|TRUNC)", call.text):
            chosen.setdefault("open", Point(call.name, call.index))
    return list(chosen.values())


def concurrent_edits(lab: Laboratory, tool: Tool) -> Finding:
    """W5. Somebody else changes the file meanwhile: theirs is what stays."""
    reference = lab.reference(tool)
    old = tool.sample(SMALL, "piece")
    finding = Finding("")

    def edit(item: tuple[Point, str]):
        point, what = item
        act, survives = EDITS[what]
        path = lab.file(tool)
        ran = held_at(lab, tool, path, point, lambda: act(path))
        return point, what, survives(path, old), ran, extras(path)

    points = decisive(reference, tool.file_name)
    done = lab.each(edit, [(point, what) for point in points for what in EDITS])
    lost = []
    for point, what, survived, ran, beside in done:
        if not survived:
            lost.append(f"{what} at {point.name}")
        if not survived or ran.code != tool.could_not or beside:
            finding.faults.append(f"{what} at {point.name}: exit {ran.code}, beside it {beside}, survived: {survived}")
    finding.text = f"{len(lost)} of {len(done)} saves lost"
    finding.notes.append("held at " + ", ".join(point.name for point in points))
    finding.notes += [f"lost: {what}" for what in lost]
    if tool.ours:
        late_edits(lab, tool, finding)
        no_exchange(lab, tool, finding)
        changed_attribute(lab, tool, finding)
        barred_way_back(lab, tool, finding)
    races(lab, tool, finding)
    return finding


def late_edits(lab: Laboratory, tool: Tool, finding: Finding) -> None:
    """A program that has had the file open all the while writes to it after the two files have changed places."""
    reference = lab.reference(tool)
    syncs = [call for call in reference.calls if call.name == "fsync"]
    renames = [call for call in reference.calls if call.name.startswith("rename")]
    if not renames or syncs[-1].index < 2:
        finding.faults.append("no fsync of the folder to be held at")
        return
    path = lab.file(tool)
    with open(path, "ab", buffering=0) as file:
        ran = held_at(lab, tool, path, Point("fsync", syncs[-1].index), lambda: file.write(THEIRS))
    if content(path) != tool.sample(SMALL, "piece") + THEIRS or ran.code != tool.could_not or extras(path):
        finding.faults.append(f"written late through an open file: exit {ran.code}, {extras(path)}, {ran.stderr}")


def no_exchange(lab: Laboratory, tool: Tool, finding: Finding) -> None:
    """A file system that cannot exchange two files: then the last look decides."""
    for error in ("EINVAL", "ENOSYS"):
        path = lab.file(tool)
        log = path.parent.with_suffix(".log")
        ran = lab.run(tool, path, before=strace(log, "renameat2", f"renameat2:error={error}"))
        if ran.code != 0 or content(path) != lab.new_bytes(tool) or extras(path):
            finding.faults.append(f"renameat2 gives {error}: exit {ran.code}, {extras(path)}, {ran.stderr}")


def barred_way_back(lab: Laboratory, tool: Tool, finding: Finding) -> None:
    """Somebody saves after the last look, and what they saved cannot be put back at once, or not at all."""
    calls = lab.reference(tool).calls
    exchange = next(number for number, call in enumerate(calls) if call.name == "renameat2")
    look = next(call for call in reversed(calls[:exchange]) if call.main)
    for barred in (("renameat2:error=EIO:when=2",), ("renameat2:error=EIO:when=2", "?rename,renameat:error=EIO:when=1")):
        path = lab.file(tool)
        log = path.parent.with_suffix(".log")
        traced = f"{look.name},renameat2,?rename,renameat"
        # Nothing can hold a call and make the next one of its name fail, so it is held as the call before it ends.
        before = strace(log, traced, f"{look.name}:delay_exit=500000:when={look.index}")
        for inject in barred:
            before += ["-e", f"inject={inject}"]
        process = lab.start(tool, [path], before)
        point = (look.name, look.index)
        while process.poll() is None:
            if log.exists() and point in {(call.name, call.index) for call in calls_of(log)}:
                break
            time.sleep(0.002)
        time.sleep(0.1)
        write_anew(path)
        ran = lab.wait(process)
        everywhere = {name: (path.parent / name).read_bytes() for name in os.listdir(path.parent)}
        where = [name for name, data in everywhere.items() if data == THEIRS]
        told = len(barred) == 1 and where == [path.name] or len(barred) == 2 and where[0][-24:] in ran.stderr
        if not where or not told or ran.code != tool.could_not:
            fault = f"{', '.join(barred)}: theirs is in {where} of {sorted(everywhere)}"
            finding.faults.append(f"{fault}: exit {ran.code}, {ran.stderr}")


def races(lab: Laboratory, tool: Tool, finding: Finding, count: int = 200) -> None:
    """Nobody is held; somebody else saves at a random time."""
    generator = random.Random(0)
    times = []
    for _ in range(5):
        path = lab.file(tool)
        began = time.monotonic()
        lab.run(tool, path)
        times.append(time.monotonic() - began)
    usual = sorted(times)[2]
    lost = 0
    for number in range(count):
        path = lab.file(tool)
        act = (append, write_anew, rename_over)[number % 3]
        process = lab.start(tool, [path])
        time.sleep(generator.uniform(0, usual * 1.2))
        act(path)
        ran = lab.wait(process)
        if THEIRS not in (content(path) or b""):
            lost += 1
            finding.faults.append(f"race {number}, {act.__name__}: lost, exit {ran.code}")
        elif ran.code not in (0, tool.could_not) or extras(path):
            finding.faults.append(f"race {number}, {act.__name__}: exit {ran.code}, beside it {extras(path)}")
        clear(path)
    finding.text += f"; {lost} of {count} races"


# W6: files that cannot be fixed, between two that can.


def bad_files(lab: Laboratory, tool: Tool) -> Finding:
    """W6. A file that cannot be fixed is told, and costs the others nothing."""
    if not tool.ours:
        raise Skipped("a matter of exit codes")
    finding = Finding("")
    other_user = None
    if os.geteuid() == 0:
        # Root may write everything, so somebody else has to try; and they may have to be shown the way.
        shown = lab.base / "corplint"
        if not shown.exists():
            shutil.copy(tool.command[0], shown)
            shown.chmod(0o755)
        other_user = dataclasses.replace(tool, command=(str(shown), *tool.command[1:]))
    done = []
    for what, act in BAD_FILES.items():
        folder = lab.folder()
        first, bad, last = folder / "a.corpus", folder / "in" / "m.corpus", folder / "z.corpus"
        bad.parent.mkdir()
        for path in (first, bad, last):
            path.write_bytes(tool.sample(3, "piece"))
        options = {}
        runner = tool
        if what in ("folder without permission", "file without permission") and other_user:
            runner = other_user
            options = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            for path in (folder, bad.parent, first, bad, last):
                os.chown(path, NOBODY, NOBODY)
        before: list[str] = []
        meanwhile = None
        with contextlib.ExitStack() as stack:
            try:
                meanwhile = act(bad, stack)
            except (OSError, Skipped, subprocess.CalledProcessError) as error:
                finding.notes.append(f"skipped: {what}: {error}")
                continue
            state = content(bad) if bad.is_file() else None
            log = folder.with_suffix(".log")
            if meanwhile:
                before = strace(log, "?open,openat", "?open,openat:delay_enter=400000", bad)
            process = lab.start(runner, [first, bad, last], before, **options)
            if meanwhile:
                # `check` has read it once before it reads it to fix it.
                opened = 2 if tool.key == "corplint" else 1
                while process.poll() is None and (not log.exists() or opens(log) < opened):
                    time.sleep(0.002)
                meanwhile()
            ran = lab.wait(process)
            new = lab.new_bytes(tool, 3)
            others = content(first) == new and content(last) == new
            same = bool(meanwhile) or (content(bad) if bad.is_file() else None) == state
            beside = extras(first) != ["in", "z.corpus"] or any(".corplint-tmp" in name for name in extras(bad))
            if ran.code != 2 or not others or not same or beside or "m.corpus" not in ran.stderr:
                problem = f"{what}: exit {ran.code}, others fixed: {others}, left as it was: {same}, beside: {beside}"
                finding.faults.append(f"{problem}, said: {ran.stderr.strip()}")
            else:
                done.append(what)
    finding.text = f"{len(done)} told, others fixed"
    finding.notes.append(", ".join(done))
    return finding


def opens(log: Path) -> int:
    """How often a file has been opened."""
    return sum(call.name.startswith("open") for call in calls_of(log))


def no_permission(path: Path, stack: contextlib.ExitStack) -> None:
    path.parent.chmod(0o555)
    stack.callback(path.parent.chmod, 0o755)


def immutable(path: Path, stack: contextlib.ExitStack) -> None:
    if os.geteuid() != 0:
        raise Skipped("only root can do that")
    subprocess.run(["chattr", "+i", str(path)], check=True, capture_output=True)
    stack.callback(subprocess.run, ["chattr", "-i", str(path)], check=True)


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def instead(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


# Each makes a file bad, and may give something to be done when it is about to be fixed.
BAD_FILES: dict[str, Callable[[Path, contextlib.ExitStack], Callable[[], None] | None]] = {
    "read-only file": lambda path, _: path.chmod(0o444),
    "file without permission": lambda path, _: path.chmod(0o000),
    "folder without permission": no_permission,
    "immutable file": immutable,
    "hard link": lambda path, _: os.link(path, path.with_name("other")),
    "dangling link": lambda path, _: instead(path, lambda path: path.symlink_to("nowhere")),
    "link to itself": lambda path, _: instead(path, lambda path: path.symlink_to(path.name)),
    "pipe": lambda path, _: instead(path, os.mkfifo),
    "vanishes": lambda path, _: path.unlink,
    "becomes a folder": lambda path, _: lambda: replace_by_folder(path),
}


# W7 to W10, W13: what a fix does to the bytes, through the program, by an independent hand.


def findings_in(lab: Laboratory, binary: str, data: bytes) -> dict:
    """The report about a corpus."""
    command = [binary, "check", "--isolated", "--format", "json", "--no-progress", *READ_AGAIN, "-"]
    done = subprocess.run(command, input=data, capture_output=True, cwd=lab.here, env=lab.environment, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"exit {done.returncode} for {data[:100]!r}: {done.stderr!r}")
    return json.loads(done.stdout)


def wanted(diagnostic: dict, promises: tuple[str, ...]) -> bool:
    fix = diagnostic.get("fix")
    return bool(fix) and fix["applicability"] in promises and bool(fix["edits"])


def by_hand(lab: Laboratory, binary: str, original: bytes, promises: tuple[str, ...]) -> bytes:
    """Makes the fixes that the report offers, as a reader of the report would, until there are none."""
    current = original
    for _ in range(100):
        taken: list[tuple[int, int, bytes]] = []
        for diagnostic in findings_in(lab, binary, current)["diagnostics"]:
            if not wanted(diagnostic, promises):
                continue
            edits = []
            for edit in diagnostic["fix"]["edits"]:
                put = bytes.fromhex(edit["content_hex"]) if "content_hex" in edit else edit["content"].encode()
                edits.append((edit["start"]["byte"], edit["end"]["byte"], put))
            if not any(in_the_way(one, other) for one in edits for other in taken):
                taken += edits
        if not taken:
            return current
        # From the end, so that the places before stay where they are.
        for start, end, put in sorted(taken, reverse=True):
            current = current[:start] + put + current[end:]
    raise AssertionError("the fixes undo each other")


def in_the_way(one: tuple[int, int, bytes], other: tuple[int, int, bytes]) -> bool:
    """Whether two edits cannot be made together."""
    if one[0] == one[1] or other[0] == other[1]:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]


def documents(data: bytes) -> list[tuple[bytes, list[bytes]]]:
    """Documents with their lines, of a file whose markers are as they should be."""
    found: list[tuple[bytes, list[bytes]]] = []
    inside = False
    for line in data.split(b"\n"):
        marker = re.match(rb"<<<([A-Z]+)>>>(?: (.*?))?\r?$", line, re.DOTALL)
        if marker:
            inside = marker[1] == b"FILE"
            if inside:
                found.append((marker[2] or b"", []))
        elif inside:
            found[-1][1].append(line)
    # The last line ending is no part of a text.
    if inside and found[-1][1][-1:] == [b""]:
        found[-1][1].pop()
    return found


def fixtures() -> list[Path]:
    """All fixtures in which something may be to be fixed, a folder counting as its files."""
    found = []
    for pattern in ("rules/**/fires-*", "drop/*", "conformance/**/*.corpus", "clean/*.corpus"):
        for path in sorted((ROOT / "fixtures").glob(pattern)):
            found += [path] if path.is_file() else sorted(path.glob("**/*"))
    return [path for path in dict.fromkeys(found) if path.is_file() and path.suffix == ".corpus"]


# What stands where no fix is: every byte of it has to survive. The last document has no line ending at its end.
ODD_DOCUMENTS = {
    "CRLF": b"a line\r\nanother\r\n",
    "lone CR": b"a\rb\r\rc\n",
    "BOM": b"\xef\xbb\xbfin the middle\n",
    "NUL": b"a\0b\0\n",
    "Latin-1": b"caf\xe9 \xff\xfe\n",
    "overlong": b"\xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80\n",
    "control": b"\x1b[31m\x07\x7f\xc2\x85\xe2\x80\xa8\n",
    "escaped": b"\\<<<FILE>>> text\n\\\\<<<END>>>\n",
    "spaces": b"  \t \n\n\n \xc2\xa0\n",
    "open end": b"no line ending",
}


# What a reader sees only when what hid it is gone. Unsafe fixes are shown before they are made for such reasons.
LAID_BARE = {
    "empty-document": "all that the document had was a notice",
    "glued-words": "what kept two words apart was a movement of the cursor",
    "repeated-title": "the lines were one line before",
}


def the_bytes(lab: Laboratory, tool: Tool) -> Finding:
    """W7 to W10, W13. Fixed once is fixed twice, and nothing is touched but what the report says."""
    if not tool.ours:
        raise Skipped("a matter of corpora")
    check = tool.key == "corplint"
    finding = Finding("")
    ways = [("safe",), ("safe", "unsafe")] if check else [()]
    binary = tool.command[0]
    withheld: list[str] = []
    laid_bare: set[str] = set()

    def fix(item: tuple[Path, tuple[str, ...]]) -> list[str]:
        fixture, promises = item
        original = fixture.read_bytes()
        path = lab.folder() / fixture.name
        path.write_bytes(original)
        options = [Path("--unsafe-fixes")] if "unsafe" in promises else []
        what = f"{fixture.relative_to(ROOT)} {'with unsafe fixes' if options else ''}"
        before = findings_in(lab, binary, original)
        ran = lab.run(tool, path, *options)
        fixed = path.read_bytes()
        again = lab.run(tool, path, *options)
        fixed_again = path.read_bytes()
        clear(path)
        after = findings_in(lab, binary, fixed)
        faults = []
        if ran.code not in (0, 1):
            # Compressed text under a plain name and wide encodings are refused, and left as they are: no fault.
            is_refused = "it is compressed" in ran.stderr or "in which no document can be found" in ran.stderr
            if is_refused and fixed == original:
                return []
            return [f"{what}: exit {ran.code}: {ran.stderr.strip()}"]
        if fixed_again != fixed or again.code != ran.code:
            faults.append(f"W7 {what}: a second run changes it again")
        if before["summary"]["documents"] != after["summary"]["documents"]:
            faults.append(f"W9 {what}: not as many documents as before")
        if check:
            if "not made" in ran.stderr:
                withheld.append(what)
                return faults
            # Sizes and checksums that were right are right afterwards.
            stated = re.compile(rb"^(<<<[A-Z]+>>>.*?)\b(bytes|sha256)=\S+", re.MULTILINE)
            hand = by_hand(lab, binary, original, promises)
            if stated.sub(rb"\1", hand) != stated.sub(rb"\1", fixed):
                faults.append(f"W8 {what}: changes more, or other bytes, than the report says")
            if any(wanted(diagnostic, promises) for diagnostic in after["diagnostics"]):
                faults.append(f"W10 {what}: something that can be fixed is still there")
        else:
            old, new = documents(original), documents(fixed)
            near = ("marker-", "document-end-", "fullwidth-", "byte-order-", "reserved-", "no-marker", "text-after-")
            strict = not any(diagnostic["rule"].startswith(near) for diagnostic in before["diagnostics"])
            if strict and [text for _, text in old] != [text for _, text in new]:
                faults.append(f"W9 {what}: the text of a document is another one")
            return faults
        rules_before, rules_after = (
            Counter(diagnostic["rule"] for diagnostic in report["diagnostics"]) for report in (before, after)
        )
        for rule, count in (rules_after - rules_before).items():
            if not fixed and rule == "empty-file":
                continue
            if "unsafe" in promises and rule in LAID_BARE:
                laid_bare.add(rule)
                continue
            faults.append(f"W10 {what}: {count} more of {rule} than before")
        return faults

    items = [(fixture, promises) for fixture in fixtures() for promises in ways]
    for faults in lab.each(fix, items):
        finding.faults += faults
    if check and (idle := LAID_BARE.keys() - laid_bare):
        finding.faults.append(f"W10 nothing lays bare {', '.join(sorted(idle))} any more: take it from the list")

    # W13: markers are fixed, and nothing else is.
    select = (Path("--select"), Path("marker-brackets")) if check else ()
    for ending in (b"\n", b"\r\n"):
        text = b"".join(b"<<<FILE>>> odd-%d\n%s" % (number, odd) for number, odd in enumerate(ODD_DOCUMENTS.values()))
        path = lab.folder() / "odd.corpus"
        path.write_bytes(b"<<FILE>> first" + ending + b"Text." + ending + text)
        lab.run(tool, path, *select)
        fixed = path.read_bytes()
        head = b"<<<FILE>>> first" + (ending if check else b"\n") + b"Text." + ending
        tail = b"" if check else b"\n"
        if fixed != head + text + tail:
            finding.faults.append(f"W13: {fixed!r} in place of {head + text + tail!r}")
    count = len({fixture for fixture, _ in items})
    finding.text = f"{count} files: twice is once, no byte beside the fixes"
    if withheld:
        finding.notes.append(f"in {plural(len(withheld), 'run')}, fixes were not made that would have changed documents")
    return finding


def nothing_to_do(lab: Laboratory, tool: Tool) -> Finding:
    """W11, W12. Nothing to be fixed: nothing is opened to be written, and the file does not change in any way."""
    finding = Finding("")
    files = {"fixed already": lab.new_bytes(tool)}
    if tool.ours:
        files |= {
            "invalid UTF-8": b"<<<FILE>>> one lang=en\ncaf\xe9 and \xff\n",
            "NUL": b"<<<FILE>>> one lang=en\na\0b\n",
            "no marker": b"Some text.\n",
            "no bytes": b"",
        }
        if tool.key == "corplint":
            files["UTF-16"] = "<<<FILE>>> one\nText.\n".encode("utf-16")
    for what, data in files.items():
        path = lab.folder() / tool.file_name
        path.write_bytes(data)
        before, folder_before = path.stat(), path.parent.stat()
        log = path.parent.with_suffix(".log")
        time.sleep(0.02)  # Longer than a tick of the clock of a file system.
        ran = lab.run(tool, path, before=strace(log, "%file,%desc"))
        opened = [call for call in calls_of(log) if re.search(r"\bO_(WRONLY|RDWR|TRUNC|CREAT)", call.text)]
        opened = [call for call in opened if str(path.parent) in call.text]
        after, folder_after = path.stat(), path.parent.stat()
        changed = [
            name
            for name in ("st_ino", "st_mode", "st_size", "st_mtime_ns", "st_ctime_ns")
            if getattr(before, name) != getattr(after, name)
        ]
        if folder_before.st_mtime_ns != folder_after.st_mtime_ns:
            changed.append("the folder")
        if opened or changed or path.read_bytes() != data or ran.code not in (0, 1):
            finding.faults.append(f"{what}: exit {ran.code}, opened {opened}, changed {changed}")
    finding.text = "left alone" if not finding.faults else "written to"
    return finding


def two_at_once(lab: Laboratory, tool: Tool) -> Finding:
    """W17. Two runs on the same files."""
    if not tool.ours:
        raise Skipped("a matter of exit codes")
    finding = Finding("")
    rounds = 30
    for number in range(rounds):
        files = lab.files(tool, 6, 3)
        folder = next(iter(files)).parent
        both = [lab.start(tool, [folder]) for _ in range(2)]
        codes = [lab.wait(process).code for process in both]
        wrong = [path.name for path, (_, new) in files.items() if content(path) != new]
        names = sorted(os.listdir(folder))
        if wrong or names != [path.name for path in files] or not set(codes) <= {0, 2}:
            finding.faults.append(f"round {number}: exit {codes}, not fixed: {wrong}, in the folder: {names}")
    finding.text = f"{rounds} rounds: all fixed, nothing left over"
    return finding


def order(lab: Laboratory, tool: Tool) -> Finding:
    """W18. On the disk before it has its name, and the name on the disk before it is reported."""
    reference = lab.reference(tool)
    folder = str(reference.folder)
    steps = []
    for call in reference.calls:
        if folder not in call.text:
            continue
        if call.name in ("write", "pwrite64", "writev"):
            steps.append("write")
        elif call.name in ("fsync", "fdatasync"):
            steps.append("fsync of the folder" if f"<{folder}>" in call.text else "fsync")
        elif call.name.startswith("rename"):
            steps.append("exchange" if "RENAME_EXCHANGE" in call.text else "rename")
        elif call.name.startswith("unlink"):
            steps.append("unlink")
        elif call.name.startswith("open") and re.search(r"O_(WRONLY|RDWR|TRUNC)", call.text):
            steps.append(
                "open anew" if "O_EXCL" in call.text else "open and empty" if "O_TRUNC" in call.text else "open"
            )
    text = " → ".join(step for number, step in enumerate(steps) if number == 0 or step != steps[number - 1])
    finding = Finding(text)
    wanted_order = [step for step in steps if step in ("write", "fsync", "exchange", "fsync of the folder")]
    if list(dict.fromkeys(wanted_order)) != ["write", "fsync", "exchange", "fsync of the folder"]:
        finding.faults.append(f"the order is {text}")
    return finding


def stopped(lab: Laboratory, tool: Tool) -> Finding:
    """L8. Told to stop, at a random time."""
    finding = Finding("")
    generator = random.Random(0)
    count = 30
    folder = next(iter(lab.files(tool, 20, 4))).parent
    began = time.monotonic()
    lab.run(tool, folder)
    usual = time.monotonic() - began
    torn = left = by_signal = 0
    slowest = 0.0
    for number in range(count):
        files = lab.files(tool, 20, 4)
        folder = next(iter(files)).parent
        sent = (signal.SIGTERM, signal.SIGINT)[number % 2]
        process = lab.start(tool, [folder])
        time.sleep(generator.uniform(0, usual))
        process.send_signal(sent)
        ran = lab.wait(process)
        harmed = [path.name for path, states in files.items() if content(path) not in states]
        beside = sorted(set(os.listdir(folder)) - {path.name for path in files})
        torn += len(harmed)
        left += bool(beside)
        if ran.code == -sent:
            by_signal += 1
            slowest = max(slowest, ran.seconds)
        elif ran.code != 0:
            finding.faults.append(f"{sent.name}: exit {ran.code}, {ran.stderr.strip()}")
        again = lab.run(tool, folder)
        if again.code != 0 or any(content(path) != new for path, (_, new) in files.items()):
            finding.faults.append(f"{sent.name}: the next run does not put things right: exit {again.code}")
        if beside:
            finding.faults.append(f"{sent.name} leaves {beside}")
        if harmed:
            finding.faults.append(f"{sent.name} tears {harmed}")
        clear(next(iter(files)))
    if slowest > 1:
        finding.faults.append(f"it takes {slowest:.3f} s to stop")
    finding.text = f"{torn} torn and {left} with a temporary file left, of {count}"
    finding.notes.append(f"{by_signal} ended by the signal, the slowest after {slowest * 1000:.0f} ms")
    return finding


PARTS: dict[str, tuple[str, Callable[[Laboratory, Tool], Finding]]] = {
    "W1": ("killed at each system call", killed),
    "W2": ("each system call fails, in seven ways", failing),
    "W3": ("disk full (tmpfs of 256 kB)", full_disk),
    "W4": ("links, mode, owner, attributes, access lists", metadata),
    "W5": ("somebody else saves meanwhile", concurrent_edits),
    "W6": ("files that cannot be fixed", bad_files),
    "W7-W10, W13": ("idempotent, confined, same documents", the_bytes),
    "W11, W12": ("nothing to fix", nothing_to_do),
    "W17": ("two runs at once", two_at_once),
    "W18": ("order of steps", order),
    "L8": ("SIGTERM and SIGINT at random times", stopped),
}
# Without strace there is no way to do these.
WITH_STRACE = ("W1", "W2", "W5", "W6", "W11, W12", "W18")


# --- The run ---------------------------------------------------------------------------------------------------------


def strace_reason(lab: Laboratory) -> str | None:
    """Why strace cannot be used here, if it cannot."""
    if not shutil.which("strace"):
        return "strace is not installed"
    said = first_line("strace", "--version") or ""
    version = re.search(r"version (\d+)", said)
    if not version or int(version[1]) < 6:
        return f"strace 6 is needed, and this is: {said}"
    command = [*strace(lab.base / "probe.log", "openat", "openat:signal=SIGKILL:when=1"), "true"]
    if subprocess.run(command, capture_output=True, check=False).returncode != -signal.SIGKILL:
        return "strace may not trace here"
    return None


def measure(lab: Laboratory, tools: list[Tool], parts: list[str], quiet: bool) -> dict[str, dict[str, dict]]:
    """Runs the parts, and tells of each as it ends."""
    no_strace = strace_reason(lab)
    results: dict[str, dict[str, dict]] = {}
    for part in parts:
        title, work = PARTS[part]
        for tool in tools:
            began = time.monotonic()
            try:
                if no_strace and part in WITH_STRACE:
                    raise Skipped(no_strace)
                finding = work(lab, tool)
                state = "measured" if not tool.ours else "FAILED" if finding.faults else "ok"
            except Skipped as reason:
                finding, state = Finding(str(reason)), "skipped"
            except AssertionError as fault:
                finding, state = Finding("not measured", faults=[str(fault)]), "FAILED" if tool.ours else "skipped"
            seconds = time.monotonic() - began
            results.setdefault(part, {})[tool.key] = {"state": state, "seconds": round(seconds, 1)} | vars(finding)
            if not quiet:
                print(f"{state:8} {part:12} {tool.title:22} {finding.text}  [{seconds:.1f} s]", flush=True)
                for note in finding.notes:
                    print(f"{'':22}{note}")
                for fault in finding.faults if state == "FAILED" else []:
                    print(f"{'':22}FAULT: {fault}")
    return results


def markdown(tools: list[Tool], results: dict[str, dict[str, dict]]) -> str:
    """The results side by side."""
    lines = ["| | | " + " | ".join(f"`{tool.title}`" for tool in tools) + " |"]
    lines.append("|---|---|" + "---|" * len(tools))
    for part, row in results.items():
        cells = []
        for tool in tools:
            result = row[tool.key]
            cells.append("–" if result["state"] == "skipped" else result["text"])
        lines.append(f"| {part} | {PARTS[part][0]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", action="append", choices=["corplint", "ruff", "typos"], help="may be repeated")
    parser.add_argument("--all", action="store_true", help="every tool that is installed")
    parser.add_argument("--install-peers", action="store_true", help="ruff and typos from PyPI, for this run only")
    parser.add_argument("--part", action="append", metavar="PART", help=f"one of {', '.join(PARTS)}; may be repeated")
    parser.add_argument("--binary", type=Path, help="the corplint to test, in place of a debug build")
    parser.add_argument("--jobs", type=int, default=min(4, os.cpu_count() or 1), help="so many runs at a time")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    parser.add_argument("--markdown", action="store_true", help="print the results as a table at the end")
    parser.add_argument("--keep", action="store_true", help="keep all files, to look at them")
    options = parser.parse_args()
    for part in set(options.part or []) - {name for part in PARTS for name in part.split(", ")}:
        parser.error(f"there is no part {part}")
    return options


def built() -> Path:
    """A debug build of the sources beside this script."""
    subprocess.run(["cargo", "build", "--quiet", "--locked"], cwd=ROOT, check=True)
    return ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "debug" / "corplint"


def main() -> int:
    if len(sys.argv) == 5 and sys.argv[1] == "--on-a-small-disk":
        on_a_small_disk(*sys.argv[2:])
        return 0
    options = arguments()
    if not sys.platform.startswith("linux"):
        print("skipped: this needs Linux")
        return 0
    wanted_parts = [part for part in PARTS if not options.part or set(options.part) & set(part.split(", "))]
    with contextlib.ExitStack() as stack:
        base = Path(tempfile.mkdtemp(prefix="crash-safety-"))
        base.chmod(0o755)
        if not options.keep:
            stack.callback(shutil.rmtree, base, ignore_errors=True)
        lab = Laboratory(base.resolve(), max(1, options.jobs))
        peers = install_peers(base) if options.install_peers else None
        binary = options.binary.resolve() if options.binary else built()
        names = options.tool or ["corplint"]
        tools = [tool for tool in find_tools(binary, peers) if options.all or tool.key.partition("-")[0] in names]
        for name in set(names) - {tool.key.partition("-")[0] for tool in tools}:
            print(f"skipped: {name} is not installed")
        began = time.monotonic()
        results = measure(lab, tools, wanted_parts, quiet=options.json)
        seconds = time.monotonic() - began
    failed = sum(result["state"] == "FAILED" for row in results.values() for result in row.values())
    if options.json:
        versions = {tool.key: tool.version for tool in tools}
        print(json.dumps({"versions": versions, "seconds": round(seconds, 1), "parts": results}, indent=1))
    elif options.markdown:
        print(f"\n{markdown(tools, results)}\n")
        print(
            ", ".join(dict.fromkeys(tool.version for tool in tools)), first_line("strace", "--version") or "", sep="; "
        )
    if not options.json:
        print(f"{plural(failed, 'part')} failed, {seconds:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
