import type { Run } from './run.ts';
import type { BarQuestion, Bars, FlowInfo, IommuBar, LinkBar } from './types.ts';

/*
 * What a timeline draws of a stretch of time. A run of a million TLPs has a million segments and a screen a
 * thousand columns: what would fall into one column is made one bar here, before it is sent to be drawn.
 */

type Growing<B> = { -readonly [Key in keyof B]: B[Key] };

/** Joins things of one key that start within `leastPs` of the first of them. */
class Joiner<B extends LinkBar | IommuBar> {
  readonly bars: B[] = [];
  readonly #open = new Map<string, Growing<B>>();
  readonly #question: BarQuestion;

  constructor(question: BarQuestion) {
    this.#question = question;
  }

  add(key: string, bar: B): void {
    const { leastPs, tlpId } = this.#question;
    const isApart = bar.tlpId === tlpId;
    const last = this.#open.get(key);
    if (last !== undefined && !isApart && bar.startPs - last.startPs < leastPs) {
      last.count += 1;
      last.endPs = Math.max(last.endPs, bar.endPs);
      return;
    }
    const opened: Growing<B> = { ...bar };
    if (!isApart) this.#open.set(key, opened);
    this.bars.push(opened);
  }
}

/** Flows of one text look alike: same request, same leg, and completions of both kinds kept apart. */
function looksOf({ leg, sent, route }: FlowInfo): string {
  return `${leg} ${sent.op} ${sent.at} ${route.completionStatus === 'SC' ? 'good' : 'bad'}`;
}

/**
 * The bars of every directed link and of every IOMMU in a stretch of time, by start. What looks alike and starts
 * within the narrowest bar is one bar, so no lane has more than stretch / `leastPs` bars of one look.
 */
export function barsOf(
  run: Pick<Run, 'flows' | 'visitSegments' | 'lookUps'>,
  question: BarQuestion,
): Bars {
  const { fromPs, toPs } = question;
  const looks = run.flows.map(looksOf);
  const links = new Joiner<LinkBar>(question);
  run.visitSegments(fromPs, toPs, (tlpId, flow, link, startPs, endPs) => {
    links.add(`${link} ${looks[flow] ?? ''}`, { tlpId, count: 1, startPs, endPs, link, flow });
  });
  const iommus = new Joiner<IommuBar>(question);
  for (const { iommu, kind, tlpId, tPs, totalPs } of run.lookUps(fromPs, toPs)) {
    const bar = { tlpId, count: 1, startPs: tPs, endPs: tPs + totalPs, iommu, kind };
    iommus.add(`${iommu} ${kind}`, bar);
  }
  return { links: links.bars, iommus: iommus.bars };
}
