import type { FunctionFacts } from '../facts.ts';
import {
  readAcs,
  readAts,
  readDeviceCapability,
  readEnable,
  readExpress,
  readLink,
  readLinkControl,
  readPasidCapability,
  readPayload,
  readSriov,
} from './capabilities.ts';
import { DETAIL_KEYS, DETAIL_WORDS, PROPERTY_KEYS } from './keywords.ts';
import { isBareBar, parseBar, readBus, readControl, readFlags, readWindow } from './properties.ts';

/** Which capability's body is being read. */
type Context = 'none' | 'express' | 'sriov' | 'other';

/** A record while its lines are read. */
export interface RecordState {
  readonly facts: FunctionFacts;
  context: Context;
  sawControl: boolean;
  sawFlags: boolean;
  sawDenied: boolean;
}

/**
 * fact: something was read. known: a line of lspci that is not needed. damaged: starts as a line that is needed
 * and cannot be read. private: holds a serial number. unknown: not a line of lspci as far as is known.
 */
export type LineOutcome = 'fact' | 'known' | 'damaged' | 'private' | 'unknown';

type Reader = (state: RecordState, rest: string) => boolean;

const count = (text: string): number | null => (/^\d{1,9}$/.test(text) ? Number(text) : null);

const NEEDED: Readonly<Record<string, Reader>> = {
  Bus: ({ facts }, rest) => readBus(facts, rest),
  'I/O behind bridge': ({ facts }, rest) => readWindow(facts, 'io', rest),
  'Memory behind bridge': ({ facts }, rest) => readWindow(facts, 'memory', rest),
  'Prefetchable memory behind bridge': ({ facts }, rest) => readWindow(facts, 'prefetchable', rest),
  'NUMA node': ({ facts }, rest) => (facts.numaNode = count(rest)) !== null,
  'IOMMU group': ({ facts }, rest) => (facts.iommuGroup = count(rest)) !== null,
  'Kernel driver in use': ({ facts }, rest) => (facts.driver = rest.slice(0, 100)) !== '',
  DevCap: ({ facts }, rest) => readDeviceCapability(facts, rest),
  LnkCap: ({ facts }, rest) => readLink(facts, 'cap', rest),
  LnkSta: ({ facts }, rest) => readLink(facts, 'sta', rest),
  LnkCtl: ({ facts }, rest) => readLinkControl(facts, rest),
  ACSCap: ({ facts }, rest) => readAcs(facts, 'capability', rest),
  ACSCtl: ({ facts }, rest) => readAcs(facts, 'control', rest),
  ATSCtl: ({ facts }, rest) => readAts(facts, rest),
  PRICtl: ({ facts }, rest) => readEnable(facts, 'pri', rest),
  PASIDCap: ({ facts }, rest) => readPasidCapability(facts, rest),
  PASIDCtl: ({ facts }, rest) => readEnable(facts, 'pasid', rest),
  IOVCtl: ({ facts }, rest) => readSriov(facts, 'control', rest),
  'Initial VFs': ({ facts }, rest) => readSriov(facts, 'count', rest),
  'VF offset': ({ facts }, rest) => readSriov(facts, 'offset', rest),
};

const CAPABILITY = /^(?:\[[0-9a-f]{2,3}(?: v\d{1,2})?\] ?)?(.*)$/i;
/** The second line of `BridgeCtl:`, ROMs, and ports of PC cards. */
const KNOWN_PROPERTY =
  /^(?:PriDiscTmr[+-]|(?:\[(?:virtual|enhanced)\] )?Expansion ROM at |16-bit legacy interface ports)/;
const REGION = /^Region (\d): (.*)$/;

