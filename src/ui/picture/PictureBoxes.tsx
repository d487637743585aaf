import { Cpu, Layers, MemoryStick, Network } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { hexGrouped } from '../../core/base/address.ts';
import { formatSize } from '../../core/base/units.ts';
import { hostWires } from '../canvas/HostWiring.tsx';
import { bdfText, hostAddress, switchName } from '../canvas/facts.ts';
import { ROOM_FOR_MORE, nameStretch } from '../canvas/host-name.ts';
import type { Rect, Scene, SceneBox } from '../canvas/scene.ts';
import { HOST, NOTE, PORT, SWITCH, USP } from '../canvas/sizes.ts';
import { strings } from '../strings/canvas.ts';
import { iommuStrings } from '../strings/iommu.ts';
import { Frame, PictureCard, PictureIcon, PicturePort } from './PictureParts.tsx';
import type { Look } from './PictureParts.tsx';
import { Words, textWidth } from './Words.tsx';

type BoxOf<K extends SceneBox['part']['kind']> = SceneBox & {
  readonly part: Extract<SceneBox['part'], { kind: K }>;
};

interface Props<K extends SceneBox['part']['kind']> {
  readonly box: BoxOf<K>;
  readonly scene: Scene;
  readonly look: Look;
}

const rectOf = (scene: Scene, id: string): Rect =>
  scene.anchors.get(id)?.rect ?? { x: 0, y: 0, width: 0, height: 0 };

interface InnerProps {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly name: string;
  readonly aside?: string;
  readonly fact: string;
  readonly scene: Scene;
  readonly look: Look;
}

/** A memory or the SMMU's TCU. */
function Inner({ id, icon, name, aside, fact, scene, look }: InnerProps) {
  const rect = rectOf(scene, id);
  const { x, y } = rect;
  const room = rect.width - 44 - (aside === undefined ? 0 : textWidth(aside, 13, false) + 6);
  return (
    <g>
      <Frame
        rect={rect}
        radius={8}
        fill="var(--raised)"
        mark={look.marks.get(id)}
        color={look.color}
      />
      <PictureIcon icon={icon} x={x + 11} y={y + 15} />
      <Words x={x + 35} y={y + 13} size="m" isStrong width={room}>
        {name}
      </Words>
      {aside !== undefined && (
        <Words
          x={x + 41 + Math.min(room, textWidth(name, 14, true))}
          y={y + 13.5}
          ink="var(--ink-2)"
        >
          {aside}
        </Words>
      )}
      <Words x={x + 35} y={y + 32} font="mono" ink="var(--ink-2)">
        {fact}
      </Words>
    </g>
  );
}

/** A host bridge with its interconnect, memory, SMMU and root ports. */
export function PictureHost({ box, scene, look }: Props<'host'>) {
  const { part, rect, centers } = box;
  const { host, iommu } = part;
  const { x, y, width } = rect;
  const centerOf = (id: string): number => centers.get(id) ?? width / 2;
  const { solid, dti } = hostWires({ part, width, centerOf });
  const address = hostAddress(look.machine, host.id);
  const own = nameStretch(box);
  const aside =
    own === null ? address : host.numaNode === undefined ? '' : strings.numa(host.numaNode);
  return (
    <g>
      <Frame
        rect={rect}
        radius={12}
        fill="var(--panel)"
        mark={look.marks.get(host.id)}
        color={look.color}
      />
      <PictureIcon icon={Cpu} x={x + 13} y={y + 13} />
      <Words x={x + 37} y={y + 21} size="m" isStrong width={104}>
        {host.name}
      </Words>
      <Words
        x={x + 45 + Math.min(104, textWidth(host.name, 14, true))}
        y={y + 21.5}
        ink="var(--ink-2)"
      >
        {aside}
      </Words>
      <Frame
        rect={rectOf(scene, host.id)}
        radius={6}
        fill="var(--sunken)"
        line="var(--line)"
        mark={look.marks.get(`bar:${host.id}`)}
        color={look.color}
      />
      <g transform={`translate(${x} ${y})`} fill="none" stroke="var(--link)">
        <path d={solid} strokeWidth={2} strokeLinejoin="round" />
        <path d={dti} strokeWidth={1} strokeDasharray="1.5 3" />
      </g>
      {part.ports.map(({ port }, i) => {
        const tbu = scene.tbus.get(port.id);
        return (
          tbu && (
            <g key={port.id}>
              <Frame
                rect={tbu}
                radius={8}
                fill="var(--raised)"
                mark={look.marks.get(`tbu:${port.id}`)}
                color={look.color}
              />
              <Words x={tbu.x + 11} y={tbu.y + tbu.height / 2} size="m" isStrong>
                {`TBU${i}`}
              </Words>
            </g>
          )
        );
      })}
      {part.memories.map((memory) => (
        <Inner
          key={memory.id}
          id={memory.id}
          icon={MemoryStick}
          name={memory.name}
          aside={formatSize(memory.sizeBytes)}
          fact={hexGrouped(BigInt(memory.address))}
          scene={scene}
          look={look}
        />
      ))}
      {iommu && part.showsTcu && (
        <Inner
          id={iommu.id}
          icon={Layers}
          name={strings.tcu(iommu.name)}
          fact={iommuStrings.kinds[iommu.model]}
          scene={scene}
          look={look}
        />
      )}
      {part.functions.map((fn) => (
        <PictureCard key={fn.id} fn={fn} rect={rectOf(scene, fn.id)} look={look} />
      ))}
      {part.ports.map(({ port, link }) => (
        <PicturePort
          key={port.id}
          port={port}
          rect={rectOf(scene, port.id)}
          isEmpty={link === null}
          look={look}
        />
      ))}
    </g>
  );
}

