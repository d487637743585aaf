import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/*
 * The colours of the token file, measured: contrast by WCAG 2.2, distance by CIEDE2000, colour vision by the
 * matrices of Machado, Oliveira and Fernandes (2009) at full severity.
 */

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const CSS = readFileSync(join(ROOT, 'src/ui/tokens.css'), 'utf8');

type Rgb = readonly [number, number, number];

/** The variables of one rule of the token file; later declarations win. */
function block(selector: string): Map<string, string> {
  const start = CSS.indexOf(`${selector} {`);
  expect(start, `the token file has ${selector}`).toBeGreaterThanOrEqual(0);
  const body = CSS.slice(start, CSS.indexOf('\n}', start));
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

const LIGHT = block(':root');
const THEMES = {
  light: LIGHT,
  dark: new Map([...LIGHT, ...block(":root[data-theme='dark']")]),
  contrast: new Map([...LIGHT, ...block(":root[data-theme='contrast']")]),
} as const;
type Theme = keyof typeof THEMES;

function color(theme: Theme, name: string): Rgb {
  const value = THEMES[theme].get(name) ?? '';
  const reference = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  if (reference !== undefined) return color(theme, reference);
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(value)?.[1];
  expect(hex, `--${name} of ${theme} is a colour, not "${value}"`).toBeDefined();
  const full = hex?.length === 3 ? hex.replaceAll(/./g, '$&$&') : (hex ?? '000000');
  const at = (from: number): number => Number.parseInt(full.slice(from, from + 2), 16) / 255;
  return [at(0), at(2), at(4)];
}

const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const VISION = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deutan: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritan: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
} as const;

/** CIE L*a*b* of a colour as an eye with this vision sees it. */
function lab(rgb: Rgb, vision: keyof typeof VISION): Rgb {
  const m = VISION[vision];
  const [r, g, b] = rgb.map(linear) as [number, number, number];
  const seen = [0, 3, 6].map((row) =>
    Math.min(1, Math.max(0, (m[row] ?? 0) * r + (m[row + 1] ?? 0) * g + (m[row + 2] ?? 0) * b)),
  ) as [number, number, number];
  const [x, y, z] = [
    (0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047,
    0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.072175 * seen[2],
    (0.0193339 * seen[0] + 0.119192 * seen[1] + 0.9503041 * seen[2]) / 1.08883,
  ].map((t) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116)) as [
    number,
    number,
    number,
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIEDE2000. @source Sharma, Wu, Dalal (2005) */
function deltaE([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const rad = Math.PI / 180;
  const mean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const hue = (b: number, a: number): number =>
    a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / rad + 360) % 360;
  const [h1, h2] = [hue(b1, p1), hue(b2, p2)];
  const gap = h2 - h1;
  const dh = c1 * c2 === 0 ? 0 : Math.abs(gap) <= 180 ? gap : gap > 180 ? gap - 360 : gap + 360;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * rad);
  const [lm, cm] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const sum = h1 + h2;
  const hm =
    c1 * c2 === 0
      ? sum
      : Math.abs(h1 - h2) <= 180
        ? sum / 2
        : sum < 360
          ? sum / 2 + 180
          : sum / 2 - 180;
  const t =
    1 -
    0.17 * Math.cos((hm - 30) * rad) +
    0.24 * Math.cos(2 * hm * rad) +
    0.32 * Math.cos((3 * hm + 6) * rad) -
    0.2 * Math.cos((4 * hm - 63) * rad);
  const sl = 1 + (0.015 * (lm - 50) ** 2) / Math.sqrt(20 + (lm - 50) ** 2);
  const sc = 1 + 0.045 * cm;
  const sh = 1 + 0.015 * cm * t;
  const rc = 2 * Math.sqrt(cm ** 7 / (cm ** 7 + 25 ** 7));
  const rt = -Math.sin(60 * Math.exp(-(((hm - 275) / 25) ** 2)) * rad) * rc;
  const [dl, dc, dhs] = [(l2 - l1) / sl, (c2 - c1) / sc, dH / sh];
  return Math.sqrt(dl ** 2 + dc ** 2 + dhs ** 2 + rt * dc * dhs);
}

const CLASSES = ['posted', 'nonposted', 'completion', 'ats', 'message', 'fault'].map(
  (name) => `tlp-${name}`,
);
const GROUNDS = ['canvas', 'panel', 'raised'];
const TONES = ['ok', 'detour', 'stop', 'unknown'];
const NAMES: readonly Theme[] = ['light', 'dark', 'contrast'];

describe.each(NAMES)('the %s theme', (theme) => {
  test.each(CLASSES)('--%s reads on the canvas, and its letter on it', (name) => {
    expect(contrast(color(theme, name), color(theme, 'canvas'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(color(theme, name), color(theme, 'tlp-letter'))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['ink', 'ink-2', 'ink-3', 'here', ...TONES])('--%s reads on every ground', (name) => {
    for (const ground of GROUNDS) {
      expect(contrast(color(theme, name), color(theme, ground))).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(TONES)('--%s reads on its own soft ground', (name) => {
    expect(contrast(color(theme, name), color(theme, `${name}-soft`))).toBeGreaterThanOrEqual(4.5);
  });

  test('chips, buttons and links are seen', () => {
    const pairs: [string, string, number][] = [
      ['chip-ink', 'chip', 4.5],
      ['here', 'here-soft', 4.5],
      ['ink-on', 'solid', 4.5],
      ['link', 'canvas', 3],
      ['focus', 'canvas', 3],
      ['focus', 'panel', 3],
    ];
    for (const [over, under, least] of pairs) {
      expect(
        contrast(color(theme, over), color(theme, under)),
        `${over} on ${under}`,
      ).toBeGreaterThanOrEqual(least);
    }
  });
});

describe.each([
  ['light', 16],
  // 19.3 in ux.md §4, which rounds.
  ['dark', 19.25],
] as const)('the TLP classes of the %s theme', (theme, least) => {
  test.each(['normal', 'protan', 'deutan', 'tritan'] as const)(
    'are told apart by a %s eye',
    (vision) => {
      const seen = CLASSES.map((name) => lab(color(theme, name), vision));
      seen.forEach((one, i) => {
        seen.slice(i + 1).forEach((other, j) => {
          expect(
            deltaE(one, other),
            `${CLASSES[i]} and ${CLASSES[i + 1 + j]}`,
          ).toBeGreaterThanOrEqual(least);
        });
      });
    },
  );
});

test('the system preference and the attribute give the same dark theme', () => {
  const attribute = block(":root[data-theme='dark']");
  const start = CSS.indexOf(':root:not([data-theme]) {');
  const body = CSS.slice(start, CSS.indexOf('\n  }', start));
  const system = new Map(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
  expect(Object.fromEntries(system)).toEqual(Object.fromEntries(attribute));
});