function readCapability(state: RecordState, rest: string): LineOutcome {
  const { facts } = state;
  if (rest.startsWith('<access denied>')) {
    state.sawDenied = true;
    return 'fact';
  }
  if (!rest.startsWith('[')) return rest.startsWith('<') ? 'known' : 'damaged';
  const name = CAPABILITY.exec(rest)?.[1] ?? '';
  state.context = 'other';
  if (name.startsWith('Express')) {
    state.context = 'express';
    return readExpress(facts, name.slice('Express'.length).trim()) ? 'fact' : 'damaged';
  }
  if (name.startsWith('Access Control Services')) {
    facts.acs = facts.acs ?? { capability: null, control: null, egressVector: null };
    return 'fact';
  }
  if (name.startsWith('Single Root I/O Virtualization')) state.context = 'sriov';
  return name.startsWith('Device Serial Number') ? 'private' : name === '' ? 'damaged' : 'known';
}

function readRegion(state: RecordState, text: string): LineOutcome | null {
  const region = REGION.exec(text);
  if (region === null && !isBareBar(text)) {
    return text.startsWith('Region ') ? 'damaged' : null;
  }
  const index = region === null ? null : Number(region[1]);
  if (index !== null && index > 5) return 'damaged';
  const bar = parseBar(region?.[2] ?? text, index);
  if (bar === null) return 'damaged';
  (state.context === 'sriov' ? state.facts.vfBars : state.facts.bars).push(bar);
  return 'fact';
}

/** A list of flags, each ending in + or -; a line that continues a longer one is such a list. */
function isFlagList(text: string): boolean {
  return text
    .split(' ', 4)
    .some((word) => /[+-][,;]?$/.test(word) && /^[\w<>(]/.test(word) && word.length > 1);
}

function isKnownDetail(text: string): boolean {
  const colon = text.indexOf(':');
  if (colon > 0 && DETAIL_KEYS.has(text.slice(0, colon))) return true;
  if (/^\[[0-9A-Z]{2}\] /.test(text) || /^(?:VC|Link|Range|Block|BAR |DDR)\d?/.test(text))
    return true;
  const word = text.split(/[\s:=]/, 1)[0] ?? '';
  return DETAIL_WORDS.has(word) || isFlagList(text);
}

/** Whether a text without indentation starts as a property or detail that is needed does. */
export function isPropertyStart(text: string): boolean {
  const colon = text.indexOf(':');
  if (colon < 0) return isBareBar(text);
  const key = text.slice(0, colon);
  return (
    Object.hasOwn(NEEDED, key) ||
    PROPERTY_KEYS.has(key) ||
    key === 'Control' ||
    key === 'Capabilities' ||
    REGION.test(text)
  );
}

/**
 * Reads one line below a header into the record's facts. Depth is not needed: a word means one thing in each
 * capability, so that pastes with damaged indentation read the same.
 */
export function readDetail(state: RecordState, text: string): LineOutcome {
  const { facts } = state;
  const colon = text.indexOf(':');
  const key = colon < 0 ? '' : text.slice(0, colon);
  const rest = text.slice(colon + 1).trim();
  if (key === 'Capabilities') return readCapability(state, rest);
  if (key === 'Control' && state.context === 'none') {
    state.sawControl = true;
    return readControl(facts, rest) ? 'fact' : 'damaged';
  }
  if (key === 'Flags' && state.context === 'none') {
    state.sawFlags = true;
    return readFlags(facts, rest) ? 'fact' : 'damaged';
  }
  if (text.startsWith('MaxPayload ')) return readPayload(facts, text) ? 'fact' : 'damaged';
  if (text.startsWith('!!! Unknown header type')) {
    facts.answers = false;
    return 'fact';
  }
  const reader = Object.hasOwn(NEEDED, key) ? NEEDED[key] : undefined;
  if (reader !== undefined) {
    if (key === 'Kernel driver in use') state.context = 'none';
    return reader(state, rest) ? 'fact' : 'damaged';
  }
  const region = readRegion(state, text);
  if (region !== null) return region;
  if (PROPERTY_KEYS.has(key) || KNOWN_PROPERTY.test(text)) return 'known';
  if (text.startsWith('[SN] ')) return 'private';
  return state.context !== 'none' && isKnownDetail(text) ? 'known' : 'unknown';
}
