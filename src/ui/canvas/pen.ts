import type { Point } from './scene.ts';

/** Draws orthogonal lines and jumps behind cards. */
export class Pen {
  private done: Point[][] = [];
  private line: Point[];

  constructor(start: Point) {
    this.line = [start];
  }

  get at(): Point {
    return this.line.at(-1) ?? { x: 0, y: 0 };
  }

  /** Straight on to a point. */
  to(x: number, y: number): void {
    const { at } = this;
    if (at.x !== x || at.y !== y) this.line.push({ x, y });
  }

  /** Up or down to `y`, then along it to `x`. */
  across(y: number, x: number): void {
    this.to(this.at.x, y);
    this.to(x, y);
  }

  /** Goes on elsewhere, behind what lies between. */
  jump(x: number, y: number): void {
    if (this.line.length > 1) this.done.push(this.line);
    this.line = [{ x, y }];
  }

  /** What was drawn since the last call. */
  take(): Point[][] {
    const lines = [...this.done, ...(this.line.length > 1 ? [this.line] : [])];
    this.done = [];
    this.line = [this.at];
    return lines;
  }
}
