import { newId } from "@aviationalley/api/lib/ids.ts";
import { defineEvent } from "@aviationalley/api/lib/events.ts";
import { z } from "zod";

const shape = z.object({ id: z.string(), version: z.number(), name: z.string(), notes: z.string() });

/** A type of each of these families; each group of subscribers hears a family. */
export const kindsOf = (families: readonly number[]) =>
  families.map((family) => defineEvent(`f${family}.made`, "Made.", shape));

/** The numbers from 0 below `count`. */
export const upTo = (count: number): readonly number[] => [...Array.from({ length: count }).keys()];

/** Families as a program's argument, and back. */
export const writeFamilies = (families: readonly number[]): string => families.join(",");
export const readFamilies = (text: string): readonly number[] => (text === "" ? [] : text.split(",").map(Number));

/** What a change made, about as large as a booking: 700 bytes. */
export const newThing = () => ({
  id: newId(),
  version: 1,
  name: "B737-800 Full Flight Simulator 2",
  notes: "Recurrent training, second session of two; the crew asks for the briefing room from half past seven. ".repeat(
    5,
  ),
});
