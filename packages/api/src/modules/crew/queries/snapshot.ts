import { type CenterId, type Statement, statement } from "@aviationalley/db/client.ts";
import type { Position } from "../../../lib/cursor.ts";
import type { ReadDocuments } from "../../../lib/pagination.ts";
import { searchPattern } from "../../../lib/search-text.ts";
import { LONGEST_DUTY_HOURS, REST_HOURS } from "../rules.ts";
import { crewMember, type CrewRole, crewSnapshot, type DutyStatus } from "../schema.ts";

/** The filters of the snapshot; `status` is the duty status. */
export interface CrewSearch {
  id?: string[] | undefined;
  role?: CrewRole[] | undefined;
  search?: string | undefined;
  status?: DutyStatus[] | undefined;
}

interface DocumentRow {
  document: string;
}

/** The rest after a duty (14 CFR 117.25(e), 121.467(b)). */
const REST = `interval '${REST_HOURS} hours'`;

/** No session is longer (bookings' rules): what started before has ended before. Bounds the walk of bookings_starts. */
const LONGEST_SESSION = "interval '12 hours'";

/** No duty of a trip is longer (trips' rules): bounds the walk of trip_duties_report. */
const LONGEST_DUTY = `interval '${LONGEST_DUTY_HOURS} hours'`;

/** The center's clock, and its calendar day. $1 is the center. */
const CLOCK = `clock as materialized (
  select now() + clock_offset as now, ((now() + clock_offset) at time zone timezone)::date as today
    from centers where id = $1
)`;

/** Every duty that runs (`ended_at` null) or ended less than a rest ago: one branch for each source of duty. */
const DUTY = `duty as (
  select instructor_id as crew_member_id, starts_at, null::timestamptz as ended_at
    from bookings
   where center_id = $1 and status = 'IN_PROGRESS' and instructor_id is not null
   union all
  select instructor_id, starts_at, ends_at
    from clock join bookings on starts_at > clock.now - ${REST} - ${LONGEST_SESSION}
   where center_id = $1 and status = 'COMPLETED' and instructor_id is not null and ends_at > clock.now - ${REST}
   union all
  select trip.crew_member_id, duty.report_at, case when duty.release_at <= clock.now then duty.release_at end
    from clock
    join trip_duties duty on duty.report_at > clock.now - ${REST} - ${LONGEST_DUTY} and duty.report_at <= clock.now
    join trips trip on trip.center_id = $1 and trip.id = duty.trip_id
   where duty.center_id = $1 and duty.release_at > clock.now - ${REST} and trip.crew_member_id is not null
   union all
  select crew_member_id, report_at, null
    from clock join reserve_assignments on report_at <= clock.now
   where center_id = $1 and status = 'CALLED_OUT'
   union all
  select crew_member_id, report_at, released_at
    from clock join reserve_assignments on released_at > clock.now - ${REST}
   where center_id = $1 and report_at < released_at
)`;

/** Who is inside a reserve window now, called out or not. */
const RESERVE = `reserve as (
  select distinct crew_member_id
    from clock join reserve_assignments on tstzrange(window_start, window_end) @> clock.now
   where center_id = $1 and status <> 'RELEASED'
)`;

const LATEST = `latest as (
  select crew_member_id, min(starts_at) filter (where ended_at is null) as since, max(ended_at) as ended_at
    from duty group by crew_member_id
)`;

const DUTY_STATUS = `case when latest.since is not null then 'ON_DUTY'
                          when reserve.crew_member_id is not null then 'RESERVE'
                          when latest.ended_at is not null then 'REST'
                          else 'OFF' end`;

const iso = (instant: string): string => `to_char((${instant}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What the snapshot shows of the kept document. One parse of it a row, not one a field, took 40 % off a page. */
const SHOWN = Object.keys(crewSnapshot.shape).filter((field) => field in crewMember.shape);
const COLUMNS = SHOWN.map((field) => `"${field}" json`).join(", ");
const FIELDS = SHOWN.map((field) => `'${field}', shown."${field}"`).join(", ");

/** What a filter adds to the WHERE; its value stands at the placeholder. */
const CONDITIONS = {
  id: (value: string) => `member.id = any(${value}::uuid[])`,
  role: (value: string) => `member.role = any(${value}::text[])`,
  search: (value: string) => `member.search_text like ${value}`,
  status: (value: string) => `${DUTY_STATUS} = any(${value}::text[])`,
} as const satisfies Record<keyof CrewSearch, (value: string) => string>;

type Filter = keyof typeof CONDITIONS;

/** Duty is a handful of rows found first; logged minutes are summed for the page's rows only. */
const snapshotText = (filters: readonly Filter[]): string => `
  with ${CLOCK}, ${DUTY}, ${LATEST}, ${RESERVE}, page as materialized (
    select member.created_at, member.id, member.user_id, member.document,
           ${DUTY_STATUS} as duty_status, latest.since, latest.ended_at
      from crew_members member
      left join latest on latest.crew_member_id = member.id
      left join reserve on reserve.crew_member_id = member.id
     where member.center_id = $1 and (member.created_at, member.id) < ($2::timestamptz, $3::uuid)
           ${filters.map((filter, index) => `and ${CONDITIONS[filter](`$${index + 5}`)}`).join(" ")}
     order by member.created_at desc, member.id desc
     limit $4
  )
  select json_build_object(
           ${FIELDS},
           'dutyStatus', page.duty_status,
           'dutySince', ${iso("page.since")},
           'restUntil', case page.duty_status when 'REST' then ${iso(`page.ended_at + ${REST}`)} end,
           'flightMinutes28d', flown.minutes,
           'asOf', ${iso("clock.now")}
         ) as document
    from page cross join clock cross join lateral json_to_record(page.document) as shown(${COLUMNS})
   cross join lateral (
     select coalesce(sum(total_minutes), 0) as minutes
       from flight_log
      where center_id = $1 and user_id = page.user_id and date > clock.today - 28 and date <= clock.today
   ) flown
   order by page.created_at desc, page.id desc`;

const statements = new Map<string, Statement<DocumentRow>>();

/** One statement per combination of filters, each planned for what it has. */
const snapshotWith = (filters: readonly Filter[]): Statement<DocumentRow> => {
  const name = ["crew.snapshot", ...filters].join(".");
  const made = statements.get(name) ?? statement<DocumentRow>(name, snapshotText(filters));
  statements.set(name, made);
  return made;
};

/** The statement behind a call, and its values. */
export const snapshotSelect = (
  centerId: CenterId,
  search: CrewSearch,
  position: Position,
  limit: number,
): { statement: Statement<DocumentRow>; values: unknown[] } => {
  const given = (
    [
      ["id", search.id],
      ["role", search.role],
      ["search", search.search === undefined ? undefined : searchPattern(search.search)],
      ["status", search.status],
    ] as const
  ).filter(([, value]) => value !== undefined);
  return {
    statement: snapshotWith(given.map(([filter]) => filter)),
    values: [centerId, position.createdAt, position.id, limit, ...given.map(([, value]) => value)],
  };
};

/** Crew members with what they do now, newest members first, in one statement: a page never shows two moments. */
export const crewSnapshots: ReadDocuments<CrewSearch> = async (db, centerId, search, position, limit) => {
  const { statement: select, values } = snapshotSelect(centerId, search, position, limit);
  return (await db.many(select, values)).map(({ document }) => document);
};
