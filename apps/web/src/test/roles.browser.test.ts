import { ROLES, type Role } from "@aviationalley/api/lib/roles.ts";
import { appRouter } from "@aviationalley/api/root.ts";
import type { AnyTRPCRouter } from "@trpc/server";
import { beforeAll, expect, it } from "vitest";
import { describeConsole } from "./console.fixture.ts";
import { callAs, fillSandbox } from "./integrations.fixture.ts";
import { settled } from "./look.fixture.ts";
import { filledPath, pathsOf } from "./paths.fixture.ts";

const INTEGRATIONS = "/settings/integrations";

/** Buttons that change something, and the procedure without which nobody sees them. */
const BUTTONS: readonly { path: string; button: string; needs: string }[] = [
  { path: `${INTEGRATIONS}/api-keys`, button: "Create key", needs: "apiKeys.create" },
  { path: `${INTEGRATIONS}/api-keys`, button: "Actions for Scheduling service", needs: "apiKeys.revoke" },
  { path: `${INTEGRATIONS}/webhooks`, button: "Add endpoint", needs: "webhooks.endpoints.create" },
  { path: `${INTEGRATIONS}/webhooks/$endpointId`, button: "Send test event", needs: "webhooks.endpoints.test" },
  { path: `${INTEGRATIONS}/webhooks/$endpointId`, button: "Recover", needs: "webhooks.recoveries.start" },
  { path: `${INTEGRATIONS}/sandbox`, button: "Move the clock", needs: "sandbox.advanceClock" },
  { path: `${INTEGRATIONS}/sandbox`, button: "Reset to sample data…", needs: "sandbox.reset" },
  { path: "/settings/members", button: "Invite a person", needs: "members.invite" },
];

/** Who sees every page; to the others those with buttons are shown, to see that there are none. */
const KEEPERS: readonly Role[] = ["OWNER", "ADMIN"];
const PATHS = new Set(BUTTONS.map(({ path }) => path));

const emailOf = (role: Role): string => `${role.toLowerCase()}@roles.example`;

describeConsole("what each role may", (app) => {
  let endpointId = "";

  beforeAll(async () => {
    for (const role of ROLES) await app.addPerson(emailOf(role), [role]);
    const { page } = await app.visit();
    await app.signIn(page, emailOf("OWNER"));
    ({ endpointId } = await fillSandbox(app, page));
  });

  it.each(ROLES)(
    "shows %s the buttons that the server's table allows, and asks for nothing that it refuses",
    async (role) => {
      const { page, complaints } = await app.visit();
      await app.signIn(page, emailOf(role));
      const call = await callAs(app, page);
      const [seat] = (await call.session.me.query({})).seats;
      const allowed = new Set<string>(seat?.procedures);
      const refused: string[] = [];
      page.on("response", (answer) => {
        if (answer.status() === 403) refused.push(answer.url());
      });
      for (const path of KEEPERS.includes(role) ? await pathsOf(page) : PATHS) {
        await page.goto(`${app.origin}/app${filledPath(path, { endpointId })}?mode=test`);
        await page.locator("main#main h1").waitFor();
        await settled(page);
        for (const { button, needs } of BUTTONS.filter((one) => one.path === path)) {
          const isSeen = (await page.getByRole("button", { name: button, exact: true }).count()) > 0;
          expect({ role, button, isSeen }).toEqual({ role, button, isSeen: allowed.has(needs) });
        }
      }
      expect({ refused, complaints }).toEqual({ refused: [], complaints: [] });
    },
  );

  it.each([
    { role: "OWNER", ofEndpoint: ["Edit", "Pause", "Rotate secret", "Delete"], ofKey: ["Reissue…", "Revoke…"] },
    { role: "ADMIN", ofEndpoint: ["Pause"], ofKey: ["Revoke…"] },
  ] as const)("offers $role what the server does at an endpoint and a key for everything", async (one) => {
    const { page } = await app.visit();
    const items = async (path: string, button: string): Promise<string[]> => {
      await page.goto(`${app.origin}/app${path}?mode=test`);
      await page.getByRole("button", { name: button, exact: true }).click();
      return page.getByRole("menuitem").allInnerTexts();
    };
    await app.signIn(page, emailOf(one.role));
    expect(await items(`${INTEGRATIONS}/webhooks/${endpointId}`, "More actions")).toEqual(one.ofEndpoint);
    expect(await page.getByText("Only an owner edits or deletes it").count()).toBe(one.role === "OWNER" ? 0 : 1);
    expect(await items(`${INTEGRATIONS}/api-keys`, "Actions for Scheduling service")).toEqual(one.ofKey);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Scheduling service/ }).click();
    const drawer = page.getByRole("dialog", { name: "Scheduling service" });
    await drawer.getByRole("button", { name: "Revoke…" }).waitFor();
    expect(await drawer.getByRole("button", { name: /…$/ }).allInnerTexts()).toEqual(one.ofKey.toReversed());
  });

  it.each(ROLES)("refuses %s at the server whatever the table does not allow", async (role) => {
    const { page } = await app.visit();
    await app.signIn(page, emailOf(role));
    const call = await callAs(app, page);
    const [seat] = (await call.session.me.query({})).seats;
    const allowed = new Set<string>(seat?.procedures);
    const procedures: AnyTRPCRouter["_def"]["procedures"] = appRouter._def.procedures;
    const headers = { origin: app.origin, "x-aa-center": app.liveId, "x-aa-mode": "test" };
    for (const [name, procedure] of Object.entries<{ _def: { type: string } }>(procedures)) {
      if (allowed.has(name) || name.startsWith("session.")) continue;
      const url = `${app.origin}/trpc/${name}`;
      const { type } = procedure._def;
      const answer =
        type === "mutation"
          ? await page.request.post(url, { headers, data: {} })
          : await page.request.get(url, { headers, params: { input: "{}" } });
      // A stream begins with 200, whatever it then says.
      if (type === "subscription") expect(await answer.text(), name).toContain("insufficient_role");
      else expect({ name, status: answer.status() }).toEqual({ name, status: 403 });
    }
  });
});
