import { X } from 'lucide-react';
import { hex } from '../../core/base/address.ts';
import { formatTime } from '../../core/base/units.ts';
import { ACS_BIT, ACS_BIT_NAMES } from '../../core/scenario/acs.ts';
import type { Fault } from '../../core/scenario/schema-faults.ts';
import type { FunctionComponent } from '../../core/scenario/schema.ts';
import { useDocument } from '../../store/document.ts';
import { dropFault, flipAcsNow, linkDownNow, removeNow } from '../../store/faults.ts';
import { usePlayback } from '../../store/playback.ts';
import { creditStrings } from '../strings/credits.ts';
import { faultStrings as words } from '../strings/faults.ts';
import { Button, IconButton } from '../widgets/Button.tsx';
import { Section } from './Section.tsx';

/** A fault in one sentence, without its instant. */
function wordsOf(fault: Fault): string {
  const { components, transfers } = useDocument.getState().scenario;
  const nameOf = (id: string): string => components.find((one) => one.id === id)?.name ?? id;
  const transferOf = (id: string): string => transfers.find((one) => one.id === id)?.name ?? id;
  switch (fault.kind) {
    case 'linkDown':
      return words.words.linkDown(fault.link);
    case 'removal':
      return words.words.removal(nameOf(fault.function));
    case 'acsControl':
      return words.words.acsControl(nameOf(fault.function), hex(fault.control, 4));
    case 'ignoreCredits':
      return creditStrings.ignored(fault.link, creditStrings.direction[fault.direction]);
    case 'corrupt': {
      const { link, leg, times = 1, offsetBytes, transfer } = fault;
      const name = transferOf(transfer);
      const what = leg === 'completion' ? words.words.completionOf(name) : name;
      const text = words.words.corrupt(what, String(offsetBytes), link);
      return times === 1 ? text : words.words.times(text, String(times));
    }
    case 'dropCompletion':
    case 'poison':
      return words.words[fault.kind](transferOf(fault.transfer), String(fault.offsetBytes));
  }
}

/** What can be broken at a function at the instant that is shown. */
export function FunctionFaults({ fn }: { readonly fn: FunctionComponent }) {
  const link = useDocument((state) => state.scenario.links.find((one) => one.to === fn.id));
  const capability = fn.acs?.capability ?? 0;
  const bits = ACS_BIT_NAMES.filter((name) => (capability & ACS_BIT[name]) !== 0);
  if (link === undefined && bits.length === 0) return null;
  return (
    <Section title={words.title}>
      <div className="flex flex-wrap items-center gap-1">
        {link && (
          <>
            <Button look="outline" onClick={() => removeNow(fn.id)}>
              {words.removal}
            </Button>
            <Button look="outline" onClick={() => linkDownNow(link.id)}>
              {words.linkDown}
            </Button>
          </>
        )}
        {bits.length > 0 && <span className="pl-1 text-ink-2">{words.flip}</span>}
        {bits.map((bit) => (
          <Button
            key={bit}
            look="outline"
            aria-label={words.flipBit(bit)}
            className="font-mono"
            onClick={() => flipAcsNow(fn.id, bit)}
          >
            {bit}
          </Button>
        ))}
      </div>
    </Section>
  );
}

/** Every fault of the document, with its instant, to be taken back. */
export function FaultList() {
  const faults = useDocument((state) => state.scenario.faults);
  if (faults === undefined || faults.length === 0) return null;
  return (
    <Section title={words.list}>
      <ul className="m-0 list-none p-0">
        {faults.map((fault) => {
          const text = wordsOf(fault);
          return (
            <li key={fault.id} className="flex min-h-8 items-center gap-2">
              <span className="min-w-0">{text}</span>
              {'atPs' in fault && (
                <button
                  type="button"
                  data-tip={words.goTo}
                  className="flex-none rounded-chip px-1 text-ink-2 tabular-nums hover:bg-hover hover:text-ink"
                  onClick={() => usePlayback.getState().seek(fault.atPs)}
                >
                  {words.at(formatTime(fault.atPs))}
                </button>
              )}
              <IconButton
                label={words.remove(text)}
                className="ml-auto"
                onClick={() => dropFault(fault.id)}
              >
                <X size={14} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
