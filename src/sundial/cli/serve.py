"""``sundial serve``: migrate, then answer requests until told to stop."""

import gc
import logging
import multiprocessing
import os
import signal
import socket
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Event, Thread
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from sundial.cli.context import environment, opened, settings_from, told
from sundial.core.clock import now
from sundial.core.settings import BadSetting, Settings
from sundial.db.migrate import HEAD, migrate
from sundial.http.app import App
from sundial.http.logs import set_up
from sundial.http.metrics import fresh_directory
from sundial.users.queries import USERS
from sundial.wiring import Server, create_app, create_worker, metrics_directory, open_server

log = logging.getLogger("sundial")

# Each process holds the whole program, and more of them than this seldom help in front of one database.
MOST_WORKERS = 4
GRACE_SECONDS = 20
LOOK_SECONDS = 0.5
RESTART_SECONDS = 2.0
# Granian tells its own life in its own words; ours are enough, except when something goes wrong.
GRANIAN_LOGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"_granian": {"handlers": [], "propagate": True}},
}


@click.command()
@click.option("--host", help="The address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=int, help="The port to listen on.  [default: 8080]")
@click.option("--workers", type=click.IntRange(0), help="Worker processes; 0 is as many as cores, at most 4.")
@click.option("--threads", type=click.IntRange(1, 256), help="Threads of each worker.  [default: 4]")
@click.option("--worker/--no-worker", default=True, help="Do the work for later beside the server.  [default: do]")
@told
def serve(host: str | None, port: int | None, workers: int | None, threads: int | None, worker: bool) -> None:
    """Serve the API until interrupted. Brings the database up to date first."""
    given = {"HOST": host, "PORT": port, "WORKERS": workers, "THREADS": threads}
    options = {f"SUNDIAL_{name}": str(value) for name, value in given.items() if value is not None}
    settings = settings_from({**environment(), **options})
    set_up(settings.log_format)
    refuse_taken(settings.host, settings.port)
    server = opened(settings)
    bring_up_to_date(server)
    if server.database.read().one(USERS).number == 0:
        log.warning("There are no accounts yet. Create the first one with: sundial setup")
    server.database.close()
    fresh_directory(metrics_directory(settings))
    with beside(settings) if worker else nullcontext():
        run(settings)


def bring_up_to_date(server: Server) -> tuple[str | None, str]:
    """Migrate the database; gives the revision before and after. Raises MigrationFailed."""
    return migrate(server.database, Path(server.settings.data_dir) / "backups", now()), HEAD


def run(settings: Settings) -> None:
    """Listen and answer, in as many processes as set."""
    workers = settings.workers or min(MOST_WORKERS, os.cpu_count() or 1)
    granian = Granian(
        "sundial",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=settings.threads,
        websockets=False,
        log_dictconfig=GRANIAN_LOGS,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
    )
    granian.on_startup(lambda: _say_hello(settings, workers))
    granian.serve(target_loader=lambda: load(settings), wrap_loader=False)


@contextmanager
def beside(settings: Settings) -> Generator[None]:
    """A worker in a process of its own, started again when it dies."""
    ending = Event()
    keeper = Thread(target=_keep_working, args=(settings, ending), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join()


def _keep_working(settings: Settings, ending: Event) -> None:
    # A fresh interpreter: a fork would share the threads' locks of this one.
    context = multiprocessing.get_context("spawn")
    while not ending.is_set():
        process = context.Process(target=work, args=(settings,))
        process.start()
        while process.is_alive() and not ending.wait(LOOK_SECONDS):
            pass
        if not ending.is_set():
            log.error("the worker ended and is started again", extra={"fields": {"exit": process.exitcode}})
            ending.wait(RESTART_SECONDS)
        else:
            process.terminate()
            process.join(GRACE_SECONDS)
            process.kill()


def work(settings: Settings) -> None:
    """A process's life as the worker beside a server."""
    set_up(settings.log_format)
    working = create_worker(open_server(settings))
    signal.signal(signal.SIGTERM, working.stop)
    _follow_main()
    working.run()


def load(settings: Settings) -> App:
    """A worker's application."""
    # Until it listens, a worker has the main process's handlers, which would swallow the request to end.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _follow_main()
    app = create_app(open_server(settings))
    # All of this stays. The collector need not walk through it each time that a report has made many objects.
    gc.freeze()
    return app


def refuse_taken(host: str, port: int) -> None:
    """Raise BadSetting when nobody can listen there. Granian itself would share the port with a server that runs."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise BadSetting(f"Cannot listen on {host}, port {port}: {error.strerror}") from error


def _follow_main() -> None:
    # Ctrl-C reaches all processes at once, but the main one ends the others: they hang when they are told twice.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    main = multiprocessing.parent_process()
    if main is not None:
        Thread(target=_end_with, args=(main,), daemon=True).start()


def _end_with(main: Any) -> None:
    # When the main process is killed, nobody is left to stop its workers, and they would answer for ever.
    main.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _say_hello(settings: Settings, workers: int) -> None:
    log.info(
        "Sundial listens on http://%s:%s",
        settings.host,
        settings.port,
        extra={"fields": {"workers": workers, "public_url": settings.public_url}},
    )
