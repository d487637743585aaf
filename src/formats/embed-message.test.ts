import { expect, test } from 'vitest';
import { describeEmbedProblem, parseEmbedMessage } from './embed-message.ts';

test.each([
  [{ playground: 1, type: 'ping' }],
  [{ playground: 1, type: 'seek', tPs: 5, id: 'a' }],
  [{ playground: 1, type: 'step', unit: 'hop', direction: -1, id: 3 }],
  [{ playground: 1, type: 'load', document: {} }],
  [{ playground: 1, type: 'load', link: '#s=1.x', tPs: 1, selection: ['gpu0'] }],
])('%j is heard', (message) => {
  expect(parseEmbedMessage(message)).toEqual({ ok: true, value: message });
});

test.each([['hello'], [null], [undefined], [7], [{}], [{ type: 'play' }], [[1]]])(
  '%j is not meant for the playground',
  (message) => {
    expect(parseEmbedMessage(message)).toBeNull();
  },
);

test.each([
  [{ playground: 2, type: 'play' }, 'playground'],
  [{ playground: 1 }, 'type'],
  [{ playground: 1, type: 'seek', tPs: Number.NaN }, 'tPs'],
  [{ playground: 1, type: 'seek', tPs: Number.POSITIVE_INFINITY }, 'tPs'],
  [{ playground: 1, type: 'play', more: 1 }, 'more'],
  [{ playground: 1, type: 'select', ids: ['x'.repeat(65)] }, 'ids[0]'],
  [{ playground: 1, type: 'load', document: {}, link: '#s=1.x' }, 'document'],
])('%j is refused and says where: %s', (message, place) => {
  const parsed = parseEmbedMessage(message);
  expect(parsed?.ok).toBe(false);
  if (parsed?.ok === false) expect(describeEmbedProblem(parsed.error)).toContain(place);
});
