/** How our own secrets begin: API tokens, invitations' tokens, webhook secrets. */
const SECRET = /aa_(live|test)_|aai_|whsec_/i;

/** Whether a text has one of our secrets in it, or what looks like one: such a text is neither kept nor logged. */
export const looksSecret = (text: string): boolean => SECRET.test(text);
