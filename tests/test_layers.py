import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "ropa", tmp_path / "ropa", ignore=shutil.ignore_patterns("__pycache__", "static")
    )
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command as lint; lint()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def plant(folder: Path, planted: list[tuple[str, str]]) -> str:
    """Add each import to its part of the package; answer with what the linter says then."""
    for part, imported in planted:
        path = folder / "ropa" / part / "__init__.py"
        if not path.exists():
            path = folder / "ropa" / f"{part}.py"
        with path.open("a") as file:
            file.write(f"\nimport {imported}\n")
    result = lint(folder)
    assert result.returncode == 1
    return " ".join(result.stdout.split())


def test_the_layers_hold(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    "planted",
    [
        pytest.param(
            [
                (part, library)
                for part in ("vocabulary", "records", "core", "export", "importing")
                for library in ("flask", "sqlalchemy", "sqlite3")
            ],
            id="pure",
        ),
        pytest.param(
            [("core", "ruamel"), ("records", "xlsxwriter"), ("core", "subprocess")], id="core"
        ),
        pytest.param([("models", "flask"), ("models", "ropa.records")], id="models"),
        pytest.param(
            [
                ("vocabulary", "ropa.records"),
                ("records", "ropa.core"),
                ("models", "ropa.core"),
                ("core", "ropa.export"),
                ("core", "ropa.store"),
                ("importing", "ropa.store"),
                ("store", "ropa.web"),
                ("web", "ropa.app"),
            ],
            id="above",
        ),
        pytest.param(
            [("export", "ropa.importing"), ("importing", "ropa.export"), ("web", "ropa.cli")],
            id="beside",
        ),
    ],
)
def test_a_part_may_not_import(copy: Path, planted: list[tuple[str, str]]) -> None:
    words = plant(copy, planted)
    for part, imported in planted:
        assert f"ropa.{part} is not allowed to import {imported}:" in words


def test_only_the_store_knows_the_rows(copy: Path) -> None:
    words = plant(copy, [(part, "ropa.models") for part in ("web", "cli", "app")])
    for part in ("web", "cli", "app"):
        assert f"ropa.{part} -> ropa.models" in words
