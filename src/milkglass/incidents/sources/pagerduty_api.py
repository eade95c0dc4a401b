"""PagerDuty's REST API, read only: is this incident open, who is on call. IO; three seconds at most, no redirects."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import httpx2

from milkglass.errors import MissingPartError
from milkglass.incidents.report import part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

TIMEOUT_SECONDS: Final = 3.0
_MOST_PAGES: Final = 5
_ACCEPT: Final = "application/vnd.pagerduty+json;version=2"


class PagerDutyApi:
    """Asks PagerDuty.

    Args:
        url: Of the API.
        token: Read only.
        transport: In place of the network, for tests.
    """

    def __init__(self, url: str, token: str, transport: httpx2.BaseTransport | None = None) -> None:
        headers = {"authorization": f"Token token={token}", "accept": _ACCEPT}
        self._client = httpx2.Client(
            base_url=url, headers=headers, timeout=TIMEOUT_SECONDS, transport=transport, follow_redirects=False
        )

    def is_open(self, key: str) -> bool:
        """Whether an incident is going on.

        Raises:
            MissingPartError: if PagerDuty does not answer, or not with an incident.
        """
        status = part(self._get(f"/incidents/{quote(key, safe='')}", {}), "incident", "status")
        if status not in {"triggered", "acknowledged", "resolved"}:
            raise _silent()
        return bool(status != "resolved")

    def on_call(self, schedule: str, now: datetime) -> list[str]:
        """Ids of the people on call in a schedule now: none, one or several.

        Raises:
            MissingPartError: if PagerDuty does not answer, or not with a list.
        """
        begin = now.astimezone(UTC)
        query = {
            "schedule_ids[]": schedule,
            "since": begin.isoformat(),
            "until": (begin + timedelta(seconds=1)).isoformat(),
        }
        found: list[str] = []
        for page in range(_MOST_PAGES):
            answer = self._get("/oncalls", {**query, "limit": "100", "offset": str(100 * page)})
            try:
                found += [str(one["user"]["id"]) for one in answer["oncalls"]]
            except (KeyError, TypeError):
                raise _silent() from None
            if answer.get("more") is not True:
                break
        return found

    def _get(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        try:
            answer = self._client.get(path, params=query)
            body = answer.json() if answer.status_code == httpx2.codes.OK else None
        except (httpx2.HTTPError, ValueError):
            raise _silent() from None
        if not isinstance(body, dict):
            raise _silent()
        return body


def _silent() -> MissingPartError:
    return MissingPartError("PagerDuty does not answer", hint="look at its token and at the network of the server")
