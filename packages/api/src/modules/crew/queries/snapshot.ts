import { contains, derived, ids, oneOf } from "../../../lib/list-filters.ts";
import { keysetList } from "../../../lib/list.ts";
import { LONGEST_DUTY_HOURS, REST_HOURS } from "../rules.ts";
import { crewMember, type CrewRole, crewSnapshot, type DutyStatus } from "../schema.ts";

/** The filters of the snapshot; `status` is the duty status. */
export interface CrewSearch {
  id?: string[] | undefined;
  role?: CrewRole[] | undefined;
  search?: string | undefined;
  status?: DutyStatus[] | undefined;
}

/** The rest after a duty (14 CFR 117.25(e), 121.467(b)). */
const REST = `interval '${REST_HOURS} hours'`;

/** No duty of a trip is longer (trips' rules): bounds the walk of trip_duties_report. */
const LONGEST_DUTY = `interval '${LONGEST_DUTY_HOURS} hours'`;

/** The center's clock, and its calendar day. $1 is the center. */
const CLOCK = `clock as materialized (
  select now() + clock_offset as now, ((now() + clock_offset) at time zone timezone)::date as today
    from centers where id = $1
)`;

/**
 * Every duty that runs (`ended_at` null) or ended less than a rest ago: one branch for each source of duty. A session is
 * known by its plan: one that was started or completed before its time began or ended by now.
 */
const DUTY = `duty as (
  select instructor_id as crew_member_id, least(starts_at, clock.now) as starts_at, null::timestamptz as ended_at
    from clock cross join bookings
   where center_id = $1 and status = 'IN_PROGRESS' and instructor_id is not null
   union all
  select instructor_id, starts_at, least(ends_at, clock.now)
    from clock join bookings on ends_at > clock.now - ${REST}
   where center_id = $1 and status = 'COMPLETED' and instructor_id is not null
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
const RESERVE = `reserve as materialized (
  select distinct crew_member_id
    from clock join reserve_assignments on tstzrange(window_start, window_end) @> clock.now
   where center_id = $1 and status <> 'RELEASED'
)`;

/** Materialized, like `reserve`: the planner would find either anew for each row of the page. */
const LATEST = `latest as materialized (
  select crew_member_id, min(starts_at) filter (where ended_at is null) as since, max(ended_at) as ended_at
    from duty group by crew_member_id
)`;

const dutyStatus = (onReserve: string): string => `case when latest.since is not null then 'ON_DUTY'
                          when ${onReserve} then 'RESERVE'
                          when latest.ended_at is not null then 'REST'
                          else 'OFF' end`;

const iso = (instant: string): string => `to_char((${instant}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What the snapshot shows of the kept document. One parse of it a row, not one a field, took 40 % off a page. */
const SHOWN = Object.keys(crewSnapshot.shape).filter((field) => field in crewMember.shape);
const IDS: readonly string[] = ["id", "userId"];
const COLUMNS = SHOWN.map((field) => `"${field}" ${IDS.includes(field) ? "uuid" : "json"}`).join(", ");
const FIELDS = SHOWN.map((field) => `'${field}', shown."${field}"`).join(", ");

/** Everyone who is not off, by what they do now. */
const BUSY = `
  with ${CLOCK}, ${DUTY}, ${LATEST}, ${RESERVE}
  select crew_member_id as id, ${dutyStatus("reserve.crew_member_id is not null")} as state from latest full join reserve using (crew_member_id)`;

/** By a hash of those on reserve: a join with them, of whom the planner expects one, looked through all for each row. */
const SHOWN_STATUS = dutyStatus("shown.on_reserve");

/**
 * What the page's members do now, beside what is kept of them. Duty is a handful of rows found first; logged minutes
 * are summed for the page's rows only. `now()` is one moment for the whole statement, the filter by duty included.
 */
const present = (page: string): string => `
  with ${CLOCK}, ${DUTY}, ${LATEST}, ${RESERVE}, page as materialized (
    select shown.*, shown.id in (select crew_member_id from reserve) as on_reserve, row_number() over () as place
      from (${page}) paged cross join lateral json_to_record(paged.document) as shown(${COLUMNS})
  )
  select json_build_object(
           ${FIELDS},
           'dutyStatus', ${SHOWN_STATUS},
           'dutySince', ${iso("latest.since")},
           'restUntil', case ${SHOWN_STATUS} when 'REST' then ${iso(`latest.ended_at + ${REST}`)} end,
           'flightMinutes28d', flown.minutes,
           'asOf', ${iso("clock.now")}
         ) as document
    from page shown cross join clock
    left join latest on latest.crew_member_id = shown.id
   cross join lateral (
     select coalesce(sum(total_minutes), 0) as minutes
       from flight_log
      where center_id = $1 and user_id = shown."userId" and date > clock.today - 28 and date <= clock.today
   ) flown
   order by shown.place`;

/** Crew members with what they do now, newest members first, in one statement: a page never shows two moments. */
export const crewSnapshots = keysetList<CrewSearch>({
  table: "crew_members",
  filters: {
    id: ids,
    status: derived("OFF", BUSY),
    search: contains("search_text", "role"),
    role: oneOf("role"),
  },
  present,
});
