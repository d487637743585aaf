import { TriangleAlert } from 'lucide-react';
import { hex, hexGrouped } from '../../core/base/address.ts';
import { formatTime } from '../../core/base/units.ts';
import { queueOf } from '../../core/iommu/event-queue.ts';
import type { EventRecord } from '../../core/iommu/event-queue.ts';
import { eventFields, nameOfEvent } from '../../core/iommu/smmuv3/event-fields.ts';
import { followTlp } from '../../store/follow.ts';
import { usePlayback } from '../../store/playback.ts';
import { queueStrings as words } from '../strings/queues.ts';
import { Button } from '../widgets/Button.tsx';
import { Disclosure } from '../widgets/Disclosure.tsx';
import { Section } from './Section.tsx';
import { useEventRecords } from './use-event-records.ts';

/** What an SMMU of the run wrote into its event queues, and what its command queue was given. */
export function EventQueues({ id }: { readonly id: string }) {
  const records = useEventRecords(id);
  if (records === null) return null;
  return (
    <>
      <Queue title={words.events} records={records.NS} />
      {records.REALM.length > 0 && <Queue title={words.realmEvents} records={records.REALM} />}
      <Section title={words.commands}>
        <p className="m-0 text-ink-2">{words.noCommands}</p>
      </Section>
    </>
  );
}

interface QueueProps {
  readonly title: string;
  readonly records: readonly EventRecord[];
}

function Queue({ title, records: all }: QueueProps) {
  const { records, slots, lost, prod } = queueOf(all);
  return (
    <Section title={title}>
      {records.length === 0 ? (
        <p className="m-0 text-ink-2">{words.noEvents}</p>
      ) : (
        <p className="m-0 pb-1 text-ink-2">
          {words.held(records.length, slots)} <code>PROD={hex(prod)}</code>
        </p>
      )}
      {lost > 0 && (
        <p className="m-0 flex gap-1.5 pb-1 text-stop" data-testid="overflow">
          <TriangleAlert size={14} strokeWidth={1.75} aria-hidden className="mt-0.5 flex-none" />
          {words.overflow(lost)}
        </p>
      )}
      <ol className="m-0 list-none p-0" aria-label={title}>
        {records.map((record) => (
          <li key={record.tlpId}>
            <Record record={record} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** One record, and opened, its fields; what the present instant has not come to is paler. */
function Record({ record }: { readonly record: EventRecord }) {
  const { tPs, tlpId, words: stored } = record;
  const isLater = usePlayback((state) => state.tPs < tPs);
  return (
    <Disclosure
      summary={
        <span className={isLater ? 'text-ink-3' : ''}>
          <code className={isLater ? '' : 'font-strong text-stop'}>{nameOfEvent(stored)}</code>
          <span className="ml-2 text-ink-2 tabular-nums">{formatTime(tPs)}</span>
          {isLater && <span className="ml-2">{words.later}</span>}
        </span>
      }
    >
      <table className="w-full border-collapse text-left" aria-label={words.fields(tlpId)}>
        <tbody>
          {eventFields(stored).map(({ name, msb, lsb, value, meaning }) => (
            <tr key={name} className="h-6 border-t border-line">
              <th scope="row" className="font-body">
                <code>{name}</code>
              </th>
              <td className="px-1.5 text-ink-3 tabular-nums">
                {msb === lsb ? msb : `${msb}:${lsb}`}
              </td>
              <td className="w-full">
                <code className="mr-2">{hexGrouped(value)}</code>
                <span className="text-ink-2">{meaning}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button look="outline" className="my-1" onClick={() => void followTlp(tlpId, tPs)}>
        {words.follow(tlpId)}
      </Button>
    </Disclosure>
  );
}
