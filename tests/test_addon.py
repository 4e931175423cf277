"""What the add-on is made of: the packed file, the imports, and the oldest Python it runs in."""

from __future__ import annotations

import ast
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from deckgen import __version__
from deckgen.commands.addon import addon, packed

FOLDER = Path(__file__).parent.parent / "deckgen" / "addon"
MODULES = sorted(FOLDER.glob("*.py"))


def test_the_packed_file_is_the_folder_as_it_lies(tmp_path: Path) -> None:
    assert CliRunner().invoke(addon, ["-o", str(tmp_path / "a.ankiaddon")]).exit_code == 0
    assert (tmp_path / "a.ankiaddon").read_bytes() == packed()
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    kept = (".py", ".json", ".md")
    assert held == {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.suffix in kept}


def test_the_manifest_says_what_anki_asks() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["package"], manifest["name"]) == ("deckgen_sync", "Deckgen Sync")
    assert (manifest["min_point_version"], manifest["human_version"]) == (240600, __version__)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_needs_python_3_9_the_standard_library_and_anki_alone(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))
    outside = {
        node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level
    }
    outside |= {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    assert outside <= sys.stdlib_module_names | {"anki", "aqt"}
    windows = {"ui.py", "flow.py", "dialogs.py", "__init__.py"}
    if path.name not in windows:  # these work on a collection without Anki's program
        assert "aqt" not in outside
