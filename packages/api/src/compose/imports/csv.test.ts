import { describe, expect, test } from "vitest";
import { type CsvRecord, readCsv } from "./csv.ts";
import type { RowFault } from "./fault.ts";
import { readTable } from "./table.ts";

const read = (text: string) => readCsv(new TextEncoder().encode(text));
const records = (text: string): CsvRecord[] => {
  const result = read(text);
  if (!Array.isArray(result)) throw new Error(result.message);
  return result;
};

describe("a CSV file", () => {
  test.each([
    ["with commas", "a,b\n1,2\n"],
    ["with semicolons", "a;b\n1;2\n"],
    ["with tabs", "a\tb\n1\t2\n"],
    ["that says what separates", "sep=;\na;b\n1;2"],
    ["with a byte order mark", "\uFEFFa,b\n1,2"],
    ["with the line ends of Windows", "a,b\r\n1,2\r\n"],
    ["with the line ends of old Macs", "a,b\r1,2\r"],
    ["with blank lines", "\na,b\n\n,\n1,2\n\n"],
    ["with quotes", '"a","b"\n"1","2"'],
  ])("%s is read", (_, text) => {
    expect(records(text).map(({ cells }) => cells)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  test("counts lines as an editor does, also after cells of several lines", () => {
    const text = 'a,b\r\n1,"x\r\ny, ""z"""\r\n\r\n2,z\r\n';
    expect(records(text)).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["1", 'x\ny, "z"'] },
      { line: 5, cells: ["2", "z"] },
    ]);
  });

  test("is not fooled by delimiters inside quotes", () => {
    expect(records('a;b\n"1,2,3,4,5";2')[1]?.cells).toEqual(["1,2,3,4,5", "2"]);
  });

  test.each([
    ["in another encoding", new Uint8Array([0x61, 0xe9, 0x0a]), "UTF-8"],
    ["of a spreadsheet program's own kind", new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x00]), "NUL"],
    ["with an open quote", new TextEncoder().encode('a,b\n1,"2\n3'), "uote"],
  ])("%s is refused with what to do", (_, bytes, says) => {
    expect(readCsv(bytes)).toMatchObject({ message: expect.stringContaining(says) as unknown });
  });
});

test("a byte that is no UTF-8 is found by its line", () => {
  const bytes = (text: string) => Buffer.from(text, "latin1");
  expect(readCsv(bytes("a,b\r\n1,2\r\n1,\xe9\r\n"))).toMatchObject({ line: 3 });
  expect(readCsv(bytes("\xff\xfea\0"))).toMatchObject({ line: 1 });
});

const columns = { known: ["firstName", "email", "notes"], required: ["firstName", "email"], others: "refuse" } as const;
const table = (text: string) => readTable(records(text), columns);
const unreadable = (text: string): RowFault[] => {
  const result = table(text);
  return "unreadable" in result ? result.unreadable : [];
};

describe("a heading", () => {
  test("names columns in any order, case and spelling", () => {
    expect(table("E-Mail;FIRST NAME\nc@example.com; Casey ")).toEqual({
      rows: [
        {
          line: 2,
          cells: new Map([
            ["email", "c@example.com"],
            ["firstName", "Casey"],
          ]),
        },
      ],
      faults: [],
    });
  });

  test.each([
    ["a column that there is not", "firstNam,email\n", ["firstNam", "firstName"]],
    ["a column twice", "firstName,email,Email\n", ["email"]],
    ["no needed column", "firstName,notes\n", ["email"]],
    ["nothing of ours", "1,2\n", [null]],
  ])("with %s is refused", (_, text, expected) => {
    expect(unreadable(`${text}x,y,z\n`).map(({ column }) => column)).toEqual(expected);
  });

  test("leads to what was probably meant", () => {
    expect(unreadable("firstName,emial\n")[0]?.message).toContain("did you mean `email`?");
  });

  test("has a cell above every filled cell", () => {
    expect(table("firstName,email\nCasey,c@example.com,more\n")).toMatchObject({ faults: [{ line: 2, column: null }] });
    expect(table("firstName,email\nCasey,c@example.com,,\n")).toMatchObject({ faults: [] });
  });
});
