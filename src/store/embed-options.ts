import { SPEEDS } from './playback.ts';
import type { Theme } from './preferences.ts';
import type { BottomTab } from './view.ts';

/** The panels that an embedded picture can show beside itself: those that only tell. */
export const EMBED_PANELS = [
  'explain',
  'timeline',
  'log',
  'bytes',
  'addresses',
  'walk',
  'sequence',
  'matrix',
] as const satisfies readonly (BottomTab | 'explain')[];

export type EmbedPanel = (typeof EMBED_PANELS)[number];

/** What the address of an embedded playground asks for. */
export interface EmbedOptions {
  readonly hasControls: boolean;
  readonly theme: Theme;
  /** Simulated ns per second; null: the usual. */
  readonly nsPerSecond: number | null;
  /** Where to stand, ps; null: where the link stands. */
  readonly tPs: number | null;
  /** null: what the link selects. */
  readonly selection: readonly string[] | null;
  readonly panel: EmbedPanel | null;
  readonly doesAutoplay: boolean;
  /** Origins whose messages are heard. */
  readonly origins: readonly string[];
  /** Parameters that say nothing this program understands; each is as if it were not there. */
  readonly problems: readonly EmbedOptionProblem[];
}

export interface EmbedOptionProblem {
  readonly name: string;
  readonly value: string;
  readonly allowed: string;
}

const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'contrast'];
const LONGEST_PS = Number.MAX_SAFE_INTEGER;

const speedName = (speed: number): string => (Number.isFinite(speed) ? String(speed) : 'max');

/** An origin as browsers write it; null: the text is none. */
function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { origin, protocol } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && origin === text ? origin : null;
}

/**
 * Reads `embed controls theme speed t sel panel autoplay origin` of an address; `lang` is read where languages are.
 *
 * @param ownOrigin of this page; always heard.
 * @source ux.md §8
 */
export function embedOptionsOf(search: string, ownOrigin: string): EmbedOptions {
  const parameters = new URLSearchParams(search);
  const problems: EmbedOptionProblem[] = [];
  /** The meaning of a parameter; null when it is absent or means nothing. */
  const read = <T>(
    name: string,
    allowed: string,
    meaningOf: (value: string) => T | null | undefined,
  ): T | null => {
    const value = parameters.get(name);
    if (value === null) return null;
    const meaning = meaningOf(value) ?? null;
    if (meaning === null) problems.push({ name, value, allowed });
    return meaning;
  };
  const flag = (name: string): boolean | null =>
    read(name, '0, 1', (value) => (value === '1' ? true : value === '0' ? false : null));

  const origins = parameters.getAll('origin').flatMap((value) => {
    const origin = originOf(value);
    if (origin === null) problems.push({ name: 'origin', value, allowed: 'https://example.org' });
    return origin ?? [];
  });
  return {
    hasControls: flag('controls') ?? true,
    theme:
      read('theme', THEMES.join(', '), (value) => THEMES.find((one) => one === value)) ?? 'system',
    nsPerSecond: read('speed', SPEEDS.map(speedName).join(', '), (value) =>
      SPEEDS.find((one) => speedName(one) === value),
    ),
    tPs: read('t', `0…${LONGEST_PS}`, (value) =>
      /^\d{1,16}$/.test(value) && Number(value) <= LONGEST_PS ? Number(value) : null,
    ),
    selection:
      parameters
        .get('sel')
        ?.split(',')
        .filter((id) => id !== '') ?? null,
    panel: read('panel', EMBED_PANELS.join(', '), (value) =>
      EMBED_PANELS.find((one) => one === value),
    ),
    doesAutoplay: flag('autoplay') ?? false,
    origins: [ownOrigin, ...origins],
    problems,
  };
}

/** What the address of this page asks for, read once. */
export const EMBED_OPTIONS = embedOptionsOf(
  globalThis.location?.search ?? '',
  globalThis.location?.origin ?? '',
);
