import { PRESETS } from '../../core/scenario/presets/index.ts';
import type { MachineFact } from '../../core/scenario/schema-facts.ts';
import { openPreset } from '../../store/open.ts';
import { closeDialog } from '../dialogs/close.ts';
import { factStrings } from '../strings/facts.ts';
import { strings } from '../strings/en.ts';
import { Dialog } from '../widgets/Dialog.tsx';
import { Thumbnail } from './Thumbnail.tsx';

/** The examples: a picture of the machine, its question, its tags. */
export function GalleryDialog() {
  return (
    <Dialog
      title={strings.gallery.title}
      onClose={closeDialog}
      size="max-h-[88vh] w-[1040px] max-w-[94vw]"
    >
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(280px,1fr))] gap-3 p-4">
        {PRESETS.map((preset) => (
          <li key={preset.id} className="flex">
            <button
              type="button"
              onClick={() => {
                closeDialog();
                openPreset(preset);
              }}
              className="flex w-full flex-col overflow-hidden rounded-card border border-line bg-raised text-left hover:border-line-strong hover:bg-hover"
            >
              <span className="block border-b border-line bg-canvas p-3">
                <Thumbnail scenario={preset.scenario} />
              </span>
              <span className="flex grow flex-col gap-1 p-3">
                <span className="text-m font-strong">{preset.title}</span>
                <span className="grow text-ink-2">{preset.question}</span>
                <FactCounts facts={preset.scenario.facts ?? []} />
                <span className="flex flex-wrap gap-1 pt-1">
                  {preset.tags.map((tag) => (
                    <span
                      key={tag}
                      className="rounded-chip border border-line px-1.5 font-mono text-ink-2"
                    >
                      {tag}
                    </span>
                  ))}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** How much of an example is public knowledge; the facts themselves stand in the Inspect panel. */
function FactCounts({ facts }: { readonly facts: readonly MachineFact[] }) {
  if (facts.length === 0) return null;
  const cited = facts.filter(({ source }) => source !== undefined).length;
  return (
    <span className="text-s text-ink-2">{factStrings.counts(cited, facts.length - cited)}</span>
  );
}
