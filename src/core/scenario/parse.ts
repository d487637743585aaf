import * as z from 'zod/mini';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { MIGRATIONS, migrate } from './migrations.ts';
import type { Migration, RawDocument } from './migrations.ts';
import { SCENARIO_VERSION, scenarioSchema } from './schema.ts';
import type { Scenario } from './schema.ts';

/** One place of the document that the schema refuses. */
export interface SchemaIssue {
  /** JSON path: `components[3].bars[0].sizeBytes`. */
  readonly path: string;
  /** What is wrong there, as half a sentence. */
  readonly expected: string;
}

/** Why a value is not a scenario of this program. */
export type ScenarioProblem =
  | { readonly code: 'notADocument' }
  | { readonly code: 'badVersion'; readonly found: string }
  | { readonly code: 'newerVersion'; readonly version: number }
  | { readonly code: 'noMigration'; readonly version: number; readonly reason: string }
  | { readonly code: 'schema'; readonly issues: readonly SchemaIssue[] };

function isObject(value: unknown): value is RawDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Writes a path as JavaScript would: names joined by dots, indices in brackets. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) =>
      typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`,
    )
    .join('');
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}

type Issue = z.core.$ZodIssue;

function expectedText(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be of type ${issue.expected}`;
    case 'unrecognized_keys':
      return `has fields that the format does not know: ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${listed(issue.values)}`;
    case 'too_small':
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_format':
      return issue.pattern === undefined
        ? `must be written as ${issue.format}`
        : `must match ${issue.pattern}`;
    case 'invalid_union':
      return issue.discriminator === undefined
        ? 'has none of the allowed forms'
        : `has an unknown ${issue.discriminator}`;
    default:
      return 'is not valid';
  }
}

/** Turns what the schema refused into places and half sentences. */
export function schemaIssues(error: z.core.$ZodError): SchemaIssue[] {
  return error.issues.map((issue) => ({
    path: pathText(issue.path),
    expected: expectedText(issue),
  }));
}

/**
 * Reads a foreign value as a scenario: recognises the format, migrates older versions, then checks it
 * strictly. What the schema cannot express (references, loops) is found by `enumerate`.
 *
 * @param migrations replaced by tests only.
 */
export function parseScenario(
  value: unknown,
  migrations: ReadonlyMap<number, Migration> = MIGRATIONS,
): Result<Scenario, ScenarioProblem> {
  if (!isObject(value) || value['format'] !== 'p2pdma-scenario') {
    return err({ code: 'notADocument' });
  }
  const version = value['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    return err({ code: 'badVersion', found: JSON.stringify(version) ?? 'nothing' });
  }
  if (version > SCENARIO_VERSION) return err({ code: 'newerVersion', version });
  const migrated = migrate(value, version, SCENARIO_VERSION, migrations);
  if (!migrated.ok) {
    const { fromVersion, reason } = migrated.error;
    return err({ code: 'noMigration', version: fromVersion, reason });
  }
  const parsed = scenarioSchema.safeParse(migrated.value, { reportInput: true });
  if (!parsed.success) return err({ code: 'schema', issues: schemaIssues(parsed.error) });
  return ok(parsed.data);
}

/** One sentence for people: what is wrong, where (JSON path), and what to do. */
export function describeScenarioProblem(problem: ScenarioProblem): string {
  switch (problem.code) {
    case 'notADocument':
      return 'This is not a scenario: its "format" is not "p2pdma-scenario"; export one from the playground or import the text of a machine instead.';
    case 'badVersion':
      return `The scenario states version ${problem.found}, which is not a whole number: state a version from 1 to ${SCENARIO_VERSION}.`;
    case 'newerVersion':
      return `The scenario is of version ${problem.version}, newer than ${SCENARIO_VERSION}, the newest that this playground reads: open it with a newer playground.`;
    case 'noMigration':
      return `A scenario of version ${problem.version} cannot be brought forward: ${problem.reason}; export it again from the program that made it.`;
    case 'schema': {
      const [first, ...more] = problem.issues;
      const where = first === undefined || first.path === '' ? 'the document' : first.path;
      const rest = more.length === 0 ? '' : ` (and ${more.length} more places)`;
      return `The scenario does not fit its format: ${where} ${first?.expected ?? 'is not valid'}${rest}; correct it there.`;
    }
  }
}
