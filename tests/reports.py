#!/usr/bin/env python3
"""All reports of one run over 100,000 documents with planted faults: each is read by its consumer's own schema or
parser, and all of them must count what was planted.

    python3 tests/reports.py [--documents N] [--keep DIR]

What is not installed is said and skipped: xmllint (JUnit by its XML schema), the Python package jsonschema (SARIF by
its JSON schema), and a headless Chromium (the page: no script error, nothing loaded, findings shown and filtered). The
program is the one that CORPLINT names, or else what `cargo build` makes.
"""

import argparse
import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ["human", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson",
           "azure", "markdown", "html"]

SENTENCES = {
    "en": [
        "The last ferry of the day will leave an hour later from Monday.",
        "Nobody had expected so many visitors at the small museum.",
        "The council will look at the plans again in the spring.",
        "Rain is expected in the north, and the wind will turn west.",
    ],
    "de": [
        "Der Markt zieht im Sommer auf den Platz vor dem Rathaus.",
        "Niemand hatte mit so vielen Besuchern gerechnet.",
        "Die Brücke bleibt bis zum Frühjahr gesperrt.",
        "Im Norden wird es regnen, und der Wind dreht auf West.",
    ],
    "fr": [
        "Le moulin rouvre ses portes après deux ans de travaux.",
        "Personne ne s’attendait à voir autant de monde au musée.",
        "Le conseil examinera de nouveau les plans au printemps.",
        "Il pleuvra dans le nord, et le vent tournera à l’ouest.",
    ],
}

# What is planted: the rule, its severity, and one document in how many has it.
FAULTS = {
    "missing-id": ("error", 2_000),
    "duplicate-id": ("error", 1_000),
    "invalid-utf8": ("error", 700),
    "marker-case": ("error", 1_500),
    "empty-document": ("warning", 400),
    "trailing-comment-heading": ("warning", 19),
}


def document(number, fault, chance):
    """A document with one fault, or none."""
    language = chance.choice(["en", "de", "fr"])
    if fault == "trailing-comment-heading":
        language = "de"
    lines = []
    for _ in range(chance.randrange(1, 9)):
        lines.append(" ".join(chance.sample(SENTENCES[language], chance.randrange(1, 4))))
    text = "\n".join(lines).encode()
    identity = f"doc-{number:07}"
    if fault == "duplicate-id":
        identity = f"doc-{number - 1:07}"
    # The mark of the document makes its text another one than any other.
    text += f"\nNumber {number} of the series ends here.\n".encode()
    if fault == "empty-document":
        text = b""
    if fault == "invalid-utf8":
        text = text.replace(b"ends here", b"ends \xff here")
    if fault == "trailing-comment-heading":
        text += b"Kommentare\n"
    word = "File" if fault == "marker-case" else "FILE"
    source = f"Paper {number % 7}"
    date = f"{2020 + number % 5}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    identity = "" if fault == "missing-id" else f" {identity}"
    marker = f'<<<{word}>>>{identity} lang={language} date={date} source="{source}"\n'
    return marker.encode() + text


