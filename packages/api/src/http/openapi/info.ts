/** The version of the API, and of every webhook's payload. */
export const API_VERSION = "1.0.0";

export const API_TITLE = "AviationAlley REST API";

/** Where the operations live below the public URL. */
export const BASE_PATH = "/api/v1";

/** The first screen of the rendered document (Markdown). */
export const introduction = (publicUrl: string): string =>
  `
The daily operation of a training center as an API: simulator bookings, work orders, invoices, compliance, MEL
deferrals, crew, reserve, trip trades, flight attendant training, drug and alcohol tests, stage checks.

**Authenticate** with \`Authorization: Bearer <token>\`. An owner or admin of a center creates tokens in the console,
under Integrations. A token beginning with \`aa_test_\` reaches the center's sandbox and nothing else; try things there.

**Pages.** Lists answer newest first, 50 rows at a time (\`limit\`, up to 200). Pass \`pagination.nextCursor\` as \`cursor\`
to get the next page, with the same filters; it is \`null\` on the last one. Rows that are inserted meanwhile neither
repeat nor hide others. \`createdAt\` is when a row's transaction began: a row whose transaction commits during a walk
may stand where the walk has passed already, and be missed. To get it, ask with \`updatedSince\` from a few seconds
before the walk began, or walk again.

**Sync.** \`updatedSince\` gives what changed since an instant; overlap the last run by a few seconds. Webhooks tell you
within milliseconds instead.

**Errors** are \`application/problem+json\`: branch on \`code\`, show \`detail\`. There is a page about
[each code](${publicUrl}/docs/errors).

**Writes.** Send an \`Idempotency-Key\` and repeat a request as often as you need: it is done once. Send the row's
\`version\` in double quotes as \`If-Match\` (\`If-Match: "3"\`; the \`ETag\` of a POST or PATCH is the same) and no one's
change is overwritten. The \`ETag\` of a list is for \`If-None-Match\` only.

**Limits** are per key and node; \`RateLimit\` on every answer says how much is left, \`Retry-After\` on a 429 how long to wait.

**Webhooks** carry the same objects as the lists. Verify \`X-AviationAlley-Signature\` over the raw body before you read
it, answer 2xx within 5 seconds, and drop what you have seen by its \`id\`: delivery is at least once, in any order.

**Absent values** of a row are \`null\`, never missing, with one exception: what is confidential on a DAT test is
left out without \`dat_results:read\`, and in webhooks. New fields and new codes may appear at any time: ignore what you do not know.
`.trim();
