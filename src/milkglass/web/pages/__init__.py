"""Pages for browsers: plain files, no build step, and a policy that lets in nothing from elsewhere."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

router = APIRouter()
_POLICY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
}


@router.get("/factor")
def get_page() -> Response:
    """The page that asks for the touch of a passkey; its ticket is behind the ``#`` and reaches no log."""
    return _file("factor.html", "text/html; charset=utf-8")


@router.get("/factor.js")
def get_script() -> Response:
    """What the page does."""
    return _file("factor.js", "text/javascript; charset=utf-8")


def _file(name: str, media_type: str) -> Response:
    return Response(files(__name__).joinpath(name).read_bytes(), media_type=media_type, headers=_POLICY)
