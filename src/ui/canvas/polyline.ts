import type { Point } from './scene.ts';

const CORNER = 5;

/** SVG path data of an orthogonal line with rounded corners. */
export function polyline(points: readonly Point[]): string {
  return points
    .map((point, i) => {
      const before = points[i - 1];
      const after = points[i + 1];
      if (!before) return `M${point.x} ${point.y}`;
      if (!after) return `L${point.x} ${point.y}`;
      const toward = (other: Point): string => {
        const length = Math.abs(other.x - point.x) + Math.abs(other.y - point.y);
        const part = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
        return `${point.x + (other.x - point.x) * part} ${point.y + (other.y - point.y) * part}`;
      };
      return `L${toward(before)}Q${point.x} ${point.y} ${toward(after)}`;
    })
    .join('');
}
