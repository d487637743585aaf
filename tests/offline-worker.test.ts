import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { offline } from '../scripts/offline-plugin.ts';

/* The service worker of a build, as the build writes it, in a browser that is played here. */

interface Emitted {
  readonly fileName: string;
  readonly source: string;
}

type Handler = (event: object) => void;

/** The script for a build whose only file has this content. */
function workerOf(content: string): string {
  const emitted: Emitted[] = [];
  const bundle = { 'assets/app.js': { type: 'asset', source: content } };
  const plugin = offline() as unknown as {
    readonly generateBundle: (this: object, options: object, bundle: object) => void;
  };
  plugin.generateBundle.call({ emitFile: (one: Emitted) => emitted.push(one) }, {}, bundle);
  const [written] = emitted;
  if (written?.fileName !== 'sw.js') throw new Error('no service worker was written');
  return written.source;
}

const stored = new Map<string, readonly string[]>();

/** Starts a script; `fire` sends it an event and waits for all that it does. */
function started(script: string) {
  const handlers = new Map<string, Handler>();
  const calls: string[] = [];
  const self = {
    addEventListener: (name: string, handler: Handler) => handlers.set(name, handler),
    skipWaiting: () => calls.push('skipWaiting'),
    clients: { claim: () => calls.push('claim') },
    location: { origin: 'https://example.org' },
  };
  const caches = {
    open: (name: string) =>
      Promise.resolve({
        addAll: (files: readonly string[]) => {
          stored.set(name, [...files]);
          return Promise.resolve();
        },
      }),
    keys: () => Promise.resolve([...stored.keys()]),
    delete: (name: string) => Promise.resolve(stored.delete(name)),
  };
  runInNewContext(script, { self, caches, URL, Promise });
  const fire = async (name: string, given: object = {}): Promise<void> => {
    const waits: unknown[] = [];
    handlers.get(name)?.({ ...given, waitUntil: (wait: unknown) => waits.push(wait) });
    await Promise.all(waits);
  };
  return { fire, calls };
}

test('a newer version keeps its files beside the older ones, and clears them only when it is asked for', async () => {
  stored.clear();
  stored.set('of-another-app', []);
  const older = started(workerOf('old'));
  await older.fire('install');
  await older.fire('activate');
  const [, oldCache] = [...stored.keys()];
  const newer = started(workerOf('new'));
  await newer.fire('install');
  expect([...stored.keys()]).toHaveLength(3);
  expect(stored.has(String(oldCache))).toBe(true);
  expect(newer.calls).toEqual([]);
  await newer.fire('message', { data: 'anything' });
  expect(newer.calls).toEqual([]);
  await newer.fire('message', { data: 'activate' });
  expect(newer.calls).toEqual(['skipWaiting']);
  await newer.fire('activate');
  expect(newer.calls).toEqual(['skipWaiting', 'claim']);
  expect(stored.has(String(oldCache))).toBe(false);
  expect(stored.has('of-another-app')).toBe(true);
  expect([...stored.values()].at(-1)).toContain('./assets/app.js');
});

test('the same files make the same version, other files another one', () => {
  expect(workerOf('same')).toBe(workerOf('same'));
  expect(workerOf('same')).not.toBe(workerOf('other'));
});
