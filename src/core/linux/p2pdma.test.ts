import { describe, expect, test } from 'vitest';
import { treeOf } from '../../../tests/linux-tree.ts';
import type { Given } from '../../../tests/linux-tree.ts';
import { HOST_BRIDGES, hostBridgeRow } from './host-bridges.ts';
import { KERNELS, isSince, kernelOf } from './kernels.ts';
import type { KernelKey } from './kernels.ts';
import { messageText, redirectList } from './p2pdma-messages.ts';
import { calcMapType, p2pDistanceMany, p2pMapType } from './p2pdma.ts';
import type { P2pCache, P2pContext } from './p2pdma.ts';
import type { LinuxTree } from './tree.ts';

const on = (key: KernelKey): P2pContext => ({ kernel: kernelOf(key), cpu: 'other' });

/** Two endpoints below one switch; `d0` and `d1` say what its ports have. */
function oneSwitch(d0: Given, d1: Given): LinuxTree {
  return treeOf({
    r0: {},
    u: { up: 'r0', kind: 'switch-upstream' },
    d0: { up: 'u', kind: 'switch-downstream', ...d0 },
    d1: { up: 'u', kind: 'switch-downstream', ...d1 },
    a: { up: 'd0' },
    b: { up: 'd1' },
  });
}

const A = 4;
const B = 5;

describe('the host bridge allow-list', () => {
  test.each(HOST_BRIDGES)('$name ($deviceId) is listed from $since on', (row) => {
    const id = row.deviceId ?? 0x1234;
    for (const kernel of KERNELS) {
      const found = hostBridgeRow(kernel, row.vendorId, id);
      expect(found).toBe(isSince(kernel, row.since) ? row : null);
    }
  });
});

describe('the list of redirecting functions', () => {
  test('is cut where the 128-byte buffer ends', () => {
    const names = Array.from({ length: 12 }, (_, n) => `0000:0${n.toString(16)}:00.0`);
    const list = redirectList(names);
    expect(list).toHaveLength(127);
    expect(list.endsWith('0000:08:00.0;0000:09:00')).toBe(true);
  });

  test('has no semicolon at its end', () => {
    expect(redirectList(['0000:00:01.0', '0000:00:02.0'])).toBe('0000:00:01.0;0000:00:02.0');
  });
});

describe('the cache', () => {
  test('keeps the first answer until the driver is bound again, and distance_many refreshes it', () => {
    const cache: P2pCache = new Map();
    const question = { provider: A, client: B };
    const before = oneSwitch({}, {});
    const after = oneSwitch({ ctl: 0x04 }, {});
    expect(p2pMapType(before, on('7.3'), question, cache).mapType).toBe('BUS_ADDR');
    expect(p2pMapType(after, on('7.3'), question, cache)).toMatchObject({
      mapType: 'BUS_ADDR',
      rule: 'P2PDMA-CACHED',
    });
    expect(p2pMapType(after, on('7.3'), question).mapType).toBe('NOT_SUPPORTED');
    p2pDistanceMany(after, on('7.3'), A, [B], cache);
    expect(p2pMapType(after, on('7.3'), question, cache).mapType).toBe('NOT_SUPPORTED');
  });
});

describe('a client that is no PCI function', () => {
  const software = { kind: 'software', name: 'mlx5_0', under: B } as const;

  test('is refused when mapping, and climbs to its function when distances are asked', () => {
    const tree = oneSwitch({}, {});
    const mapped = p2pMapType(tree, on('7.3'), { provider: A, client: software });
    expect(mapped.rule).toBe('P2PDMA-NOT-PCI');
    expect(p2pDistanceMany(tree, on('7.3'), A, [software]).distance).toBe(4);
  });

  test('without a PCI function above it ends the search with M4', () => {
    const lost = { ...software, under: null };
    const answer = p2pDistanceMany(oneSwitch({}, {}), on('7.3'), A, [B, lost]);
    expect(answer.distance).toBe(-1);
    expect(answer.messages.map(messageText)).toEqual([
      'mlx5_0: cannot be used for peer-to-peer DMA as it is not a PCI device',
    ]);
  });

  test('no client at all is not supported', () => {
    expect(p2pDistanceMany(oneSwitch({}, {}), on('7.3'), A, []).distance).toBe(-1);
  });
});

describe('what refuses before the topology is read', () => {
  test.each([
    [{ configured: false }, {}, 'P2PDMA-CONFIG-OFF'],
    [{}, { hasProviderState: false }, 'P2PDMA-NO-PROVIDER'],
  ] as const)('%j %j: %s', (context, question, rule) => {
    const asked = { provider: A, client: B, ...question };
    const answer = p2pMapType(oneSwitch({}, {}), { ...on('7.3'), ...context }, asked);
    expect(answer).toMatchObject({ mapType: 'NOT_SUPPORTED', rule, rawDistance: null });
  });
});

describe('egress control on the dev kernel', () => {
  // The target's port number is its index in the tree: d1 is 3.
  const withAcs = (bits: bigint | null, ctl: number, cap = 0x3f): LinuxTree => {
    const tree = oneSwitch({ ctl, cap }, {});
    const functions = tree.functions.map((fn) =>
      fn.name === 'd0' && fn.acs !== null ? { ...fn, acs: { ...fn.acs, egressVector: bits } } : fn,
    );
    return { ...tree, functions };
  };

  test.each([
    ['EC clear, RR set: redirected', 0n, 0x04, 'P2PDMA-NOT-LISTED'],
    ['EC set, bit of the target clear: direct, even with RR', 0n, 0x24, 'P2PDMA-BUS-ADDR'],
    ['EC set, bit clear, CR set: redirected', 0n, 0x28, 'P2PDMA-NOT-LISTED'],
    ['EC set, bit set: blocked, so the host bridge is asked', 0b1000n, 0x20, 'P2PDMA-NOT-LISTED'],
    ['EC set, vector unreadable: blocked', null, 0x20, 'P2PDMA-NOT-LISTED'],
  ] as const)('%s', (_name, bits, ctl, rule) => {
    const tree = withAcs(bits, ctl);
    const listed: LinuxTree = {
      ...tree,
      hostBridges: tree.hostBridges.map((bridge) => ({
        ...bridge,
        representative: { name: 'r0', vendorId: 0x1234, deviceId: 1 },
      })),
    };
    expect(calcMapType(listed, on('dev'), A, B).rule).toBe(rule);
  });

  test('a released kernel takes EC as a redirect whatever the vector says', () => {
    expect(calcMapType(withAcs(0n, 0x20), on('7.3'), A, B).reasons[0]).toBe('P2PDMA-REDIRECT');
  });

  test('a port number beyond the vector makes it unreadable', () => {
    expect(calcMapType(withAcs(0n, 0x20, 0x023f), on('dev'), A, B).reasons[0]).toBe(
      'P2PDMA-REDIRECT',
    );
  });

  test('an HMAT path from the client to the provider replaces the allow-list', () => {
    const tree = treeOf({ r0: {}, r1: { hostBridge: 1 } }, [{}, {}]);
    const hmat = (path: readonly [number, number]): P2pContext => ({
      ...on('dev'),
      hmatPaths: [path],
    });
    expect(calcMapType(tree, hmat([1, 0]), 0, 1).rule).toBe('P2PDMA-HMAT');
    expect(calcMapType(tree, hmat([0, 1]), 0, 1).mapType).toBe('NOT_SUPPORTED');
  });
});
