import type { Place } from "./airports.ts";

const DAY_MS = 86_400_000;
const J2000_MS = Date.parse("2000-01-01T12:00:00Z");
const degrees = (radians: number): number => (radians * 180) / Math.PI;
const radians = (angle: number): number => (angle * Math.PI) / 180;

/** The sun's altitude over the horizon in degrees, within half a degree (Astronomical Almanac, low precision). */
export const sunAltitude = (ms: number, { latitude, longitude }: Place): number => {
  const days = (ms - J2000_MS) / DAY_MS;
  const anomaly = radians(357.529 + 0.98560028 * days);
  const mean = 280.459 + 0.98564736 * days;
  const ecliptic = radians(mean + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly));
  const obliquity = radians(23.439);
  const declination = Math.asin(Math.sin(obliquity) * Math.sin(ecliptic));
  const ascension = degrees(Math.atan2(Math.cos(obliquity) * Math.sin(ecliptic), Math.cos(ecliptic)));
  const sidereal = 280.46062 + 360.98564737 * days + longitude;
  const hourAngle = radians(sidereal - ascension);
  const height =
    Math.sin(radians(latitude)) * Math.sin(declination) +
    Math.cos(radians(latitude)) * Math.cos(declination) * Math.cos(hourAngle);
  return degrees(Math.asin(height));
};

/** Night is the time between the end of evening and the beginning of morning civil twilight (14 CFR 1.1): sun below −6°. */
export const isNight = (ms: number, place: Place): boolean => sunAltitude(ms, place) < -6;
