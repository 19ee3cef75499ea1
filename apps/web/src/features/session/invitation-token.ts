const TOKEN = /^aai_[0-9a-f]{32}$/;

let taken: string | undefined;

/**
 * Reads the invitation's token from the address, which no server sees behind its `#`, and takes it out: it must not
 * stay in the history. Asked twice (React may draw twice), it answers the same.
 */
export const takeToken = (): string | undefined => {
  const token = location.hash.slice(1);
  if (TOKEN.test(token)) {
    taken = token;
    history.replaceState(history.state, "", location.pathname);
  }
  return taken;
};
