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


def _classes():
    """(file, class, its bases, its methods) of every controller."""
    for path in FILES:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base) for base in node.bases}
                names = {
                    item.name for item in node.body if isinstance(item, ast.FunctionDef)
                }
                yield path, node.name, bases, names


def test_no_two_controllers_use_one_name():
    """Odoo makes one class of them all: a name used twice calls the other one."""
    classes = {name: (bases, methods) for _path, name, bases, methods in _classes()}

    def ancestors(name):
        bases = classes[name][0] & set(classes)
        return bases.union(*(ancestors(base) for base in bases))

    clashes = [
        (one, two, methods & classes[two][1])
        for one, (_bases, methods) in classes.items()
        for two in classes
        if one < two
        and methods & classes[two][1]
        and one not in ancestors(two)
        and two not in ancestors(one)
    ]
    assert not clashes
