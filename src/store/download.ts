import { useDocument } from './document.ts';
import { withPart } from './later.ts';
import { downloadText, fileNameOf } from './transfer-files.ts';

/** Offers the document as a file. */
export function downloadDocument(): void {
  const { scenario } = useDocument.getState();
  void withPart(
    () => import('../formats/scenario-file.ts'),
    ({ writeScenario }) =>
      downloadText(fileNameOf(scenario.title, 'json'), writeScenario(scenario)),
  );
}
