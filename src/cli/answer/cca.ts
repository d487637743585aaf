import * as z from 'zod/mini';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { answerNamed, scenarioOfNamed } from '../../core/cca/answer-named.ts';
import { answerRow } from '../../core/cca/answer-row.ts';
import type { RowAnswer } from '../../core/cca/answer-row.ts';
import type { CcaEvent } from '../../core/cca/judge.ts';
import { NAMED_ROWS } from '../../core/cca/named-rows.ts';
import { EXAMPLE_ADDRESSES } from '../../core/cca/row.ts';
import { scenarioOfRow } from '../../core/cca/row-scenario.ts';
import type { CcaRow } from '../../core/cca/row.ts';
import { SITUATIONS } from '../../core/cca/situations.ts';
import { translatorsOf } from '../../core/iommu/translators.ts';
import { REALM_MAPPINGS, realmMappingOutcome } from '../../core/linux/realm-mappings.ts';
import { TDI_STATES } from '../../core/scenario/schema.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import type { Answer } from './answer.ts';

const state = z.enum(TDI_STATES);
const address = z.string().check(z.regex(/^0x[0-9a-f]{1,16}$/i));

/** The input columns of cca-matrix.json; everything else of a row is not read. */
const rowSchema = z.object({
  id: z.string(),
  importer: z.object({
    T: z.union([z.literal(0), z.literal(1)]),
    tdi: state,
    dmaEnabled: z.boolean(),
    ats: z.boolean(),
  }),
  exporter: z.object({ tdi: state, range: z.enum(['TEE', 'NON_TEE']) }),
  placement: z.enum(['shared', 'private', 'both']),
  hypMirror: z.boolean(),
  acs: z.enum(['forced', 'direct']),
  identity: z.boolean(),
  p2pStream: z.boolean(),
  addresses: z.optional(
    z.object({
      ipaBits: z.int(),
      privIPA: address,
      pa: address,
      bus: address,
      otherBus: z.optional(z.nullable(address)),
    }),
  ),
});

const fileSchema = z.object({ rows: z.array(z.looseObject({ id: z.string() })) });

function rowOf(row: z.infer<typeof rowSchema>): CcaRow {
  const { importer, exporter, addresses } = row;
  return {
    importer: {
      t: importer.T,
      state: importer.tdi,
      dmaEnabled: importer.dmaEnabled,
      ats: importer.ats,
    },
    exporter: { state: exporter.tdi, nonTee: exporter.range === 'NON_TEE' },
    placement: row.placement,
    mirror: row.hypMirror,
    acs: row.acs,
    identity: row.identity,
    p2pStream: row.p2pStream,
    addresses:
      addresses === undefined
        ? EXAMPLE_ADDRESSES
        : {
            ipaBits: addresses.ipaBits,
            privateIpa: BigInt(addresses.privIPA),
            pa: BigInt(addresses.pa),
            bus: BigInt(addresses.bus),
            otherBus:
              addresses.otherBus === undefined || addresses.otherBus === null
                ? null
                : BigInt(addresses.otherBus),
          },
  };
}

const hex10 = (value: bigint): string => `0x${value.toString(16).padStart(10, '0')}`;

function eventColumn(event: CcaEvent | null): object | null {
  if (event === null) return null;
  const { name, number, queue, stage2 } = event;
  return {
    name,
    number: `0x${number.toString(16).padStart(2, '0')}`,
    queue,
    ...(stage2 === null ? {} : { S2: 1, CLASS: stage2.class, ipa: hex10(stage2.ipa) }),
  };
}

/** A situation in prose: the scenario of ours with that id. */
function answerProse(id: string): Result<object, string> | null {
  const named = NAMED_ROWS.find((row) => row.id === id);
  if (named !== undefined) {
    const answer = answerNamed(named, translatorsOf);
    if (!answer.ok) return answer;
    const { outcome, event, isGpf, wireT } = answer.value;
    return ok({ outcome, event: eventColumn(event), gpf: isGpf, wireT });
  }
  const situation = SITUATIONS.find((one) => one.id === id);
  if (situation !== undefined) return ok({ outcome: situation.run().outcome });
  const mapping = REALM_MAPPINGS.find((one) => one.id === id);
  return mapping === undefined ? null : ok({ outcome: realmMappingOutcome(mapping) });
}

/** The answer in the columns of the file. */
function columns(answer: RowAnswer): object {
  const { emitted, event, completion } = answer;
  return {
    emitted: emitted === null ? null : { space: emitted.space, address: hex10(emitted.address) },
    translatedBy: answer.translatedBy ?? 'none',
    pas: answer.pas,
    wireT: answer.wireT,
    outcome: answer.outcome,
    event: eventColumn(event),
    gpf: answer.isGpf,
    completion,
    importerAfter: answer.importerAfter,
    exporterAfter: answer.exporterAfter,
    policy: answer.policy,
  };
}

/** What the core says to each row of cca-matrix.json, from building the row's scenario and running it. */
export function answerCca(document: unknown): Result<Answer[], string> {
  const file = fileSchema.safeParse(document);
  if (!file.success) return err('expected rows[] with id and the input columns');
  const answers: Answer[] = [];
  for (const raw of file.data.rows) {
    const row = rowSchema.safeParse(raw);
    if (!row.success) {
      const prose = answerProse(raw.id);
      if (prose === null)
        return err(`row ${raw.id}: has no input columns and is no situation we know`);
      if (!prose.ok) return err(`row ${raw.id}: ${prose.error}`);
      answers.push({ id: raw.id, answer: prose.value });
      continue;
    }
    const answer = answerRow(rowOf(row.data), translatorsOf);
    if (!answer.ok) return err(`row ${raw.id}: ${answer.error}`);
    answers.push({ id: raw.id, answer: columns(answer.value) });
  }
  return ok(answers);
}

/** The scenario that a row of cca-matrix.json is run as; calls and Linux verdicts have none. */
export function scenarioOfCase(document: unknown, id: string): Result<Scenario, string> {
  const file = fileSchema.safeParse(document);
  if (!file.success) return err('expected rows[] with id and the input columns');
  const raw = file.data.rows.find((row) => row.id === id);
  if (raw === undefined)
    return err(`there is no row ${id}; the first is ${file.data.rows[0]?.id ?? 'none'}`);
  const named = NAMED_ROWS.find((row) => row.id === id);
  if (named !== undefined) return ok(scenarioOfNamed(named));
  const row = rowSchema.safeParse(raw);
  return row.success
    ? ok(scenarioOfRow(rowOf(row.data)))
    : err(`row ${id} has no input columns that make a scenario`);
}
