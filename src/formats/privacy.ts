import type { DroppedEntry, Place, Report } from './report.ts';

/** What never reaches a scenario, a report or a link: it says who owns the machine, not how it is wired. */
const PRIVATE: readonly { readonly what: DroppedEntry['what']; readonly pattern: RegExp }[] = [
  { what: 'serial number', pattern: /(Device Serial Number )[0-9a-f-]{4,}/gi },
  { what: 'serial number', pattern: /(\[SN\] Serial number: ?).+$/gi },
  { what: 'serial number', pattern: /(\b(?:Serial ?(?:Number|No\.?)|S\/N)\s?[:=] ?)\S+/gi },
  { what: 'MAC address', pattern: /\b()[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b(?![:-])/gi },
  { what: 'identifier', pattern: /\b()[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi },
  { what: 'host name', pattern: /^(\s{0,8}\[?)[\w.-]{1,64}@[\w.-]{1,64}/g },
];

const LONGEST_EXCERPT = 160;

/**
 * A line as a report may show it: serial numbers, MAC addresses, UUIDs and `user@host` replaced by
 * `(dropped)`, and cut to 160 characters.
 */
export function withoutPrivateData(text: string): string {
  const start = text.length > 2 * LONGEST_EXCERPT ? text.slice(0, 2 * LONGEST_EXCERPT) : text;
  let clean = start;
  for (const { pattern } of PRIVATE) clean = clean.replace(pattern, '$1(dropped)');
  return clean.length > LONGEST_EXCERPT ? `${clean.slice(0, LONGEST_EXCERPT)}…` : clean;
}

/** Notes that a line held private data, of what kind, without repeating it. */
export function noteDropped(report: Report, place: Place, what: DroppedEntry['what']): void {
  report.dropped.push({ ...place, what });
}

/** Reports a line that was not used. */
export function ignoreLine(report: Report, place: Place, text: string, reason: string): void {
  report.ignored.push({ ...place, text: withoutPrivateData(text.trim()), reason });
}
