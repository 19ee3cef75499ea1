/** One lesson of a course; `device` is the procedures trainer or the one that flies. */
export interface Lesson {
  device: "fixed" | "full";
  sessionType: "TRAINING" | "CHECKRIDE";
  title: string;
  /** The operator brings its own instructor, or none: only the device is hired. */
  dry: boolean;
}

const lesson =
  (device: Lesson["device"], sessionType: Lesson["sessionType"] = "TRAINING") =>
  (title: string): Lesson => ({ device, sessionType, title, dry: false });

/** A transition course: procedures, then flying, then the check (14 CFR 61.63, part 142 subpart C). */
export const TYPE_RATING: readonly Lesson[] = [
  ...[
    "FTD 1: cockpit preparation, normal checklists",
    "FTD 2: engine start, taxi, flight management system",
    "FTD 3: climb, cruise, descent, automation modes",
    "FTD 4: electrical and hydraulic malfunctions",
    "FTD 5: engine malfunctions, smoke and fire",
    "FTD 6: pressurization and flight control malfunctions",
    "FTD 7: procedures validation",
  ].map(lesson("fixed")),
  ...[
    "FFS 1: normal takeoffs and landings, steep turns",
    "FFS 2: stalls, upset prevention and recovery",
    "FFS 3: precision and non-precision approaches",
    "FFS 4: V1 cuts, engine-out climb",
    "FFS 5: engine-out approaches and go-arounds",
    "FFS 6: rejected takeoff, evacuation, windshear",
    "FFS 7: rapid depressurization, emergency descent",
    "FFS 8: low-visibility operations, circling approach",
    "FFS 9: LOFT, line flight with abnormals",
    "FFS 10: check preparation",
  ].map(lesson("full")),
  lesson("full", "CHECKRIDE")("Type rating practical test"),
];

/** Twice a year (14 CFR 121.441). */
export const RECURRENT: readonly Lesson[] = [
  ...[
    "Recurrent 1: maneuvers training",
    "Recurrent 2: engine-out and low-visibility operations",
    "Recurrent 3: line-oriented flight training",
  ].map(lesson("full")),
  lesson("full", "CHECKRIDE")("Proficiency check"),
];

/** Single blocks that operators book between two recurrents. */
export const PRACTICE: readonly Lesson[] = [
  ...[
    "Upset prevention and recovery, extended envelope",
    "CAT II and CAT III approaches",
    "RNP AR approaches into mountain airports",
    "Winter operations: contaminated runways, de-icing",
    "Special airport qualification: KASE",
    "Captain upgrade: left-seat handling",
  ].map(lesson("full")),
  ...["Crew proficiency, operator's own scenario", "Dry hire"].map((title) => ({
    ...lesson("full")(title),
    dry: true,
  })),
];

export type CourseKind = "TYPE_RATING" | "RECURRENT" | "PRACTICE";
