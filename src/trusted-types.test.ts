import { expect, test } from 'vitest';
import { ownScript } from './trusted-types.ts';

const PAGE = 'https://example.org/tools/playground/index.html';

test.each(['./assets/sim.worker.js', 'https://example.org/sw.js', '/assets/x.js'])(
  '%s is a script of the page',
  (url) => {
    expect(ownScript(url, PAGE)).toBe(url);
  },
);

test.each([
  'https://elsewhere.org/x.js',
  '//elsewhere.org/x.js',
  'data:text/javascript,alert(1)',
  'javascript:alert(1)',
  'http://example.org/x.js',
])('%s is not', (url) => {
  expect(() => ownScript(url, PAGE)).toThrow('no script of this page');
});
