import { bookmarkBeside, bookmarksOf, goToBookmark } from '../store/bookmarks.ts';
import { useDocument } from '../store/document.ts';
import { startPresenting, stopPresenting, turnLaser, useStage } from '../store/stage.ts';
import { stepBy } from '../store/step.ts';
import { useView } from '../store/view.ts';
import type { Command } from './command.ts';

const isPresenting = (): boolean => useStage.getState().stage === 'present';

/** Bookmarks are the steps; a document without any is stepped through hop by hop. */
const step = (by: 1 | -1) => (): void => {
  if (bookmarksOf(useDocument.getState().scenario).length === 0) {
    void stepBy('hop', by);
    return;
  }
  const bookmark = bookmarkBeside(by);
  if (bookmark !== null) goToBookmark(bookmark);
};

/** While a person presents, these keys come before all others. */
export const PRESENTING_COMMANDS = [
  {
    id: 'present.next',
    group: 'view',
    shortcuts: [
      { key: 'ArrowRight', where: 'anywhere' },
      { key: 'PageDown', where: 'anywhere' },
    ],
    run: step(1),
    isEnabled: isPresenting,
  },
  {
    id: 'present.previous',
    group: 'view',
    shortcuts: [
      { key: 'ArrowLeft', where: 'anywhere' },
      { key: 'PageUp', where: 'anywhere' },
    ],
    run: step(-1),
    isEnabled: isPresenting,
  },
  {
    id: 'present.laser',
    group: 'view',
    shortcuts: [{ key: 'x', where: 'anywhere' }],
    run: turnLaser,
    isEnabled: isPresenting,
  },
  {
    id: 'present.spotlight',
    group: 'view',
    shortcuts: [{ key: 's', where: 'anywhere' }],
    run: () => useStage.setState({ isSpotlit: !useStage.getState().isSpotlit }),
    isEnabled: isPresenting,
  },
  {
    id: 'present.legend',
    group: 'view',
    shortcuts: [{ key: 'l', where: 'anywhere' }],
    run: () => useView.getState().set({ legend: !useView.getState().legend }),
    isEnabled: isPresenting,
  },
  {
    id: 'present.leave',
    group: 'view',
    shortcuts: [{ key: 'Escape', where: 'anywhere' }],
    run: stopPresenting,
    isEnabled: isPresenting,
  },
] as const satisfies readonly Command[];

export const PRESENT_COMMANDS = [
  { id: 'present.start', group: 'view', run: startPresenting, isEnabled: () => !isPresenting() },
  ...PRESENTING_COMMANDS,
] as const satisfies readonly Command[];
