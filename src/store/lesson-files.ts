import {
  decodeLessonLink,
  describeShareLinkProblem,
  encodeLessonLink,
} from '../formats/share-link.ts';
import { describeLessonProblem, lessonFile, parseLesson } from '../lessons/lesson.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { failImport, resetImport } from './importing.ts';
import { openLesson } from './lessons.ts';
import { notify } from './notices.ts';
import { downloadText, fileNameOf } from './transfer-files.ts';
import { useView } from './view.ts';

/* Lessons that leave and enter the page: as a file, or packed into the fragment of a link. */

/** Offers a lesson as a file. */
export function downloadLesson(lesson: Lesson): void {
  const text = `${JSON.stringify(lessonFile(lesson), null, 2)}\n`;
  downloadText(fileNameOf(lesson.title, 'lesson.json'), text);
}

/** The link that begins a lesson. */
export function lessonLink(lesson: Lesson): string {
  const { origin, pathname } = window.location;
  return `${origin}${pathname}${encodeLessonLink(lessonFile(lesson))}`;
}

/** Begins the lesson of a file's text; what is wrong with it is told in the import dialog. */
export function openLessonText(text: string): void {
  let raw: unknown = null;
  try {
    raw = JSON.parse(text);
  } catch {
    failImport('This lesson is cut off or damaged: it is no whole JSON. Ask for the file again.');
    return;
  }
  const parsed = parseLesson(raw);
  if (!parsed.ok) {
    failImport(describeLessonProblem(parsed.error));
    return;
  }
  resetImport();
  useView.getState().set({ dialog: null });
  openLesson(parsed.value);
}

/** Begins the lesson of a fragment; false when it cannot be read: then the reason is told. */
export function openLessonLink(fragment: string): boolean {
  const decoded = decodeLessonLink(fragment);
  const refuse = (text: string): false => {
    notify({ kind: 'unopened', text, raw: fragment });
    return false;
  };
  if (!decoded.ok) return refuse(describeShareLinkProblem(decoded.error));
  const parsed = parseLesson(decoded.value);
  if (!parsed.ok) return refuse(describeLessonProblem(parsed.error));
  openLesson(parsed.value);
  return true;
}
