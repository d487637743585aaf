/*
 * The drawings of TLP kinds, in a box of 24 px around the origin. One table serves the packets on the canvas, the
 * lists and the legend. Shape and letter say the kind; colour repeats it.
 */

export type GlyphShape =
  'arrow' | 'ring' | 'hexagon' | 'pill' | 'diamond' | 'box' | 'down' | 'up' | 'triangle' | 'cross';

/** A class of TLPs, which is a colour. */
export type GlyphClass = 'posted' | 'nonposted' | 'completion' | 'ats' | 'message' | 'fault';

interface Drawing {
  readonly path: string;
  /** Outline only: the letter takes the colour of the class. */
  readonly isHollow: boolean;
  /** Turns with the direction of travel. */
  readonly points: boolean;
  /** Where the middle of the letter is, below the origin. */
  readonly letterY: number;
}

const solid = { isHollow: false, points: false, letterY: 0 } as const;
const hollow = { isHollow: true, points: false, letterY: 0 } as const;

export const GLYPH_SHAPES: Readonly<Record<GlyphShape, Drawing>> = {
  arrow: {
    ...solid,
    points: true,
    path: 'M-10.5 -8.5H2.5L10.5 0L2.5 8.5H-10.5Q-12 8.5 -12 7V-7Q-12 -8.5 -10.5 -8.5Z',
  },
  ring: { ...hollow, path: 'M0 -9.5A9.5 9.5 0 1 1 0 9.5A9.5 9.5 0 1 1 0 -9.5Z' },
  hexagon: { ...solid, path: 'M-6 -10H6L12 0L6 10H-6L-12 0Z' },
  pill: { ...solid, path: 'M-4 -8.5H4A8.5 8.5 0 0 1 4 8.5H-4A8.5 8.5 0 0 1 -4 -8.5Z' },
  diamond: { ...solid, path: 'M0 -12.5L12.5 0L0 12.5L-12.5 0Z' },
  box: {
    ...hollow,
    path: 'M-6.5 -9H6.5Q9 -9 9 -6.5V6.5Q9 9 6.5 9H-6.5Q-9 9 -9 6.5V-6.5Q-9 -9 -6.5 -9Z',
  },
  down: { ...hollow, path: 'M-11 -8H11L0 10Z' },
  up: { ...hollow, path: 'M-11 8H11L0 -10Z' },
  triangle: { ...solid, letterY: 4, path: 'M-12.5 10H12.5L0 -11.5Z' },
  cross: { ...hollow, path: 'M-7 -7L7 7M-7 7L7 -7' },
};

/** Radii of the rings that say the Address Type. @source ux.md §4 */
export const AT_RINGS = { '01': [16], '10': [15, 18], '11': [16] } as const;

/** A closed padlock for T=1, at the upper right: shackle, then body. */
export const PADLOCK = {
  x: 10,
  y: -11,
  shackle: 'M-2.5 -1V-3A2.5 2.5 0 0 1 2.5 -3V-1',
  body: 'M-4.5 -1H4.5V6H-4.5Z',
} as const;
