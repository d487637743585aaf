import { formatBdf } from '../../core/base/bdf.ts';
import type { Link } from '../../core/scenario/schema.ts';
import type { Report } from '../report.ts';
import { placeOf } from '../report.ts';
import { roleOf } from './names.ts';
import type { TreeNode } from './tree.ts';

const SPEEDS = [2.5, 5, 8, 16, 32, 64];
const WIDTHS = [0, 1, 2, 4, 8, 12, 16, 32];
/** What is assumed where nothing is stated. @source import-formats.md §8 */
const DEFAULT_SPEED_GTPS = 16;
const DEFAULT_WIDTH = 16;
const DEFAULT_NVME_WIDTH = 4;
/** Ten centimetres of board at about 6.7 ps a millimetre. */
const DEFAULT_PROPAGATION_PS = 670;

/** GB/s per lane by GT/s, as hwloc computes them. @source hwloc pci-common.c hwloc_pcidisc_find_linkspeed() */
const GIGABYTES_PER_LANE: readonly (readonly [gtps: number, gigabytes: number])[] = [
  [2.5, 0.25],
  [5, 0.5],
  [8, (8 * 128) / 130 / 8],
  [16, (16 * 128) / 130 / 8],
  [32, (32 * 128) / 130 / 8],
  [64, (64 * 242) / 256 / 8],
];

/** The widest link of at most 16 lanes with that bandwidth: one of several that are possible. */
function splitBandwidth(gigabytes: number | null): { speedGtps: number; width: number } | null {
  if (gigabytes === null || gigabytes <= 0) return null;
  for (const width of [16, 8, 4, 2, 1]) {
    const found = GIGABYTES_PER_LANE.find(
      ([, lane]) => Math.abs(lane * width - gigabytes) < lane / 10,
    );
    if (found !== undefined) return { speedGtps: found[0], width };
  }
  return null;
}

const known = (values: readonly number[], value: number | null | undefined): number | null =>
  value !== null && value !== undefined && values.includes(value) ? value : null;

function smallest(values: readonly (number | null)[], otherwise: number): number {
  const stated = values.filter((value) => value !== null && value > 0);
  return stated.reduce<number>((low, value) => Math.min(low, value ?? low), otherwise);
}

/**
 * The link between a port and the device in its slot: what LnkSta of the lower end says, else of the upper; where
 * neither says, the defaults of import-formats.md §8 bounded by what either end can do.
 */
export function linkBetween(port: TreeNode, device: TreeNode, report: Report): Link {
  const below = device.facts.link;
  const above = port.facts.link;
  const at = formatBdf(device.facts.bdf);
  const assumed: string[] = [];
  const ends = [above, below];
  const maxSpeeds = ends.map((end) => known(SPEEDS, end?.maxSpeedGtps));
  const maxWidths = ends.map((end) => known(WIDTHS, end?.maxWidth));
  const maxSpeed = smallest(maxSpeeds, Infinity);
  const maxWidth = smallest(maxWidths, Infinity);
  const isDown = below?.width === 0 || (below?.width == null && above?.width === 0);
  const split = splitBandwidth(device.facts.linkGigabytesPerSecond);
  let width = isDown ? 0 : (known(WIDTHS, below?.width) ?? known(WIDTHS, above?.width));
  if (width === null) {
    const usual = roleOf(device.facts) === 'nvme' ? DEFAULT_NVME_WIDTH : DEFAULT_WIDTH;
    width = split?.width ?? smallest(maxWidths, usual);
    assumed.push('width');
  }
  let speed = known(SPEEDS, below?.speedGtps) ?? known(SPEEDS, above?.speedGtps);
  if (speed === null) {
    speed = split?.speedGtps ?? smallest(maxSpeeds, isDown ? 2.5 : DEFAULT_SPEED_GTPS);
    if (!isDown) assumed.push('speedGtps');
  }
  if (assumed.length > 0) {
    report.assumed.push({
      ...placeOf(device.facts.place),
      fact: `${at} assumed link: ${speed} GT/s x${width}`,
    });
  }
  reportDisagreement(port, device, report);
  return {
    id: `link-${at}`,
    from: formatBdf(port.facts.bdf),
    to: at,
    speedGtps: speed,
    width,
    ...(maxSpeed === Infinity ? {} : { maxSpeedGtps: maxSpeed }),
    ...(maxWidth === Infinity ? {} : { maxWidth }),
    propagationPs: DEFAULT_PROPAGATION_PS,
    ...(assumed.length === 0 ? {} : { assumed }),
  };
}

function reportDisagreement(port: TreeNode, device: TreeNode, report: Report): void {
  const a = port.facts.link;
  const b = device.facts.link;
  if (a?.width == null || b?.width == null || a.width === 0 || b.width === 0) return;
  if (a.width === b.width && a.speedGtps === b.speedGtps) return;
  report.ignored.push({
    ...placeOf(port.facts.place),
    text: `${formatBdf(port.facts.bdf)} LnkSta ${a.speedGtps ?? 'unknown'} GT/s x${a.width}`,
    reason: `the device below says ${b.speedGtps ?? 'unknown'} GT/s x${b.width}, which is used`,
  });
}
