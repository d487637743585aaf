import { formatBdf } from '../../core/base/bdf.ts';
import type { Bdf } from '../../core/base/bdf.ts';
import { emptyFacts } from '../facts.ts';
import type { FactBar, FunctionFacts } from '../facts.ts';
import type { Place, Report } from '../report.ts';
import { decodeConfigSpace } from './config-space.ts';
import type { ConfigBar, ConfigFacts } from './config-space.ts';
import { bytesOfRows } from './read-dump.ts';
import type { DumpRow } from './read-dump.ts';

function barOf(bar: ConfigBar): FactBar {
  return { ...bar, address: bar.address === 0n ? null : bar.address, sizeBytes: null };
}

function sriovFacts(sriov: NonNullable<ConfigFacts['sriov']>): FunctionFacts['sriov'] {
  const { enabled, totalVfs, numVfs, offset, stride } = sriov;
  return { enabled, totalVfs, numVfs, offset, stride };
}

function apply(facts: FunctionFacts, config: ConfigFacts): void {
  const { bridge, link, acs, ats, pasid, pri, sriov } = config;
  facts.vendorId = config.vendorId;
  facts.deviceId = config.deviceId;
  facts.classCode = config.classCode;
  facts.kind = config.kind;
  facts.hasExpress = config.mps !== null;
  facts.isBridge = bridge !== null;
  facts.multifunction = config.multifunction;
  // 256 bytes end before the extended capabilities: whether there is ACS is then unknown.
  facts.capabilities = config.hasExtended ? 'full' : null;
  facts.memoryDecode = config.memoryDecode;
  facts.busMaster = config.busMaster;
  facts.bars = config.bars.map(barOf);
  facts.bridge = bridge === null ? null : { ...bridge };
  facts.portNumber = config.portNumber;
  facts.link = link === null ? null : { ...link };
  facts.mps = config.mps;
  facts.mpsSupported = config.mpsSupported;
  facts.mrrs = config.mrrs;
  facts.acs = acs === null ? null : { ...acs };
  facts.ats = ats === null ? null : { enabled: ats.enabled, stu: ats.stu };
  facts.pasid = pasid === null ? null : { ...pasid };
  facts.pri = pri === null ? null : { ...pri };
  facts.sriov = sriov === null ? null : sriovFacts(sriov);
}

/** What the registers say, as short facts for the report. */
function described(config: ConfigFacts): string[] {
  const word = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;
  const { acs, link, bridge } = config;
  return [
    `registers of ${config.vendorId}:${config.deviceId} class ${config.classCode}`,
    ...(acs === null
      ? []
      : [`ACS capability ${word(acs.capability)} control ${word(acs.control)}`]),
    ...(link === null ? [] : [`link ${link.speedGtps ?? 'unknown'} GT/s x${link.width}`]),
    ...(bridge === null ? [] : [`buses ${bridge.secondary} to ${bridge.subordinate}`]),
  ];
}

/**
 * Decodes the rows of one function's dump into facts.
 *
 * @returns null where there are no rows, or the first bytes are missing; a function that reads all ones is
 *   kept and does not answer.
 */
export function importDump(
  bdf: Bdf,
  rows: readonly DumpRow[],
  at: (line: number) => Place,
  report: Report,
): FunctionFacts | null {
  const first = rows[0];
  if (first === undefined) return null;
  const bytes = bytesOfRows(rows);
  const facts = emptyFacts(bdf, at(first.line));
  const config = decodeConfigSpace(bytes);
  const place = at(first.line);
  const name = formatBdf(bdf);
  if (config === null) {
    const isAllOnes = bytes.get(0) === 0xff && bytes.get(1) === 0xff;
    if (isAllOnes) facts.answers = false;
    const reason = isAllOnes ? 'does not answer: all ones' : 'its first bytes are not in the dump';
    report.ignored.push({ ...place, text: first.text.slice(0, 60), reason: `${name} ${reason}` });
    return isAllOnes ? facts : null;
  }
  apply(facts, config);
  for (const fact of described(config)) report.read.push({ ...place, fact: `${name} ${fact}` });
  return facts;
}
