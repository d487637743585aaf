/*
 * Sizes of what stands on the canvas, px at zoom 1. Fixed, so that nothing has to be measured: layout, links,
 * paths and packets all compute with them.
 */

/** An endpoint, a function of one, or a conventional device. */
export const CARD = { width: 144, height: 56, gap: 4 } as const;

/** A root port or switch downstream port; it reaches `below` px over the lower edge of its container. */
export const PORT = { width: 160, height: 52, gap: 8, below: 10 } as const;

/** A switch upstream port, centred on the upper edge of its switch. */
export const USP = { width: 160, height: 24 } as const;

/** A TBU above its root port, right of the centre: what goes up passes it, what comes down passes left of it. */
export const TBU = { width: 76, height: 25, shift: 38, top: 47 } as const;

/** A memory or the SMMU's TCU inside a host. */
export const INNER = { width: 168, height: 44, top: 58 } as const;

export const HOST = {
  height: 128,
  pad: 12,
  /** The coherent interconnect: a bar along the top, right of the title. */
  barTop: 10,
  barHeight: 24,
  titleWidth: 190,
} as const;

export const SWITCH = {
  height: 84,
  pad: 12,
  /** The switch's internal bus; where a path goes up and comes down again, one way runs above and one below it. */
  bus: 27,
  busUpper: 21,
  busLower: 33,
} as const;

/** ACS chips of a port cell. */
export const CHIP = { width: 20, height: 18, pitch: 22, left: 4, top: 28 } as const;

export const GAP = { x: 16, y: 74 } as const;

/** A person's note. */
export const NOTE = { width: 200, height: 64 } as const;

/** Distance of the two directions of a link that a path uses both ways from the link's centre. */
export const LANE = 14;

/** A hop's number: diameter, and the distance of two numbers on one card. */
export const BADGE = { size: 18, pitch: 20 } as const;