def generate(folder, documents):
    """Writes the drop; gives how many faults of each rule are in it, and how many files it has."""
    chance = random.Random(6)
    planted = Counter()
    files = 40
    clean_before = False
    for file in range(files):
        with open(folder / f"part-{file:03}.corpus", "wb") as out:
            for number in range(file * documents // files, (file + 1) * documents // files):
                fault = next((rule for place, (rule, (_, every)) in enumerate(FAULTS.items())
                              if number % every == (17 + place) % every), None)
                # A document can only have the id of another if that one has it itself.
                if fault == "duplicate-id" and not clean_before:
                    fault = None
                out.write(document(number, fault, chance))
                clean_before = fault is None
                planted[fault] += fault is not None
    planted.pop(None, None)
    return planted, files


class Checks:
    def __init__(self):
        self.failed = 0

    def equal(self, what, found, expected):
        good = found == expected
        self.failed += not good
        print(f"{'ok     ' if good else 'FAILED '} {what}" + ("" if good else f": {found!r} and not {expected!r}"))

    def skip(self, what, why):
        print(f"skipped {what}: {why}")


def number(text):
    return int(text.replace(",", ""))


def sums(text):
    """The numbers of a sentence: 3 errors, 1 warning and 2 infos."""
    found = {name: number(count) for count, name in re.findall(r"([\d,]+) (error|warning|info)s?\b", text)}
    return {name: found.get(name, 0) for name in ("error", "warning", "info")}


def annotations(lines, pattern, names):
    """The annotations of a log, by severity: those that are shown and those that are said to be left out."""
    counts = Counter()
    for line in lines:
        match = re.match(pattern, line)
        if match:
            severity = names[match.group(1)]
            left_out = re.search(r"more \w+[:;\]].*?([\d,]+) findings? not shown here", line)
            counts[severity] += number(left_out.group(1)) if left_out else 1
    return {name: counts[name] for name in ("error", "warning", "info")}


def check_sarif(path, rules, severities, checks):
    log = json.loads(path.read_text())
    run = log["runs"][0]
    counts = {name: run["properties"][f"{name}s"] for name in severities}
    checks.equal("sarif: counts", counts, severities)
    results = run["results"]
    checks.equal("sarif: results and those left out", len(results) + run["properties"]["leftOut"], sum(rules.values()))
    checks.equal("sarif: at most 5,000 results", len(results) <= 5_000, True)
    named = Counter(result["level"] for result in results)
    checks.equal("sarif: no error is left out for a warning",
                 named["error"] == severities["error"] or named["warning"] == 0, True)
    keys = [result["partialFingerprints"]["corplint/v1"] for result in results]
    checks.equal("sarif: fingerprints are different", len(set(keys)), len(results))
    checks.equal("sarif: at most 10 MB when compressed", len(gzip.compress(path.read_bytes())) < 10_000_000, True)
    try:
        import jsonschema
    except ImportError:
        checks.skip("sarif: the schema", "the Python package jsonschema is not installed")
        return
    schema = json.loads((ROOT / "tests/schemas/sarif-2.1.0.json").read_text())
    # Uniqueness of results is checked by comparing each with each; the fingerprints have told that already.
    schema["definitions"]["run"]["properties"]["results"].pop("uniqueItems", None)
    validator = jsonschema.Draft7Validator(schema)
    # Results of one rule are made alike, so some of each are enough.
    some, seen = [], Counter()
    for result in results:
        seen[result["ruleId"]] += 1
        if seen[result["ruleId"]] <= 50:
            some.append(result)
    run["results"] = some
    checks.equal("sarif: the schema", [error.message for error in validator.iter_errors(log)][:3], [])


def check_junit(path, files, severities, checks):
    root = ElementTree.parse(path).getroot()
    cases = root.findall(".//testcase")
    checks.equal("junit: a test case for each file", (len(cases), root.get("tests")), (files, str(files)))
    failures = root.findall(".//failure")
    checks.equal("junit: failures are counted", root.get("failures"), str(len(failures)))
    counts = {name: int(root.find(f".//property[@name='findings.{name}']").get("value")) for name in severities}
    checks.equal("junit: counts", counts, severities)
    if shutil.which("xmllint") is None:
        checks.skip("junit: the schema", "xmllint is not installed")
        return
    schema = ROOT / "tests/schemas/junit-10.xsd"
    result = subprocess.run(["xmllint", "--noout", "--schema", schema, path], capture_output=True, text=True)
    checks.equal("junit: the schema", (result.returncode, result.stderr.strip().split("\n")[-1][-9:]), (0, "validates"))


def check_html(path, severities, documents, folder, checks):
    page = path.read_text()
    tiles = dict((name, number(count)) for count, name in re.findall(r"<b>([\d,]+)</b>([a-z ]+)</li>", page))
    counts = {name: tiles[f"{name}s"] for name in severities}
    checks.equal("html: counts", (counts, tiles["documents"]), (severities, documents))
    opened = browse(path, folder)
    if opened is None:
        checks.skip("html: in a browser", "chromium is not installed")
        return
    page, errors, addresses = opened
    shown = min(sum(severities.values()), 1_000)
    checks.equal("html: findings in the browser", page.count("<article "), shown)
    said = re.search(r"<output[^>]*>([^<]*)</output>", page)
    checks.equal("html: its script has run", said and said.group(1), f"{shown:,} of {shown:,} shown")
    checks.equal("html: no script error, nothing refused", errors[:3], [])
    checks.equal("html: nothing is loaded", addresses[:3], [])
    # Somebody chooses a rule. To do that by a script, a copy of the page has to allow another one.
    text = re.sub(r"<meta http-equiv[^>]*>", "", path.read_text())
    chosen = "form.elements.rule.value = 'missing-id'; form.dispatchEvent(new Event('input'));"
    copy = folder / "filtered.html"
    copy.write_text(text.replace("</body>", f"<script>{chosen}</script></body>"))
    page, errors, _ = browse(copy, folder)
    rules = Counter(re.findall(r'<article id="f\d+" data-severity="\w+" data-rule="([a-z0-9-]+)">', page))
    of_rule = text.count('data-rule="missing-id"')
    checks.equal("html: a rule is chosen", (rules, errors), (Counter({"missing-id": of_rule}), []))


def browse(path, folder):
    """What a browser makes of a page: the page after its script has run, what is said on the console, and the addresses
    that were asked for. Nothing if there is no browser."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    browser = next(filter(shutil.which, names), None)
    if browser is None:
        return None
    said = ""
    # On a machine that is busy a browser may end without a word. It has not looked at the page then, so it is asked
    # again. A profile is never shared: the browser before may not have let go of it yet.
    for _ in range(3):
        with tempfile.TemporaryDirectory(dir=folder, prefix="browser-", ignore_cleanup_errors=True) as own:
            log = Path(own) / "net.json"
            command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                       f"--user-data-dir={Path(own) / 'profile'}", "--enable-logging=stderr", f"--log-net-log={log}",
                       "--dump-dom", path.as_uri()]
            try:
                result = subprocess.run(command, capture_output=True, text=True, timeout=90)
            except subprocess.TimeoutExpired:
                said = "no answer in 90 s"
                continue
            said = f"exit {result.returncode}, {result.stderr[-2_000:]}"
            if not result.stdout.strip() or not log.exists():
                continue
            try:
                addresses = requests(log)
            except json.JSONDecodeError:
                continue
            return result.stdout, [line for line in result.stderr.splitlines() if ":CONSOLE" in line], addresses
    sys.exit(f"{browser} shows nothing of {path.name}: {said}")


def requests(log):
    """The addresses that a browser has asked for."""
    events = json.loads(log.read_text())["events"]
    asked = [event.get("params", {}).get(key) for event in events for key in ("url", "host")]
    return [address for address in asked if address and not address.startswith(("file:", "data:", "chrome"))]


class Elements(HTMLParser):
    """The names of all elements of a page, each with the names of its attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.add((tag, *sorted(name for name, _ in attributes)))


HOSTILE = [
    "</script><script>console.error('run')</script>",
    "<img src=http://evil.example/x onerror=console.error('run')>",
    '" onmouseover="console.error(1)" x="',
    "' autofocus onfocus=console.error(1) '",
    "</title></style></mark></article><svg onload=console.error('run')>",
    "<!--",
    "<iframe srcdoc='<script>parent.console.error(1)</script>'></iframe>",
    "&lt;script&gt;",
    "<base href=http://evil.example/><link rel=stylesheet href=x>",
    "javascript:console.error('run')",
]


def check_hostile(folder, program, checks):
    """A page of text that would be something else has no element that the page of plain text does not have."""
    pages = []
    for name, dangers in (("plain", ["plain words"] * len(HOSTILE)), ("hostile", HOSTILE)):
        corpus = folder / f"{name}.corpus"
        with open(corpus, "wb") as out:
            for place, danger in enumerate(dangers):
                run = danger.replace(" ", "_").replace('"', "'")
                source = danger.replace('"', r"\"")
                for _ in range(2):
                    out.write(f'<<<FILE>>> {place}-{run} source="{source}"\n'.encode())
                    out.write(f"{danger}\nA text \xff {danger}\n".encode("latin-1"))
        page = folder / f"{name}.html"
        command = [program, "check", "--isolated", "--select", "duplicate-id,invalid-utf8", "--quiet", corpus.name,
                   "--output", f"html={page.name}"]
        subprocess.run(command, cwd=folder, capture_output=True, env={})
        pages.append(page)
    plain, hostile = (Elements(page.read_text()).found for page in pages)
    checks.equal("html: hostile text is text", hostile - plain, set())
    checks.equal("html: hostile text is shown", len(hostile) > 20, True)
    opened = browse(pages[1], folder)
    if opened is None:
        checks.skip("html: hostile text in a browser", "chromium is not installed")
        return
    page, errors, addresses = opened
    known = Elements(browse(pages[0], folder)[0]).found
    checks.equal("html: hostile text is text in the browser", Elements(page).found - known, set())
    checks.equal("html: nothing of it is run or loaded", (errors[:3], addresses[:3]), ([], []))


def check(folder, documents, program, checks):
    drop = folder / "drop"
    drop.mkdir()
    start = time.monotonic()
    planted, files = generate(drop, documents)
    size = sum(path.stat().st_size for path in drop.iterdir())
    print(f"{documents:,} documents in {files} files, {size / 1e6:.1f} MB, {time.monotonic() - start:.1f} s")
    severities = {name: sum(count for rule, count in planted.items() if FAULTS[rule][0] == name)
                  for name in ("error", "warning", "info")}

    start = time.monotonic()
    outputs = [argument for name in FORMATS for argument in ("--output", f"{name}={folder / name}")]
    # Reports are what is tested here, and not whether other rules have something to say.
    asked = ["check", "--isolated", "--select", ",".join(FAULTS), "drop"]
    command = [program, *asked, "--quiet", "--format", "concise", *outputs]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={})
    print(f"one run, {len(FORMATS)} reports and standard output: {time.monotonic() - start:.1f} s")
    checks.equal("exit code", (result.returncode, result.stderr), (1, ""))
    # Without --quiet the report for people has its last line.
    human = subprocess.run([program, *asked], cwd=folder, capture_output=True, text=True, env={})

    report = json.loads((folder / "json").read_text())
    by_rule = {row["rule"]: row["count"] for row in report["summary"]["by_rule"]}
    checks.equal("json: what was planted, and nothing else", by_rule, dict(planted))
    checks.equal("json: diagnostics", Counter(row["rule"] for row in report["diagnostics"]), planted)
    checks.equal("json: fingerprints are different",
                 len({row["fingerprint"] for row in report["diagnostics"]}), planted.total())
    lines = [json.loads(line) for line in (folder / "json-lines").read_text().splitlines()]
    checks.equal("json-lines: diagnostics, and a summary at the end",
                 (Counter(line["kind"] for line in lines), lines[-1]["findings"]),
                 (Counter(diagnostic=planted.total(), summary=1), severities))
    concise = (folder / "concise").read_text().splitlines()
    checks.equal("concise: lines",
                 Counter(re.search(r" \w+\[([a-z0-9-]+)\] ", line).group(1) for line in concise), planted)
    checks.equal("concise: standard output is the same", result.stdout.splitlines() == concise, True)
    checks.equal("human: the last line", sums(human.stdout.rstrip().splitlines()[-1]), severities)
    check_sarif(folder / "sarif", planted, severities, checks)
    github = annotations((folder / "github").read_text().splitlines(), r"::(\w+) ",
                         {"error": "error", "warning": "warning", "notice": "info"})
    checks.equal("github: annotations and those left out", github, severities)
    azure = annotations((folder / "azure").read_text().splitlines(), r"##vso\[task\.logissue type=(\w+);",
                        {"error": "error", "warning": "warning"})
    checks.equal("azure: annotations and those left out", azure, severities)
    gitlab = json.loads((folder / "gitlab").read_text())
    checks.equal("gitlab: issues", Counter(issue["check_name"] for issue in gitlab), planted)
    checks.equal("gitlab: fingerprints are different", len({issue["fingerprint"] for issue in gitlab}), planted.total())
    check_junit(folder / "junit", files, severities, checks)
    checkstyle = ElementTree.parse(folder / "checkstyle").getroot()
    checks.equal("checkstyle: errors",
                 Counter(error.get("source").split(".")[-1] for error in checkstyle.iter("error")), planted)
    rdjson = json.loads((folder / "rdjson").read_text())
    checks.equal("rdjson: diagnostics", Counter(row["code"]["value"] for row in rdjson["diagnostics"]), planted)
    table = re.findall(r"^\| \S+ \w+ \| `([a-z0-9-]+)` \| ([\d,]+) \|", (folder / "markdown").read_text(), re.M)
    checks.equal("markdown: the table", {rule: number(count) for rule, count in table}, dict(planted))
    checks.equal("markdown: at most 1 MiB", (folder / "markdown").stat().st_size < 1 << 20, True)
    # The page is given its ending, by which browsers know it.
    page = folder / "report.html"
    (folder / "html").rename(page)
    check_html(page, severities, documents, folder, checks)
    check_hostile(folder, program, checks)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--documents", type=int, default=100_000)
    arguments.add_argument("--keep", type=Path, help="a new folder for the drop and its reports")
    arguments = arguments.parse_args()
    program = os.environ.get("CORPLINT")
    if program is None:
        subprocess.run(["cargo", "build", "--quiet", "--locked"], cwd=ROOT, check=True)
        program = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "debug" / "corplint"
    program = str(Path(program).resolve())
    checks = Checks()
    start = time.monotonic()
    if arguments.keep:
        arguments.keep.mkdir(parents=True)
        check(arguments.keep.resolve(), arguments.documents, program, checks)
    else:
        with tempfile.TemporaryDirectory() as folder:
            check(Path(folder).resolve(), arguments.documents, program, checks)
    print(f"{'FAILED' if checks.failed else 'passed'} in {time.monotonic() - start:.0f} s")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
