"""What forges and editors run: problems as annotations, the action's scripts, hooks, schemas, completion."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.test_release import deckgen

ROOT = Path(__file__).parents[1]
# Keeps what it is called with; GitHub's own program needs GitHub.
GH = '#!/bin/sh\necho "$@" >> "$CALLS"\nfor a; do case $a in body=@*) cat "${a#body=@}" >> "$CALLS";; esac; done\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    deckgen(tmp_path, "new", "deck")
    return tmp_path / "deck"


def run_step(name: str, project: Path, gh: str = GH, **env: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """A script of the action in `project`, as GitHub would call it; what it asked of `gh` and wrote to its files."""
    bin_ = project.parent / "bin"
    bin_.mkdir(exist_ok=True)
    (bin_ / "gh").write_text(gh)
    (bin_ / "gh").chmod(0o755)
    calls = project.parent / "calls"
    path = f"{bin_}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    env = {"CALLS": str(calls), "GITHUB_REPOSITORY": "o/r", "GH_TOKEN": "x", "PATH": path, **env}
    env |= {key: str(calls) for key in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    script = ROOT / "tools/action" / f"{name}.sh"
    done = subprocess.run(["bash", script], cwd=project, env={**os.environ, **env}, capture_output=True, text=True)
    return done, calls.read_text() if calls.exists() else ""


def git(project: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments], cwd=project, check=True)


def test_problems_as_githubs_workflow_commands(project: Path, monkeypatch: pytest.MonkeyPatch):
    (project / "content/first-steps/more.md").write_text("## 100%, or: less? {#a, b}\n\nx\n")
    place = "file=content/first-steps/more.md,line=1,col="
    done = deckgen(project, "check", "--format", "github", check=False)
    first, second = done.stdout.splitlines()
    assert done.returncode == 1
    assert first.startswith(f"::error {place}1,title=deckgen bad-id::the id 'a,' is malformed: lower")
    assert second.startswith(f"::error {place}") and "%0Ahint: " in second
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.parent))
    done = deckgen(project, "check", "--format", "github", check=False)
    assert "::error file=deck/content/first-steps/more.md,line=1" in done.stdout


def test_a_pull_request_gets_one_comment(project: Path):
    done, calls = run_step("comment", project, PULL_REQUEST="7")
    assert done.returncode == 0, done.stderr
    assert "--method POST repos/o/r/issues/7/comments" in calls and "**Deck:** unreleased → 0.1.0: 4 new" in calls
    found = GH + 'case "$*" in *--paginate*) echo 42;; esac\n'
    _, calls = run_step("comment", project, found, PULL_REQUEST="7")
    assert "--method PATCH repos/o/r/issues/comments/42" in calls
    done, _ = run_step("comment", project, "#!/bin/sh\nexit 1\n", PULL_REQUEST="7")
    assert done.returncode == 0 and "::notice::no comment" in done.stdout


def test_a_tag_publishes_package_feed_and_site(project: Path):
    git(project, "init", "-q")
    deckgen(project, "release")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "0.1.0")
    done, calls = run_step("release", project, "#!/bin/sh\n[ $2 != view ] || exit 1\n" + GH, GITHUB_REF_NAME="v0.1.0")
    assert done.returncode == 0, done.stderr
    assert "release create v0.1.0 output/deck-0.1.0.apkg" in calls and "\nversion=0.1.0\n" in calls
    pages = project / "output/site"
    assert all((pages / name).is_file() for name in ("index.html", "feed.json", "deckgen-sync.ankiaddon"))
    done, _ = run_step("release", project, GITHUB_REF_NAME="v10.1.0")
    assert done.returncode == 1 and "the tag v10.1.0 is not version 0.1.0" in done.stdout


def test_a_tag_whose_content_was_not_released_fails(project: Path):
    git(project, "init", "-q")
    deckgen(project, "release")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "0.1.0")
    (project / "content/first-steps/more.md").write_text("## What is new? {#new}\n\nThis.\n")
    done, calls = run_step("release", project, GITHUB_REF_NAME="v0.1.0")
    assert done.returncode == 1 and "are not one release" in done.stdout and not calls


def test_the_actions_steps_name_scripts_and_inputs_that_exist():
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    text = (ROOT / "action.yml").read_text()
    for step in action["runs"]["steps"]:
        for word in step.get("run", "").replace('"', " ").split():
            if word.startswith("$GITHUB_ACTION_PATH/"):
                assert (ROOT / word.removeprefix("$GITHUB_ACTION_PATH/")).is_file()
    assert all(f"inputs.{name} " in text for name in action["inputs"])
    workflow = yaml.safe_load((ROOT / "docs/ci/deck.yml").read_text())
    outputs = {step.get("id"): step for step in workflow["jobs"]["deck"]["steps"]}
    assert outputs["deck"]["uses"].startswith("OWNER/deckgen@") and "pages" in action["outputs"]


def test_the_hooks_run_commands_that_exist(project: Path):
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text()):
        assert hook["language"] == "python" and not hook["pass_filenames"]
        assert deckgen(project, *hook["entry"].split()[1:]).returncode == 0


@pytest.mark.parametrize("name", ["deck", "notetype", "questions"])
def test_schema_prints_what_the_package_holds(tmp_path: Path, name: str):
    assert deckgen(tmp_path, "schema", name).stdout == (ROOT / f"deckgen/schemas/{name}.json").read_text()


@pytest.mark.parametrize(("shell", "word"), [("bash", "1"), ("zsh", "1"), ("fish", "bui")])
def test_the_shell_completes_commands(tmp_path: Path, shell: str, word: str, monkeypatch: pytest.MonkeyPatch):
    for key, value in {
        "_DECKGEN_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": "deckgen bui",
        "COMP_CWORD": word,
    }.items():
        monkeypatch.setenv(key, value)
    assert "build" in deckgen(tmp_path, check=False).stdout
