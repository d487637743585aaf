import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MachineAcs } from '../machine/types.ts';
import { ACS_RULES } from '../rules/acs.ts';
import type { AcsRuleId } from '../rules/acs.ts';
import { acsAlternatives } from './acs-alternatives.ts';
import { ACS_BIT } from '../scenario/acs.ts';
import { decideAcs, effectiveAcsControl } from './acs.ts';
import type { AcsQuestion, AcsTlp, EgressCandidate } from './acs.ts';

const PEER: EgressCandidate = { kind: 'peer-port', number: 2 };
const WRITE: AcsTlp = { kind: 'MWr', at: 'untranslated', ro: false, requesterId: 0x400 };
const READ: AcsTlp = { ...WRITE, kind: 'MRd' };
const COMPLETION: AcsTlp = { kind: 'CplD', ro: false, requesterId: 0x800 };

function acs(bits: readonly (keyof typeof ACS_BIT)[], extra: Partial<MachineAcs> = {}): MachineAcs {
  const control = bits.reduce((word, bit) => word | ACS_BIT[bit], 0);
  return { capability: 0x7f, control, egressVector: 0n, ...extra };
}

function ask(given: Partial<AcsQuestion>): AcsQuestion {
  return {
    port: 'switch-dsp',
    acs: acs([]),
    secondary: 3,
    subordinate: 5,
    tlp: WRITE,
    ingress: 'from-below',
    candidate: PEER,
    ...given,
  };
}

const enhanced = (control: number): MachineAcs => ({
  capability: 0xff,
  control,
  egressVector: 0n,
});

interface Row {
  readonly fact: string;
  readonly question: AcsQuestion;
  readonly rule: AcsRuleId;
  readonly action: string;
}

const OWN: EgressCandidate = { kind: 'own-egress' };
const DSP_BAR: EgressCandidate = { kind: 'switch-dsp-bar' };
const HOLE: EgressCandidate = { kind: 'unclaimed' };

const ROWS: readonly Row[] = [
  {
    fact: 'downward traffic is never checked',
    question: ask({ ingress: 'from-above', acs: acs(['SV', 'TB', 'RR']) }),
    rule: 'ACS-DOWNWARD',
    action: 'deliver-down',
  },
  {
    fact: 'a switch upstream port has no ACS',
    question: ask({ port: 'switch-usp', acs: acs(['RR']) }),
    rule: 'ACS-NOT-HERE',
    action: 'forward-upstream',
  },
  {
    fact: 'SV: a requester bus from elsewhere is a violation',
    question: ask({ acs: acs(['SV']), tlp: { ...WRITE, requesterId: 0x600 } }),
    rule: 'ACS-SV',
    action: 'block',
  },
  {
    fact: 'TB comes before UF',
    question: ask({
      acs: acs(['TB', 'UF']),
      tlp: { ...WRITE, at: 'translated' },
      candidate: OWN,
    }),
    rule: 'ACS-TB',
    action: 'block',
  },
  {
    fact: 'I/O request blocking refuses I/O even on its way up',
    question: ask({
      acs: enhanced(0x80),
      tlp: { ...WRITE, kind: 'IORd' },
      candidate: { kind: 'upstream' },
    }),
    rule: 'ACS-IORB',
    action: 'block',
  },
  {
    fact: 'RR does nothing to a request that goes up anyway',
    question: ask({ acs: acs(['RR']), candidate: { kind: 'upstream' } }),
    rule: 'ACS-UPSTREAM',
    action: 'forward-upstream',
  },
  {
    fact: 'UF forwards a request that something below redirected',
    question: ask({ acs: acs(['UF']), candidate: OWN }),
    rule: 'ACS-UF',
    action: 'forward-upstream',
  },
  {
    fact: 'without UF a redirected request is UR, RR or not',
    question: ask({ acs: acs(['RR']), candidate: OWN }),
    rule: 'ACS-UF-OFF',
    action: 'reject',
  },
  {
    fact: 'without UF a redirected completion is unexpected',
    question: ask({ tlp: COMPLETION, candidate: OWN }),
    rule: 'ACS-UF-OFF-CPL',
    action: 'drop',
  },
  {
    fact: 'CR sends a completion up; at a root port the root complex delivers it in order',
    question: ask({ port: 'root-port', acs: acs(['CR']), tlp: COMPLETION }),
    rule: 'ACS-CR',
    action: 'rc-ordered-delivery',
  },
  {
    fact: 'RR and EC never apply to completions',
    question: ask({ acs: acs(['RR', 'EC'], { egressVector: 4n }), tlp: COMPLETION }),
    rule: 'ACS-CR-OFF',
    action: 'direct',
  },
  {
    fact: 'a completion with RO ignores CR',
    question: ask({ acs: acs(['CR']), tlp: { ...COMPLETION, ro: true } }),
    rule: 'ACS-CR-RO',
    action: 'direct',
  },
  {
    fact: 'DT lets a translated request pass RR',
    question: ask({ acs: acs(['RR', 'DT']), tlp: { ...WRITE, at: 'translated' } }),
    rule: 'ACS-DT',
    action: 'direct',
  },
  {
    fact: 'EC with a clear vector bit cancels RR',
    question: ask({ acs: acs(['RR', 'EC'], { egressVector: 0xbn }) }),
    rule: 'ACS-EC-CLEAR',
    action: 'direct',
  },
  {
    fact: 'EC with a set vector bit and RR redirects',
    question: ask({ acs: acs(['RR', 'EC'], { egressVector: 4n }) }),
    rule: 'ACS-EC-REDIRECT',
    action: 'redirect-upstream',
  },
  {
    fact: 'EC with a set vector bit and no RR is a violation',
    question: ask({ acs: acs(['EC'], { egressVector: 4n }), tlp: READ }),
    rule: 'ACS-EC',
    action: 'block',
  },
  {
    fact: 'RR at a root port hands the request to validation',
    question: ask({ port: 'root-port', acs: acs(['RR']) }),
    rule: 'ACS-RR',
    action: 'redirect-rrv',
  },
  {
    fact: 'RR off: a request goes straight to the peer',
    question: ask({ port: 'mfd-function', secondary: null, subordinate: null }),
    rule: 'ACS-RR-OFF',
    action: 'direct',
  },
  {
    fact: 'explicit direct access to the switch memory beats RR',
    question: ask({ acs: enhanced(4), candidate: DSP_BAR }),
    rule: 'ACS-MT-DIRECT',
    action: 'direct',
  },
  {
    fact: 'blocked access to the switch memory is a violation',
    question: ask({ acs: enhanced(1 << 8), candidate: DSP_BAR }),
    rule: 'ACS-MT-BLOCK',
    action: 'block',
  },
  {
    fact: 'redirected access to the memory of the upstream port',
    question: ask({ acs: enhanced(2 << 10), candidate: { kind: 'switch-usp-bar' } }),
    rule: 'ACS-MT-REDIRECT',
    action: 'redirect-upstream',
  },
  {
    fact: 'the reserved access value is not modelled',
    question: ask({ acs: enhanced(3 << 8), candidate: DSP_BAR }),
    rule: 'ACS-MT-RESERVED',
    action: 'unmodelled',
  },
  {
    fact: 'without enhanced ACS, memory of the switch follows RR when it is set',
    question: ask({ acs: acs(['RR']), candidate: DSP_BAR }),
    rule: 'ACS-MT-RR',
    action: 'redirect-upstream',
  },
  {
    fact: 'without enhanced ACS, memory of the switch is served when RR is off',
    question: ask({ acs: null, candidate: DSP_BAR }),
    rule: 'ACS-MT-RR-OFF',
    action: 'direct',
  },
  {
    fact: 'unclaimed request redirect sends a request for a hole up',
    question: ask({ acs: enhanced(1 << 12), candidate: HOLE }),
    rule: 'ACS-UNCLAIMED-RR',
    action: 'redirect-upstream',
  },
  {
    fact: 'a hole in the window of the switch is UR',
    question: ask({ acs: acs(['RR']), candidate: HOLE }),
    rule: 'ACS-UNCLAIMED',
    action: 'reject',
  },
  {
    fact: 'unclaimed request redirect does not apply to completions',
    question: ask({ acs: enhanced(1 << 12), candidate: HOLE, tlp: COMPLETION }),
    rule: 'ACS-UNCLAIMED-CPL',
    action: 'drop',
  },
];

