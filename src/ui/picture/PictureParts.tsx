import { Lock, LockOpen } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { ACS_BIT, ACS_BIT_NAMES } from '../../core/scenario/acs.ts';
import type { AcsBitName } from '../../core/scenario/acs.ts';
import type { Acs, FunctionComponent } from '../../core/scenario/schema.ts';
import type { Machine } from '../../core/machine/types.ts';
import { DEVICE_ICONS } from '../canvas/DeviceCard.tsx';
import { bdfText, cardFact, iconOf } from '../canvas/facts.ts';
import type { PathMark } from '../canvas/path-state.ts';
import type { Rect } from '../canvas/scene.ts';
import { CARD, CHIP, PORT } from '../canvas/sizes.ts';
import { strings } from '../strings/canvas.ts';
import { Words, textWidth } from './Words.tsx';

/** What every part of a picture looks at. */
export interface Look {
  readonly machine: Machine | null;
  readonly marks: ReadonlyMap<string, PathMark>;
  /** Colour of the class of the path's TLPs. */
  readonly color: string;
}

interface FrameProps {
  readonly rect: Rect;
  readonly radius: number;
  readonly fill: string;
  readonly line?: string;
  readonly mark?: PathMark | undefined;
  readonly color: string;
}

/** The outline of a card; on the path it is drawn as on the canvas. */
export function Frame({
  rect,
  radius,
  fill,
  line = 'var(--line-strong)',
  mark,
  color,
}: FrameProps) {
  const stroke = mark
    ? mark.isHere
      ? 'var(--here)'
      : mark.isStopped
        ? 'var(--stop)'
        : color
    : line;
  const isStrong = mark?.isHere === true || mark?.isStopped === true;
  const width = isStrong ? 2 : mark ? 1.5 : 1;
  return (
    <rect
      x={rect.x + 0.5}
      y={rect.y + 0.5}
      width={rect.width - 1}
      height={rect.height - 1}
      rx={radius - 0.5}
      fill={fill}
      stroke={stroke}
      strokeWidth={width}
    />
  );
}

/** An icon of the program's set, 16 px. */
export function PictureIcon({
  icon: Icon,
  x,
  y,
  size = 16,
}: {
  readonly icon: LucideIcon;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
}) {
  return <Icon x={x} y={y} size={size} strokeWidth={1.75} color="var(--ink-2)" />;
}

interface ChipProps {
  readonly acs: Acs;
  readonly name: AcsBitName;
  readonly isDecided: boolean;
  readonly x: number;
  readonly y: number;
}

function Chip({ acs, name, isDecided, x, y }: ChipProps) {
  const isCapable = (acs.capability & ACS_BIT[name]) !== 0;
  const isOn = isCapable && ((acs.control ?? 0) & ACS_BIT[name]) !== 0;
  const letters = acs.control === null && isCapable ? '?' : isCapable ? name : '–';
  const ink = isDecided ? 'var(--here)' : isOn ? 'var(--chip-ink)' : 'var(--ink-3)';
  const middle = x + CHIP.width / 2;
  return (
    <>
      <rect
        x={x + 0.5}
        y={y + 0.5}
        width={CHIP.width - 1}
        height={CHIP.height - 1}
        rx={3.5}
        fill={isDecided ? 'var(--here-soft)' : isOn ? 'var(--chip)' : 'none'}
        stroke={isDecided ? 'var(--here)' : isOn ? 'none' : 'var(--line)'}
        strokeWidth={isDecided ? 2 : 1}
      />
      {isDecided && <path d={`M${middle - 4} ${y - 7}h8l-4 5Z`} fill="var(--here)" stroke="none" />}
      <Words
        x={middle}
        y={y + CHIP.height / 2 - (isOn ? 0.5 : 0)}
        font="mono"
        ink={ink}
        isStrong={isOn || isDecided}
        anchor="middle"
      >
        {letters}
      </Words>
      {isOn && <path d={`M${middle - 7} ${y + 15}h14`} stroke={ink} strokeWidth={1.5} />}
    </>
  );
}

interface PortProps {
  readonly port: FunctionComponent;
  readonly rect: Rect;
  readonly isEmpty: boolean;
  readonly look: Look;
}

/** A root port or downstream port with its ACS register. */
export function PicturePort({ port, rect, isEmpty, look }: PortProps) {
  const mark = look.marks.get(port.id);
  const bdf = bdfText(look.machine, port.id);
  const { x, y } = rect;
  const bottom = y + PORT.height;
  const middle = x + PORT.width / 2;
  return (
    <g>
      <Frame rect={rect} radius={8} fill="var(--raised)" mark={mark} color={look.color} />
      <Words x={x + 9} y={y + 14} size="m" isStrong width={PORT.width - 76}>
        {port.name}
      </Words>
      <Words
        x={x + 17 + Math.min(PORT.width - 76, textWidth(port.name, 14, true))}
        y={y + 14}
        font="mono"
        ink="var(--ink-2)"
      >
        {bdf}
      </Words>
      {port.acs === null ? (
        <Words x={x + 9} y={y + 38} ink="var(--ink-3)">
          {strings.noAcs}
        </Words>
      ) : (
        ACS_BIT_NAMES.map((name, i) => (
          <Chip
            key={name}
            acs={port.acs ?? { capability: 0, control: 0 }}
            name={name}
            isDecided={mark?.decided.includes(name) ?? false}
            x={x + 1 + CHIP.left + i * CHIP.pitch}
            y={y + 1 + CHIP.top}
          />
        ))
      )}
      {isEmpty && (
        <>
          <path
            d={`M${middle} ${bottom + 8}v24`}
            stroke="var(--link)"
            strokeWidth={2}
            strokeDasharray="3 4"
          />
          <Words x={middle} y={bottom + 42} ink="var(--ink-3)" anchor="middle">
            {strings.emptySlot}
          </Words>
        </>
      )}
    </g>
  );
}

interface CardProps {
  readonly fn: FunctionComponent;
  readonly rect: Rect;
  readonly look: Look;
}

/** An endpoint function: icon, name, BDF, one fact, and the lock of a TDI. */
export function PictureCard({ fn, rect, look }: CardProps) {
  const { x, y } = rect;
  const { tdisp } = fn;
  const room = CARD.width - 34 - 30 - (tdisp ? 20 : 0);
  const TdiIcon = tdisp?.state === 'RUN' || tdisp?.state === 'CONFIG_LOCKED' ? Lock : LockOpen;
  return (
    <g>
      <Frame
        rect={rect}
        radius={8}
        fill="var(--raised)"
        mark={look.marks.get(fn.id)}
        color={look.color}
      />
      <PictureIcon icon={DEVICE_ICONS[iconOf(fn)]} x={x + 10} y={y + 11} />
      <Words x={x + 34} y={y + 18.5} size="m" isStrong width={room}>
        {fn.name}
      </Words>
      {tdisp && (
        <PictureIcon
          icon={TdiIcon}
          x={x + 40 + Math.min(room, textWidth(fn.name, 14, true))}
          y={y + 11.5}
          size={14}
        />
      )}
      <Words x={x + 34} y={y + 39} font="mono" ink="var(--ink-2)">
        {bdfText(look.machine, fn.id)}
      </Words>
      <Words x={x + CARD.width - 11} y={y + 39} ink="var(--ink-3)" anchor="end">
        {cardFact(fn)}
      </Words>
    </g>
  );
}
