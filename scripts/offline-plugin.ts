// Build steps of the static folder: a Content-Security-Policy in the page and a service worker that keeps the app offline.
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

// Styles that React sets on elements go through the CSS object model, which a policy does not restrict.
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  // Where a browser knows them: only src/trusted-types.ts lets an address become a script.
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');

const WORKER = (
  version: string,
  files: readonly string[],
) => `// Keeps the app usable without a network. A new version waits until the page asks for it.
const CACHE = 'playground-${version}';
const FILES = ${JSON.stringify(files)};
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});
self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('playground-') && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});
self.addEventListener('message', (event) => {
  if (event.data === 'activate') self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  const wanted = request.mode === 'navigate' ? './index.html' : request;
  event.respondWith(
    caches.match(wanted, { cacheName: CACHE, ignoreSearch: true, ignoreVary: true }).then((kept) => kept ?? fetch(request)),
  );
});
`;

/** Adds the policy to index.html and writes sw.js with the list of every file of the build. Only in a build. */
export function offline(): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle(_options, bundle) {
      const names = Object.keys(bundle)
        .filter((name) => !name.endsWith('.map'))
        .sort();
      const hash = createHash('sha256');
      for (const name of names) {
        const part = bundle[name];
        if (part) hash.update(name).update(part.type === 'chunk' ? part.code : part.source);
      }
      const files = [
        './index.html',
        ...names.filter((name) => name !== 'index.html').map((name) => `./${name}`),
        './favicon.svg',
        './manifest.webmanifest',
      ];
      this.emitFile({
        type: 'asset',
        fileName: 'sw.js',
        source: WORKER(hash.digest('hex').slice(0, 12), files),
      });
    },
  };
}
