/** Latitude and longitude in degrees, north and east positive. */
export interface Place {
  latitude: number;
  longitude: number;
}

export interface Airport extends Place {
  icao: string;
}

const airport = (icao: string, latitude: number, longitude: number): Airport => ({ icao, latitude, longitude });

/** Airport reference points, rounded to 0.01° (FAA airport data). */
export const AIRPORTS: readonly Airport[] = [
  airport("KDEN", 39.86, -104.67),
  airport("KSLC", 40.79, -111.98),
  airport("KPHX", 33.43, -112.01),
  airport("KLAS", 36.08, -115.15),
  airport("KLAX", 33.94, -118.41),
  airport("KSFO", 37.62, -122.38),
  airport("KSEA", 47.45, -122.31),
  airport("KPDX", 45.59, -122.6),
  airport("KBOI", 43.56, -116.22),
  airport("KABQ", 35.04, -106.61),
  airport("KCOS", 38.81, -104.7),
  airport("KASE", 39.22, -106.87),
  airport("KGJT", 39.12, -108.53),
  airport("KDFW", 32.9, -97.04),
  airport("KIAH", 29.98, -95.34),
  airport("KAUS", 30.19, -97.67),
  airport("KORD", 41.98, -87.9),
  airport("KMSP", 44.88, -93.22),
  airport("KMCI", 39.3, -94.71),
  airport("KOMA", 41.3, -95.89),
  airport("KSTL", 38.75, -90.37),
  airport("KATL", 33.64, -84.43),
  airport("KCLT", 35.21, -80.94),
  airport("KMIA", 25.8, -80.29),
  airport("KIAD", 38.94, -77.46),
  airport("KJFK", 40.64, -73.78),
  airport("KBOS", 42.36, -71.01),
];

const EARTH_RADIUS_NM = 3440.1;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in nautical miles (haversine). */
export const distanceNm = (from: Place, to: Place): number => {
  const latitude = Math.sin(radians(to.latitude - from.latitude) / 2) ** 2;
  const longitude = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  const chord = latitude + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * longitude;
  return 2 * EARTH_RADIUS_NM * Math.asin(Math.sqrt(chord));
};
