import fc from "fast-check";
import { expect, test } from "vitest";
import { destinationJudge, isForbidden, judgeUrl, resolveDestination } from "./destination.ts";
import { isForbiddenAddress } from "./forbidden-addresses.ts";

const LIVE = { mode: "live", allow: [] } as const;
const SANDBOX = { mode: "test", allow: ["127.0.0.0/8", "::1/128", "10.1.0.0/16"] } as const;
const judge = destinationJudge((name) =>
  Promise.resolve(
    { "good.example": ["93.184.216.34"], "mixed.example": ["93.184.216.34", "10.0.0.1"] }[name] ?? ["8.8.8.8"],
  ),
);
const objection = async (url: string, policy: { mode: "live" | "test"; allow: readonly string[] } = LIVE) => {
  const judged = await resolveDestination(url, policy, judge);
  return isForbidden(judged) ? judged.forbidden : undefined;
};

/** The ranges of the contract, written out a second time and compared as numbers. */
const V4 = `0/8 10/8 100.64/10 127/8 169.254/16 172.16/12 192.0.0/24 192.0.2/24 192.88.99/24 192.168/16 198.18/15
  198.51.100/24 203.0.113/24 224/4 240/4 255.255.255.255/32`
  .split(/\s+/)
  .map((range) => {
    const [head = "", bits] = range.split("/");
    const parts = head.split(".").map(Number);
    return { base: [0, 1, 2, 3].reduce((sum, i) => sum * 256 + (parts[i] ?? 0), 0), size: 2 ** (32 - Number(bits)) };
  });
const forbidden4 = (value: number): boolean => V4.some(({ base, size }) => value >= base && value < base + size);
const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");

const edges4 = V4.flatMap(({ base, size }) => [base - 1, base, base + size - 1, base + size]).filter(
  (v) => v >= 0 && v < 2 ** 32,
);
const address4 = fc.oneof(fc.constantFrom(...edges4), fc.integer({ min: 0, max: 2 ** 32 - 1 }));

test("every IPv4 address is judged by the contract's ranges", () => {
  fc.assert(
    fc.property(address4, (value) => isForbiddenAddress(dotted(value)) === forbidden4(value)),
    { numRuns: 2000 },
  );
});

const spellings = (value: number): string[] => {
  const [a = 0, b = 0, c = 0, d = 0] = dotted(value).split(".").map(Number);
  const hex = (n: number) => `0x${n.toString(16)}`;
  const octal = (n: number) => `0${n.toString(8)}`;
  return [
    dotted(value),
    String(value),
    hex(value),
    `0${octal(value)}`,
    [a, b, c, d].map(hex).join("."),
    [a, b, c, d].map(octal).join("."),
    `${hex(a)}.${b * 65536 + c * 256 + d}`,
    `${a}.${octal(b)}.${c * 256 + d}`,
    `${dotted(value)}.`,
    Array.from(dotted(value), (one) => (one === "." ? "。" : String.fromCodePoint(one.charCodeAt(0) + 0xfee0))).join(
      "",
    ),
    Array.from(dotted(value), (one) => `%${one.charCodeAt(0).toString(16)}`).join(""),
  ];
};

test("an IPv4 literal is judged alike in every spelling", async () => {
  await fc.assert(
    fc.asyncProperty(address4, async (value) => {
      for (const spelled of spellings(value))
        expect([spelled, (await objection(`https://${spelled}/`)) !== undefined]).toEqual([spelled, forbidden4(value)]);
    }),
    { numRuns: 300 },
  );
});

test("an IPv4 address inside an IPv6 one is refused: mapped, compatible, NAT64, 6to4, Teredo", async () => {
  await fc.assert(
    fc.asyncProperty(address4, async (value) => {
      const [high, low] = [Math.floor(value / 65536).toString(16), (value % 65536).toString(16)];
      for (const literal of [
        `::ffff:${dotted(value)}`,
        `::${dotted(value)}`,
        `64:ff9b::${dotted(value)}`,
        `64:ff9b:1::${high}:${low}`,
        `2002:${high}:${low}::1`,
        `2001::${high}:${low}`,
      ])
        expect([literal, await objection(`https://[${literal}]/`)]).toEqual([literal, expect.any(String)]);
    }),
    { numRuns: 200 },
  );
});

