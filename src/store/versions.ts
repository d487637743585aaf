import { get, update } from 'idb-keyval';
import { describeScenarioProblem, parseScenario } from '../core/scenario/parse.ts';
import type { Scenario } from '../core/scenario/schema.ts';
import { useDocument } from './document.ts';
import { notify } from './notices.ts';
import { storageProblemOf, store } from './storage.ts';

/*
 * Earlier versions of a document: one is kept now and then as it is saved, and those that a person names stay.
 */

/** A document as it was at some time. `name` is null for those kept by themselves. */
export interface Version {
  readonly savedAt: number;
  readonly name: string | null;
  readonly scenario: unknown;
}

/** So many unnamed versions of a document are kept. @source ux.md §9 */
const UNNAMED_LIMIT = 20;
/** A version is kept by itself no sooner than this after the last one, ms. */
const INTERVAL_MS = 60_000;

const keyOf = (id: string): string => `versions:${id}`;

function isVersion(value: unknown): value is Version {
  return (
    typeof value === 'object' &&
    value !== null &&
    'savedAt' in value &&
    typeof value.savedAt === 'number' &&
    'name' in value &&
    (value.name === null || typeof value.name === 'string') &&
    'scenario' in value
  );
}

const asVersions = (value: unknown): Version[] =>
  Array.isArray(value) ? value.filter(isVersion) : [];

/** The versions with one more, the latest first: too many unnamed ones lose their oldest. */
export function withVersion(versions: readonly Version[], version: Version): readonly Version[] {
  let unnamed = 0;
  return [version, ...versions].filter((one) => {
    if (one.name !== null) return true;
    unnamed += 1;
    return unnamed <= UNNAMED_LIMIT;
  });
}

/**
 * Whether a save at `savedAt` (ms since 1970) is kept as a version by itself. One that seems older than the
 * last one is: the clock was set back, perhaps by years.
 */
export function isDue([last]: readonly Version[], savedAt: number): boolean {
  return last === undefined || Math.abs(savedAt - last.savedAt) >= INTERVAL_MS;
}

/** Versions of a document, the latest first; empty when nothing can be read. */
export async function listVersions(id: string): Promise<readonly Version[]> {
  try {
    return asVersions(await get<unknown>(keyOf(id), store()));
  } catch {
    return [];
  }
}

/** Keeps a version of the document just saved unless one was kept a moment ago. */
export async function keepVersion(id: string, scenario: Scenario, savedAt: number): Promise<void> {
  await update<unknown>(
    keyOf(id),
    (old) => {
      const versions = asVersions(old);
      return isDue(versions, savedAt)
        ? withVersion(versions, { savedAt, name: null, scenario })
        : versions;
    },
    store(),
  );
}

/** Keeps the document as it is now under a name. */
export async function nameVersion(name: string): Promise<void> {
  const { id, scenario } = useDocument.getState();
  try {
    await update<unknown>(
      keyOf(id),
      (old) => withVersion(asVersions(old), { savedAt: Date.now(), name, scenario }),
      store(),
    );
  } catch (error) {
    notify({ kind: storageProblemOf(error) === 'full' ? 'versionFull' : 'versionDenied' });
  }
}

/** Takes the document back to a version, in one undo step; a version that cannot be read is said and kept. */
export function openVersion(version: Version): boolean {
  const parsed = parseScenario(version.scenario);
  if (!parsed.ok) {
    const raw = JSON.stringify(version.scenario, null, 2);
    notify({ kind: 'unopened', text: describeScenarioProblem(parsed.error), raw });
    return false;
  }
  useDocument.getState().replace(parsed.value, 'version');
  return true;
}
