import { createStore, del, get, set, update } from 'idb-keyval';
import { err, ok } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';
import type { Scenario } from '../core/scenario/schema.ts';

/*
 * Documents in the browser's own database. What comes out is as foreign as a file: the caller parses it.
 */

/** A document as it was saved. */
export interface StoredDocument {
  readonly id: string;
  readonly scenario: unknown;
  readonly tPs: number;
  readonly savedAt: number;
}

/** One line of the list of recent documents. */
export interface RecentDocument {
  readonly id: string;
  readonly title: string;
  readonly deviceCount: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

/** full: no room left. denied: the browser lets this page store nothing (private window, policy, damage). */
export type StorageProblem = 'full' | 'denied';

/** So many documents are kept; the one untouched for longest goes first. */
const RECENT_LIMIT = 30;

const RECENT_KEY = 'recent';

const database = () => createStore('p2pdma-playground', 'documents');
let opened: ReturnType<typeof database> | null = null;
/** The one place in which everything is kept. */
export const store = () => (opened ??= database());

/** Why nothing could be stored. */
export function storageProblemOf(error: unknown): StorageProblem {
  return error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'denied';
}

function isRecent(value: unknown): value is RecentDocument {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'title' in value &&
    typeof value.title === 'string' &&
    'deviceCount' in value &&
    typeof value.deviceCount === 'number' &&
    'savedAt' in value &&
    typeof value.savedAt === 'number'
  );
}

const asRecent = (value: unknown): RecentDocument[] =>
  Array.isArray(value) ? value.filter(isRecent) : [];

interface SaveRequest {
  readonly id: string;
  readonly scenario: Scenario;
  readonly tPs: number;
  readonly savedAt: number;
}

/** Saves a document and puts it at the head of the recent ones. */
export async function saveDocument(request: SaveRequest): Promise<Result<null, StorageProblem>> {
  const { id, scenario, tPs, savedAt } = request;
  const line: RecentDocument = {
    id,
    title: scenario.title,
    deviceCount: scenario.components.length,
    savedAt,
  };
  try {
    await set(`document:${id}`, { id, scenario, tPs, savedAt } satisfies StoredDocument, store());
    let dropped: readonly RecentDocument[] = [];
    await update<unknown>(
      RECENT_KEY,
      (old) => {
        const all = [line, ...asRecent(old).filter((one) => one.id !== id)];
        dropped = all.slice(RECENT_LIMIT);
        return all.slice(0, RECENT_LIMIT);
      },
      store(),
    );
    await Promise.all(
      dropped.flatMap((one) => [
        del(`document:${one.id}`, store()),
        del(`versions:${one.id}`, store()),
      ]),
    );
    return ok(null);
  } catch (error) {
    return err(storageProblemOf(error));
  }
}

/** A saved document by its id; null when there is none or nothing can be read. */
export async function loadDocument(id: string): Promise<StoredDocument | null> {
  try {
    const value: unknown = await get(`document:${id}`, store());
    if (typeof value !== 'object' || value === null || !('scenario' in value)) return null;
    const tPs = 'tPs' in value && typeof value.tPs === 'number' ? value.tPs : 0;
    const savedAt = 'savedAt' in value && typeof value.savedAt === 'number' ? value.savedAt : 0;
    return { id, scenario: value.scenario, tPs, savedAt };
  } catch {
    return null;
  }
}

/** Recent documents, the latest first; empty when nothing can be read. */
export async function listRecent(): Promise<readonly RecentDocument[]> {
  try {
    return asRecent(await get<unknown>(RECENT_KEY, store()));
  } catch {
    return [];
  }
}

/** Forgets a document for good. */
export async function removeDocument(id: string): Promise<void> {
  try {
    await del(`document:${id}`, store());
    await del(`versions:${id}`, store());
    await update<unknown>(
      RECENT_KEY,
      (old) => asRecent(old).filter((one) => one.id !== id),
      store(),
    );
  } catch {
    // What cannot be stored cannot be removed either; the list shows that it is still there.
  }
}
