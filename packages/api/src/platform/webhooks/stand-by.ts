import { readFileSync, readlinkSync } from "node:fs";
import { availableParallelism, hostname } from "node:os";

/** A worker, as the others hear of it. */
export interface Member {
  readonly node: string;
  /** What gives it its processors. */
  readonly machine: string;
  /** When it came, in milliseconds since 1970 by its machine's clock. */
  readonly since: number;
  /** So many of its machine's workers deliver. */
  readonly most: number;
}

/**
 * Processes share what the kernel gives a container, or a machine without any: those of one boot that see each other's
 * process ids. A host's name says less: containers of one name are usual.
 */
export const machineName = (): string => {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}/${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname(); // not Linux
  }
};

/** Processors that this process may use, as Node counts them: by its affinity. */
export const processors = availableParallelism;

const cameBefore = (one: Member, other: Member): boolean =>
  one.since < other.since || (one.since === other.since && one.node < other.node);

/**
 * Whether one of these delivers, or stands by because enough of its machine do: those who came first. All who hear the
 * same come to the same answer, and when one leaves the next is there with its part.
 */
export const delivers = (member: Member, all: Iterable<Member>): boolean =>
  [...all].filter((other) => other.machine === member.machine && cameBefore(other, member)).length < member.most;

/** As the payload of a message. */
export const writeMember = ({ node, machine, since, most }: Member): string => [node, machine, since, most].join(" ");

/** Whoever says less than that is a worker all the same. */
export const readMember = (payload: string): Member => {
  const [node = "", machine = node, since, most] = payload.split(" ");
  return { node, machine, since: Number(since ?? 0), most: Number(most ?? 1) };
};
