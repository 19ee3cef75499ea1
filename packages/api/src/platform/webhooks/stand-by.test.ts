import { expect, test } from "vitest";
import { delivers, machineName, type Member, readMember, writeMember } from "./stand-by.ts";

const member = (node: string, machine: string, since: number, most = 2): Member => ({ node, machine, since, most });
const delivering = (...all: Member[]): string[] => all.filter((one) => delivers(one, all)).map(({ node }) => node);

test.each([
  ["who is alone delivers", [member("a", "m", 5)], ["a"]],
  ["as many as allowed deliver", [member("a", "m", 5), member("b", "m", 3)], ["a", "b"]],
  ["of more, those who came first", [member("a", "m", 5), member("b", "m", 3), member("c", "m", 4)], ["b", "c"]],
  ["of those who came together, the first by name", [member("b", "m", 3, 1), member("a", "m", 3, 1)], ["a"]],
  ["another machine's take nobody's place", [member("a", "m", 5, 1), member("b", "n", 3, 1)], ["a", "b"]],
])("%s", (_, all, expected) => {
  expect(delivering(...all)).toEqual(expected);
});

test("what a worker says of itself is read as it was written, and whoever says less is one of a machine of its own", () => {
  const one = member("host/7/abc", machineName(), 1_700_000_000_000, 4);
  expect(readMember(writeMember(one))).toEqual(one);
  expect(delivering(one, readMember("a-name"), readMember("other"))).toEqual(["host/7/abc", "a-name", "other"]);
});
