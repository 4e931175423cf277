"""deckgen preview."""

from __future__ import annotations

import socket
from functools import partial

import click

from deckgen.commands.shell import here, read_ledger, say
from deckgen.problem import Stop

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to serve on. Any other than this machine's own lets others look, by any name.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one.")
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
def preview(host: str, port: int, no_open: bool) -> None:
    """Show every question's cards in the browser, renewed at every save; Ctrl-C ends it."""
    try:
        import uvicorn  # noqa: PLC0415 - an extra

        from deckgen.preview import Preview  # noqa: PLC0415
    except ImportError as error:
        raise Stop("the preview's libraries are not installed", 'pip install "deckgen[author]"') from error
    from deckgen.session import Session  # noqa: PLC0415

    root = here()
    session = Session(root, partial(read_ledger, root))
    session.look()
    taken = _socket(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{taken.getsockname()[1]}"
    say(f"{address}: every save shows; Ctrl-C ends it")
    if not no_open:
        click.launch(address)
    hosts = () if host in LOOPBACK else ("*",)
    config = uvicorn.Config(Preview(session, hosts).app(), log_level="warning", timeout_graceful_shutdown=1)
    uvicorn.Server(config).run([taken])


def _socket(host: str, port: int) -> socket.socket:
    """A listening socket: on this port, or where it is taken on the next free one of ten."""
    for attempt in range(10 if port else 1):
        try:
            return socket.create_server(
                (host, port + attempt), family=socket.AF_INET6 if ":" in host else socket.AF_INET
            )
        except OSError as error:
            reason = error
    raise Stop(f"nothing can be served on {host}:{port}: {reason.strerror}", "name another one with --port")
