import { describe, expect, test } from 'vitest';
import { treeOf } from '../../../tests/linux-tree.ts';
import { acsParameterFor, parseConfigAcs } from './acs-parameter.ts';
import { parseBootParameters } from './boot-parameters.ts';
import { controlsAfterBoot } from './machine-boot.ts';
import { kernelOf } from './kernels.ts';
import { applyAcsWrite, parseAcsWrite } from './setpci.ts';

const TREE = treeOf({
  rp: { devfn: 0x10, ctl: 0, vendorId: 0x1b36, deviceId: 0x000c },
  sw: { up: 'rp', bus: 1, devfn: 0, kind: 'switch-upstream' },
  dsp: { up: 'sw', bus: 2, devfn: 0x20, ctl: 0 },
});
const DSP = 2;

describe('a device in an ACS parameter', () => {
  test.each([
    ['0000:02:04.0', true],
    ['02:04.0', true],
    ['2:4.0', true],
    ['0001:02:04.0', false],
    ['00:02.0/00.0/04.0', true],
    ['00:02.0/00.0/05.0', false],
    ['00:02.0/01.0/04.0', false],
    ['pci:1234:0001', true],
    ['pci:1234:0000', true],
    ['pci:1234:0002', false],
    ['03:00.0;02:04.0', true],
  ])('%s names the port: %s', (device, matches) => {
    const change = acsParameterFor('disable_acs_redir', device, TREE, DSP);
    expect(change).toEqual({ ok: true, value: matches ? { mask: 0x2c, value: 0 } : null });
  });

  test('the first entry that matches counts', () => {
    const change = acsParameterFor('config_acs', '1xx@02:04.0;0xx@pci:1234:0001', TREE, DSP);
    expect(change).toEqual({ ok: true, value: { mask: 4, value: 4 } });
  });
});

describe('what the kernel refuses in config_acs', () => {
  test.each([
    ['10z@02:04.0', 'Invalid ACS flags... Ignoring'],
    ['1xxxxxxx@02:04.0', 'Invalid ACS flags specified'],
    ['02:04.0', 'ACS Flags missing'],
    ['101@nonsense', "Can't parse ACS command line parameter"],
  ])('%s: %s', (text, message) => {
    expect(acsParameterFor('config_acs', text, TREE, DSP)).toMatchObject({
      ok: false,
      error: expect.stringContaining(message),
    });
    expect(parseConfigAcs(text)).toMatchObject({
      ok: false,
      error: expect.stringContaining(message),
    });
  });

  test('a bad entry behind the one that matched is never reached', () => {
    const change = acsParameterFor('config_acs', '1@02:04.0;oops', TREE, DSP);
    expect(change).toEqual({ ok: true, value: { mask: 1, value: 1 } });
  });
});

describe('a booted machine', () => {
  const boot = (kernel: '6.1' | '6.12', commandLine: string) =>
    controlsAfterBoot(TREE, {
      kernel: kernelOf(kernel),
      arch: 'x86',
      iommu: true,
      parameters: parseBootParameters(commandLine),
      firmwareOf: () => 0,
    }).map((word) => word?.control ?? null);

  test('a quoted, comma-separated pci= option is taken apart', () => {
    const parameters = parseBootParameters('quiet "pci=noats,disable_acs_redir=02:04.0" iommu=pt');
    expect(parameters).toMatchObject({
      noAts: true,
      disableAcsRedir: '02:04.0',
      passthrough: true,
    });
  });

  test('6.1 clears the redirect bits, 6.12 falls back to firmware', () => {
    expect(boot('6.1', 'pci=disable_acs_redir=02:04.0')).toEqual([0x1d, null, 0x11]);
    expect(boot('6.12', 'pci=disable_acs_redir=02:04.0')).toEqual([0x1d, null, 0x00]);
  });

  test('6.1 does not know config_acs', () => {
    expect(boot('6.1', 'pci=config_acs=1000000@02:04.0')).toEqual([0x1d, null, 0x1d]);
    expect(boot('6.12', 'pci=config_acs=1000000@02:04.0')).toEqual([0x1d, null, 0x40]);
  });
});

describe('a setpci line', () => {
  test.each([
    ['0000:02:04.0,ECAP_ACS+6.w=0011', 0x1d, 0x11],
    ['02:04.0,ECAP_ACS+06.w=00ff', 0x1d, 0x5f],
    ['02:04.0,ECAP_ACS+6.w=0000:0004', 0x1d, 0x19],
    ['-s 02:04.0 ECAP_ACS+6.b=04', 0x1d, 0x04],
  ])('%s turns %i into %i', (text, before, after) => {
    const write = parseAcsWrite(text);
    expect(write.ok && applyAcsWrite(before, write.value, 0x5f)).toBe(after);
  });

  test('to another register is refused', () => {
    expect(parseAcsWrite('02:04.0,COMMAND=0006')).toMatchObject({ ok: false });
  });
});
