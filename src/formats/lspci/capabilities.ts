import type { FunctionKind } from '../../core/scenario/schema.ts';
import type { FactLink, FunctionFacts } from '../facts.ts';

/*
 * Capability bodies that the playground models, one function a line form. Each returns false where the line starts
 * as it should and then cannot be read: the caller reports it as damaged.
 * @source import-formats.md §1.5; pciutils ls-caps.c, ls-ecaps.c
 */

const EXPRESS_TYPES: readonly (readonly [string, FunctionKind])[] = [
  ['Root Port', 'root-port'],
  ['Upstream Port', 'switch-upstream'],
  ['Downstream Port', 'switch-downstream'],
  ['Endpoint', 'endpoint'],
  ['Legacy Endpoint', 'legacy-endpoint'],
  ['Root Complex Integrated Endpoint', 'rc-integrated-endpoint'],
  ['PCI-Express to PCI/PCI-X Bridge', 'pcie-to-pci-bridge'],
  ['PCI/PCI-X to PCI-Express Bridge', 'pci-to-pcie-bridge'],
  ['Root Complex Event Collector', 'rc-event-collector'],
];

const ACS_BITS: readonly (readonly [string, number])[] = [
  ['SrcValid', 0],
  ['TransBlk', 1],
  ['ReqRedir', 2],
  ['CmpltRedir', 3],
  ['UpstreamFwd', 4],
  ['EgressCtrl', 5],
  ['DirectTrans', 6],
];

/** What the registers can hold. @source PCIe Base §7.5.3, §10.5, §7.8.8 */
const LINK_SPEEDS: ReadonlySet<number> = new Set([2.5, 5, 8, 16, 32, 64]);
const LINK_WIDTHS: ReadonlySet<number> = new Set([0, 1, 2, 4, 8, 12, 16, 32]);
const PAYLOAD_SIZES: ReadonlySet<number> = new Set([128, 256, 512, 1024, 2048, 4096]);
const LARGEST_STU = 31;
const LARGEST_PASID_WIDTH = 20;

const number = (text: string | undefined): number => Number.parseInt(text ?? '', 10);
const numberHex = (text: string | undefined): number => Number.parseInt(text ?? '', 16);

