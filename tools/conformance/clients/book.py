"""The client that openapi-generator makes for Python, used as a customer would use it."""

import inspect
import json
import os
from datetime import datetime, timedelta

import openapi_client as api
from openapi_client.exceptions import UnauthorizedException

WORLD = json.loads(os.environ["WORLD"])


def connect(token):
    return api.ApiClient(api.Configuration(host=WORLD["api"], access_token=token))


def every(read, **filters):
    rows, cursor = [], None
    while True:
        page = read(cursor=cursor, limit=WORLD["limit"], **filters)
        rows.extend(page.data)
        cursor = page.pagination.next_cursor
        if cursor is None:
            return rows


def lists_of(client):
    for _, group in inspect.getmembers(api, inspect.isclass):
        for name, read in inspect.getmembers(group(client) if group.__name__.endswith("Api") else None):
            if name.startswith("list_") and not name.endswith(("_info", "_content")):
                yield name, read


client = connect(WORLD["token"])
bookings = api.BookingsApi(client)
counts = {name: len(every(read)) for name, read in lists_of(client)}

starts = datetime.fromisoformat(WORLD["startsAt"].replace("Z", "+00:00"))
draft = api.BookingDraft(
    simulator_id=WORLD["simulatorId"],
    trainees=[api.BookingDraftTraineesInner(id=WORLD["trainee"], seat="LEFT")],
    starts_at=starts,
    ends_at=starts + timedelta(hours=2),
    session_type="TRAINING",
    notes="żółw ✈",
)
made = bookings.create_booking(draft, idempotency_key=WORLD["key"])
again = bookings.create_booking(draft, idempotency_key=WORLD["key"])
cancelled = bookings.update_booking(
    str(made.id), api.UpdateBookingBody(status="CANCELLED", cancel_reason="Conformance"), if_match=f'"{made.version}"'
)
found = bookings.list_bookings(id=[made.id], var_from=starts, to=starts + timedelta(seconds=1), status=["CANCELLED"])

try:
    api.BookingsApi(connect("aa_test_" + "0" * 32)).list_bookings()
    refused = None
except UnauthorizedException as error:
    refused = json.loads(error.body)["code"]

print(
    json.dumps(
        {
            "counts": list(counts.values()),
            "booked": str(made.id),
            "replayed": again.id == made.id,
            "notes": made.notes,
            "status": cancelled.status,
            "found": len(found.data),
            "refused": refused,
        }
    )
)
