import { execFileSync } from "node:child_process";

/** The gateway's side; a block for tests of networks (RFC 2544), which no network routes. */
const SUBNET = "198.18.0";
export const NETWORK = `${SUBNET}.0/24`;

const ip = (...args: readonly string[]): void => void execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });

/** A host of its own: a network namespace on a cable to the switch. */
export interface Wired {
  readonly address: string;
  /** What stands before a command that is to run on that host. */
  readonly within: readonly string[];
  /** Its link goes down: what is sent is swallowed, and nobody is told. */
  cut(): void;
  mend(): void;
}

const wire = (name: string, number: number): Wired => {
  const address = `${SUBNET}.${10 + number}`;
  ip("netns", "add", name);
  ip("link", "add", "name", name, "type", "veth", "peer", "name", "eth0", "netns", name);
  ip("link", "set", "dev", name, "master", "switch", "up");
  ip("-n", name, "address", "add", `${address}/24`, "dev", "eth0");
  ip("-n", name, "link", "set", "dev", "eth0", "up");
  ip("-n", name, "link", "set", "dev", "lo", "up");
  return {
    address,
    within: ["ip", "netns", "exec", name],
    cut: () => ip("link", "set", "dev", name, "down"),
    mend: () => ip("link", "set", "dev", name, "up"),
  };
};

/** Two hosts on one switch, which reach each other and are reached from here. */
export const layNetwork = (): readonly [Wired, Wired] => {
  ip("link", "add", "name", "switch", "type", "bridge");
  ip("address", "add", `${SUBNET}.1/24`, "dev", "switch");
  ip("link", "set", "dev", "switch", "up");
  return [wire("db1", 1), wire("db2", 2)];
};
