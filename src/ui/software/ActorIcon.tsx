import { Box, Layers, LockKeyhole, ShieldCheck } from 'lucide-react';
import type { ActorKind } from '../../core/scenario/schema-actors.ts';

const ICONS = { hypervisor: Layers, rmm: ShieldCheck, realm: LockKeyhole, vm: Box } as const;

/** The sign of a kind of software. */
export function ActorIcon({ kind }: { readonly kind: ActorKind }) {
  const Icon = ICONS[kind];
  return <Icon size={16} strokeWidth={1.75} aria-hidden className="flex-none text-ink-2" />;
}
