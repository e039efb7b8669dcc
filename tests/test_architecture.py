"""The house rules that a program can check: who imports whom, sizes, names, docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspect_app import FEATURES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "inspect_app"
FILES = sorted(f for f in PACKAGE.rglob("*.py") if "versions" not in f.parts)
TREES = {file: ast.parse(file.read_text("utf-8")) for file in FILES}
BANNED = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)($|_)")
WEB = ("flask", "flask_wtf", "flask_babel", "werkzeug", "wtforms", "sqlalchemy", "flask_sqlalchemy")
PURE = ("rules.py", "items.py", "register.py", "document.py")
# What starts the app and what looks over the whole of it.
OVER_ALL = ("__init__.py", "cli.py", "checkup.py", "migrations/env.py")
# Each of these saves 40 MB or a second in the processes that do not need it.
LATE = {"cli.py": {"*"}, "checkup.py": {"*"}, "minutes/pdf.py": {"inspect_app.minutes.engine"}}
LATE["minutes/actions.py"] = {"inspect_app.minutes.authority", "inspect_app.minutes.signing"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
each_file = pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(PACKAGE)))


def name_of(file: Path) -> str:
    return str(file.relative_to(PACKAGE))


def imported(file: Path, node: ast.AST) -> list[str]:
    """The modules, absolute and with dots, that an import statement may mean."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    package = ["inspect_app", *file.relative_to(PACKAGE).parts[:-1]]
    base = package[: len(package) - node.level + 1] if node.level else []
    stem = ".".join([*base, *(node.module or "").split(".")]).rstrip(".")
    below = [f"{stem}.{alias.name}" for alias in node.names]
    own = [name for name in below if path_of(name)]
    return own or [stem]


def path_of(module: str) -> Path | None:
    """The file of one of our own modules."""
    stem = ROOT.joinpath(*module.split("."))
    options = (stem.with_suffix(".py"), stem / "__init__.py")
    return next((f for f in options if f in TREES), None) if "inspect_app" in module else None


def all_imports(file: Path) -> set[str]:
    return {name for node in ast.walk(TREES[file]) for name in imported(file, node)}


def feature(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "inspect_app" and parts[1:] and parts[1] in FEATURES else None


def functions(file: Path) -> Iterator[Function]:
    return (n for n in ast.walk(TREES[file]) if isinstance(n, Function))


def length(node: Function) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


@each_file
def test_imports_go_one_way(file: Path) -> None:
    own = file.relative_to(PACKAGE).parts[0]
    wanted = {name for name in map(feature, all_imports(file)) if name}
    if own in FEATURES:
        below = FEATURES[FEATURES.index(own) + 1 :]
        assert sorted(wanted & set(below)) == []
    elif name_of(file) not in OVER_ALL:
        assert wanted == set(), "what every feature uses knows no feature"


@pytest.mark.parametrize(
    "file", [f for f in FILES if f.name in PURE], ids=lambda f: str(f.relative_to(PACKAGE))
)
def test_rules_know_neither_web_nor_database_however_far_one_follows(file: Path) -> None:
    waiting, seen = [file], {file}
    while waiting:
        for module in all_imports(waiting.pop()):
            assert module.split(".")[0] not in WEB, module
            found = path_of(module)
            if found and found not in seen:
                waiting.append(found)
                seen.add(found)
    assert len(seen) > 1 or file.name in ("items.py", "rules.py", "document.py")


@each_file
def test_layers_know_only_what_is_below_them(file: Path) -> None:
    above = {
        "models.py": ("queries", "actions", "forms", "routes"),
        "queries.py": ("actions", "forms", "routes"),
        "actions.py": ("forms", "routes"),
        "forms.py": ("queries", "actions", "routes"),
    }.get(file.name, ())
    if feature("inspect_app." + file.relative_to(PACKAGE).parts[0]):
        assert [m for m in all_imports(file) if m.split(".")[-1] in above] == []


@each_file
def test_names_say_what_is_inside(file: Path) -> None:
    assert not any(BANNED.search(part.removesuffix(".py")) for part in file.relative_to(ROOT).parts)


@each_file
def test_a_file_has_at_most_250_lines(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= 250


@each_file
def test_a_function_has_at_most_40_lines(file: Path) -> None:
    assert [f"{f.name}: {length(f)}" for f in functions(file) if length(f) > 40] == []


@each_file
def test_every_module_says_what_is_in_it(file: Path) -> None:
    said = ast.get_docstring(TREES[file])
    assert said and said.rstrip().endswith(".")


@each_file
def test_every_public_function_says_what_it_gives(file: Path) -> None:
    if file.name == "routes.py":
        return
    silent = [
        node.name
        for node in TREES[file].body
        if isinstance(node, Function | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and not node.name.endswith("Form")
    ]
    assert silent == []


@each_file
def test_imports_stand_at_the_top(file: Path) -> None:
    hidden = {
        module
        for function in functions(file)
        for node in ast.walk(function)
        for module in imported(file, node)
    }
    allowed = LATE.get(name_of(file), set())
    assert hidden - allowed == set() or "*" in allowed


@pytest.mark.parametrize(
    "file", [f for f in FILES if f.name == "routes.py"], ids=lambda f: f.parts[-2]
)
def test_a_view_has_at_most_15_statements(file: Path) -> None:
    long = {f.name: sum(isinstance(n, ast.stmt) for n in ast.walk(f)) - 1 for f in functions(file)}
    assert {name: count for name, count in long.items() if count > 15} == {}


@each_file
def test_only_the_clock_asks_what_time_it_is(file: Path) -> None:
    calls = [n.func for n in ast.walk(TREES[file]) if isinstance(n, ast.Call)]
    asked = [
        ast.unparse(call)
        for call in calls
        if re.search(r"(^|\.)(datetime\.now|datetime\.utcnow|date\.today)$", ast.unparse(call))
    ]
    assert asked == [] or file.name == "clock.py"


@each_file
def test_only_the_transaction_commits(file: Path) -> None:
    calls = [ast.unparse(n.func) for n in ast.walk(TREES[file]) if isinstance(n, ast.Call)]
    assert "db.session.commit" not in calls or file.name in ("db.py", "web.py")


@pytest.mark.parametrize(
    "file", sorted((ROOT / "templates").rglob("*.html")), ids=lambda f: f"{f.parent.name}/{f.name}"
)
def test_no_template_switches_escaping_off(file: Path) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", file.read_text("utf-8"))
