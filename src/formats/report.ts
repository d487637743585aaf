/*
 * What an importer says about the text beside the scenario: facts read, values put in because the format lacks
 * them, lines that it did not understand. Every entry names its line.
 */

/** A place in one of the inputs. Lines count from 1, as the person sees them. */
export interface Place {
  readonly line: number;
  /** Given when there are several inputs. */
  readonly file?: string;
}

export interface ReadEntry extends Place {
  readonly fact: string;
}

/** `line` is 0 where no line of the input led to the assumption. */
export interface AssumedEntry extends Place {
  readonly fact: string;
}

export interface IgnoredEntry extends Place {
  /** The line as found, shortened, without serial numbers, MAC addresses and host names. */
  readonly text: string;
  /** Why it was not used: what is wrong with it, or what was expected. */
  readonly reason: string;
}

/** Reasons of contradictions begin so: two inputs, or an input and a document, state different things. */
export const CONTRADICTS = 'contradicts ';

/** Whether an entry says that two inputs, or an input and the open document, disagree. */
export function isContradiction({ reason }: IgnoredEntry): boolean {
  return reason.startsWith(CONTRADICTS);
}

/** Private data that was seen and left out. */
export interface DroppedEntry extends Place {
  readonly what: 'serial number' | 'MAC address' | 'host name' | 'identifier';
}

export interface Report {
  readonly read: ReadEntry[];
  readonly assumed: AssumedEntry[];
  readonly ignored: IgnoredEntry[];
  readonly dropped: DroppedEntry[];
}

/** An empty report, to be filled while reading. */
export function createReport(): Report {
  return { read: [], assumed: [], ignored: [], dropped: [] };
}

/** Where no line of any input is the reason. */
export const NOWHERE: Place = { line: 0 };

/** The entry's place alone, to build another entry at the same place. */
export function placeOf(place: Place): Place {
  return place.file === undefined ? { line: place.line } : { line: place.line, file: place.file };
}
