import { writeScenario } from '../formats/scenario-file.ts';
import { useDocument } from './document.ts';
import { downloadText, fileNameOf } from './transfer-files.ts';

/** Offers the document as a file. */
export function downloadDocument(): void {
  const { scenario } = useDocument.getState();
  downloadText(fileNameOf(scenario.title, 'json'), writeScenario(scenario));
}
