"""What Schemathesis cannot draw from a document: references that exist, times to come, and a record of every call."""

import json
import os
from datetime import datetime, timedelta
from itertools import count

import schemathesis

RECORD = os.environ["CONFORMANCE_RECORD"]
WORLD = json.loads(os.environ["CONFORMANCE_WORLD"])
FIRST = datetime.fromisoformat(WORLD["firstSlot"]["startsAt"].replace("Z", "+00:00"))

turns = count()


def is_positive(case):
    return case.meta is not None and case.meta.generation.mode.is_positive


def as_text(moment):
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def quoted(headers):
    """Headers are drawn of letters and digits only, whatever their pattern says: what should be an entity tag is made one."""
    for name in ("If-Match", "If-None-Match"):
        drawn = headers.get(name)
        if drawn is not None and '"' not in drawn and drawn != "*":
            headers[name] = f'"{drawn}"'


def existing(body, turn):
    """The same booking with a device, people and a time that exist; every other field stays as drawn."""
    starts = FIRST + timedelta(hours=3 * turn)
    body["simulatorId"] = WORLD["simulatorId"]
    body["startsAt"] = as_text(starts)
    body["endsAt"] = as_text(starts + timedelta(hours=2))
    if body.get("instructorId") is not None:
        body["instructorId"] = WORLD["instructors"][turn % len(WORLD["instructors"])]
    trainees = [] if body["sessionType"] == "MAINTENANCE" else body["trainees"]
    seats = iter(["LEFT", "RIGHT", "OBSERVER", "OBSERVER"])
    body["trainees"] = [{"id": who, "seat": next(seats)} for who, _ in zip(WORLD["trainees"], trainees)]


@schemathesis.hook
def before_call(context, case, kwargs):
    if not is_positive(case):
        return
    turn = next(turns)
    quoted(case.headers)
    # A cursor is what the server made for the same filters: a drawn one ends every call before anything is read.
    # One call in eight keeps it.
    if case.query and "cursor" in case.query and turn % 8 != 0:
        case.query = {name: value for name, value in case.query.items() if name != "cursor"}
    if case.operation.label == "POST /bookings" and isinstance(case.body, dict) and turn % 2 == 0:
        existing(case.body, turn)


@schemathesis.check
def keeps_a_record(ctx, response, case):
    try:
        problem = response.json()
    except ValueError:
        problem = None
    said = problem if isinstance(problem, dict) else {}
    line = {
        "operation": case.operation.label,
        "phase": case.meta.phase.name.value if case.meta else None,
        "positive": is_positive(case),
        "status": response.status_code,
        "code": said.get("code"),
        "errors": said.get("errors"),
    }
    with open(RECORD, "a", encoding="utf-8") as record:
        record.write(json.dumps(line) + "\n")
