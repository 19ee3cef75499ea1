import { beforeAll, expect, it } from "vitest";
import { type BrowserPage, describeConsole } from "../../../test/console.fixture.ts";

const MEMBERS = "/settings/members";
const OWNER = "owner@example.com";

describeConsole("the roles of members", (app) => {
  beforeAll(async () => {
    await app.addPerson(OWNER, ["OWNER"]);
    await app.addPerson("admin@example.com", ["ADMIN"]);
    await app.addPerson("colleague@example.com", ["VIEWER"]);
  });

  const row = (page: BrowserPage, email: string) =>
    page.getByRole("table", { name: "Members" }).getByRole("row").filter({ hasText: email });

  const openRoles = async (page: BrowserPage, name: string) => {
    await page.getByRole("button", { name: `Actions for ${name}` }).click();
    await page.getByRole("menuitem", { name: "Change roles…" }).click();
    const dialog = page.getByRole("dialog", { name: `Roles of ${name}` });
    const box = (role: string) => dialog.getByRole("checkbox", { name: role, exact: true });
    return { dialog, box, save: dialog.getByRole("button", { name: "Save roles" }) };
  };

  it("are changed by an owner, and decide what the person sees from the next click on", async () => {
    const { page, complaints } = await app.visit();
    const { page: theirs } = await app.visit();
    await app.signIn(page, OWNER, MEMBERS);
    await app.signIn(theirs, "colleague@example.com");
    const keys = theirs.getByRole("link", { name: "API keys", exact: true });
    expect(await keys.count()).toBe(0);
    const { dialog, box, save } = await openRoles(page, "colleague");
    await box("Viewer").click();
    expect(await save.isDisabled(), "nobody is a member as nothing").toBe(true);
    await box("Admin").click();
    await save.click();
    await dialog.waitFor({ state: "hidden" });
    await row(page, "colleague@example.com").getByText("Admin", { exact: true }).filter({ visible: true }).waitFor();
    expect(await row(page, "colleague@example.com").getByText("Viewer", { exact: true }).count()).toBe(0);
    await theirs.reload();
    await keys.first().waitFor();
    expect(complaints).toEqual([]);
  });

  it("keep an owner in the center: the last one is refused, told why, and finds the choice as it was made", async () => {
    const { page } = await app.visit({ width: 375 });
    await app.signIn(page, OWNER, MEMBERS);
    const { dialog, box, save } = await openRoles(page, "owner");
    await box("Owner").click();
    await box("Dispatcher").click();
    await save.click();
    await dialog.getByText("Make someone else an OWNER first.").waitFor();
    expect(await box("Owner").isChecked()).toBe(false);
    expect(await box("Dispatcher").isChecked()).toBe(true);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "hidden" });
    await row(page, OWNER).getByText("Owner", { exact: true }).filter({ visible: true }).waitFor();
  });

  it("above an admin are not an admin's to give or to take", async () => {
    const { page } = await app.visit();
    await app.signIn(page, "admin@example.com", MEMBERS);
    await row(page, OWNER).waitFor();
    expect(await page.getByRole("button", { name: "Actions for owner" }).count()).toBe(0);
    const { dialog, box } = await openRoles(page, "colleague");
    for (const role of ["Owner", "DER"]) expect(await box(role).isDisabled(), role).toBe(true);
    expect(await box("Instructor").isDisabled()).toBe(false);
    expect(await dialog.getByText("Only an owner gives it.").count()).toBe(2);
  });
});
