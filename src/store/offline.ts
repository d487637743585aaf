import { notify } from './notices.ts';

let waiting: ServiceWorker | null = null;

/** Tells people that a new version is there, where an older one serves this page. */
function offer(worker: ServiceWorker): void {
  if (worker.state !== 'installed' || navigator.serviceWorker.controller === null) return;
  waiting = worker;
  notify({ kind: 'updateReady' });
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
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => offer(worker));
    });
    // It came while an earlier page was open, and nobody took it.
    if (registration.waiting) offer(registration.waiting);
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
