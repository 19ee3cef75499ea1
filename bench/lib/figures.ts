import { table } from "./report.ts";

/** One figure of a benchmark with the bound that it must keep. The bound stands here alone: reports quote it from here. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  /** Behind the value: "ms", "×". */
  readonly unit: string;
  readonly digits: number;
  /** A floor says "at least"; a limit says "at most". */
  readonly bound: "floor" | "limit";
  readonly must: number;
  /** What is hoped for beyond the must. */
  readonly aim?: number;
}

type Wish = Omit<Figure, "bound" | "must" | "unit" | "digits"> & { unit?: string; digits?: number };

const figure = (bound: Figure["bound"], must: number, { unit = "", digits = 2, ...wish }: Wish): Figure => ({
  ...wish,
  unit,
  digits,
  bound,
  must,
});

/** A figure that must be at least so much. */
export const atLeast = (must: number, wish: Wish): Figure => figure("floor", must, wish);

/** A figure that must be at most so much. */
export const atMost = (must: number, wish: Wish): Figure => figure("limit", must, wish);

const isWithin = ({ bound, value }: Figure, mark: number): boolean =>
  bound === "floor" ? value >= mark : value <= mark;

export const isReached = (one: Figure): boolean => isWithin(one, one.must);

const show = ({ unit, digits }: Figure, value: number): string =>
  `${value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })}${unit === "" ? "" : ` ${unit}`}`;

/** What was measured; with more digits where a miss would read like the bound itself. */
const measured = (one: Figure): string => {
  const short = show(one, one.value);
  return isReached(one) || short !== show(one, one.must) ? short : measured({ ...one, digits: one.digits + 1 });
};

const verdictOf = (one: Figure): string => {
  if (!isReached(one)) return "**missed**";
  if (one.aim === undefined) return "reached";
  return isWithin(one, one.aim) ? "reached, and the aim" : "reached; not the aim";
};

/** One figure as a sentence of a report. */
export const say = (one: Figure): string =>
  `**${one.what}: ${measured(one)}** (${one.bound} ${show(one, one.must)}${one.aim === undefined ? "" : `, aim ${show(one, one.aim)}`})`;

/** Figures as rows: what, measured, floor or limit, aim, verdict. */
export const figureTable = (benches: readonly (readonly [name: string, figures: readonly Figure[]])[]): string =>
  table(
    ["benchmark", "figure", "measured", "must", "aim", ""],
    benches.flatMap(([name, figures]) =>
      figures.map((one) => [
        `[${name}](${name}.md)`,
        one.what,
        measured(one),
        `${one.bound === "floor" ? "≥" : "≤"} ${show(one, one.must)}`,
        one.aim === undefined ? "–" : show(one, one.aim),
        verdictOf(one),
      ]),
    ),
  );
