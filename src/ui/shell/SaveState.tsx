import { useEffect, useState } from 'react';
import { useSave } from '../../store/autosave.ts';
import { strings } from '../strings/en.ts';

/** How often "Saved 2 s ago" is renewed, ms: coarse, because nothing may run all the time for it. */
const RENEW_MS = 15_000;

function ago(savedAt: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - savedAt) / 1_000));
  if (seconds < 60) return strings.status.justNow;
  return strings.status.minutesAgo(Math.round(seconds / 60));
}

/** Whether the work is saved. */
export function SaveState() {
  const { status, savedAt } = useSave();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (savedAt === null) return;
    const timer = setInterval(() => setNow(Date.now()), RENEW_MS);
    return () => clearInterval(timer);
  }, [savedAt]);
  if (status === 'idle') return null;
  if (status === 'pending') return <span>{strings.status.saving}</span>;
  if (status === 'saved' && savedAt !== null) {
    return <span>{strings.status.saved(ago(savedAt, Math.max(savedAt, now)))}</span>;
  }
  return <span className="text-detour">{strings.status.notSaved}</span>;
}
