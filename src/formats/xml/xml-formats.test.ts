import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { importFiles } from '../import.ts';
import type { Import } from '../import.ts';
import { readXml } from './xml.ts';

function read(text: string): Import {
  const result = importFiles([{ name: 'x.xml', text }]);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const real = (path: string): Import =>
  read(readFileSync(join(SHARED, 'data', 'real', path), 'utf8'));

describe('the XML reader', () => {
  test('expands no entity and fetches no document type', () => {
    const text =
      '<!DOCTYPE a [<!ENTITY lol "ha"><!ENTITY big "&lol;&lol;">]><a><b c="&big;&amp;&#65;"/></a>';
    const result = readXml(text, 'a');
    expect(result.ok && result.value.root.children[0]?.attributes.get('c')).toBe('&big;&A');
  });

  test.each([
    ['<a><b></a>', 1, 'closes no open element'],
    [`<a>\n${'<b>'.repeat(300)}`, 2, 'nested deeper'],
    ['<a>\n<b c=d></b></a>', 2, 'cannot be read'],
    ['<c/>', 1, 'there is no <a>'],
  ])('%j is refused with its line', (text, line, reason) => {
    const result = readXml(text, 'a');
    expect(!result.ok && result.error.line).toBe(line);
    expect(!result.ok && result.error.reason).toContain(reason);
  });

  test('keeps what was complete of a text that ends early', () => {
    const result = readXml('<a>\n<b/><c d="', 'a');
    expect(result.ok && [result.value.root.children.length, result.value.cutAt]).toEqual([1, 2]);
  });

  test('never throws and never hangs', () => {
    const part = fc.constantFrom(
      '<a',
      '>',
      '</a>',
      '<!--',
      '-->',
      '"',
      '=',
      ' ',
      'a',
      '<!',
      '[',
      ']>',
      '&#9;',
      '/',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        readXml(parts.join(''), 'a');
      }),
      { numRuns: 500 },
    );
  });
});

describe('hwloc', () => {
  test.each(['', ' version="2.0"', ' version="3.0"'])(
    '<topology%s> states functions and places',
    (version) => {
      const { functions, scenario } =
        read(`<?xml version="1.0"?><!DOCTYPE topology SYSTEM "hwloc2.dtd">
<topology${version}><object type="Machine" nodeset="0x3"><info name="HostName" value="secret"/>
<object type="Package" nodeset="0x2"><object type="Bridge" bridge_type="0-1" bridge_pci="0000:[40-42]">
<object type="Bridge" bridge_type="1-1" pci_busid="0000:40:01.0" bridge_pci="0000:[41-41]" pci_type="0604 [1022:1483] [0000:0000] 00" pci_link_speed="31.507692">
<object type="PCIDev" pci_busid="0000:41:00.0" pci_type="0302 [10de:20b2] [10de:1463] a1" pci_link_speed="31.507692"/>
</object></object></object></object></topology>`);
      expect(functions).toMatchObject([
        { bdf: '0000:40:01.0', parent: null, class: '0604', kind: null, numaNode: 1 },
        {
          bdf: '0000:41:00.0',
          parent: '0000:40:01.0',
          vendor: '10de',
          class: '0302',
          link: null,
          numaNode: 1,
        },
      ]);
      expect(scenario.links).toMatchObject([
        { speedGtps: 16, width: 16, assumed: ['width', 'speedGtps'] },
      ]);
      expect(JSON.stringify(scenario)).not.toContain('secret');
    },
  );

  test.skipIf(!hasShared())('two levels of switches are told apart by their place', () => {
    const { scenario } = real('hwloc-xml/nvidia-dgx2.xml');
    const kinds = scenario.components.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'switch-upstream').length).toBeGreaterThan(8);
    expect(kinds.filter((kind) => kind === 'root-port').length).toBe(4);
  });
});

describe('NCCL', () => {
  const system = (inside: string) =>
    `<system version="1"><cpu numaid="1" arch="x86_64" vendor="AuthenticAMD" familyid="23" modelid="49" host_hash="0x1">${inside}</cpu></system>`;

  test('gets the root port and one downstream port per child that it leaves out', () => {
    const { scenario, functions, assumed } = read(
      system(`<pci busid="0000:05:00.0" class="0x060400" link_speed="16.0 GT/s PCIe" link_width="16">
        <pci busid="0000:08:00.0" class="0x030200" link_speed="16 GT/s" link_width="16"><gpu dev="0"/></pci>
        <pci busid="0000:0a:00.0" class="0x020000" link_speed="" link_width=""><nic><net name="mlx5_0" guid="0x1"/></nic></pci></pci>`),
    );
    expect(functions.map((row) => [row.bdf, row.parent, row.link?.maxWidth])).toEqual([
      ['0000:05:00.0', null, 16],
      ['0000:08:00.0', null, 16],
      ['0000:0a:00.0', null, undefined],
    ]);
    expect(scenario.components.map(({ kind }) => kind).sort()).toEqual([
      'endpoint',
      'endpoint',
      'host-bridge',
      'root-port',
      'switch-downstream',
      'switch-downstream',
      'switch-upstream',
    ]);
    expect(scenario.system.cpu).toBe('amd-zen');
    expect(
      assumed.filter(({ fact }) => fact.startsWith('synthetic switch-downstream')),
    ).toHaveLength(2);
  });

  test('with invented switches keeps the relation and says the addresses are invented', () => {
    const { scenario, functions } = read(
      system(`<pci busid="ffff:ff:01.0" class="0x060400"><pci busid="0001:00:00.0" class="0x030200"/>
        <pci busid="0101:00:00.0" class="0x020700"/></pci>`),
    );
    expect(functions.map((row) => row.bdf)).toEqual(['0001:00:00.0', '0101:00:00.0']);
    expect(scenario.components.filter(({ kind }) => kind === 'switch-downstream')).toHaveLength(2);
    expect(scenario.components.filter(({ name }) => name.includes('0101:00:00.0'))).toHaveLength(1);
  });

  test.skipIf(!hasShared())('in a virtual machine puts devices of bus 0 on the root bus', () => {
    const { scenario } = real('nccl-xml/b200-vm-domains.xml');
    expect(scenario.components.filter(({ kind }) => kind === 'root-port')).toEqual([]);
  });
});
