"""The house rules that a program can check: who imports whom, sizes, names, docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inspect_app import FEATURES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "inspect_app"
FILES = sorted(f for f in PACKAGE.rglob("*.py") if "versions" not in f.parts)
TREES = {file: ast.parse(file.read_text("utf-8")) for file in FILES}
BANNED = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)($|_)")
WEB = ("flask", "flask_wtf", "flask_babel", "werkzeug", "wtforms", "sqlalchemy", "flask_sqlalchemy")
PURE = (
    *("rules.py", "items.py", "register.py", "document.py", "workdays.py", "lateness.py"),
    *("crosschecks.py", "sampling.py", "intervals.py", "layout.py", "parties.py"),
    "completeness.py",
)
# What starts the app and what looks over the whole of it.
OVER_ALL = ("__init__.py", "cli.py", "checkup.py", "migrations/env.py")
# Each of these saves 40 MB or a second in the processes that do not need it.
LATE = {
    "evidence/decode.py": {"pi_heif"},
    "minutes/pdf.py": {"inspect_app.minutes.engine"},
    "minutes/internal.py": {"inspect_app.minutes.engine"},
    "minutes/form_routes.py": {"inspect_app.minutes.word"},
    "signatures/stamp.py": {"inspect_app.minutes.engine"},
    "signatures/issuing.py": {"inspect_app.signatures.signing"},
    "signatures/means.py": {"inspect_app.signatures.office"},
    "signatures/upgrading.py": {"inspect_app.signatures.lasting", "inspect_app.signatures.signing"},
    "signatures/further.py": {
        "inspect_app.signatures.signing",
        "inspect_app.signatures.signers",
        "inspect_app.signatures.uploads",
    },
    "signatures/elsewhere.py": {
        f"inspect_app.signatures.{name}"
        for name in ("remote", "keys", "levels", "signers", "signing", "trust")
    },
}

Function = ast.FunctionDef | ast.AsyncFunctionDef
pure = pytest.mark.parametrize(
    "file", [f for f in FILES if f.name in PURE], ids=lambda f: "/".join(f.parts[-2:])
)


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


def calls(file: Path) -> list[str]:
    return [ast.unparse(n.func) for n in ast.walk(TREES[file]) if isinstance(n, ast.Call)]


def offending(find: Callable[[Path], Any]) -> dict[str, Any]:
    """What the check finds wrong, by file."""
    return {name_of(file): found for file in FILES if (found := find(file))}


def test_imports_go_one_way() -> None:
    def later(file: Path) -> list[str]:
        own = file.relative_to(PACKAGE).parts[0]
        if name_of(file) in OVER_ALL:
            return []
        # What every feature uses knows no feature at all.
        known = FEATURES[: FEATURES.index(own) + 1] if own in FEATURES else ()
        wanted = {name for name in map(feature, all_imports(file)) if name}
        return sorted(wanted - set(known))

    assert offending(later) == {}


@pure
def test_rules_know_neither_web_nor_database_however_far_one_follows(file: Path) -> None:
    waiting, seen = [file], {file}
    while waiting:
        for module in all_imports(waiting.pop()):
            assert module.split(".")[0] not in WEB, module
            found = path_of(module)
            if found and found not in seen:
                waiting.append(found)
                seen.add(found)


def test_layers_know_only_what_is_below_them() -> None:
    above = {
        "models.py": ("queries", "actions", "forms", "routes"),
        "queries.py": ("actions", "forms", "routes"),
        "actions.py": ("forms", "routes"),
        "forms.py": ("queries", "actions", "routes"),
    }

    def upward(file: Path) -> list[str]:
        banned = above.get(file.name, ())
        return [
            m
            for m in all_imports(file)
            if m.startswith("inspect_app") and m.split(".")[-1] in banned
        ]

    assert offending(upward) == {}


def test_names_say_what_is_inside() -> None:
    assert (
        offending(lambda f: [p for p in f.relative_to(ROOT).parts if BANNED.search(Path(p).stem)])
        == {}
    )


def test_a_file_has_at_most_250_lines() -> None:
    def too_long(file: Path) -> int:
        count = len(file.read_text("utf-8").splitlines())
        return count if count > 250 else 0

    assert offending(too_long) == {}


def test_a_function_has_at_most_40_lines() -> None:
    assert offending(lambda f: [n.name for n in functions(f) if length(n) > 40]) == {}


def test_every_module_says_what_is_in_it() -> None:
    assert offending(lambda f: not (ast.get_docstring(TREES[f]) or "").rstrip().endswith(".")) == {}


def test_every_public_name_says_what_it_is() -> None:
    def silent(file: Path) -> list[str]:
        public = (n for n in TREES[file].body if isinstance(n, Function | ast.ClassDef))
        said = [n.name for n in public if n.name[0] != "_" and not ast.get_docstring(n)]
        # A view is told by its address, a form by its fields.
        return [n for n in said if file.name != "routes.py" and not n.endswith("Form")]

    assert offending(silent) == {}


def test_imports_stand_at_the_top() -> None:
    def hidden(file: Path) -> set[str]:
        inner = (node for function in functions(file) for node in ast.walk(function))
        found = {module for node in inner for module in imported(file, node)}
        return found - LATE.get(name_of(file), set())

    # Commands import what only they need; each says so where it does.
    assert set(offending(hidden)) <= {"cli.py", "checkup.py"}


def test_a_view_has_at_most_15_statements() -> None:
    def long(file: Path) -> list[str]:
        sizes = (
            (n.name, sum(isinstance(x, ast.stmt) for x in ast.walk(n))) for n in functions(file)
        )
        return [name for name, size in sizes if file.name == "routes.py" and size > 16]

    assert offending(long) == {}


def test_only_the_clock_asks_what_time_it_is() -> None:
    asks = re.compile(r"(^|\.)(datetime\.now|datetime\.utcnow|date\.today)$")
    assert set(offending(lambda f: [c for c in calls(f) if asks.search(c)])) == {"clock.py"}


def test_only_the_transaction_commits() -> None:
    assert set(offending(lambda f: "db.session.commit" in calls(f))) == {"db.py", "web.py"}


def test_only_two_places_mark_text_as_safe() -> None:
    marking = offending(lambda f: any(c.split(".")[0] == "Markup" for c in calls(f)))
    assert set(marking) <= {"minutes/pdf.py", "templating.py"}


def test_no_template_switches_escaping_off() -> None:
    off = re.compile(r"\|\s*safe\b|autoescape\s+false")
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert templates
    assert [t.name for t in templates if off.search(t.read_text("utf-8"))] == []
