import { notify } from './notices.ts';

let waiting: ServiceWorker | null = null;

/** Tells people once a new version is there; it never takes over by itself. */
function watch(worker: ServiceWorker): void {
  worker.addEventListener('statechange', () => {
    const isUpdate = worker.state === 'installed' && navigator.serviceWorker.controller !== null;
    if (!isUpdate) return;
    waiting = worker;
    notify({ kind: 'updateReady' });
  });
}

/**
 * Keeps the app usable without a network: a service worker holds every file of the build. Only in a build, and
 * never where the browser has none or refuses it; the app then needs the network.
 */
export async function startOffline(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register('./sw.js');
    registration.addEventListener('updatefound', () => {
      if (registration.installing) watch(registration.installing);
    });
  } catch {
    // Private windows and locked-down profiles refuse workers: nothing is lost but offline use.
  }
}

/** Lets the new version take over and opens the page anew with it. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), {
    once: true,
  });
  waiting?.postMessage('activate', []);
}
