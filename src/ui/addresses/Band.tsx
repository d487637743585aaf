import { Lock, LockOpen } from 'lucide-react';
import { hexGrouped } from '../../core/base/address.ts';
import { formatSize } from '../../core/base/units.ts';
import type { AddressBand } from '../../core/iommu/address-bands.ts';
import { panelStrings } from '../strings/panels.ts';
import { BAND_HEIGHT } from './geometry.ts';
import type { Place } from './geometry.ts';

interface Props {
  readonly band: AddressBand;
  readonly place: Place;
  readonly hasLabel: boolean;
  /** The current TLP's address where it lies in the band. */
  readonly here: bigint | null;
  readonly isUsed: boolean;
}

const words = panelStrings.addresses;

/** One range: its box as high as its place, its name and first address in it or, where it is thin, from its top down. */
export function Band({ band, place, hasLabel, here, isUsed }: Props) {
  const ring = here === null ? 'border-line-strong' : 'border-2 border-tlp-posted';
  const text = `${band.name}, ${hexGrouped(band.start)}, ${formatSize(Number(band.sizeBytes))}`;
  const isThin = place.height < BAND_HEIGHT;
  return (
    <li
      className="absolute inset-x-0"
      style={{ top: place.top, height: place.height }}
      data-tip={text}
    >
      <div
        className={`absolute inset-0 border bg-raised ${isThin ? 'rounded-[2px]' : 'rounded-control'} ${ring} ${isUsed ? '' : 'border-dashed'} ${band.isShared === true ? 'shared-half' : ''}`}
      />
      {hasLabel ? <Label band={band} here={here} /> : <span className="sr-only">{text}</span>}
    </li>
  );
}

function Label({ band, here }: Pick<Props, 'band' | 'here'>) {
  const Padlock = band.isShared === true ? LockOpen : Lock;
  return (
    <div className="relative px-3 py-1" style={{ height: BAND_HEIGHT }}>
      <span className="flex items-center gap-1.5">
        {band.isShared !== null && (
          <Padlock
            size={14}
            strokeWidth={1.75}
            aria-label={band.isShared ? words.shared : words.private}
          />
        )}
        <span className="truncate font-strong">{band.name}</span>
        {here === null ? (
          <span className="ml-auto whitespace-nowrap text-ink-2">
            {formatSize(Number(band.sizeBytes))}
          </span>
        ) : (
          <code className="-mr-1.5 ml-auto rounded-chip bg-here px-1 font-strong text-canvas">
            {hexGrouped(here)}
          </code>
        )}
      </span>
      <code className="text-ink-2">{hexGrouped(band.start)}</code>
    </div>
  );
}
