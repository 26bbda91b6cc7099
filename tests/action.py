#!/usr/bin/env python3
"""Runs the steps of action.yml as the runner of GitHub does: inputs with their defaults, expressions in `env`, `if` and
`with`, outputs by way of $GITHUB_OUTPUT. Steps that use other actions are not run, but told.

    python3 tests/action.py CORPLINT [WHEELS]

WHEELS is a folder that stands in the place of a registry.

Needs the Python package PyYAML; tests/actions.sh brings it.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
CLEAN = "<<<FILE>>> a lang=en\nA quiet sentence about the harbour.\n"
ERROR = "<<<file>>> b lang=en\nAnother sentence, about the bridge.\n"
WARNING = "<<<FILE>>> c lang=en\n"
FAILED = 0
REGISTRY = {"PIP_NO_INDEX": "1"}


def check(what, good, detail=""):
    global FAILED
    FAILED += not good
    print(f"{'ok     ' if good else 'FAILED '} {what}" + ("" if good else f": {detail}"))


def evaluate(expression, contexts):
    """An expression of a workflow, of the few kinds that the action has."""

    def lookup(match):
        value = contexts
        for part in match.group(0).split("."):
            value = value.get(part, "") if isinstance(value, dict) else ""
        return repr(value)

    text = re.sub(r"\b(?:inputs|steps|github)(?:\.[A-Za-z_][\w-]*)+", lookup, expression)
    return eval(text.replace("&&", " and ").replace("||", " or "), {"__builtins__": {}})


def expand(text, contexts):
    return re.sub(r"\$\{\{(.*?)\}\}", lambda match: str(evaluate(match.group(1).strip(), contexts)), str(text))


class Run:
    """One use of the action, in a new workspace with these files."""

    def __init__(self, files, event="push", fork=False, **inputs):
        self.folder = tempfile.TemporaryDirectory()
        self.workspace = Path(self.folder.name) / "workspace"
        self.temporary = Path(self.folder.name) / "temp"
        self.temporary.mkdir()
        self.workspace.mkdir()
        for name, text in files.items():
            path = self.workspace / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        values = {name: str(data.get("default", "")) for name, data in ACTION["inputs"].items()}
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert set(given) <= set(values), f"no such input: {set(given) - set(values)}"
        values.update(given)
        head = {"repo": {"full_name": "somebody/fork" if fork else "us/corpora"}}
        steps = {}
        contexts = {"inputs": values, "steps": steps, "github": {
            "event_name": event, "repository": "us/corpora", "event": {"pull_request": {"head": head}}}}
        self.used, self.log, self.code = [], "", 0
        self.summary = self.temporary / "summary.md"
        for step in ACTION["runs"]["steps"]:
            if "if" in step and not evaluate(step["if"], contexts):
                continue
            if "uses" in step:
                self.used.append({name: expand(value, contexts) for name, value in step["with"].items()})
                continue
            self.code = self.run(step, contexts, steps)
            if self.code != 0:
                break
        self.outputs = {name: expand(data["value"], contexts) for name, data in ACTION["outputs"].items()}

    def run(self, step, contexts, steps):
        output = self.temporary / "output"
        output.write_text("")
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.temporary), "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_WORKSPACE": str(self.workspace), "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.summary), "RUNNER_TEMP": str(self.temporary), **REGISTRY,
        }
        environment.update({name: expand(value, contexts) for name, value in step.get("env", {}).items()})
        assert step["shell"] == "bash" and "${{" not in step["run"], step
        done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                              cwd=self.workspace, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
        self.log += (done.stdout + done.stderr).decode()
        if "id" in step:
            lines = output.read_text().splitlines()
            steps[step["id"]] = {"outputs": dict(line.split("=", 1) for line in lines)}
        return done.returncode

    def left(self):
        """What is in the workspace and beside it."""
        return sorted(path.name for folder in (self.workspace, self.workspace.parent) for path in folder.iterdir())


def main():
    corplint = str(Path(sys.argv[1]).resolve())

    run = Run({"drop/a.corpus": CLEAN}, executable=corplint)
    check("a clean corpus passes", run.code == 0, run.log)
    counts = [run.outputs[name] for name in ("verdict", "exit-code", "documents", "errors", "warnings", "infos")]
    check("its outputs", counts == ["passed", "0", "1", "0", "0", "0"], counts)
    check("nothing is uploaded that nobody asked for", run.used == [], run.used)
    check("nothing is left in the workspace", run.left() == ["drop", "temp", "workspace"], run.left())
    check("the summary of the job", "corplint" in run.summary.read_text(), "it is empty")

    files = {"drop/a.corpus": CLEAN, "drop/b.corpus": ERROR, "drop/c.corpus": WARNING, "else/d.corpus": ERROR.replace(" b ", " d ").replace("bridge", "lighthouse")}
    run = Run(files, executable=corplint, paths="drop\n", upload_sarif="true")
    check("an error fails", run.code == 1, run.log)
    counts = [run.outputs[name] for name in ("verdict", "exit-code", "documents", "errors", "warnings")]
    check("its outputs", counts == ["failed", "1", "3", "1", "1"], counts)
    check("annotations", re.search(r"^::error .*file=drop/b\.corpus,", run.log, re.MULTILINE), run.log)
    sarif = [Path(used["sarif_file"]) for used in run.used]
    check("the report is uploaded although the step fails", [path.is_file() for path in sarif] == [True], run.used)
    check("and is the one of the outputs", run.outputs["sarif-file"] == str(sarif[0]), run.outputs)

    run = Run(files, executable=corplint, upload_sarif="true", event="pull_request")
    check("a pull request of the repository uploads", len(run.used) == 1, run.used)
    run = Run(files, executable=corplint, upload_sarif="true", event="pull_request", fork=True)
    check("a pull request of a fork does not", run.used == [] and run.code == 1, run.used)

    run = Run(files, executable=corplint, paths="drop/c.corpus", fail_on="warning")
    check("fail-on", (run.code, run.outputs["verdict"]) == (1, "failed"), run.log)
    run = Run(files, executable=corplint, paths="drop/b.corpus", fail_on="never")
    check("fail-on never", (run.code, run.outputs["errors"]) == (0, "1"), run.log)
    run = Run(files, executable=corplint, paths="drop\nelse", args="--ignore\nmarker-case,empty-document\n")
    check("arguments and paths, one a line", (run.code, run.outputs["documents"]) == (0, "4"), run.log)
    run = Run({**files, "sub/strict.toml": "fail-on = \"warning\"\n", "sub/c.corpus": WARNING}, executable=corplint,
              working_directory="sub", config="strict.toml", sarif_file="x.sarif", html_file="x.html")
    check("working directory, configuration and reports", run.code == 1
          and (run.workspace / "sub/x.sarif").is_file() and (run.workspace / "sub/x.html").is_file(), run.log)
    check("the SARIF report speaks of the workspace", "\"sub/c.corpus\"" in
          (run.workspace / "sub/x.sarif").read_text(), run.outputs)

    run = Run(files, executable=corplint, paths="no-such-folder", upload_sarif="true")
    check("what cannot be checked is not decided", (run.code, run.outputs["verdict"]) == (2, "not decided"), run.log)
    run = Run(files, executable=corplint, args="--no-such-flag", upload_sarif="true")
    check("a mistake in the arguments too, and uploads nothing",
          (run.code, run.outputs["sarif-file"], run.outputs["errors"], run.used) == (2, "", "", []), run.log)
    run = Run(files, executable="/no/such/program")
    check("a program that is not there", run.code == 2 and "names no program" in run.log, run.log)
    run = Run(files, version="1.0; touch pwned")
    check("a version that is none", run.code == 2 and "no version" in run.log, run.log)

    if len(sys.argv) > 2:
        REGISTRY["PIP_FIND_LINKS"] = str(Path(sys.argv[2]).resolve())
        for version in ("", "latest"):
            run = Run(files, paths="drop/a.corpus", version=version)
            check(f"installed from the wheel, version {version!r}", (run.code, run.outputs["verdict"]) == (0, "passed"), run.log)
        run = Run(files, version="99.0")
        check("a version that nobody has", run.code != 0 and run.outputs["verdict"] == "", run.log)

    blocks = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    shown = [step for block in blocks for step in yaml.safe_load(block).get("steps", []) if "corplint@" in step["uses"]]
    check("the README shows the action", len(shown) == 1, blocks)
    for step in shown:
        inputs = {name: {True: "true", False: "false"}.get(value, value) for name, value in step["with"].items()}
        run = Run(files, executable=corplint, **inputs)
        check("and it runs as shown there", (run.code, len(run.used)) == (1, 1), run.log)

    # Inputs that would be commands, options or outputs if they were anywhere taken for text of a script.
    hostile = ["$(touch pwned)", "`touch pwned`", "; touch pwned", "'; touch pwned; '", "\"; touch pwned; \"",
               "${{ github.token }}", "-o/pwned", "--fail-on=never", "--config=/pwned", "*", "a\nverdict=passed", "a\r\n::error::x", "%0A::x"]
    good = True
    for text in hostile:
        for name in ("paths", "config", "fail_on", "args", "sarif_file", "html_file", "working_directory", "version",
                     "executable"):
            inputs = {"executable": corplint, name: text}
            if name == "version":
                del inputs["executable"]
                text = text + ";"
            run = Run(files, **inputs)
            bad = "pwned" in run.left() or Path("/pwned").exists()
            if bad or "::error::x" in run.log.splitlines() or (
                    run.code == 0 and (name, text) not in (("args", "--fail-on=never"), ("paths", "*"))
                    and name not in ("html_file", "sarif_file")):
                good = False
                check(f"input {name} of {text!r}", False, (run.code, bad, run.log[-300:]))
    check(f"{len(hostile)} hostile texts in nine inputs become nothing but text", good)
    sys.exit(FAILED > 0)


if __name__ == "__main__":
    main()
