import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVENTS } from "../../lib/webhooks.ts";
import { checkScenarios } from "./checks.fixture.ts";
import { currencyScenarios } from "./currencies.fixture.ts";
import { deviceScenarios } from "./devices.fixture.ts";
import { obligationScenarios } from "./obligations.fixture.ts";
import { rosterScenarios } from "./rosters.fixture.ts";
import type { Scenario } from "./scenario.fixture.ts";
import { sessionScenarios } from "./sessions.fixture.ts";
import { openHouse, type Row } from "./stage.fixture.ts";

const SCENARIOS: readonly Scenario[] = [
  ...sessionScenarios,
  ...deviceScenarios,
  ...obligationScenarios,
  ...rosterScenarios,
  ...currencyScenarios,
  ...checkScenarios,
];

let house: Awaited<ReturnType<typeof openHouse>>;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** What is confidential in a DAT test is in no event, so it is compared with what `dat:read` alone shows. */
const scopeOf = (list: string): string => (list === "/dat-tests" ? "dat:read" : "*");

const BOOKKEEPING = ["version", "updatedAt"];

/** The earlier values of what differs, told from two answers of the REST API. */
const changedFields = (before: Row | undefined, after: Row): object | null => {
  const changed = Object.entries(before ?? {}).filter(
    ([field, value]) => !BOOKKEEPING.includes(field) && JSON.stringify(value) !== JSON.stringify(after[field]),
  );
  return changed.length === 0 ? null : Object.fromEntries(changed);
};

test("every event of the catalog has a scenario, and every scenario an event", () => {
  const types = [...new Set(SCENARIOS.map(({ event }) => event))];
  expect(types.toSorted()).toEqual(EVENTS.map(({ type }) => type).toSorted());
});

const named = SCENARIOS.map((scenario) => ({
  ...scenario,
  name: [scenario.event, scenario.by].filter(Boolean).join(" "),
}));

describe.each(named)("$name", ({ event, list, prepare }) => {
  test("fires once, with its change, as the API shows it, and not again", async () => {
    const { stage, rows, events, doom } = await house.open();
    const { fire, repeat } = await prepare(stage);
    const before = { rows: await rows(list, scopeOf(list)), events: await events() };

    await doom(true);
    await expect(fire(), "a commit that fails").rejects.toThrow();
    await doom(false);
    expect(await rows(list, scopeOf(list)), "no change without its event").toEqual(before.rows);
    expect(await events(), "no event without its change").toEqual(before.events);

    const id = await fire();
    const after = await events();
    const fired = after.slice(before.events.length).filter(({ type }) => type === event);
    expect(fired.map(({ subject }) => subject)).toEqual([id]);
    const { object, previous } = JSON.parse(fired[0]?.data ?? "") as { object: Row; previous: object | null };
    const row = (await rows(list, scopeOf(list))).find((one) => one.id === id);
    expect(object).toEqual(row);
    expect((await rows(list, "*")).find((one) => one.id === id)).toMatchObject(object);
    const earlier = before.rows.find((one) => one.id === id);
    expect(previous).toEqual(changedFields(earlier, object));

    await repeat(id).catch(() => "refused");
    expect(await events()).toEqual(after);
  });
});