/** Reads `Express (v2) Root Port (Slot+), MSI 00`; the type decides the kind. */
export function readExpress(facts: FunctionFacts, rest: string): boolean {
  const text = rest.replace(/^(?:\(v\d+\)|v\d+)\s*/, '');
  const type = EXPRESS_TYPES.find(
    ([name]) => text.startsWith(name) && /^(?:\s*[,(]|\s*$)/.test(text.slice(name.length)),
  );
  facts.hasExpress = true;
  if (type === undefined) return /^Unknown type|^IntMsgNum|^MSI/.test(text);
  facts.kind = type[1];
  return true;
}

/** Reads the seven flags of `ACSCap:` or `ACSCtl:`; they are parsed by name. */
export function readAcs(facts: FunctionFacts, which: 'capability' | 'control', rest: string) {
  let word = 0;
  for (const [name, bit] of ACS_BITS) {
    const at = rest.indexOf(name);
    const sign = at < 0 ? '' : rest[at + name.length];
    if (sign !== '+' && sign !== '-') return false;
    if (sign === '+') word |= 1 << bit;
  }
  facts.acs = facts.acs ?? { capability: null, control: null, egressVector: null };
  facts.acs[which] = word;
  return true;
}

const LINK_WORDS = /\bSpeed (unknown|[\d.]{1,5} ?G(?:T|b)\/s)(?: \(\w+\))?, Width x(\d{1,2})(?!\d)/;

function linkOf(facts: FunctionFacts): FactLink {
  facts.link = facts.link ?? { speedGtps: null, width: null, maxSpeedGtps: null, maxWidth: null };
  return facts.link;
}

/** Reads `LnkCap:` (the limits and the port number) or `LnkSta:` (what was trained). */
export function readLink(facts: FunctionFacts, which: 'cap' | 'sta', rest: string): boolean {
  const words = LINK_WORDS.exec(rest);
  if (words === null) return false;
  const speed = words[1] === 'unknown' ? null : Number.parseFloat(words[1] ?? '');
  const width = number(words[2]);
  if ((speed !== null && !LINK_SPEEDS.has(speed)) || !LINK_WIDTHS.has(width)) return false;
  const link = linkOf(facts);
  if (which === 'sta') {
    link.speedGtps = speed;
    link.width = width;
    return true;
  }
  link.maxSpeedGtps = speed;
  link.maxWidth = width;
  const port = /\bPort #(\d{1,3})\b/.exec(rest);
  if (port !== null) facts.portNumber = number(port[1]);
  return true;
}

/** Reads `DevCap: MaxPayload 512 bytes`. */
export function readDeviceCapability(facts: FunctionFacts, rest: string): boolean {
  const words = /\bMaxPayload (\d{3,4}) bytes/.exec(rest);
  if (words === null) return false;
  facts.mpsSupported = number(words[1]);
  return true;
}

/** Reads the last line of the DevCtl block: `MaxPayload 256 bytes, MaxReadReq 512 bytes`. */
export function readPayload(facts: FunctionFacts, text: string): boolean {
  const words = /^MaxPayload (\d{3,4}) bytes, MaxReadReq (\d{3,4}) bytes/.exec(text);
  if (words === null) return false;
  const [mps, mrrs] = [number(words[1]), number(words[2])];
  if (!PAYLOAD_SIZES.has(mps) || !PAYLOAD_SIZES.has(mrrs)) return false;
  facts.mps = mps;
  facts.mrrs = mrrs;
  return true;
}

/** Reads the read completion boundary of `LnkCtl:`, where the port prints one. */
export function readLinkControl(facts: FunctionFacts, rest: string): boolean {
  const words = /\bRCB (\d{2,3}) bytes/.exec(rest);
  if (words !== null) facts.rcb = number(words[1]);
  return true;
}

/** Reads `ATSCtl: Enable+, Smallest Translation Unit: 00` (hex). */
export function readAts(facts: FunctionFacts, rest: string): boolean {
  const words = /^Enable([+-]), Smallest Translation Unit: ([0-9a-f]{1,2})\b/.exec(rest);
  if (words === null) return false;
  const stu = numberHex(words[2]);
  if (stu > LARGEST_STU) return false;
  facts.ats = { enabled: words[1] === '+', stu };
  return true;
}

/** Reads `PASIDCap: Exec+ Priv+, Max PASID Width: 14` (hex). */
export function readPasidCapability(facts: FunctionFacts, rest: string): boolean {
  const words = /\bMax PASID Width: ([0-9a-f]{1,2})\b/.exec(rest);
  if (words === null) return false;
  const width = numberHex(words[1]);
  if (width > LARGEST_PASID_WIDTH) return false;
  facts.pasid = { enabled: facts.pasid?.enabled ?? false, width };
  return true;
}

/** Reads `PASIDCtl: Enable+ ...` or `PRICtl: Enable+ ...`. */
export function readEnable(facts: FunctionFacts, which: 'pasid' | 'pri', rest: string): boolean {
  const words = /^Enable([+-])/.exec(rest);
  if (words === null) return false;
  const enabled = words[1] === '+';
  if (which === 'pri') facts.pri = { enabled };
  else facts.pasid = { enabled, width: facts.pasid?.width ?? 0 };
  return true;
}

function sriovOf(facts: FunctionFacts): NonNullable<FunctionFacts['sriov']> {
  facts.sriov = facts.sriov ?? { enabled: false, totalVfs: 0, numVfs: 0, offset: 0, stride: 0 };
  return facts.sriov;
}

/** Reads the three SR-IOV lines that place VFs; numbers are decimal. */
export function readSriov(
  facts: FunctionFacts,
  which: 'control' | 'count' | 'offset',
  rest: string,
): boolean {
  if (which === 'control') {
    const words = /^Enable([+-])/.exec(rest);
    if (words !== null) sriovOf(facts).enabled = words[1] === '+';
    return words !== null;
  }
  const pattern =
    which === 'count'
      ? /\bTotal VFs: (\d{1,5}), Number of VFs: (\d{1,5})\b/
      : /^(\d{1,5}), stride: (\d{1,5})\b/;
  const words = pattern.exec(rest);
  const a = number(words?.[1]);
  const b = number(words?.[2]);
  if (words === null || a > 0xffff || b > 0xffff) return false;
  const sriov = sriovOf(facts);
  if (which === 'count') Object.assign(sriov, { totalVfs: a, numVfs: b });
  else Object.assign(sriov, { offset: a, stride: b });
  return true;
}
