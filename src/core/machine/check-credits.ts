import type { Report } from './report.ts';
import type { Machine } from './types.ts';

/** Bytes of payload that one data credit stands for. @source PCIe Base §2.6.1 */
const UNIT_BYTES = 16;

/**
 * Reports receivers that advertise fewer data credits than one TLP of their Max_Payload_Size takes: such a TLP could
 * never be sent. None at all means infinitely many. @source PCIe Base §2.6.1 (minimum advertisements)
 */
export function checkCredits(machine: Machine, report: Report): void {
  for (const { id, port, device, credits } of machine.links) {
    for (const side of ['up', 'down'] as const) {
      const receiver = machine.functions[(side === 'up' ? port : device[0]) ?? -1];
      const given = credits?.[side];
      if (receiver === undefined || given === undefined) continue;
      const least = Math.ceil(receiver.mps / UNIT_BYTES);
      for (const name of ['pd', 'cpld'] as const) {
        const units = given[name] ?? 0;
        if (units === 0 || units >= least) continue;
        const message = `${receiver.name} advertises ${units} ${name.toUpperCase()} credits on ${id}, but one TLP of its MPS (${receiver.mps} bytes) takes ${least}: give it as many, or 0 for infinitely many.`;
        report.error('credits-too-few', id, message);
      }
    }
  }
}
