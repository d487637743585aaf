import { assertUnreachable, defined } from '../../base/assert.ts';
import { TLP_TYPES, hasData, isAtomic } from './fields.ts';
import type { TlpFields } from './fields.ts';

/** The rules that a received TLP can break, in the order in which they are looked for. @source PCIe Base §2.2, §2.3 */
export const MALFORMED_RULES = {
  TRUNCATED_HEADER:
    'It has fewer bytes than its prefixes and the 3 or 4 header DWs that Fmt announces.',
  RESERVED_PREFIX: 'It starts with a prefix whose type is reserved.',
  RESERVED_FMT_TYPE: 'Fmt and Type together are reserved.',
  PAYLOAD_LENGTH: 'Its payload differs from Length, or a type without data carries payload.',
  PASID_NOT_ALLOWED: 'A PASID prefix stands on a TLP that cannot carry one.',
  AT_RESERVED: 'AT=11 is reserved on memory requests.',
  IO_CFG_LENGTH: 'An I/O or configuration request has a Length other than 1 DW.',
  ATOMIC_LENGTH: 'FetchAdd and Swap take a Length of 1 or 2 DW, CAS 2, 4 or 8.',
  ATOMIC_ALIGNMENT: 'The address of an AtomicOp is not aligned to its operand.',
  LAST_BE_NONZERO: 'With Length 1, Last DW BE must be 0.',
  FIRST_BE_ZERO: 'With Length above 1, First DW BE must not be 0.',
  LAST_BE_ZERO: 'With Length above 1, Last DW BE must not be 0.',
  BE_HOLES: 'Byte enables may have holes only in requests of 1 DW or one aligned quadword.',
  CROSS_4K: 'A memory request must not cross a 4 KiB boundary.',
  CPL_STATUS_RESERVED: 'Completion Status is reserved.',
  CPL_BCM: 'BCM is set, which no PCI Express completer may do.',
  CPL_BYTE_COUNT: 'It carries more bytes than Byte Count says are still to come.',
} as const;

export type MalformedRule = keyof typeof MALFORMED_RULES;

const PASID_MESSAGES = [0x01, 0x02, 0x04, 0x05];

function mayCarryPasid(fields: TlpFields): boolean {
  const { layout, typeCode } = TLP_TYPES[fields.type];
  switch (layout) {
    case 'memory':
      return typeCode !== 0x01;
    case 'message':
      return PASID_MESSAGES.includes(fields.messageCode ?? -1);
    case 'io':
    case 'config':
    case 'completion':
      return false;
    default:
      return assertUnreachable(layout);
  }
}

function brokenByAtomic(fields: TlpFields): MalformedRule | null {
  const isCas = TLP_TYPES[fields.type].typeCode === 0x0e;
  const legal = isCas ? [2, 4, 8] : [1, 2];
  if (!legal.includes(fields.length)) return 'ATOMIC_LENGTH';
  const operandBytes = BigInt(isCas ? fields.length * 2 : fields.length * 4);
  return BigInt(fields.address ?? '0x0') % operandBytes === 0n ? null : 'ATOMIC_ALIGNMENT';
}

/** Enables must reach the end of the first DW and start at the beginning of the last one. */
function hasHoles(firstBe: number, lastBe: number): boolean {
  return ![0x8, 0xc, 0xe, 0xf].includes(firstBe) || ![0x1, 0x3, 0x7, 0xf].includes(lastBe);
}

function brokenByByteEnables(fields: TlpFields): MalformedRule | null {
  const { layout } = TLP_TYPES[fields.type];
  const firstBe = fields.firstBe ?? 0;
  const lastBe = fields.lastBe ?? 0;
  // A steering tag takes the place of the byte enables; all bytes count as enabled.
  if (fields.th === 1 && (!hasData(fields.type) || isAtomic(fields.type))) return null;
  if (fields.length === 1 || layout !== 'memory') return lastBe === 0 ? null : 'LAST_BE_NONZERO';
  if (firstBe === 0) return 'FIRST_BE_ZERO';
  if (lastBe === 0) return 'LAST_BE_ZERO';
  if (!hasHoles(firstBe, lastBe)) return null;
  const isQuadword = fields.length === 2 && BigInt(fields.address ?? '0x0') % 8n === 0n;
  return isQuadword ? null : 'BE_HOLES';
}

function brokenByRequest(fields: TlpFields): MalformedRule | null {
  const { layout } = TLP_TYPES[fields.type];
  if (layout === 'memory' && fields.at === 3) return 'AT_RESERVED';
  if (layout !== 'memory' && fields.length !== 1) return 'IO_CFG_LENGTH';
  const atomic = isAtomic(fields.type) ? brokenByAtomic(fields) : null;
  if (atomic !== null) return atomic;
  const enables = brokenByByteEnables(fields);
  if (enables !== null || layout !== 'memory') return enables;
  const offset = Number(BigInt(fields.address ?? '0x0') & 0xfffn);
  return offset + fields.length * 4 > 4096 ? 'CROSS_4K' : null;
}

function brokenByCompletion(fields: TlpFields): MalformedRule | null {
  const status = defined(fields.status, 'a completion has a status');
  if (![0, 1, 2, 4].includes(status)) return 'CPL_STATUS_RESERVED';
  if (fields.bcm !== 0) return 'CPL_BCM';
  if (!hasData(fields.type) || status !== 0) return null;
  const offset = (fields.lowerAddress ?? 0) & 3;
  const neededDw = Math.ceil((offset + (fields.byteCount ?? 0)) / 4);
  return fields.length > neededDw ? 'CPL_BYTE_COUNT' : null;
}

/**
 * The first rule that the fields of a complete TLP break, or null. Truncation, reserved encodings and
 * the payload's size are the decoder's business, because it cannot make fields of such bytes.
 */
export function brokenRule(fields: TlpFields): MalformedRule | null {
  const hasPasid = (fields.prefixes ?? []).some((prefix) => prefix.kind === 'PASID');
  if (hasPasid && !mayCarryPasid(fields)) return 'PASID_NOT_ALLOWED';
  const { layout } = TLP_TYPES[fields.type];
  switch (layout) {
    case 'memory':
    case 'io':
    case 'config':
      return brokenByRequest(fields);
    case 'completion':
      return brokenByCompletion(fields);
    case 'message':
      return null;
    default:
      return assertUnreachable(layout);
  }
}
