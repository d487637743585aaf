import { X } from 'lucide-react';
import type { Transfer } from '../../core/scenario/schema.ts';
import { useDocument } from '../../store/document.ts';
import { Choice } from '../inspect/fields.tsx';
import { planStrings as words } from '../strings/plan.ts';
import { Button } from '../widgets/Button.tsx';

type Request = NonNullable<Transfer['linux']>;

const MASKS = [64, 48, 40, 32].map((value) => ({ value, text: words.bits(value) }));
const STAGES = (['map', 'attach'] as const).map((value) => ({ value, text: words.stages[value] }));
const ATTRIBUTES = (['plain', 'shared'] as const).map((value) => ({
  value,
  text: words.attributes[value],
}));
const RANGES = [1, 2, 3, 4].map((value) => ({ value, text: String(value) }));

/** Asks Linux to map the target of a transfer in some way; undefined: it is sent as it is drawn. One step to undo. */
export function askLinux(id: string, linux: Request | undefined): void {
  useDocument.getState().edit({ kind: 'patchTransfer', id, patch: { linux } }, words.ask);
}

interface Props {
  readonly transfer: Transfer;
  /** The driver that asks runs inside a Realm: it can say that the MMIO is shared. */
  readonly isInRealm: boolean;
}

/** How the transfer asks Linux to map its target. */
export function RequestForm({ transfer, isInRealm }: Props) {
  const { id, linux = {} } = transfer;
  const { maskBits = 64, ranges = 1 } = linux;
  const known = (list: readonly { readonly value: number }[], value: number) =>
    list.some((one) => one.value === value);
  const masks = known(MASKS, maskBits)
    ? MASKS
    : [{ value: maskBits, text: words.bits(maskBits) }, ...MASKS];
  const counts = known(RANGES, ranges)
    ? RANGES
    : [{ value: ranges, text: String(ranges) }, ...RANGES];
  return (
    <section aria-label={words.request} className="border-t border-line px-3 py-2 text-s">
      <h3 className="m-0 mb-1 font-strong">{words.request}</h3>
      <Choice
        label={words.mask}
        value={maskBits}
        options={masks}
        onChange={(value) => askLinux(id, { ...linux, maskBits: value })}
      />
      <Choice
        label={words.ranges}
        value={ranges}
        options={counts}
        onChange={(value) => askLinux(id, { ...linux, ranges: value })}
      />
      {isInRealm && (
        <Choice
          label={words.asks}
          value={linux.ccShared === true ? 'shared' : 'plain'}
          options={ATTRIBUTES}
          onChange={(asked) =>
            askLinux(id, { ...linux, ccShared: asked === 'shared' || undefined })
          }
        />
      )}
      <Choice
        label={words.refusedAt}
        value={linux.attachChecks === true ? 'attach' : 'map'}
        options={STAGES}
        onChange={(at) => askLinux(id, { ...linux, attachChecks: at === 'attach' || undefined })}
      />
      <Button look="outline" className="mt-1" onClick={() => askLinux(id, undefined)}>
        <X size={14} strokeWidth={1.75} aria-hidden />
        {words.asDrawn}
      </Button>
    </section>
  );
}
