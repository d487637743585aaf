import type { HostBridge } from '../../core/scenario/schema.ts';
import { panelStrings } from '../strings/panels.ts';
import { systemStrings } from '../strings/system.ts';
import { Section } from './Section.tsx';
import { Choice, TextField, Toggle } from './fields.tsx';
import { submit } from './form.ts';

interface Props {
  readonly host: HostBridge;
}

const words = panelStrings.inspect;
const P2P = (['none', 'writesOnly', 'full'] as const).map((value) => ({
  value,
  text: words.rcP2P[value],
}));
const ROUTES = (['internal', 'tbu'] as const).map((value) => ({
  value,
  text: words.p2pRoute[value],
}));

/** A host bridge: what its root complex does with peer-to-peer traffic. */
export function HostBridgeForm({ host }: Props) {
  return (
    <>
      <Section title={words.identity}>
        <TextField
          label={words.name}
          value={host.name}
          onCommit={(name) =>
            submit(words.rename, { kind: 'patchComponent', id: host.id, patch: { name } })
          }
        />
        <p className="m-0 text-ink-2">
          <code>
            {host.vendorId ?? '????'}:{host.deviceId ?? '????'}
          </code>{' '}
          {words.representative}
        </p>
      </Section>
      <Section title={words.rootComplex}>
        <Choice
          label={words.betweenPorts}
          value={host.rcP2P}
          options={P2P}
          onChange={(rcP2P) =>
            submit(`rcP2P=${rcP2P}`, {
              kind: 'patchComponent',
              id: host.id,
              patch: { rcP2P },
            })
          }
        />
        <Choice
          label={words.turnsAround}
          value={host.p2pRoute}
          options={ROUTES}
          onChange={(p2pRoute) =>
            submit(`p2pRoute=${p2pRoute}`, {
              kind: 'patchComponent',
              id: host.id,
              patch: { p2pRoute },
            })
          }
        />
        <Toggle
          label={systemStrings.bypass}
          isOn={host.bypassesIommu ?? false}
          onChange={(isOn) =>
            submit(systemStrings.bypass, {
              kind: 'patchComponent',
              id: host.id,
              patch: { bypassesIommu: isOn ? true : undefined },
            })
          }
        />
      </Section>
    </>
  );
}
