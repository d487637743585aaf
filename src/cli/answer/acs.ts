import * as z from 'zod/mini';
import { hex } from '../../core/base/address.ts';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import {
  ACS_CAP_ENHANCED,
  ACS_CTL_DSP_MT_SHIFT,
  ACS_CTL_IORB,
  ACS_CTL_UNCLAIMED_RR,
  ACS_CTL_USP_MT_SHIFT,
} from '../../core/pcie/acs-bits.ts';
import { ACS_BIT } from '../../core/scenario/acs.ts';
import { decideAcs } from '../../core/pcie/acs.ts';
import type { AcsDecision, AcsQuestion, AcsTlp } from '../../core/pcie/acs.ts';
import { AER_BITS } from '../../core/pcie/aer.ts';
import { idOfText } from '../../core/pcie/tlp/fields.ts';
import type { AddressType, RequestKind } from '../../core/pcie/types.ts';
import type { MachineAcs } from '../../core/machine/types.ts';
import type { Answer } from './answer.ts';

const bit = z.optional(z.int().check(z.gte(0), z.lte(1)));
const access = z.optional(z.int().check(z.gte(0), z.lte(3)));

/** Control bits as the case files name them; what is not given is 0. */
export const acsBitsSchema = z.object({
  SV: bit,
  TB: bit,
  RR: bit,
  CR: bit,
  UF: bit,
  EC: bit,
  DT: bit,
  enhanced: bit,
  IORB: bit,
  DSP_MT: access,
  USP_MT: access,
  UNCLAIMED_RR: bit,
  egressVector: z.optional(z.string().check(z.regex(/^0x[0-9a-f]{1,64}$/i))),
});

const bdf = z.string().check(z.refine((text) => idOfText(text) !== null));

const caseSchema = z.object({
  id: z.union([z.string(), z.number()]),
  port: z.enum(['switch-dsp', 'root-port', 'mfd-function', 'switch-usp', 'endpoint-single']),
  bits: acsBitsSchema,
  secBus: z.nullish(z.int()),
  subBus: z.nullish(z.int()),
  tlp: z.object({
    kind: z.string(),
    at: z.optional(z.int().check(z.gte(0), z.lte(3))),
    ro: bit,
    requesterId: bdf,
  }),
  ingress: z.enum(['from-below', 'from-above']),
  egressCandidate: z.union([
    z.object({
      kind: z.enum(['upstream', 'own-egress', 'switch-dsp-bar', 'switch-usp-bar', 'unclaimed']),
    }),
    z.object({ kind: z.enum(['peer-port', 'peer-function']), number: z.int() }),
  ]),
});

const fileSchema = z.object({ cases: z.array(caseSchema) });

export const ADDRESS_TYPES: readonly AddressType[] = [
  'untranslated',
  'translationRequest',
  'translated',
  'reserved',
];

/** Request kinds that routing and ACS treat alike go by one name. */
export const REQUEST_KINDS: Readonly<Record<string, RequestKind>> = {
  MRd: 'MRd',
  MRdLk: 'MRd',
  MWr: 'MWr',
  FetchAdd: 'FetchAdd',
  Swap: 'Swap',
  CAS: 'CAS',
  DMWr: 'DMWr',
  IORd: 'IORd',
  IOWr: 'IOWr',
  Msg: 'Msg',
  MsgD: 'Msg',
};

const COMPLETION_KINDS: Readonly<Record<string, 'Cpl' | 'CplD'>> = {
  Cpl: 'Cpl',
  CplD: 'CplD',
  CplLk: 'Cpl',
  CplDLk: 'CplD',
};

/** The ACS registers that named bits stand for: every bit is implemented. */
export function acsOfBits(bits: z.infer<typeof acsBitsSchema>): MachineAcs {
  const isEnhanced = bits.enhanced === 1;
  let control = 0;
  for (const [name, mask] of Object.entries(ACS_BIT)) {
    if (Object.entries(bits).some(([key, value]) => key === name && value === 1)) control |= mask;
  }
  if (isEnhanced) {
    if (bits.IORB === 1) control |= ACS_CTL_IORB;
    control |= (bits.DSP_MT ?? 0) << ACS_CTL_DSP_MT_SHIFT;
    control |= (bits.USP_MT ?? 0) << ACS_CTL_USP_MT_SHIFT;
    if (bits.UNCLAIMED_RR === 1) control |= ACS_CTL_UNCLAIMED_RR;
  }
  return {
    capability: 0x7f | (isEnhanced ? ACS_CAP_ENHANCED : 0),
    control,
    egressVector: BigInt(bits.egressVector ?? '0x0'),
  };
}

function tlpOf(tlp: z.infer<typeof caseSchema>['tlp']): AcsTlp | null {
  const requesterId = idOfText(tlp.requesterId) ?? 0;
  const ro = tlp.ro === 1;
  const completion = COMPLETION_KINDS[tlp.kind];
  if (completion !== undefined) return { kind: completion, ro, requesterId };
  const kind = REQUEST_KINDS[tlp.kind];
  if (kind === undefined) return null;
  return { kind, ro, requesterId, at: ADDRESS_TYPES[tlp.at ?? 0] ?? 'untranslated' };
}

const ERRORS: Readonly<Record<string, string>> = {
  block: 'ACS_VIOLATION',
  reject: 'UR',
  drop: 'UNEXPECTED_COMPLETION',
};

/** The error word of the case files, or null where the TLP goes on. */
export function errorWord(action: string): string | null {
  return ERRORS[action] ?? null;
}

function expectedOf(decision: AcsDecision): unknown {
  const error = errorWord(decision.action);
  return {
    action: decision.action,
    error,
    completionStatus: decision.completionStatus,
    aerMask: decision.aer === null ? null : hex(2 ** AER_BITS[decision.aer], 8),
    tlp: error === null ? 'forwarded' : 'discarded',
  };
}

/** What ACS decides in each case of acs-cases.json. */
export function answerAcs(document: unknown): Result<Answer[], string> {
  const file = fileSchema.safeParse(document);
  if (!file.success) {
    const issue = file.error.issues[0];
    return err(
      `${issue?.path.join('.') ?? ''} is not what a case of acs-cases.json holds: ${issue?.message ?? ''}`,
    );
  }
  const answers: Answer[] = [];
  for (const [index, given] of file.data.cases.entries()) {
    const tlp = tlpOf(given.tlp);
    if (tlp === null) return err(`cases.${index}.tlp.kind: ${given.tlp.kind} is no TLP kind`);
    const question: AcsQuestion = {
      port: given.port,
      acs: acsOfBits(given.bits),
      secondary: given.secBus ?? null,
      subordinate: given.subBus ?? null,
      tlp,
      ingress: given.ingress,
      candidate: given.egressCandidate,
    };
    answers.push({ id: given.id, answer: expectedOf(decideAcs(question)) });
  }
  return ok(answers);
}
