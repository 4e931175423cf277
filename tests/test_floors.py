"""A module imports its own floor and lower ones; only project, output and the top touch the disk."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "deckgen"
FLOORS = {  # what is not named here is a stage (floor 1)
    0: {"problem", "model", "version", "ledger", "addon"},
    2: {"project", "output", "cache", "inputs"},
    3: {"build", "jobs", "feed", "publish", "stats", "review"},
    4: {"session", "preview", "watch", "entries", "searchindex", "site", "importers", "export"},
    9: {"cli", "commands", "__main__", "__init__"},
}
DOORS = {"project", "output", "cache", "inputs", "publish", "commands", "addon", "apkg", "rehearse", "watch"}
FILES = {"importers/source.py", "importers/archive.py", "preview.py"}  # doors within a room; preview: its own page
MODULES = sorted(path for path in ROOT.rglob("*.py"))


def floor(name: str) -> int:
    return next((number for number, names in FLOORS.items() if name in names), 1)


def imported(tree: ast.AST) -> set[str]:
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {
        f"deckgen.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "deckgen"
        for alias in node.names
    }
    return {name.split(".")[1] for name in names if name and name.startswith("deckgen.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down(path: Path):
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    uses = imported(ast.parse(path.read_text()))
    allowed = {"addon"} if room == "addon" else {name for name in uses if floor(name) <= floor(room)}
    assert uses <= allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_doors_touch_the_disk(path: Path):
    text = path.read_text()
    inside = path.relative_to(ROOT)
    if inside.parts[0].removesuffix(".py") not in DOORS and inside.as_posix() not in FILES:
        assert not any(word in text for word in ("open(", "read_text(", "read_bytes(", "write_text(", "write_bytes("))
