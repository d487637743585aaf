import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';

/** A document of unknown version, known only to be an object. */
export type RawDocument = Readonly<Record<string, unknown>>;

/** Turns a document of version n into one of version n + 1, or says in a few words why that is impossible. */
export type Migration = (document: RawDocument) => Result<RawDocument, string>;

/** The migration from each older version, by that version. Version 1 is the first: there is none yet. */
export const MIGRATIONS: ReadonlyMap<number, Migration> = new Map();

/** Why an older document could not be brought forward. */
export interface MigrationProblem {
  readonly fromVersion: number;
  readonly reason: string;
}

/**
 * Brings a document from its version to `target`, step by step.
 *
 * @returns the document with its `version` set, or the version at which it stopped and why.
 */
export function migrate(
  document: RawDocument,
  from: number,
  target: number,
  migrations: ReadonlyMap<number, Migration>,
): Result<RawDocument, MigrationProblem> {
  let current = document;
  for (let version = from; version < target; version++) {
    const migration = migrations.get(version);
    if (migration === undefined) {
      return err({ fromVersion: version, reason: 'there was never such a version' });
    }
    const next = migration(current);
    if (!next.ok) return err({ fromVersion: version, reason: next.error });
    current = { ...next.value, version: version + 1 };
  }
  return ok(current);
}
