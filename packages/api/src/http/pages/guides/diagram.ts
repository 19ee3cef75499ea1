import { html, type Html } from "../html.ts";
import type { StepRow } from "./table.ts";

/** Pixels. */
const BOX = { width: 136, least: 34, gap: 26 };
const PORT = 13;
const LANE = 22;
const TOP = 34;
const EDGE = 12;

type Side = "left" | "right";

/** One step on one side of the column of states: a line along them, with a branch to each that it leaves or enters. */
interface Bus {
  readonly number: number;
  readonly side: Side;
  readonly taps: readonly { state: string; enters: boolean }[];
}

interface Box {
  readonly state: string;
  readonly top: number;
  readonly height: number;
}

/**
 * The states in a column, in the rule's own order, and each step as a numbered line beside it: what leads on at the
 * right, what leads back at the left. Drawn from the rule's table; the numbers are those of the table of steps.
 */
export const stateDiagram = (
  name: string,
  transitions: Readonly<Record<string, readonly string[]>>,
  steps: readonly StepRow[],
): Html => {
  const states = Object.keys(transitions);
  const buses = steps.flatMap((step) => busesOf(step, transitions, states));
  const boxes = stack(states, buses);
  const ports = portsOf(boxes, buses);
  const lanes = { left: lanesOf(buses, "left", ports), right: lanesOf(buses, "right", ports) };
  const left = EDGE + width(lanes.left);
  const total = left + BOX.width + width(lanes.right) + EDGE;
  const last = boxes.at(-1);
  const height = (last ? last.top + last.height : TOP) + EDGE;
  const x = (bus: Bus): number => {
    const away = ((lanes[bus.side].get(bus) ?? 0) + 1) * LANE;
    return bus.side === "left" ? left - away : left + BOX.width + away;
  };
  return html`<svg
    class="states"
    viewBox="0 0 ${total} ${height}"
    width="${total}"
    height="${height}"
    role="img"
    aria-label="States of ${name.toLowerCase()} and what leads from one to the other; the table below says the same."
  >
    ${buses.map((bus) => lineOf(bus, x(bus), left, ports))}
    ${boxes.map((box, index) => boxOf(box, left, index === 0, transitions[box.state]?.length === 0))}
    ${buses.map((bus) => badge(bus, x(bus), ports))}
  </svg>`;
};

/** The step's pairs that the rule's table has, those downwards apart from those upwards and from a state to itself. */
const busesOf = (
  { number, from, to }: StepRow,
  transitions: Readonly<Record<string, readonly string[]>>,
  states: readonly string[],
): Bus[] => {
  const pairs = from.flatMap((source) =>
    to.flatMap((target) => (transitions[source]?.includes(target) ? [{ source, target }] : [])),
  );
  const leadsOn = ({ source, target }: (typeof pairs)[number]) => states.indexOf(target) > states.indexOf(source);
  return (["left", "right"] as const).flatMap((side) => {
    const own = pairs.filter((pair) => leadsOn(pair) === (side === "right"));
    const sources = [...new Set(own.map(({ source }) => source))];
    const targets = [...new Set(own.map(({ target }) => target))];
    const taps = [
      ...sources.map((state) => ({ state, enters: false })),
      ...targets.map((state) => ({ state, enters: true })),
    ];
    return taps.length === 0 ? [] : [{ number, side, taps }];
  });
};

const tapsAt = (buses: readonly Bus[], side: Side, state: string): number =>
  buses.filter((bus) => bus.side === side).flatMap(({ taps }) => taps.filter((tap) => tap.state === state)).length;

const stack = (states: readonly string[], buses: readonly Bus[]): Box[] => {
  let top = TOP;
  return states.map((state) => {
    const most = Math.max(tapsAt(buses, "left", state), tapsAt(buses, "right", state));
    const box = { state, top, height: Math.max(BOX.least, (most + 1) * PORT) };
    top += box.height + BOX.gap;
    return box;
  });
};

type Ports = ReadonlyMap<Bus["taps"][number], number>;

