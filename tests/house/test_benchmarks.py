"""Measurements say how to run them, assert no time and have a recorded result."""

import ast

import pytest
from house.source import ROOT, tree

FOLDER = ROOT / "benchmarks"
FILES = sorted(FOLDER.glob("bench_*.py"))


def test_there_are_measurements():
    assert {"bench_setup", "bench_invoicing"} <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_docstring_tells_the_command(path):
    name = path.stem.removeprefix("bench_")
    assert f"Run: bin/oe bench {name}" in ast.get_docstring(tree(path))


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem
)
def test_nothing_is_asserted(path):
    assert not [node for node in ast.walk(tree(path)) if isinstance(node, ast.Assert)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_result_is_recorded(path):
    name = path.stem.removeprefix("bench_")
    assert f"bin/oe bench {name}" in (FOLDER / "RESULTS.md").read_text()
