"""Answers many `dvc … diff --json` in one process: starting DVC takes longer than a diff.

Reads a JSON list of {folder, args}; writes a JSON list of {rows, errors}, where NaN is the text "NaN".
"""

import contextlib
import json
import os
import sys
import tempfile

from dvc.cli import main


@contextlib.contextmanager
def into(descriptor, file):
    kept = os.dup(descriptor)
    os.dup2(file.fileno(), descriptor)
    try:
        yield
    finally:
        os.dup2(kept, descriptor)
        os.close(kept)


def answer(folder, args):
    os.chdir(folder)
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        with into(1, output), into(2, errors):
            main(args)
            sys.stdout.flush()
            sys.stderr.flush()
        output.seek(0)
        errors.seek(0)
        rows = json.loads(output.read() or "null", parse_constant=str)
        return {"rows": rows, "errors": errors.read()}


asked = json.load(sys.stdin)
answers = [answer(**one) for one in asked]
json.dump(answers, sys.stdout)