const V6: readonly (readonly [bigint, number])[] = [
  [0x2001n << 112n, 23],
  [0x2001_0db8n << 96n, 32],
  [0x2002n << 112n, 16],
  [0x3fffn << 112n, 20],
];
const within = (value: bigint, [base, bits]: readonly [bigint, number]): boolean =>
  value >> BigInt(128 - bits) === base >> BigInt(128 - bits);
const forbidden6 = (value: bigint): boolean =>
  !within(value, [0x2000n << 112n, 3]) || V6.some((range) => within(value, range));
const colons = (value: bigint): string =>
  value
    .toString(16)
    .padStart(32, "0")
    .replace(/(.{4})(?!$)/g, "$1:");
const edges6 = [...V6, [0x2000n << 112n, 3] as const].flatMap(([base, bits]) => {
  const size = 1n << BigInt(128 - bits);
  return [base - 1n, base, base + size - 1n, base + size];
});

test("every IPv6 address is judged by the contract's ranges, as a literal too", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.constantFrom(...edges6), fc.bigInt({ min: 0n, max: (1n << 128n) - 1n })),
      async (value) => {
        expect(isForbiddenAddress(colons(value))).toBe(forbidden6(value));
        expect((await objection(`https://[${colons(value)}]/`)) !== undefined).toBe(forbidden6(value));
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  ["http://good.example/", /https/],
  ["ftp://good.example/", /https/],
  ["javascript:alert(1)", /https/],
  ["https://me:secret@good.example/", /user name/],
  ["https://@good.example:25/", /Port 25/],
  ["https://good.example:6667/", /Port 6667/],
  ["https://mixed.example/", /10\.0\.0\.1/],
  ["https://localhost/", /private/],
  ["https://a.localhost./", /private/],
  ["good.example", /not a URL/],
  ["https://", /not a URL/],
  [`https://good.example/${"a".repeat(2048)}`, /longer/],
])("a live center is refused %s", async (url, why) => {
  expect(await objection(url)).toMatch(why);
});

test.each(["https://good.example/hook?x=1#y", "https://GOOD.example.:8443", "https://93.184.216.34/"])(
  "a live center is let %s",
  async (url) => {
    expect(await objection(url)).toBeUndefined();
  },
);

test("a sandbox reaches what is in the allow-list, by http too, and nothing else that is forbidden", async () => {
  for (const url of [
    "http://127.0.0.1:3999/hook",
    "http://localhost:3999",
    "http://[::1]:3999",
    "http://10.1.2.3",
    "http://0x7f.1/",
  ])
    expect(await objection(url, SANDBOX)).toBeUndefined();
  for (const url of [
    "http://10.2.0.1",
    "https://10.2.0.1",
    "http://good.example",
    "http://[::ffff:10.2.0.1]",
    "http://169.254.169.254/",
  ])
    expect(await objection(url, SANDBOX)).toEqual(expect.any(String));
  expect(await objection("http://127.0.0.1:3999", { mode: "test", allow: [] })).toMatch(/https/);
});

test("the allow-list is nothing to a live center", async () => {
  expect(await objection("https://127.0.0.1/", { ...SANDBOX, mode: "live" })).toMatch(/private/);
  expect(judgeUrl("http://127.0.0.1/", { ...SANDBOX, mode: "live" })).toMatchObject({ forbidden: expect.any(String) });
});

test("whatever is written as a URL is judged, never thrown on", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string(), fc.webUrl(), fc.webUrl({ withFragments: true, withQueryParameters: true })),
      async (text) => {
        await resolveDestination(text, LIVE, judge);
      },
    ),
  );
});
