import { useDocument } from '../../store/document.ts';
import type { Span } from './lanes.ts';

/** When something breaks: a mark on the ruler for each fault that has an instant. */
export function FaultMarks({ span }: { readonly span: Span }) {
  const faults = useDocument((state) => state.scenario.faults) ?? [];
  return faults.flatMap((fault) => {
    if (!('atPs' in fault) || fault.atPs < span.fromPs || fault.atPs > span.toPs) return [];
    const share = (fault.atPs - span.fromPs) / (span.toPs - span.fromPs);
    return [
      <span
        key={fault.id}
        data-fault={fault.kind}
        className="absolute bottom-0 size-2.5 -translate-x-1/2 rotate-45 border border-panel bg-tlp-fault"
        style={{ left: `${share * 100}%` }}
      />,
    ];
  });
}
