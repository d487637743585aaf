import { hexGrouped } from '../../core/base/address.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { AddressType } from '../../core/pcie/types.ts';
import type { FlowInfo, TraceEvent } from '../../core/sim/types.ts';
import { hopsOf } from '../../core/pcie/hops-of.ts';
import { placeLabel } from '../words/place-label.ts';
import { tlpKindOf } from '../words/tlp-kind.ts';
import { transferWords } from '../words/transfer-words.ts';
import type { LogRow } from './log-filter.ts';

const AT_DIGITS: Readonly<Record<AddressType, string>> = {
  untranslated: '00',
  translationRequest: '01',
  translated: '10',
  reserved: '11',
};

type FlowWords = Omit<LogRow, 'seq' | 'tPs' | 'tlpId' | 'flow' | 'hop' | 'address'> & {
  /** Of the first TLP of the flow. */
  readonly start: bigint;
};

/** The words of every (flow, hop) of a run, made once: an event only adds its number, time and TLP. */
export function logWords(
  machine: Machine,
  flows: readonly FlowInfo[],
): (event: TraceEvent) => LogRow | null {
  const words: FlowWords[][] = flows.map((info) => {
    const ends = transferWords(machine, info.transferId);
    const [from, to] =
      info.leg === 'request'
        ? [ends?.from ?? '', ends?.to ?? '']
        : [ends?.to ?? '', ends?.from ?? ''];
    return hopsOf(info).map((hop) => ({
      kind: tlpKindOf(info).name,
      at: info.leg === 'request' ? AT_DIGITS[hop.at] : '',
      t: String(hop.t),
      from,
      to,
      start: hop.address,
      where: placeLabel(machine, hop.place).name,
      verdict: hop.verdict,
      rule: hop.rule,
    }));
  });
  return ({ seq, tPs, tlpId, flow, hop, offsetBytes }) => {
    const row = words[flow]?.[hop];
    if (row === undefined) return null;
    const { start, ...rest } = row;
    const address = hexGrouped(start + BigInt(offsetBytes));
    return { seq, tPs, tlpId, flow, hop, ...rest, address };
  };
}