describe('decideAcs', () => {
  test.each(ROWS)('$fact', ({ question, rule, action }) => {
    expect(decideAcs(question)).toMatchObject({ rule, action });
  });

  test('every rule of the catalogue is tripped above, but for the one of unknown settings', () => {
    const tripped = new Set<string>(ROWS.map((row) => row.rule));
    const missing = Object.keys(ACS_RULES).filter((rule) => !tripped.has(rule));
    expect(missing).toEqual(['ACS-UNKNOWN']);
  });

  test('a refused read gets CA for a violation and UR for a dead end; a write gets nothing', () => {
    const blocked = ask({ acs: acs(['EC'], { egressVector: 4n }), tlp: READ });
    expect(decideAcs(blocked)).toMatchObject({ completionStatus: 'CA', aer: 'acsViolation' });
    expect(decideAcs({ ...blocked, tlp: WRITE }).completionStatus).toBeNull();
    const dead = ask({ candidate: OWN, tlp: READ });
    expect(decideAcs(dead)).toMatchObject({ completionStatus: 'UR', aer: 'unsupportedRequest' });
  });

  test('a bit that the capability lacks is hardwired to 0', () => {
    const rrOnly = { capability: ACS_BIT.CR, control: ACS_BIT.RR, egressVector: 0n };
    expect(effectiveAcsControl(rrOnly)).toBe(0);
    expect(decideAcs(ask({ acs: rrOnly })).action).toBe('direct');
  });

  test('a vector bit beyond the size of the vector does not exist', () => {
    const small = acs(['EC'], { capability: 0x27f, egressVector: 4n });
    expect(decideAcs(ask({ acs: small })).rule).toBe('ACS-EC-CLEAR');
  });
});

describe('what would change the decision', () => {
  test('RR=1: clearing RR goes direct; AT=10 needs DT as well', () => {
    expect(acsAlternatives(ask({ acs: acs(['RR']) }))).toEqual([
      { change: 'RR=0', leadsTo: 'direct' },
      { change: 'EC=1', leadsTo: 'direct' },
      { change: 'AT=10 and DT=1', leadsTo: 'direct' },
    ]);
  });

  test('a port without ACS offers no bit to set', () => {
    expect(acsAlternatives(ask({ acs: null }))).toEqual([]);
  });

  test('no change is named twice, whatever the control word', () => {
    const kinds = [
      'upstream',
      'own-egress',
      'switch-dsp-bar',
      'switch-usp-bar',
      'unclaimed',
    ] as const;
    fc.assert(
      fc.property(
        fc.nat(0x1fff),
        fc.constantFrom(...kinds),
        fc.constantFrom(WRITE, READ, COMPLETION),
        (control, kind, tlp) => {
          const question = ask({ acs: enhanced(control), candidate: { kind }, tlp });
          const names = acsAlternatives(question).map((found) => found.change);
          expect(new Set(names).size).toBe(names.length);
        },
      ),
    );
  });
});
