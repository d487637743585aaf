import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/canvas.ts';
import { IconButton } from '../widgets/Button.tsx';
import { Glyph } from './Glyph.tsx';
import type { GlyphClass, GlyphShape } from './glyph-shapes.ts';
import { VerdictLine } from './VerdictLine.tsx';
import { VerdictWord } from './VerdictWord.tsx';

interface Entry {
  readonly shape: GlyphShape;
  readonly kind: GlyphClass;
  readonly letter?: string;
  readonly isOutline?: boolean;
  readonly at?: '01' | '10' | '11';
  readonly t?: 0 | 1;
  readonly isHere?: boolean;
  readonly words: readonly [string, string];
}

const words = strings.legend;

const KINDS: readonly Entry[] = [
  { shape: 'arrow', kind: 'posted', letter: 'W', words: words.kinds.mwr },
  { shape: 'ring', kind: 'nonposted', letter: 'R', words: words.kinds.mrd },
  { shape: 'hexagon', kind: 'nonposted', letter: 'A', words: words.kinds.atomic },
  { shape: 'pill', kind: 'nonposted', letter: 'C', words: words.kinds.cfg },
  { shape: 'diamond', kind: 'completion', letter: 'D', words: words.kinds.cpld },
  { shape: 'diamond', kind: 'completion', isOutline: true, words: words.kinds.cpl },
  { shape: 'diamond', kind: 'fault', letter: '!', words: words.kinds.refused },
  { shape: 'triangle', kind: 'message', letter: 'M', words: words.kinds.msg },
  { shape: 'box', kind: 'ats', letter: '?', at: '01', words: words.kinds.request },
  { shape: 'box', kind: 'ats', letter: '=', words: words.kinds.answer },
  { shape: 'cross', kind: 'fault', words: words.kinds.fault },
  { shape: 'arrow', kind: 'posted', letter: 'W', isHere: true, words: words.kinds.here },
];

const MARKS: readonly Entry[] = [
  { shape: 'arrow', kind: 'posted', letter: 'W', words: words.marks.at00 },
  { shape: 'ring', kind: 'nonposted', letter: 'R', at: '01', words: words.marks.at01 },
  { shape: 'arrow', kind: 'posted', letter: 'W', at: '10', words: words.marks.at10 },
  { shape: 'arrow', kind: 'posted', letter: 'W', t: 1, words: words.marks.t1 },
];

const VERDICTS = [
  'direct',
  'redirected',
  'looped',
  'translated',
  'blocked',
  'fault',
  'unmodelled',
] as const;

/** What the marks of the drawing mean: TLPs, Address Type and T bit, verdict lines, ACS chips. */
export function Legend() {
  const isShown = useView((state) => state.legend);
  if (!isShown) return null;
  return (
    <section
      aria-label={words.title}
      className="legend absolute top-3 right-3 bottom-3 z-30 flex w-[400px] max-w-[calc(100%-24px)] flex-col overflow-hidden rounded-surface border border-line bg-overlay shadow-pop"
    >
      <header className="flex h-10 shrink-0 items-center gap-3 border-b border-line pr-1.5 pl-4">
        <h2 className="text-m font-strong">{words.title}</h2>
        <span className="grow truncate text-ink-2">{words.hint}</span>
        <IconButton label={words.close} onClick={() => useView.getState().set({ legend: false })}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region without controls must be reachable by keyboard. */}
      <div className="min-h-0 grow overflow-y-auto px-4 pb-4" tabIndex={0}>
        <Group title={words.tlps}>
          {KINDS.map((entry) => (
            <Mark key={entry.words[0]} entry={entry} />
          ))}
        </Group>
        <Group title={words.bits}>
          {MARKS.map((entry) => (
            <Mark key={entry.words[0]} entry={entry} />
          ))}
        </Group>
        <h3 className="mt-4 mb-1 font-strong">{words.verdicts}</h3>
        <ul>
          {VERDICTS.map((verdict) => (
            <li key={verdict} className="grid h-8 grid-cols-[104px_1fr_auto] items-center gap-3">
              <VerdictLine verdict={verdict} />
              <VerdictWord verdict={verdict} />
              <span className="text-ink-2">{words.lines[verdict]}</span>
            </li>
          ))}
        </ul>
        <h3 className="mt-4 mb-2 font-strong">{words.chips}</h3>
        <ul className="grid grid-cols-2 gap-y-2">
          <Chip text="RR" words={words.chipOn} look="bg-chip font-strong text-chip-ink underline" />
          <Chip text="TB" words={words.chipOff} look="border border-line text-ink-3" />
          <Chip text="–" words={words.chipNone} look="border border-line text-ink-3" />
          <Chip
            text="RR"
            words={words.chipHere}
            look="bg-here-soft font-strong text-here outline-2 outline-here"
          />
        </ul>
      </div>
    </section>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <h3 className="mt-4 mb-1 font-strong">{title}</h3>
      <ul className="grid grid-cols-2 gap-x-3">{children}</ul>
    </>
  );
}

function Mark({ entry }: { readonly entry: Entry }) {
  const { words: text, ...glyph } = entry;
  return (
    <li className="flex h-12 items-center gap-2.5 whitespace-nowrap">
      <svg width={40} height={40} viewBox="-20 -20 40 40" aria-hidden="true" className="flex-none">
        <Glyph {...glyph} />
      </svg>
      <span className="min-w-0">
        <span className="block truncate font-strong">{text[0]}</span>
        <span className="block truncate text-ink-2">{text[1]}</span>
      </span>
    </li>
  );
}

interface ChipProps {
  readonly text: string;
  readonly words: string;
  readonly look: string;
}

function Chip({ text, words: meaning, look }: ChipProps) {
  return (
    <li className="flex items-center gap-2.5">
      <span
        aria-hidden="true"
        className={`inline-flex h-4.5 w-5 items-center justify-center rounded-chip font-mono leading-none underline-offset-[3px] ${look}`}
      >
        {text}
      </span>
      {meaning}
    </li>
  );
}
