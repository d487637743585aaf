import type { Component, Link } from '../../core/scenario/schema.ts';
import { assertUnreachable } from '../../core/base/assert.ts';
import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { panelStrings } from '../strings/panels.ts';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { FunctionForm } from './FunctionForm.tsx';
import { ErrorSection } from './ErrorSection.tsx';
import { HostBridgeForm } from './HostBridgeForm.tsx';
import { IommuForm } from './IommuForm.tsx';
import { LinkForm } from './LinkForm.tsx';
import { MachineFacts } from './MachineFacts.tsx';
import { MemoryForm } from './MemoryForm.tsx';
import { NoteForm } from './NoteForm.tsx';
import { SoftwareForm } from '../software/SoftwareForm.tsx';
import { FaultList } from './FaultForms.tsx';
import { SystemForm } from './SystemForm.tsx';
import { TimingForm } from './TimingForm.tsx';
import type { FormProps } from './form.ts';

/** The properties of what is selected; with nothing selected, those of the whole machine. */
export function InspectPanel() {
  const scenario = useDocument((state) => state.scenario);
  const machine = useRun((state) => state.machine);
  const selection = useView((state) => state.selection);
  const id = selection[0];
  const component = scenario.components.find((one) => one.id === id);
  const link = scenario.links.find((one) => one.id === id);
  const form: FormProps = { machine };
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <ErrorSection component={id ?? null} />
      {id === undefined ? (
        <>
          <SystemForm scenario={scenario} machine={machine} />
          <SoftwareForm scenario={scenario} />
          <TimingForm timing={scenario.timing ?? {}} machine={machine} />
          <MachineFacts facts={scenario.facts ?? []} />
        </>
      ) : (
        <Selected component={component} link={link} form={form} key={id} />
      )}
      <FaultList />
    </div>
  );
}

interface SelectedProps {
  readonly component: Component | undefined;
  readonly link: Link | undefined;
  readonly form: FormProps;
}

function Selected({ component, link, form }: SelectedProps) {
  if (link) return <LinkForm link={link} {...form} />;
  if (!component) {
    return (
      <EmptyState title={panelStrings.inspect.goneTitle} hint={panelStrings.inspect.emptyHint} />
    );
  }
  switch (component.kind) {
    case 'host-bridge':
      return <HostBridgeForm host={component} />;
    case 'memory':
      return <MemoryForm memory={component} />;
    case 'iommu':
      return <IommuForm iommu={component} {...form} />;
    case 'note':
      return <NoteForm note={component} />;
    case 'root-port':
    case 'switch-upstream':
    case 'switch-downstream':
    case 'endpoint':
    case 'legacy-endpoint':
    case 'rc-integrated-endpoint':
    case 'rc-event-collector':
    case 'pcie-to-pci-bridge':
    case 'pci-to-pcie-bridge':
    case 'conventional-bridge':
    case 'conventional':
      return <FunctionForm fn={component} {...form} />;
    default:
      return assertUnreachable(component);
  }
}
