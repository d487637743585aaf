import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { formatTime } from '../../core/base/units.ts';
import { presentFrame } from '../../store/frames.ts';
import type { SegmentReader } from '../../store/frames.ts';
import { useDocument } from '../../store/document.ts';
import { useJourney } from '../../store/journey.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { FlowPaths } from '../canvas/packets/flow-paths.ts';
import { packetsAt } from '../canvas/packets/places.ts';
import { pathGeometry } from '../canvas/path-geometry.ts';
import { usePath } from '../canvas/path-state.ts';
import { sceneOf } from '../canvas/scene.ts';
import type { Rect, Scene } from '../canvas/scene.ts';
import { panelStrings } from '../strings/panels.ts';
import { strings } from '../strings/export.ts';
import { MachinePicture, pictureBounds } from './MachinePicture.tsx';
import type { PicturePackets, PicturePath } from './MachinePicture.tsx';
import { standAlone } from './serialise.ts';
import type { PictureTheme } from './serialise.ts';

/** More packets than this hide the drawing; a picture then shows the path alone. */
const MOST_PACKETS = 500;

/** A picture as an SVG element that is on no page, and what of the canvas it covers. */
export interface Drawn {
  readonly element: SVGSVGElement;
  readonly bounds: Rect;
  readonly scene: Scene;
}

/** What a picture shows of time. */
export interface Instant {
  readonly segments: SegmentReader;
  readonly tPs: number;
}

/** The picture's own way to the same drawing as the canvas: nothing is folded, whatever the window is like. */
function presentScene(): Scene {
  const aspect = Math.max(0.5, window.innerWidth / window.innerHeight);
  return sceneOf(useDocument.getState().scenario, aspect);
}

function presentPath(scene: Scene, tPs: number | null): PicturePath | null {
  const { machine, run } = useRun.getState();
  const { drawn } = usePath.getState();
  if (machine === null || drawn === null) return null;
  const info = run?.flows[useView.getState().flow ?? 0];
  const transfer = machine.scenario.transfers.find(({ id }) => id === info?.transferId);
  const outcome = info === undefined ? '' : panelStrings.outcome[info.route.outcome];
  const words = transfer === undefined ? '' : strings.caption(transfer.name, outcome);
  const when = tPs === null || tPs === 0 ? '' : `, ${strings.at(formatTime(tPs))}`;
  return {
    geometry: pathGeometry(machine, scene, drawn.hops),
    here: drawn.here,
    caption: `${words}${when}`,
  };
}

function packetsOf(scene: Scene, instant: Instant): PicturePackets | null {
  const { machine, run } = useRun.getState();
  if (machine === null || run === null) return null;
  const paths = new FlowPaths(machine, scene, run.flows);
  const packets = packetsAt(paths, instant.segments, useJourney.getState().events, instant.tPs);
  return packets.length > MOST_PACKETS
    ? null
    : { packets, paths, hereTlp: useView.getState().tlpId };
}

/** The drawing as an SVG element that is on no page. */
function drawElement(scene: Scene, instant: Instant | null): SVGSVGElement {
  const { machine } = useRun.getState();
  const { drawn, marks } = usePath.getState();
  const place = document.createElement('div');
  const root = createRoot(place);
  flushSync(() =>
    root.render(
      <MachinePicture
        scenario={useDocument.getState().scenario}
        machine={machine}
        scene={scene}
        marks={marks}
        color={`var(--tlp-${drawn?.class ?? 'posted'})`}
        path={presentPath(scene, instant?.tPs ?? null)}
        packets={instant && packetsOf(scene, instant)}
        hasHulls={useView.getState().hulls}
      />,
    ),
  );
  const svg = place.querySelector('svg');
  const copy = svg?.cloneNode(true);
  root.unmount();
  if (!(copy instanceof SVGSVGElement)) throw new Error('the picture has no drawing');
  return copy;
}

/** Draws the document with the selected path; `instant` adds the packets of that instant. */
export function drawPicture(theme: PictureTheme, instant: Instant | null): Drawn {
  const scene = presentScene();
  const element = drawElement(scene, instant);
  standAlone(element, theme);
  return { element, bounds: pictureBounds(scene), scene };
}

/** Draws what the canvas shows now, packets included. */
export async function drawPresent(theme: PictureTheme): Promise<Drawn> {
  const hasRun = useRun.getState().run !== null;
  return drawPicture(theme, hasRun ? await presentFrame() : null);
}

/** A picture as the text of an SVG file. */
export function svgText({ element }: Drawn): string {
  return new XMLSerializer().serializeToString(element);
}
