import { describe, expect, test } from 'vitest';
import { translatorsOf } from '../../iommu/translators.ts';
import { enumerate } from '../../machine/enumerate.ts';
import { route } from '../../pcie/route.ts';
import { transferRequest } from '../../pcie/transfer-request.ts';
import type { Route } from '../../pcie/types.ts';
import { PRESETS } from './index.ts';

/** The route of one transfer of an example. */
function routeOf(presetId: string, transferId: string): Route {
  const preset = PRESETS.find(({ id }) => id === presetId);
  const transfer = preset?.scenario.transfers.find(({ id }) => id === transferId);
  const { machine } = enumerate(preset?.scenario ?? PRESETS[0].scenario);
  if (transfer === undefined || machine === null) throw new Error(`no ${presetId} ${transferId}`);
  const query = transferRequest(machine, transfer);
  if (query === null) throw new Error(`${transferId} has no request`);
  return route({ machine, translators: translatorsOf(machine), ...query });
}

type Row = readonly [
  preset: string,
  transfer: string,
  outcome: Route['outcome'],
  requestRule: string,
  completionRule: string | null,
];

/** What each example is there to show: the rule that decides, and how it ends. */
const ROWS: readonly Row[] = [
  ['switch-local', 'write', 'delivered', 'ACS-RR-OFF', null],
  ['redirected', 'write', 'delivered', 'ACS-RR', null],
  ['redirected-dropped', 'write', 'unsupportedRequest', 'RC-P2P-NONE', null],
  ['root-ports', 'write', 'delivered', 'RC-P2P-DIRECT', null],
  ['hgx-server', 'same-switch', 'delivered', 'ACS-RR-OFF', null],
  ['hgx-server', 'same-socket', 'delivered', 'RC-P2P-DIRECT', null],
  ['hgx-server', 'other-socket', 'delivered', 'RC-P2P-FABRIC', null],
  ['ats-direct', 'untranslated', 'delivered', 'ACS-RR', null],
  ['ats-direct', 'translated', 'delivered', 'ACS-DT', null],
  ['ats-read-detour', 'read', 'delivered', 'ACS-DT', 'ACS-CR'],
  ['ats-read-detour', 'relaxed', 'delivered', 'ACS-DT', 'ACS-CR-RO'],
  ['egress-control', 'clear', 'delivered', 'ACS-EC-CLEAR', null],
  ['egress-control', 'set', 'delivered', 'ACS-EC-REDIRECT', null],
  ['translation-blocking', 'write', 'dropped', 'ACS-TB', null],
  ['translation-blocking', 'read', 'completerAbort', 'ACS-TB', null],
  ['missing-uf', 'write', 'unsupportedRequest', 'ACS-UF-OFF', null],
  ['mps-violation', 'small', 'delivered', 'ROUTE-BAR', null],
  ['mps-violation', 'large', 'dropped', 'ROUTE-MALFORMED-MPS', null],
  ['iova-collision', 'write', 'wrongTarget', 'ROUTE-WRONG-TARGET', null],
  ['desktop', 'write', 'delivered', 'RC-P2P-DIRECT', null],
  ['desktop', 'read', 'allOnes', 'RC-P2P-READ', null],
  ['multi-function', 'redirected', 'delivered', 'ACS-UF', null],
  ['multi-function', 'inside', 'delivered', 'ACS-RR-OFF', null],
  ['storage-box', 'store', 'delivered', 'ACS-RR-OFF', null],
  ['storage-box', 'load', 'delivered', 'ACS-RR-OFF', 'ACS-CR-OFF'],
  ['dual-socket', 'near', 'delivered', 'RC-P2P-DIRECT', null],
  ['dual-socket', 'far', 'delivered', 'RC-P2P-FABRIC', null],
  ['xeon-server', 'same-socket', 'delivered', 'RC-P2P-FABRIC', null],
  ['xeon-server', 'other-socket', 'delivered', 'RC-P2P-FABRIC', null],
  ['grace', 'peer', 'delivered', 'RC-P2P-FABRIC', null],
  ['shared-ipa', 'write', 'delivered', 'SMMU-S2', null],
  ['private-t0', 'write', 'faulted', 'SMMU-F_TRANSLATION', null],
  ['private-t0', 'private', 'faulted', 'SMMU-F_TRANSLATION', null],
  ['direct-unchecked', 'write', 'delivered', 'ACS-RR-OFF', null],
  ['direct-unchecked', 'shared', 'delivered', 'SMMU-S2', null],
  ['locked-exporter', 'write', 'unsupportedRequest', 'TDISP-TEE-T0', null],
  ['locked-exporter', 'read', 'unsupportedRequest', 'TDISP-TEE-T0', null],
  ['stale-alias', 'write', 'faulted', 'SMMU-GPF', null],
  ['identity-broken', 'write', 'wrongTarget', 'ROUTE-WRONG-TARGET', null],
  ['private-t1', 'write', 'delivered', 'SMMU-S2', null],
  ['read-only-map', 'write', 'faulted', 'SMMU-F_PERMISSION', null],
  ['read-only-map', 'read', 'delivered', 'SMMU-S2', null],
  ['tlb-hit', 'again', 'delivered', 'SMMU-S2', null],
  ['tlb-miss', 'turn4', 'delivered', 'SMMU-S2', null],
  ['stage2-fault', 'mapped', 'delivered', 'SMMU-S2', null],
  ['stage2-fault', 'hole', 'faulted', 'SMMU-F_TRANSLATION', null],
  ['stage2-fault', 'read', 'faulted', 'SMMU-F_TRANSLATION', 'ROUTE-CPL-DELIVERED'],
  ['nested-guest', 'cold', 'delivered', 'SMMU-NESTED', null],
  ['tbu-loopback', 'write', 'delivered', 'RC-P2P-TBU', null],
  ['tbu-decode-error', 'write', 'unsupportedRequest', 'RC-P2P-NONE', null],
  ['merged-burst', 'write', 'delivered', 'SMMU-S2', null],
  ['merged-burst', 'burst', 'dropped', 'ROUTE-MALFORMED-MPS', null],
  ['separate-burst', 'burst', 'delivered', 'RC-P2P-TBU', null],
  ['under-vtd', 'write', 'delivered', 'VTD-SECOND', null],
  ['virtual-functions', 'vf0', 'delivered', 'SMMU-S2', null],
  ['virtual-functions', 'vf1', 'faulted', 'SMMU-F_TRANSLATION', null],
  ['not-allow-listed', 'write', 'delivered', 'RC-P2P-TBU', null],
  ['power9', 'peer', 'unsupportedRequest', 'RC-P2P-NONE', null],
];

describe('an example shows what it is there for', () => {
  test.each(ROWS)('%s: %s ends as %s by %s', (preset, transfer, outcome, rule, completionRule) => {
    const found = routeOf(preset, transfer);
    expect(found.outcome).toBe(outcome);
    expect(found.request.map((hop) => hop.rule)).toContain(rule);
    if (completionRule !== null) {
      expect(found.completion.map((hop) => hop.rule)).toContain(completionRule);
    }
  });

  test('the shared IPA of the BAR page comes out of stage 2 as its physical address', () => {
    const { request } = routeOf('shared-ipa', 'write');
    expect(request[0]?.address).toBe(0x80_1000_1000n);
    expect(request.at(-1)?.address).toBe(0x10_0000_1000n);
  });

  test('a switch-local write never leaves the switch, a redirected one meets the root port twice', () => {
    const rules = (id: string): string[] => routeOf(id, 'write').request.map((hop) => hop.rule);
    expect(rules('switch-local')).not.toContain('ROUTE-UP');
    expect(
      rules('redirected').filter((rule) => rule === 'ACS-UF' || rule === 'ROUTE-UP'),
    ).toHaveLength(2);
  });
});
