import { Lock, LockOpen } from 'lucide-react';
import { panelStrings } from '../strings/panels.ts';

interface Props {
  readonly half: 'shared' | 'private';
}

/** Shared: hatched with an open padlock. Private: plain with a closed one. */
export function HalfMark({ half }: Props) {
  const isShared = half === 'shared';
  const Icon = isShared ? LockOpen : Lock;
  const name = isShared ? panelStrings.addresses.shared : panelStrings.addresses.private;
  return (
    <span
      role="img"
      aria-label={name}
      data-tip={name}
      className={`inline-flex h-5 w-6 flex-none items-center justify-center rounded-chip border border-line-strong ${isShared ? 'shared-half' : ''}`}
    >
      <Icon size={13} strokeWidth={2} aria-hidden />
    </span>
  );
}
