"""What the house rules read: manifests, modules and files of the project."""

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
NAMES = sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


@functools.cache
def manifest(addon: str) -> dict:
    """The manifest of one of our add-ons."""
    return ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())


@functools.cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(), str(path))


def python_files(addon: str, folder: str = "") -> list[Path]:
    """Python files of an add-on, or of one of its folders."""
    return sorted((ADDONS / addon / folder).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Absolute names of the modules a file imports (relative ones left out)."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


class ModelClass:
    """A model declared in a file, as far as its source tells."""

    def __init__(self, addon: str, path: Path, node: ast.ClassDef):
        self.addon = addon
        self.path = path
        self.node = node
        self.values = {}
        self.fields = {}
        for item in node.body:
            target = _assigned(item)
            if target is None:
                continue
            value = item.value
            if isinstance(value, ast.Call) and _dotted(value).startswith("fields."):
                self.fields[target] = value
            else:
                try:
                    self.values[target] = ast.literal_eval(value)
                except (ValueError, TypeError):
                    self.values[target] = value

    @property
    def name(self) -> str | None:
        """The model's name when the class creates one.

        A class that mixes one of ours into a core model names it, and makes none.
        """
        name = self.values.get("_name")
        return None if name in self.extends else name

    @property
    def extends(self) -> list[str]:
        """The models it inherits from."""
        given = self.values.get("_inherit") or []
        return [given] if isinstance(given, str) else list(given)

    @property
    def kind(self) -> str:
        """``Model``, ``TransientModel`` or ``AbstractModel``."""
        return ast.unparse(self.node.bases[0]).removeprefix("models.")


def _assigned(item: ast.stmt) -> str | None:
    if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
        return item.targets[0].id
    if isinstance(item, ast.AnnAssign) and item.value is not None:
        return ast.unparse(item.target)
    return None


def _dotted(call: ast.Call) -> str:
    return ast.unparse(call.func)


@functools.cache
def model_classes() -> tuple[ModelClass, ...]:
    """Every model class of the suite, tests left out."""
    found = []
    for addon in NAMES:
        for path in python_files(addon):
            if "tests" in path.parts:
                continue
            for node in tree(path).body:
                if isinstance(node, ast.ClassDef) and node.bases:
                    base = ast.unparse(node.bases[0])
                    if base.startswith("models."):
                        found.append(ModelClass(addon, path, node))
    return tuple(found)


@functools.cache
def tracked_files() -> tuple[Path, ...]:
    """Files of the project: what git tracks or would."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(
        path for line in listed.splitlines() if (path := ROOT / line).is_file()
    )
