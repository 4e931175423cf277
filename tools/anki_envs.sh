#!/bin/sh
# Make an environment for each old Anki that tests/anki runs against: .venvs/anki-VERSION, from its lock file, and
# .venv-aqt with the real program for tests/gui.
# Does nothing where the environment is already the one of the lock file. A new version: add its lock file with
#   echo anki==VERSION | uv pip compile - --universal --python-version 3.11 --generate-hashes \
#     --no-header --no-annotate -o requirements/anki-VERSION.txt
set -eu
cd "$(dirname "$0")/.."
for lock in requirements/anki-*.txt requirements/aqt.txt; do
    name=$(basename "$lock" .txt)
    env=.venvs/$name
    if [ "$name" = aqt ]; then env=.venv-aqt; fi
    if cmp -s "$lock" "$env/lock.txt"; then continue; fi
    echo "making $env" >&2
    rm -rf "$env"
    "${PYTHON:-python3}" -m venv "$env"
    "$env/bin/python" -m pip --disable-pip-version-check install -q --require-hashes -r "$lock"
    cp "$lock" "$env/lock.txt"  # last: an interrupted run begins again
done