/** The name of a host bridge, on its interconnect and above the path. */
export function PictureHostName({ box, look }: Omit<Props<'host'>, 'scene'>) {
  const stretch = nameStretch(box);
  if (stretch === null) return null;
  const name = strings.hostBridge(hostAddress(look.machine, box.part.id));
  const nameWidth = textWidth(name, 14, true);
  const hasMore = stretch.width > ROOM_FOR_MORE;
  const width = nameWidth + (hasMore ? 16 + textWidth(strings.interconnect, 13, false) : 0);
  const left = box.rect.x + stretch.x + (stretch.width - width) / 2;
  const y = box.rect.y + HOST.barTop + HOST.barHeight / 2;
  return (
    <g>
      <rect x={left - 8} y={y - 10} width={width + 16} height={20} rx={4} fill="var(--sunken)" />
      <Words x={left} y={y} size="m" isStrong>
        {name}
      </Words>
      {hasMore && (
        <Words x={left + nameWidth + 16} y={y + 0.5} ink="var(--ink-2)">
          {strings.interconnect}
        </Words>
      )}
    </g>
  );
}

/** A switch: upstream port on top, its internal bus, downstream ports on the lower edge. */
export function PictureSwitch({ box, scene, look }: Props<'switch'>) {
  const { part, rect, centers } = box;
  const { upstream, ports } = part;
  const { x, y, width } = rect;
  const index = look.machine?.functionById.get(upstream.id);
  const bus = index === undefined ? undefined : look.machine?.functions[index]?.bridge?.secondary;
  const middle = width / 2;
  const ends = ports.map(({ port }) => centers.get(port.id) ?? middle);
  const cellTop = SWITCH.height + PORT.below - PORT.height;
  const usp = rectOf(scene, upstream.id);
  return (
    <g>
      <Frame rect={rect} radius={12} fill="var(--panel)" color={look.color} />
      <PictureIcon icon={Network} x={x + 13} y={y + 9} />
      <Words x={x + 37} y={y + 17} size="m" isStrong width={middle - USP.width / 2 - 45}>
        {switchName(upstream)}
      </Words>
      {bus !== undefined && (
        <Words x={x + width - 13} y={y + 18} ink="var(--ink-3)" anchor="end">
          {strings.bus(bus)}
        </Words>
      )}
      <path
        transform={`translate(${x} ${y})`}
        d={[
          `M${middle} ${USP.height / 2}V${SWITCH.bus}`,
          `M${Math.min(middle, ...ends)} ${SWITCH.bus}H${Math.max(middle, ...ends)}`,
          ...ends.map((end) => `M${end} ${SWITCH.bus}V${cellTop}`),
        ].join('')}
        fill="none"
        stroke="var(--link)"
        strokeWidth={2}
      />
      <Frame
        rect={usp}
        radius={8}
        fill="var(--raised)"
        mark={look.marks.get(upstream.id)}
        color={look.color}
      />
      <Words x={usp.x + 13} y={usp.y + USP.height / 2} size="m" isStrong>
        {strings.usp}
      </Words>
      <Words x={usp.x + 49} y={usp.y + USP.height / 2} font="mono" ink="var(--ink-2)">
        {bdfText(look.machine, upstream.id)}
      </Words>
      {ports.map(({ port, link }) => (
        <PicturePort
          key={port.id}
          port={port}
          rect={rectOf(scene, port.id)}
          isEmpty={link === null}
          look={look}
        />
      ))}
    </g>
  );
}

/** A person's own words, at most three lines. */
export function PictureNote({ box, look }: Omit<Props<'note'>, 'scene'>) {
  const { rect, part } = box;
  const lines: string[] = [];
  for (const word of part.note.text.split(/\s+/)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && textWidth(longer, 13, false) <= NOTE.width - 24) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(word);
    }
  }
  const shown = lines.length > 3 ? [...lines.slice(0, 2), lines.slice(2).join(' ')] : lines;
  return (
    <g>
      <Frame rect={rect} radius={8} fill="var(--sunken)" color={look.color} />
      {shown.map((line, i) => (
        <Words
          key={line}
          x={rect.x + 13}
          y={rect.y + 18 + 18 * i}
          ink="var(--ink-2)"
          width={NOTE.width - 24}
        >
          {line}
        </Words>
      ))}
    </g>
  );
}
