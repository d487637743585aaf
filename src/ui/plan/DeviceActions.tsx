import { X } from 'lucide-react';
import { formatTime } from '../../core/base/units.ts';
import { DEVICE_ACTIONS } from '../../core/scenario/schema-linux.ts';
import { actNow, dropAction } from '../../store/device-actions.ts';
import { useDocument } from '../../store/document.ts';
import { usePlayback } from '../../store/playback.ts';
import { actionStrings as words } from '../strings/device-actions.ts';
import { Button, IconButton } from '../widgets/Button.tsx';

interface Props {
  readonly functionId: string;
}

/** What can be done to a device at the instant that is shown, and what was done, each to be taken back. */
export function DeviceActions({ functionId }: Props) {
  const all = useDocument((state) => state.scenario.actions);
  const own = (all ?? []).filter((one) => one.function === functionId);
  return (
    <>
      <div className="flex flex-wrap gap-1">
        {DEVICE_ACTIONS.map((kind) => (
          <Button key={kind} look="outline" onClick={() => actNow(functionId, kind)}>
            {words.kinds[kind]}
          </Button>
        ))}
      </div>
      {own.length > 0 && (
        <ul aria-label={words.done} className="m-0 mt-1 list-none p-0">
          {own.map(({ id, kind, atPs }) => (
            <li key={id} className="flex items-center gap-2">
              <span>{words.kinds[kind]}</span>
              <button
                type="button"
                data-tip={words.goTo}
                className="rounded-chip px-1 text-ink-2 tabular-nums hover:bg-hover hover:text-ink"
                onClick={() => usePlayback.getState().seek(atPs)}
              >
                {words.at(formatTime(atPs))}
              </button>
              <IconButton
                label={words.remove(words.kinds[kind])}
                className="ml-auto"
                onClick={() => dropAction(id)}
              >
                <X size={14} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
