import type { CcaRow } from '../../core/cca/row.ts';
import { TDI_STATES } from '../../core/scenario/schema.ts';
import { Choice, Toggle } from '../inspect/fields.tsx';
import { matrixStrings } from '../strings/matrix.ts';

interface Props {
  readonly row: CcaRow;
  readonly onChange: (row: CcaRow) => void;
}

const words = matrixStrings.cca;
const T = ([0, 1] as const).map((value) => ({ value, text: `T=${value}` }));
const STATES = TDI_STATES.map((value) => ({ value, text: value }));
const PLACEMENTS = (['shared', 'private', 'both'] as const).map((value) => ({
  value,
  text: words.placements[value],
}));
const ACS = (['forced', 'direct'] as const).map((value) => ({
  value,
  text: words.acsOptions[value],
}));

/** Everything that a combination of the matrix consists of. */
export function CcaForm({ row, onChange }: Props) {
  const { importer, exporter } = row;
  const set = (part: Partial<CcaRow>): void => onChange({ ...row, ...part });
  const setImporter = (part: Partial<CcaRow['importer']>): void =>
    set({ importer: { ...importer, ...part } });
  const setExporter = (part: Partial<CcaRow['exporter']>): void =>
    set({ exporter: { ...exporter, ...part } });
  return (
    <div className="grid min-w-0 flex-1 auto-rows-min grid-cols-[repeat(auto-fill,minmax(272px,1fr))] gap-x-4 overflow-y-auto px-3 py-2">
      <Choice
        label={words.t}
        value={importer.t}
        options={T}
        // The state in which it may send with that bit; any other can be chosen after.
        onChange={(t) => setImporter({ t, state: t === 1 ? 'RUN' : 'CONFIG_UNLOCKED' })}
      />
      <Choice
        label={words.importerState}
        value={importer.state}
        options={STATES}
        onChange={(state) => setImporter({ state })}
      />
      <Choice
        label={words.placement}
        value={row.placement}
        options={PLACEMENTS}
        onChange={(placement) => set({ placement })}
      />
      <Choice
        label={words.exporterState}
        value={exporter.state}
        options={STATES}
        onChange={(state) => setExporter({ state })}
      />
      <Choice label={words.acs} value={row.acs} options={ACS} onChange={(acs) => set({ acs })} />
      <Toggle
        label={words.dmaEnabled}
        isOn={importer.dmaEnabled}
        onChange={(dmaEnabled) => setImporter({ dmaEnabled })}
      />
      <Toggle
        label={words.nonTee}
        isOn={exporter.nonTee}
        onChange={(nonTee) => setExporter({ nonTee })}
      />
      <Toggle label={words.mirror} isOn={row.mirror} onChange={(mirror) => set({ mirror })} />
      <Toggle
        label={words.identity}
        isOn={row.identity}
        onChange={(identity) => set({ identity })}
      />
      <Toggle
        label={words.p2pStream}
        isOn={row.p2pStream}
        onChange={(p2pStream) => set({ p2pStream })}
      />
      <Toggle label={words.ats} isOn={importer.ats} onChange={(ats) => setImporter({ ats })} />
    </div>
  );
}
