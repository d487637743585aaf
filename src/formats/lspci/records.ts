import type { Bdf } from '../../core/base/bdf.ts';

import type { Line } from '../lines.ts';
import { withoutPrivateData } from '../privacy.ts';
import { isDumpRow } from '../hexdump/read-dump.ts';
import { isHeader, parseHeader } from './header.ts';
import type { Header } from './header.ts';
import { isPropertyStart } from './details.ts';

/** A line of a record after wrapped lines were joined. */
export interface LogicalLine {
  readonly line: number;
  readonly text: string;
}

/** One function of a listing: its header, its lines, the rows of its dump. */
export interface LspciRecord {
  readonly line: number;
  readonly header: Header;
  readonly properties: LogicalLine[];
  readonly rows: LogicalLine[];
}

export interface Stray {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

/** A mailer wraps at 72 to 78 columns; fewer than one line in 200 is longer (a word without a blank). */
const WRAPPED_COLUMNS = 80;
const WRAPPED_LONGER_SHARE = 1 / 200;
const WRAPPED_AT_LEAST = 62;

/** Messages of tools that share a terminal with lspci. Never the rest of a wrapped line. */
const MESSAGE =
  /^(?:pcilib|lspci|sudo|bash|sh|zsh|warning|error|dmesg|grep|cat|Script (?:started|done)|\[ *\d{1,9}\.\d+\])\b/i;
const PROMPT =
  /^(?:\[?[\w.-]{1,64}@[\w.-]{1,64}[^#$%>]{0,120}[#$%>](?: |$)|[#$%](?: |$)|PS [A-Z]:\\|[A-Z]:\\[^>]{0,120}>)/;
/** What begins like a header and is none: a damaged address. */
const ALMOST_HEADER = /^(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{1,2}[.:][0-9a-z]\b/i;
const ALMOST_ROW = /^[0-9a-f]{2,3}: ?[0-9a-z]{1,2}(?: |$)/i;

/** Whether a line is a shell prompt with or without a command. */
export function isPrompt(text: string): boolean {
  return PROMPT.test(text);
}

interface Pending {
  readonly line: number;
  text: string;
  /** The last physical line as found, for the decision whether the next one continues it. */
  last: string;
  readonly isHeader: boolean;
}

function continues(pending: Pending, text: string, isWrappedText: boolean): boolean {
  if (MESSAGE.test(text) || ALMOST_ROW.test(text)) return false;
  if (pending.last.endsWith(' ')) return true;
  const word = text.search(/\s|$/);
  return isWrappedText && pending.last.length + 1 + word > WRAPPED_AT_LEAST;
}

function isWrapped(lines: readonly Line[]): boolean {
  let longer = 0;
  for (const { text } of lines) if (text.trimEnd().length > WRAPPED_COLUMNS) longer++;
  return longer < lines.length * WRAPPED_LONGER_SHARE;
}

/** Why a column-0 line that is no header, row or continuation is not part of a listing. */
function strayReason(text: string): string {
  if (isPrompt(text)) return 'shell prompt';
  if (MESSAGE.test(text)) return 'message of another program';
  if (ALMOST_HEADER.test(text)) return 'looks like a function address and cannot be read';
  if (ALMOST_ROW.test(text)) return 'looks like a hexdump row and cannot be read';
  return 'not a line of a listing';
}

/**
 * Splits a listing into records by the grammar of import-formats.md §1.1 and joins lines that a mailer wrapped:
 * a column-0 line that is no header, prompt, row or blank belongs to the line before when that one ends in a
 * blank or the whole text is wrapped.
 *
 * @returns the records in order of appearance and the lines that belong to none; linear in the lines.
 */
export function splitRecords(lines: readonly Line[]): { records: LspciRecord[]; strays: Stray[] } {
  const records: LspciRecord[] = [];
  const strays: Stray[] = [];
  const isWrappedText = isWrapped(lines);
  let current: LspciRecord | null = null;
  let pending: Pending | null = null;
  const stray = (line: number, text: string, reason: string): void => {
    strays.push({ line, text: withoutPrivateData(text.trim()), reason });
  };
  const flush = (): void => {
    if (pending === null) return;
    const { line, text } = pending;
    if (pending.isHeader) {
      const header = parseHeader(text);
      current = header === null ? null : { line, header, properties: [], rows: [] };
      if (current === null) stray(line, text, 'looks like a function address and cannot be read');
      else records.push(current);
    } else if (current === null) stray(line, text, 'no function header above it');
    else current.properties.push({ line, text: text.trim() });
    pending = null;
  };
  for (const { number: line, text } of lines) {
    if (text.trim() === '') {
      flush();
    } else if (isHeader(text)) {
      flush();
      pending = { line, text, last: text, isHeader: true };
    } else if (isDumpRow(text.trim())) {
      flush();
      if (current === null) stray(line, text, 'hexdump row without a function header above it');
      else (current as LspciRecord).rows.push({ line, text: text.trim() });
    } else if (/^\s/.test(text)) {
      flush();
      pending = { line, text, last: text, isHeader: false };
    } else if (pending !== null && continues(pending, text, isWrappedText) && !isPrompt(text)) {
      const open: Pending = pending;
      open.text = `${open.text.trimEnd()} ${text}`;
      open.last = text;
    } else {
      flush();
      if (current !== null && isPropertyStart(text)) {
        pending = { line, text, last: text, isHeader: false };
      } else {
        stray(line, text, strayReason(text));
        if (isPrompt(text)) current = null;
      }
    }
  }
  flush();
  return { records, strays };
}

/** The record's address where it is complete. */
export function addressOf(header: Header): Bdf | null {
  const { segment, bus, device, fn } = header.bdf;
  return bus === null ? null : { segment, bus, device, fn };
}
