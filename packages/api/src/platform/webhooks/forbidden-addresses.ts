import { BlockList, isIP } from "node:net";

export type Family = "ipv4" | "ipv6";

/** What no delivery goes to: the union of what careful senders refuse (IANA special-purpose registries and more). */
const IPV4_FORBIDDEN = [
  "0.0.0.0/8", // "this" network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // carrier-grade NAT
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local, the clouds' metadata services
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
];

/** Global unicast. All else (loopback, mapped, NAT64, unique and link local, multicast) falls away by not being in it. */
const IPV6_ALLOWED = ["2000::/3"];
const IPV6_FORBIDDEN = [
  "2001::/23", // protocol assignments, Teredo
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4, which embeds IPv4
  "3fff::/20", // documentation
];

/** `address/bits`; a bare address stands for itself. Undefined where the text is neither. */
export const parseCidr = (text: string): { address: string; bits: number; family: Family } | undefined => {
  const [address = "", length, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || address.includes("%")) return undefined;
  const most = version === 4 ? 32 : 128;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const bits = length === undefined ? most : Number(length);
  return bits > most ? undefined : { address, bits, family: version === 4 ? "ipv4" : "ipv6" };
};

/** Each list once: a policy's is asked at every connection. */
const sets = new WeakMap<readonly string[], BlockList>();

/** The addresses inside some CIDR ranges. Throws on a text that is no range. */
export const addressSet = (ranges: readonly string[]): BlockList => {
  const known = sets.get(ranges);
  if (known) return known;
  const set = new BlockList();
  for (const range of ranges) {
    const cidr = parseCidr(range);
    if (!cidr) throw new Error(`${range} is not a CIDR range.`);
    set.addSubnet(cidr.address, cidr.bits, cidr.family);
  }
  sets.set(ranges, set);
  return set;
};

const ipv4Forbidden = addressSet(IPV4_FORBIDDEN);
const ipv6Allowed = addressSet(IPV6_ALLOWED);
const ipv6Forbidden = addressSet(IPV6_FORBIDDEN);

export const familyOf = (address: string): Family => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** Whether a delivery to this address is refused, by what it is alone. Anything that is no address is refused. */
export const isForbiddenAddress = (address: string): boolean => {
  switch (isIP(address)) {
    case 4:
      return ipv4Forbidden.check(address, "ipv4");
    case 6:
      return !ipv6Allowed.check(address, "ipv6") || ipv6Forbidden.check(address, "ipv6");
    default:
      return true;
  }
};
