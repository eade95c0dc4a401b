"""Serve the application by uvicorn, without its access log, banner and server header."""

from __future__ import annotations

from typing import TYPE_CHECKING

import uvicorn

from milkglass.web.app import create_app

if TYPE_CHECKING:
    from milkglass.service.services import Services


def make_server(services: Services, host: str, port: int) -> uvicorn.Server:
    """A server that is ready to run.

    Args:
        services: What it serves.
        host: Address to listen on. Anything but the loopback wants TLS in front.
        port: Port; 0 takes a free one.
    """
    config = uvicorn.Config(
        create_app(services),
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        log_config=None,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        lifespan="off",
        ws="none",
    )
    return uvicorn.Server(config)


def serve(services: Services, host: str, port: int) -> None:
    """Serve until the process is told to stop."""
    make_server(services, host, port).run()
