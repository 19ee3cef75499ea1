import { expect, test } from "vitest";
import { refuseSessionBody } from "./session-bodies.ts";

const refused = (path: string, body: unknown): boolean => refuseSessionBody(path, JSON.stringify(body)) !== undefined;

test("the session library gets no text that the database cannot store", () => {
  for (const path of ["/change-password", "/sign-in/email"])
    for (const token of ["a\0b", "\ud800"]) expect(refused(path, { token })).toBe(true);
  expect(refused("/change-password", { token: "good" })).toBe(false);
  expect(refuseSessionBody("/sign-out", "")).toBeUndefined();
  expect(refuseSessionBody("/sign-out", undefined)).toBeUndefined();
});

test("a person's name is text of 1 to 120 characters, and nothing else of a person can be set", () => {
  for (const name of ["", " ", "n".repeat(121), { first: "Kim" }, "a\0b"])
    expect(refused("/update-user", { name })).toBe(true);
  expect(refused("/update-user", { name: "Kim", image: "https://evil.example/x.png" })).toBe(true);
  expect(refused("/update-user", { name: "Kim" })).toBe(false);
});
