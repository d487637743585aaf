/*
 * Whether this page may keep anything in the browser. An embedded playground never does: its host decides what it shows.
 */

let isForbidden = false;

/** From here on nothing is written to storage of any kind. */
export function forbidStorage(): void {
  isForbidden = true;
}

/** Whether things may be written. */
export function mayStore(): boolean {
  return !isForbidden;
}
