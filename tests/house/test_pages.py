"""A page says no sentence that an address brought."""

import ast

import pytest
from house.source import ADDONS, tree

FILES = sorted(
    path
    for path in ADDONS.glob("*/controllers/*.py")
    if path.name not in ("__init__.py", "forms.py")
)
TOLD = {"error", "message", "oe_error", "oe_message", "given"}


def routes(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef) and any(
            "http.route" in ast.unparse(decorator) for decorator in node.decorator_list
        ):
            yield node


def test_there_are_pages():
    assert sum(len(list(routes(path))) for path in FILES) > 20


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_no_route_takes_a_sentence(path):
    for function in routes(path):
        names = {arg.arg for arg in (*function.args.args, *function.args.kwonlyargs)}
        assert not names & TOLD, function.name
