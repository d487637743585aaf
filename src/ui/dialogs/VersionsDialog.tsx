import { useEffect, useState } from 'react';
import { useDocument } from '../../store/document.ts';
import { listVersions, nameVersion, openVersion } from '../../store/versions.ts';
import type { Version } from '../../store/versions.ts';
import { strings } from '../strings/versions.ts';
import { Button } from '../widgets/Button.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { closeDialog } from './close.ts';

const TIME = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

function componentsOf({ scenario }: Version): number {
  const isDocument = typeof scenario === 'object' && scenario !== null && 'components' in scenario;
  return isDocument && Array.isArray(scenario.components) ? scenario.components.length : 0;
}

/** Earlier versions of the open document: name the present one, go back to another (one step to undo). */
export function VersionsDialog() {
  const id = useDocument((state) => state.id);
  const [versions, setVersions] = useState<readonly Version[]>([]);
  const [name, setName] = useState('');
  useEffect(() => {
    void listVersions(id).then(setVersions);
  }, [id]);
  const keep = async () => {
    await nameVersion(name.trim());
    setName('');
    setVersions(await listVersions(id));
  };
  return (
    <Dialog title={strings.title} onClose={closeDialog} size="max-h-[80vh] w-[560px] max-w-[94vw]">
      <form
        className="flex gap-2 border-b border-line p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void keep();
        }}
      >
        <input
          aria-label={strings.name}
          placeholder={strings.name}
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
          className="h-7 min-w-0 grow rounded-control border border-line-strong bg-raised px-2"
        />
        <Button look="solid" type="submit" disabled={name.trim() === ''}>
          {strings.keep}
        </Button>
      </form>
      {versions.length === 0 ? <p className="p-4 text-ink-2">{strings.empty}</p> : null}
      <ul className="m-0 min-h-0 list-none overflow-y-auto p-2">
        {versions.map((version) => (
          <li key={`${version.savedAt} ${version.name}`}>
            <button
              type="button"
              aria-label={strings.open(version.name ?? TIME.format(version.savedAt))}
              onClick={() => {
                if (openVersion(version)) closeDialog();
              }}
              className="flex min-h-9 w-full items-center gap-3 rounded-control px-2 text-left -outline-offset-2 hover:bg-hover"
            >
              <span
                className={`min-w-0 grow truncate ${version.name === null ? 'text-ink-2' : 'font-strong'}`}
              >
                {version.name ?? strings.unnamed}
              </span>
              <span className="text-ink-2">{strings.devices(componentsOf(version))}</span>
              <span className="text-ink-3 tabular-nums">{TIME.format(version.savedAt)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
