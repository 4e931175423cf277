"""Builds of several sizes beside the baseline script: python benchmarks/builds.py [--sizes 545,10000] [--rounds 3].

Every scenario is a process of its own; baseline and deckgen take turns within each round, and medians are printed with
ratios to the baseline of the same run. Where `chrt` may be used, processes run before others' work on this machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.generate import generate

ROOT = Path(__file__).parent.parent
FIRST = ["chrt", "-f", "50"] if subprocess.run(["chrt", "-f", "50", "true"], check=False).returncode == 0 else []
DECKGEN = [sys.executable, "-m", "deckgen", "build"]
Figures = tuple[float, float, int]  # seconds, seconds of CPU, KiB


def measured(command: list[str], folder: Path) -> Figures:
    """Run a command; its wall and CPU time with its children's, and the largest process's memory."""
    out = folder / "figures"
    code = (
        "import resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "wall, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "open(sys.argv[1], 'w').write(f'{wall} {used.ru_utime + used.ru_stime} {used.ru_maxrss}')\n"
    )
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder.parent / "pyc")}
    subprocess.run([sys.executable, "-c", code, str(out), *FIRST, *command], cwd=folder, env=environment, check=True)
    wall, cpu, memory = out.read_text().split()
    return float(wall), float(cpu), int(memory)


def edit(folder: Path, number: int) -> None:
    """Change one question."""
    files = sorted(folder.glob("content/**/*.md"))
    path = files[number % len(files)]
    path.write_text(path.read_text().replace("### Pitfalls\n", f"### Pitfalls\nNot {number} ", 1))


def restyle(folder: Path, number: int) -> None:
    """Change one notetype's style."""
    path = folder / "templates/qa/style.css"
    path = path if path.is_file() else folder / "templates/style.css"
    path.write_text(path.read_text() + f"\n.card {{ outline: {number}px }}\n")


def rounds(folder: Path, count: int, large: bool) -> dict[str, list[Figures]]:
    found: dict[str, list[Figures]] = {}
    baseline = [sys.executable, str(ROOT / "benchmarks/baseline.py"), str(folder), str(folder / "baseline.apkg")]
    for number in range(count):
        found.setdefault("baseline", []).append(measured(baseline, folder))
        shutil.rmtree(folder / "output", ignore_errors=True)
        found.setdefault("cold", []).append(measured(DECKGEN, folder))
        if not large:
            shutil.rmtree(folder / "output", ignore_errors=True)
            found.setdefault("cold, one process", []).append(measured([*DECKGEN, "--jobs", "1"], folder))
        found.setdefault("nothing changed", []).append(measured(DECKGEN, folder))
        edit(folder, number)
        found.setdefault("one question changed", []).append(measured(DECKGEN, folder))
        restyle(folder, number)
        found.setdefault("one style changed", []).append(measured(DECKGEN, folder))
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", default="545,10000,100000")
    asked.add_argument("--rounds", type=int, default=3)
    options = asked.parse_args()
    print("| questions | | seconds | CPU seconds | MiB | package, MB | times as fast as the baseline |")
    print("|---|---|---|---|---|---|---|")
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory() as base:
            folder = Path(base) / "project"
            generate(folder, size)
            shutil.copytree(ROOT / "templates", folder / "templates")
            time.sleep(1)
            measured([*DECKGEN, "--help"], folder)
            large = size > 20_000  # the baseline only grows: once is enough
            found = rounds(folder, 1 if large else options.rounds, large)
            packages = {name: next(folder.glob("output/*.apkg")) for name in found}
            packages["baseline"] = folder / "baseline.apkg"
            line = statistics.median(each[0] for each in found["baseline"])
            for name, figures in found.items():
                wall, cpu, memory = (statistics.median(column) for column in zip(*figures, strict=True))
                megabytes = packages[name].stat().st_size / 1e6
                print(
                    f"| {size:,} | {name} | {wall:.2f} | {cpu:.2f} | {memory / 1024:.0f} | {megabytes:.1f} "
                    f"| {line / wall:.1f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
