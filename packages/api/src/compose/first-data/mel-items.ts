import type { RepairCategory } from "../../modules/mel/schema.ts";

/** An item of a minimum equipment list, and how its repair is signed off. */
export interface MelItem {
  melItem: string;
  title: string;
  category: RepairCategory;
  /** Category A only: flight days that the remarks allow. */
  flightDays?: number;
  correctiveAction: string;
  /** Only where there is such equipment. */
  on?: "airliner" | "jet";
}

const item = (
  melItem: string,
  title: string,
  category: RepairCategory,
  correctiveAction: string,
  on?: MelItem["on"],
): MelItem => ({ melItem, title, category, correctiveAction, ...(on === undefined ? {} : { on }) });

export const MEL_ITEMS: readonly MelItem[] = [
  item("21-51-01", "Air conditioning pack, left", "C", "Pack valve replaced, leak check good", "airliner"),
  item("21-31-02", "Cabin pressure controller, channel 2", "C", "Controller replaced, BITE test passed"),
  item("22-11-01", "Autopilot B", "C", "Flight control computer B replaced, operational test good", "jet"),
  item("23-51-02", "Flight deck speaker, first officer's", "C", "Speaker replaced"),
  item("23-31-01", "Passenger address system, aft handset", "B", "Handset cord replaced", "airliner"),
  item("24-21-01", "APU generator", "C", "Generator control unit replaced", "airliner"),
  item("25-21-03", "Passenger seat 14C, recline", "D", "Recline actuator replaced", "airliner"),
  item("25-31-01", "Galley oven 2", "D", "Oven replaced", "airliner"),
  item("25-11-02", "Observer seat, shoulder harness", "C", "Harness reel replaced"),
  item("26-15-01", "Lavatory smoke detector, aft", "C", "Detector replaced, test good", "airliner"),
  item("28-41-01", "Fuel quantity indication, center tank", "C", "Connector cleaned, indication calibrated", "jet"),
  item("30-31-01", "Pitot heater indication, right", "B", "Probe heater relay replaced"),
  item("30-41-02", "Window heat, right side window", "C", "Window heat controller replaced"),
  item("31-33-01", "Quick access recorder", "C", "Memory card replaced, download verified", "jet"),
  item("32-42-01", "Antiskid, outboard", "C", "Wheel speed transducer replaced", "jet"),
  item("33-42-01", "Landing light, left inboard", "C", "Lamp replaced"),
  item("33-44-01", "Anti-collision light, upper red", "B", "Power supply replaced"),
  item("33-21-01", "Cabin reading lights, row 8", "D", "Lamps replaced", "airliner"),
  item("34-11-01", "Pitot-static system, standby airspeed", "B", "Line drained, leak check good"),
  item("34-43-01", "TCAS II", "B", "Directional antenna connector resealed, self-test passed", "jet"),
  item("34-42-01", "Weather radar", "C", "Receiver/transmitter replaced"),
  item("34-51-02", "DME 2", "C", "Interrogator replaced"),
  item("35-12-01", "Crew oxygen, mask 3 flow indicator", "B", "Mask stowage box replaced"),
  item("36-11-02", "Bleed air precooler valve, engine 1", "C", "Valve replaced, operational check good", "airliner"),
  item("38-32-01", "Lavatory vacuum blower, forward", "C", "Blower replaced", "airliner"),
  item("49-11-01", "Auxiliary power unit", "C", "Igniter and fuel control replaced, three starts good", "airliner"),
  item("52-71-01", "Door warning, aft service door", "C", "Proximity sensor adjusted", "airliner"),
  item("73-31-01", "Fuel flow indication, engine 2", "C", "Transmitter replaced"),
  item("77-31-01", "Engine vibration monitor, engine 1", "C", "Signal conditioner replaced", "jet"),
  item("78-31-01", "Thrust reverser, engine 2", "C", "Sleeve lock actuator replaced, deployed and stowed", "jet"),
  item("79-31-01", "Oil quantity indication, engine 1", "C", "Transmitter replaced", "jet"),
  { ...item("31-31-01", "Flight data recorder", "A", "Recorder replaced, readout verified", "jet"), flightDays: 3 },
  { ...item("23-71-01", "Cockpit voice recorder", "A", "Recorder replaced, test good"), flightDays: 3 },
];
