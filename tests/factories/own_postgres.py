"""A PostgreSQL server of a test's own, to be stopped and started: a copy of the test database on a free port."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests.factories.server import free_port, url_of_test_database


def _program(name: str) -> str | None:
    """PostgreSQL's own programs are often not on the path."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return shutil.which(name) or next((str(place) for place in places), None)


def can_run() -> bool:
    """Whether a server can be made here; as root it needs a user to run as."""
    return all(map(_program, ("initdb", "pg_ctl", "pg_dump", "psql"))) and _user() != "root"


def _user() -> str:
    if os.getuid():
        return pwd.getpwuid(os.getuid()).pw_name
    return "postgres" if any(entry.pw_name == "postgres" for entry in pwd.getpwall()) else "root"


class OwnPostgres:
    """Stop it as a power cut would, and start it again."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "data"
        self._folder = folder
        self.port = free_port()

    def make(self) -> None:
        """Lay the server out, start it, and copy the tests' database into it."""
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8")
        self.start()
        dump = subprocess.run(  # noqa: S603 -- our own command
            [str(_program("pg_dump")), "--no-owner", url_of_test_database()], check=True, capture_output=True
        )
        url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        psql = [str(_program("psql")), "-q", "-v", "ON_ERROR_STOP=1", url]
        subprocess.run(psql, input=dump.stdout, check=True, stdout=subprocess.DEVNULL)  # noqa: S603

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", f"{self._folder}/log", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *words: str) -> None:
        command = [str(_program(program)), *words]
        subprocess.run(  # noqa: S603 -- our own command
            command,
            check=True,
            user=_user() if os.getuid() == 0 else None,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )


@contextmanager
def moved_to_own_postgres() -> Iterator[OwnPostgres]:
    """Let this process use a server of its own with a copy of what the test has made so far."""
    folder = Path(tempfile.mkdtemp(prefix="sao-lang-pg-"))
    if os.getuid() == 0:
        shutil.chown(folder, _user())
    server = OwnPostgres(folder)
    server.make()
    facts = connection.settings_dict
    before = {name: facts[name] for name in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
    connection.close()
    facts.update(HOST="127.0.0.1", PORT=server.port, NAME="postgres", USER="postgres", PASSWORD="")
    try:
        yield server
    finally:
        connection.close()
        facts.update(before)
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
