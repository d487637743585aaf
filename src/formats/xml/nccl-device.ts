import type { Bdf } from '../../core/base/bdf.ts';
import type { FunctionFacts } from '../facts.ts';
import type { Place } from '../report.ts';
import type { XmlElement } from './xml.ts';

/** A `<pci>` with what it says. */
export interface NcclDevice {
  readonly element: XmlElement;
  readonly bdf: Bdf;
  readonly place: Place;
  readonly numaNode: number | null;
  readonly children: NcclDevice[];
}

/** A bridge by its class, or something with devices below it. */
export function isSwitch(device: NcclDevice): boolean {
  const code = device.element.attributes.get('class') ?? '';
  return code.startsWith('0x0604') || device.children.length > 0;
}

function nameOf(element: XmlElement): string | null {
  const names = element.children.flatMap((child) => {
    if (child.name === 'gpu') return [`GPU${child.attributes.get('dev') ?? ''}`];
    if (child.name !== 'nic') return [];
    return child.children.flatMap((net) => net.attributes.get('name') ?? []).slice(0, 2);
  });
  return names.length === 0 ? null : names.join(' ').slice(0, 100);
}

function hex4(text: string | undefined): string | null {
  const digits = /^0x([0-9a-f]{4})$/i.exec(text ?? '')?.[1]?.toLowerCase() ?? null;
  return digits === 'ffff' ? null : digits;
}

/** Fills what a `<pci>` states; its link numbers are limits, not what was trained. */
export function fillFacts(facts: FunctionFacts, device: NcclDevice): void {
  const { attributes } = device.element;
  facts.classCode =
    /^0x([0-9a-f]{4})/i.exec(attributes.get('class') ?? '')?.[1]?.toLowerCase() ?? null;
  facts.vendorId = hex4(attributes.get('vendor'));
  facts.deviceId = hex4(attributes.get('device'));
  facts.name = nameOf(device.element);
  facts.numaNode = device.numaNode;
  const speed = /^(\d{1,3}(?:\.\d)?) GT\/s/.exec(attributes.get('link_speed') ?? '')?.[1];
  const width = /^\d{1,2}$/.exec(attributes.get('link_width') ?? '')?.[0];
  if (speed === undefined && width === undefined) return;
  facts.link = {
    speedGtps: null,
    width: null,
    maxSpeedGtps: speed === undefined ? null : Number(speed),
    maxWidth: width === undefined ? null : Number(width),
  };
}
