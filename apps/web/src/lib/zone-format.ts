/** A format in whatever IANA zone is asked for; making one takes long, so each zone's is kept. */
export const zoneFormat = (locale: string, options: Intl.DateTimeFormatOptions) => {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (zone: string): Intl.DateTimeFormat => {
    const known = formats.get(zone) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    formats.set(zone, known);
    return known;
  };
};
