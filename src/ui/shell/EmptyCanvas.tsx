import { runCommand } from '../../commands/registry.ts';
import { useDocument } from '../../store/document.ts';
import { strings } from '../strings/en.ts';
import { Button } from '../widgets/Button.tsx';

/** What an empty canvas offers. */
export function EmptyCanvas() {
  const isEmpty = useDocument((state) => state.scenario.components.length === 0);
  if (!isEmpty) return null;
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center p-4">
      <div className="pointer-events-auto flex flex-col items-center gap-3">
        <p className="text-l font-strong">{strings.empty.title}</p>
        <div className="flex flex-wrap justify-center gap-2">
          <Button look="outline" onClick={() => runCommand('document.examples')}>
            {strings.empty.example}
          </Button>
          <Button look="outline" onClick={() => runCommand('document.import')}>
            {strings.empty.paste}
          </Button>
          <Button look="outline" onClick={() => runCommand('add.host-bridge')}>
            {strings.empty.add}
          </Button>
        </div>
      </div>
    </div>
  );
}
