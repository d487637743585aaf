import { hexGrouped } from '../base/address.ts';
import { ruleOf } from '../rules/catalogue.ts';
import type { RuleId } from '../rules/catalogue.ts';
import { defined } from '../base/assert.ts';
import type { Errno } from './dma-device.ts';
import type { Plan, PlanStep } from './map-p2p.ts';
import { refusedStep } from './refused-step.ts';

/** One step as a list shows it. */
export interface PlanLine {
  /** Short: what is done. */
  readonly title: string;
  /** Addresses, errno, reason; empty where there is nothing to add. */
  readonly detail: string;
  readonly rule: RuleId | null;
  readonly tone: 'done' | 'refused' | 'undone';
}

const SPACE = {
  bus: 'bus address',
  phys: 'physical address',
  shared: 'shared alias',
  iova: 'IOVA',
} as const;

const line = (
  title: string,
  detail: string,
  rule: RuleId | null,
  tone: PlanLine['tone'] = 'done',
): PlanLine => ({ title, detail, rule, tone });

/** Why Linux did not map a transfer, and what it took back. */
export interface PlanRefusal {
  readonly errno: Errno;
  readonly rule: RuleId;
  /** `Range 2: refused`, `Attach`: the step at which it stopped, from 1. */
  readonly step: number;
  readonly stoppedAt: string;
  /** One sentence. */
  readonly message: string;
  /** What was undone, in order. */
  readonly unwound: readonly PlanLine[];
}

/** The refusal of a plan; null: it was mapped. */
export function refusalOf(plan: Plan): PlanRefusal | null {
  if (plan.errno === 0) return null;
  const lines = plan.steps.map(planLine);
  const at = refusedStep(plan);
  const stopped = defined(lines[at], 'a refused plan has the step that refused');
  const rule = defined(stopped.rule ?? undefined, 'a refusal has a rule');
  const errno = plan.errno;
  const unwound = lines.slice(at + 1).filter(({ tone }) => tone === 'undone');
  const title = ruleOf(rule).title;
  return {
    errno,
    rule,
    step: at + 1,
    stoppedAt: stopped.title,
    message: `Linux refuses the transfer with ${errno}: ${title}. No TLP is sent.`,
    unwound,
  };
}

/** What a step of a plan says to people. Ranges count from 1. */
export function planLine(step: PlanStep): PlanLine {
  switch (step.kind) {
    case 'export':
    case 'attach':
    case 'detach': {
      const text = step.notes.map((note) => note.text).join('; ');
      const rule = step.notes[0]?.rule ?? null;
      const names = { export: 'Export', attach: 'Attach', detach: 'Detach' } as const;
      if (step.kind === 'detach') return line(names.detach, text, rule, 'undone');
      return step.errno === 0
        ? line(names[step.kind], text, rule)
        : line(names[step.kind], `${step.errno}: ${text}`, rule, 'refused');
    }
    case 'mapType':
      return line('Map type', step.mapType, step.rule);
    case 'sharing':
      return line(
        'Shared or private',
        step.alias === 'shared' ? 'the shared alias' : 'the private address',
        step.rule,
      );
    case 'allocateIova':
      return line(
        'Allocate an IOVA',
        step.iova === null ? 'none left: each range on its own' : hexGrouped(step.iova),
        step.rule,
      );
    case 'range':
      return line(
        `Range ${step.range + 1}: ${SPACE[step.space]}`,
        hexGrouped(step.address),
        step.rule,
      );
    case 'pte': {
      const { iova, phys, sizeBytes, prot, read, write } = step.write;
      const rights = `${read ? 'R' : ''}${write ? 'W' : ''}`;
      const detail = `${hexGrouped(iova)} to ${hexGrouped(phys)}, ${sizeBytes} bytes, ${prot} ${rights}`;
      return line(`Range ${step.range + 1}: page-table entry`, detail, 'DMA-IOMMU-MMIO');
    }
    case 'sync':
      return line('Make the IOTLB ready', '', step.rule);
    case 'roundTrip': {
      const { dma, phys } = step;
      return line(
        'Back through dma_to_phys()',
        `${hexGrouped(dma)} to ${hexGrouped(phys)}`,
        step.rule,
      );
    }
    case 'shortLength':
      return line('Length of the table', `${step.claimed} of ${step.mapped} bytes`, step.rule);
    case 'refused': {
      const where = step.range === null ? 'Refused' : `Range ${step.range + 1}: refused`;
      return line(where, `${step.errno}: ${ruleOf(step.rule).title}`, step.rule, 'refused');
    }
    case 'unmap':
      return line(`Unmap range ${step.range + 1}`, hexGrouped(step.address), null, 'undone');
    case 'destroyIova':
      return line('Give the IOVA back', hexGrouped(step.iova), null, 'undone');
  }
}
