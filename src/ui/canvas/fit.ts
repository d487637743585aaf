import type { FitViewOptions } from '@xyflow/react';
import type { Rect, Scene } from './scene.ts';

/** Room around everything, and no larger than it is drawn: larger words would look like another program. */
const AROUND = { top: 12, bottom: 12, left: 16, right: 16 } as const;
const MOST_ZOOM = 1.15;
/** A projected drawing fills the wall. */
const MOST_PROJECTED_ZOOM = 2;
/** The zoom control in the lower right corner, with a margin, for mouse and finger; CSS px. */
const CONTROL = { width: 148, height: 56 } as const;
const TOUCH_CONTROL = { width: 210, height: 72 } as const;
/** What hulls add below the lowest cards, px at zoom 1. */
const HULL_ROOM = 24;

interface Pane {
  readonly width: number;
  readonly height: number;
}

interface FitQuestion {
  readonly hasHulls: boolean;
  /** Controls have the size that a finger needs. */
  readonly isTouch: boolean;
  readonly isProjected: boolean;
  /** The zoom control is there. */
  readonly hasControl: boolean;
}

/** Whether a drawing fitted with `bottom` px below it has something under the zoom control. */
function isCovered(scene: Scene, pane: Pane, bottom: number, control: Pane): boolean {
  const { bounds } = scene;
  const width = pane.width - AROUND.left - AROUND.right;
  const height = pane.height - AROUND.top - bottom;
  const zoom = Math.min(MOST_ZOOM, width / bounds.width, height / bounds.height);
  const left = AROUND.left + (width - bounds.width * zoom) / 2;
  const top = AROUND.top + (height - bounds.height * zoom) / 2;
  const isUnder = (rect: Rect): boolean =>
    left + (rect.x + rect.width - bounds.x) * zoom > pane.width - control.width &&
    top + (rect.y + rect.height - bounds.y) * zoom > pane.height - control.height;
  return scene.boxes.some((box) => isUnder(box.rect));
}

/** How to fit the whole drawing into a pane: as large as it goes, nothing under the zoom control. */
export function fitOptions(scene: Scene, pane: Pane, question: FitQuestion): FitViewOptions {
  const { hasHulls, isTouch, isProjected, hasControl } = question;
  const control = isTouch ? TOUCH_CONTROL : CONTROL;
  const least = AROUND.bottom + (hasHulls ? HULL_ROOM : 0);
  const bottom = hasControl && isCovered(scene, pane, least, control) ? control.height : least;
  return {
    maxZoom: isProjected ? MOST_PROJECTED_ZOOM : MOST_ZOOM,
    padding: {
      top: `${AROUND.top}px`,
      left: `${AROUND.left}px`,
      right: `${AROUND.right}px`,
      bottom: `${bottom}px`,
    },
  };
}
