/** What the OpenAPI document says of making a booking, and of changing one. Whoever changes a rule changes it here, too. */
export const BOOKING_RULES = `
A session lasts from 15 minutes to 12 hours and starts in the future, by the center's clock (a sandbox's may run ahead).
It may begin in the instant in which another on the same simulator ends.

- \`trainees\` are 0 to 4, each once; LEFT and RIGHT are taken once each, any number may observe. A MAINTENANCE session
  takes none.
- \`instructorId\` names a crew member whose role is INSTRUCTOR or CHECK_INSTRUCTOR.
- An id that nobody has in this center is a 422 \`unprocessable\`; for a simulator, \`known\` lists those that there are.
- A 409 is \`booking_overlap\` when the simulator or someone in the session has another one at that time,
  \`device_out_of_service\` while the simulator is out of service, \`duplicate_reference\` when another booking has this
  \`externalRef\`.
`.trim();

export const CHANGE_RULES = `
What is left out stays as it is; null clears \`instructorId\`, \`notes\` and \`externalRef\`. \`trainees\` replaces the
whole list; null empties it, as \`[]\` does.

- \`notes\` and \`externalRef\` change in any state, all else only while the booking is SCHEDULED (409
  \`invalid_transition\`).
- The session as it will be keeps the rules of a new one (\`POST /bookings\`), but for what does not change: a start in the
  past, a simulator out of service or an instructor of another role by now stands in the way only of its own change.
- \`status: CANCELLED\` cancels a booking that is SCHEDULED or IN_PROGRESS. It needs \`cancelReason\`, and no other field
  goes with the two. No other status can be set.
- What changes nothing is no change: the answer is the booking as it is, with the version that it has.
`.trim();
