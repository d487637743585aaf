import { beforeEach, expect, test, vi } from 'vitest';
import { useNotices } from './notices.ts';
import { startOffline, takeUpdate } from './offline.ts';

/* The page beside a service worker of another version, in a browser that is played here. */

class FakeWorker extends EventTarget {
  state: ServiceWorkerState = 'installing';
  readonly asked: unknown[] = [];
  postMessage(message: unknown): void {
    this.asked.push(message);
  }
  becomes(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  finds(worker: FakeWorker): void {
    this.installing = worker;
    this.dispatchEvent(new Event('updatefound'));
  }
}

class FakeContainer extends EventTarget {
  controller: object | null = {};
  register = (): Promise<FakeRegistration> => Promise.resolve(registration);
}

const reload = vi.fn<() => void>();
let registration = new FakeRegistration();
let container = new FakeContainer();

beforeEach(() => {
  reload.mockClear();
  useNotices.setState({ notices: [] });
  registration = new FakeRegistration();
  container = new FakeContainer();
  vi.stubEnv('PROD', true);
  vi.stubGlobal('navigator', { serviceWorker: container });
  vi.stubGlobal('window', { location: { reload } });
});

const news = (): string[] => useNotices.getState().notices.map((one) => one.news.kind);

test('a newer version is told once it is there, and takes over when asked, not before', async () => {
  await startOffline();
  const newer = new FakeWorker();
  registration.finds(newer);
  expect(news()).toEqual([]);
  newer.becomes('installed');
  expect(news()).toEqual(['updateReady']);
  expect(newer.asked).toEqual([]);
  takeUpdate();
  expect(newer.asked).toEqual(['activate']);
  expect(reload).not.toHaveBeenCalled();
  container.dispatchEvent(new Event('controllerchange'));
  expect(reload).toHaveBeenCalledOnce();
});

test('a newer version that an earlier page left waiting is told when the page opens', async () => {
  registration.waiting = new FakeWorker();
  registration.waiting.state = 'installed';
  await startOffline();
  expect(news()).toEqual(['updateReady']);
  takeUpdate();
  expect(registration.waiting.asked).toEqual(['activate']);
});

test('the first visit has no older version and says nothing', async () => {
  container.controller = null;
  await startOffline();
  const first = new FakeWorker();
  registration.finds(first);
  first.becomes('installed');
  expect(news()).toEqual([]);
});

test('a browser that refuses the worker opens all the same', async () => {
  container.register = () => Promise.reject(new Error('denied'));
  await expect(startOffline()).resolves.toBeUndefined();
  expect(news()).toEqual([]);
});
