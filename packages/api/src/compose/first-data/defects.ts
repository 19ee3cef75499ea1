/** What breaks in simulators, what is done about it, and how often it is what kind of defect. */
export interface Defect {
  title: string;
  description: string | null;
  resolution: string;
  /** A component that the qualification needs (14 CFR 60.25). */
  component: boolean;
  /** Only in devices that move. */
  fullFlight?: boolean;
}

const defect = (title: string, resolution: string, description: string | null = null): Defect => ({
  title,
  resolution,
  description,
  component: false,
});

const component = (title: string, resolution: string, description: string | null = null): Defect => ({
  ...defect(title, resolution, description),
  component: true,
});

export const DEFECTS: readonly Defect[] = [
  component(
    "Visual channel 2 flickers",
    "Projector lamp ballast replaced, channel aligned",
    "After 20 minutes of warm-up",
  ),
  component("Visual: runway lights missing at KASE RWY 15", "Scene database reloaded"),
  component("Visual channels misaligned at the left cross-view", "Geometry and blend corrected"),
  { ...component("Motion leg 3 noisy in heave", "Actuator bearing replaced, QTG 3.f rerun"), fullFlight: true },
  { ...component("Motion drops to settled during taxi", "Accumulator pressure switch replaced"), fullFlight: true },
  { ...defect("Hydraulic fluid under motion leg 5", "Seal replaced, floor cleaned"), fullFlight: true },
  component("Control loading: rudder force too high", "Force transducer calibrated, QTG 2.a rerun"),
  component("Captain's control column: dead band in roll", "Linkage bolt torqued, calibration checked"),
  component("Stick shaker inoperative, right side", "Shaker motor replaced"),
  component("Right-hand PFD blanks at random", "Display unit replaced"),
  component("Standby attitude indicator precesses", "Instrument exchanged"),
  component("Autothrottle disconnects at 1,500 ft", "Servo amplifier replaced"),
  component("Thrust reverser lever 2 sticks", "Lever quadrant cleaned and lubricated"),
  component("Nose wheel tiller: no centering", "Return spring replaced"),
  defect("Oxygen mask microphone left: intermittent", "Plug re-soldered"),
  defect("Right oxygen mask: regulator hose torn", "Hose replaced"),
  defect("Observer headset: one ear silent", "Jack replaced"),
  defect("Instructor station: touch screen off by 2 cm", "Screen calibrated"),
  defect("Instructor station: printer does not print approach plots", "Driver restarted, paper path cleaned"),
  defect("Circuit breaker panel: label of C12 unreadable", "Label replaced"),
  defect("Flight deck air conditioning weak", "Filter replaced", "26 °C on the flight deck after two hours"),
  defect("Smoke generator: no smoke in E/E bay scenario", "Fluid topped up, nozzle cleaned"),
  defect("Left seat: fore-and-aft motor stalls", "Gearbox greased"),
  defect("Door strike does not latch", "Strike adjusted"),
  defect("Navigation database out of date", "Cycle loaded"),
  defect("Record and replay stops after 10 minutes", "Disk replaced"),
  defect("Sound system: no gear rumble", "Amplifier channel 4 replaced"),
  component("TCAS: no traffic in scenario 7", "Host software patch 4.2.1 loaded"),
  component("Weather radar: no returns on the right ND", "Video cable reseated"),
  component("FMC 2 fails at power-up", "Unit exchanged"),
];

/** What takes a device out of service, as it is told to those who are booked on it. */
export const OUTAGE = {
  title: "Host computer does not boot: RAID controller fault",
  description: "Device fails at morning readiness. Controller and two disks on order, vendor on site tomorrow.",
  cancelReason: "Device out of service: host computer",
} as const;
