import type { Machine } from '../../core/machine/types.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { PathDrawing } from '../canvas/PathLayer.tsx';
import { hullsOf } from '../canvas/hulls.ts';
import type { FlowPaths } from '../canvas/packets/flow-paths.ts';
import type { Packet } from '../canvas/packets/places.ts';
import type { PathGeometry } from '../canvas/path-geometry.ts';
import type { Rect, Scene, SceneBox } from '../canvas/scene.ts';
import { Glyph } from '../glyphs/Glyph.tsx';
import { strings as canvasStrings } from '../strings/canvas.ts';
import { strings } from '../strings/export.ts';
import { linkText } from '../words/link-text.ts';
import { PictureHost, PictureHostName, PictureNote, PictureSwitch } from './PictureBoxes.tsx';
import { PictureCard } from './PictureParts.tsx';
import type { Look } from './PictureParts.tsx';
import { Words } from './Words.tsx';

/** The path that a picture shows. */
export interface PicturePath {
  readonly geometry: PathGeometry;
  /** Index of the current hop. */
  readonly here: number;
  readonly caption: string;
}

/** The packets of an instant. */
export interface PicturePackets {
  readonly packets: readonly Packet[];
  readonly paths: FlowPaths;
  readonly hereTlp: number | null;
}

interface Props extends Look {
  readonly scenario: Scenario;
  readonly machine: Machine | null;
  readonly scene: Scene;
  readonly path: PicturePath | null;
  readonly packets: PicturePackets | null;
  readonly hasHulls: boolean;
}

const MARGIN = 32;
const HEAD = 60;
const FOOT = 28;

/** What a picture of a scene covers, canvas coordinates. */
export function pictureBounds({ bounds }: Scene): Rect {
  return {
    x: bounds.x - MARGIN,
    y: bounds.y - MARGIN - HEAD,
    width: Math.ceil(bounds.width + 2 * MARGIN),
    height: Math.ceil(bounds.height + 2 * MARGIN + HEAD + FOOT),
  };
}

/** The machine as one SVG: what the canvas shows, with its title and what the path comes to. */
export function MachinePicture(props: Props) {
  const { scenario, machine, scene, path, packets, hasHulls } = props;
  const look = { machine, marks: props.marks, color: props.color };
  const { x, y, width, height } = pictureBounds(scene);
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`${x} ${y} ${width} ${height}`}
    >
      <title>{scenario.title}</title>
      <rect x={x} y={y} width={width} height={height} fill="var(--canvas)" />
      <Words x={x + MARGIN} y={y + 34} size="xl" isStrong width={width - 2 * MARGIN}>
        {scenario.title}
      </Words>
      {path && (
        <Words x={x + MARGIN} y={y + 60} size="m" ink="var(--ink-2)" width={width - 2 * MARGIN}>
          {path.caption}
        </Words>
      )}
      {hasHulls && machine && <Hulls machine={machine} scene={scene} />}
      <Wires {...props} />
      {scene.boxes.map((box) => (
        <Box key={box.part.id} box={box} scene={scene} look={look} />
      ))}
      {path && (
        <PathDrawing
          geometry={path.geometry}
          marks={look.marks}
          color={look.color}
          here={path.here}
        />
      )}
      {scene.boxes.map((box) =>
        box.part.kind === 'host' ? (
          <PictureHostName key={box.part.id} box={{ ...box, part: box.part }} look={look} />
        ) : null,
      )}
      {packets && <Packets {...packets} />}
      <Words x={x + MARGIN} y={y + height - 20} ink="var(--ink-3)">
        {strings.inPicture}
      </Words>
    </svg>
  );
}

function Box({
  box,
  scene,
  look,
}: {
  readonly box: SceneBox;
  readonly scene: Scene;
  readonly look: Look;
}) {
  const { part, rect } = box;
  switch (part.kind) {
    case 'host':
      return <PictureHost box={{ ...box, part }} scene={scene} look={look} />;
    case 'switch':
      return <PictureSwitch box={{ ...box, part }} scene={scene} look={look} />;
    case 'note':
      return <PictureNote box={{ ...box, part }} look={look} />;
    case 'device':
      return part.functions.map((fn) => (
        <PictureCard
          key={fn.id}
          fn={fn}
          rect={scene.anchors.get(fn.id)?.rect ?? rect}
          look={look}
        />
      ));
  }
}

/** Links at rest, with width and generation beside them; two lanes of the path stand for a link that it uses twice. */
function Wires({ scenario, machine, scene, path }: Props) {
  const hidden = new Set(
    [...(path?.geometry.twoWayLinks ?? [])].map((index) => machine?.links[index]?.id),
  );
  return scenario.links.map((link) => {
    const from = scene.anchors.get(link.from)?.rect;
    const to = scene.anchors.get(link.to)?.rect;
    if (!from || !to) return null;
    const [fromX, toX] = [from.x + from.width / 2, to.x + to.width / 2];
    const [top, bottom] = [from.y + from.height, to.y];
    const middle = Math.round((top + bottom) / 2);
    const way = Math.abs(fromX - toX) < 1 ? '' : `V${middle}H${toX}`;
    return (
      <g key={link.id}>
        {!hidden.has(link.id) && (
          <path
            d={`M${fromX} ${top}${way}V${bottom}`}
            fill="none"
            stroke="var(--link)"
            strokeWidth={2}
            strokeDasharray={link.width === 0 ? '4 4' : undefined}
          />
        )}
        <Words x={toX + 26} y={middle} font="mono" ink="var(--ink-3)">
          {linkText(link)}
        </Words>
      </g>
    );
  });
}

function Hulls({ machine, scene }: { readonly machine: Machine; readonly scene: Scene }) {
  return hullsOf(machine, scene).flatMap(({ group, members, rects }) =>
    rects.map(({ x, y, width, height }) => (
      <g key={`${group} ${x} ${y}`}>
        <rect
          x={x + 0.5}
          y={y + 0.5}
          width={width - 1}
          height={height - 1}
          rx={12}
          fill="var(--hull)"
          stroke="var(--hull-line)"
          strokeDasharray="3 3"
        />
        <Words x={x + width / 2} y={y + height - 10} ink="var(--ink-3)" anchor="middle">
          {members > 1 && width > 220
            ? canvasStrings.hullOf(group, members)
            : canvasStrings.hull(group)}
        </Words>
      </g>
    )),
  );
}

function Packets({ packets, paths, hereTlp }: PicturePackets) {
  return packets.map(({ x, y, angle, tlpId, flow, hop }) => {
    const look = paths.look(flow, hop);
    if (look === null) return null;
    const { shape, class: kind, letter, at, t } = look;
    const marks = { shape, kind, letter, at, t, angle, isHere: tlpId === hereTlp };
    return (
      <g key={tlpId} transform={`translate(${x} ${y})`}>
        <Glyph {...marks} />
      </g>
    );
  });
}
