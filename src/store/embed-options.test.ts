import { expect, test } from 'vitest';
import { embedOptionsOf } from './embed-options.ts';

const of = (search: string) => embedOptionsOf(search, 'https://own.example');

test('nothing asked for: controls, the page hears only its own origin, no motion', () => {
  expect(of('?embed=1')).toEqual({
    hasControls: true,
    theme: 'system',
    nsPerSecond: null,
    tPs: null,
    selection: null,
    panel: null,
    doesAutoplay: false,
    origins: ['https://own.example'],
    problems: [],
  });
});

test('every parameter is read', () => {
  const asked =
    '?embed=1&controls=0&theme=dark&speed=max&t=1500&sel=gpu0,nic0&panel=bytes&autoplay=1&origin=https://a.example&origin=http://b.example:8080';
  expect(of(asked)).toEqual({
    hasControls: false,
    theme: 'dark',
    nsPerSecond: Number.POSITIVE_INFINITY,
    tPs: 1500,
    selection: ['gpu0', 'nic0'],
    panel: 'bytes',
    doesAutoplay: true,
    origins: ['https://own.example', 'https://a.example', 'http://b.example:8080'],
    problems: [],
  });
});

test.each([
  ['controls=yes', 'controls'],
  ['theme=pink', 'theme'],
  ['speed=fast', 'speed'],
  ['t=-1', 't'],
  ['t=99999999999999999999', 't'],
  ['panel=inspect', 'panel'],
  ['origin=*', 'origin'],
  ['origin=null', 'origin'],
  ['origin=https://a.example/path', 'origin'],
  ['origin=javascript:alert(1)', 'origin'],
])('%s is named as a problem and changes nothing', (parameter, name) => {
  const { problems, ...rest } = of(`?embed=1&${parameter}`);
  expect(problems.map((one) => one.name)).toEqual([name]);
  expect({ ...rest, problems: [] }).toEqual(of('?embed=1'));
});