/** Where each branch meets its state: those of one side spread over the box, what enters above what leaves. */
const portsOf = (boxes: readonly Box[], buses: readonly Bus[]): Ports => {
  const ports = new Map<Bus["taps"][number], number>();
  for (const { state, top, height } of boxes)
    for (const side of ["left", "right"] as const) {
      const taps = buses.filter((bus) => bus.side === side).flatMap((bus) => bus.taps);
      const own = taps.filter((tap) => tap.state === state).toSorted((a, b) => Number(b.enters) - Number(a.enters));
      own.forEach((tap, index) => ports.set(tap, Math.round(top + (height * (index + 1)) / (own.length + 1))));
    }
  return ports;
};

const spanOf = (bus: Bus, ports: Ports): { from: number; to: number } => {
  const ends = bus.taps.map((tap) => ports.get(tap) ?? 0);
  return { from: Math.min(...ends), to: Math.max(...ends) };
};

type Lanes = ReadonlyMap<Bus, number>;

/** The shortest lines next to the states; two share a lane where they do not meet. */
const lanesOf = (buses: readonly Bus[], side: Side, ports: Ports): Lanes => {
  const lanes = new Map<Bus, number>();
  const length = (bus: Bus): number => spanOf(bus, ports).to - spanOf(bus, ports).from;
  for (const bus of buses.filter((one) => one.side === side).toSorted((a, b) => length(a) - length(b))) {
    const { from, to } = spanOf(bus, ports);
    const taken = [...lanes].flatMap(([other, lane]) => {
      const span = spanOf(other, ports);
      return span.from <= to + PORT && from <= span.to + PORT ? [lane] : [];
    });
    let lane = 0;
    while (taken.includes(lane)) lane++;
    lanes.set(bus, lane);
  }
  return lanes;
};

const width = (lanes: Lanes): number => (lanes.size === 0 ? 0 : (Math.max(...lanes.values()) + 1) * LANE);

/** With a dot where more than its two ends meet, so that a line that only passes is not taken for one that joins. */
const lineOf = (bus: Bus, x: number, left: number, ports: Ports): Html => {
  const { from, to } = spanOf(bus, ports);
  const wall = bus.side === "left" ? left : left + BOX.width;
  const joins = bus.taps.map((tap) => ports.get(tap) ?? 0).filter((y) => y !== from && y !== to);
  return html`<path class="edge" d="M${x} ${from}V${to}" />
    ${bus.taps.map((tap) => branch(x, wall, ports.get(tap) ?? 0, tap.enters))}
    ${joins.map((y) => html`<circle class="tip" cx="${x}" cy="${y}" r="2.8" />`)}`;
};

const branch = (x: number, wall: number, y: number, enters: boolean): Html => {
  const back = x < wall ? -7 : 7;
  const arrow = html`<path class="tip" d="M${wall} ${y}l${back} -4v8z" />`;
  return html`<path class="edge" d="M${x} ${y}H${wall}" />${enters ? arrow : html``}`;
};

const boxOf = ({ state, top, height }: Box, left: number, first: boolean, final: boolean): Html => {
  const middle = left + BOX.width / 2;
  const begin = html`<circle class="tip" cx="${middle}" cy="9" r="5" /><path class="edge" d="M${middle} 9V${top}" />
    <path class="tip" d="M${middle} ${top}l-4 -7h8z" />`;
  return html`${first ? begin : html``}<rect
      class="${final ? "state final" : "state"}"
      x="${left}"
      y="${top}"
      width="${BOX.width}"
      height="${height}"
      rx="7"
    /><text x="${middle}" y="${top + height / 2 + 4}">${state}</text>`;
};

/** The step's number in the longest free stretch of its line. */
const badge = (bus: Bus, x: number, ports: Ports): Html => {
  const ends = bus.taps.map((tap) => ports.get(tap) ?? 0).toSorted((a, b) => a - b);
  const stretches = ends
    .slice(1)
    .map((end, index) => ({ middle: (end + (ends[index] ?? end)) / 2, length: end - (ends[index] ?? end) }));
  const y = stretches.toSorted((a, b) => b.length - a.length)[0]?.middle ?? 0;
  return html`<circle class="badge" cx="${x}" cy="${y}" r="9" /><text class="number" x="${x}" y="${y + 4}">
      ${bus.number}
    </text>`;
};
