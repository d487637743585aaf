import { addressBits, readBits, readNumber } from '../fields.ts';
import { EVENTS, RECORD } from './events.ts';

/* Event records as software reads them. */

const NAME_BY_NUMBER = new Map<number, string>(
  Object.entries(EVENTS).map(([name, number]) => [number, name]),
);
/** Stage events, and the failed fetch of a table, which says as much. */
const STAGE_EVENTS: ReadonlySet<string> = new Set([
  'F_TRANSLATION',
  'F_ADDR_SIZE',
  'F_ACCESS',
  'F_PERMISSION',
  'F_WALK_EABT',
]);
const FETCH_EVENTS: ReadonlySet<string> = new Set([
  'F_STE_FETCH',
  'F_CD_FETCH',
  'F_VMS_FETCH',
  'F_WALK_EABT',
]);
const CLASS_NAMES = ['CD', 'TT', 'IN'];

/** One field of an event record. */
export interface EventField {
  readonly name: string;
  readonly msb: number;
  readonly lsb: number;
  readonly value: bigint;
  /** '' where the value speaks for itself. */
  readonly meaning: string;
}

/** The name of an event record. */
export function nameOfEvent(words: readonly bigint[]): string {
  const number = readNumber(words, RECORD.type);
  return NAME_BY_NUMBER.get(number) ?? `event ${number}`;
}

/** The fields that a record of its kind carries, in bit order. @source Arm IHI 0070 §7.3 */
export function eventFields(words: readonly bigint[]): readonly EventField[] {
  const name = nameOfEvent(words);
  const isFetch = FETCH_EVENTS.has(name);
  const isStage = STAGE_EVENTS.has(name);
  const hasInput = isStage || name === 'F_TRANSL_FORBIDDEN';
  const isS2 = readNumber(words, RECORD.S2) === 1;
  const { type, SSV, SSID, SID, GPCF, RnW, PnU, InD, S2, CLASS, IPA, FetchAddr } = RECORD;
  const meanings: Readonly<Record<string, string>> = {
    type: name,
    CLASS: CLASS_NAMES[readNumber(words, CLASS)] ?? '',
    RnW: readNumber(words, RnW) === 1 ? 'read' : 'write',
    S2: isS2 ? 'stage 2' : 'stage 1',
  };
  const layout = {
    type,
    SSV,
    ...(readNumber(words, SSV) === 1 ? { SSID } : {}),
    SID,
    ...(isFetch ? { GPCF } : {}),
    ...(isStage ? { PnU, InD } : {}),
    ...(hasInput ? { RnW } : {}),
    ...(isStage ? { S2, CLASS } : {}),
    ...(hasInput ? { InputAddr: addressBits(191, 128) } : {}),
    ...(isFetch ? { FetchAddr } : isStage && isS2 ? { IPA } : {}),
  };
  return Object.entries(layout).map(([field, at]) => {
    const { msb, lsb } = at;
    return { name: field, msb, lsb, value: readBits(words, at), meaning: meanings[field] ?? '' };
  });
}
