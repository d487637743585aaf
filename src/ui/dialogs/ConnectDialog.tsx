import { useState } from 'react';
import { newLink } from '../../core/scenario/defaults.ts';
import type { Edit } from '../../core/scenario/edit.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { useDocument } from '../../store/document.ts';
import { freePorts, isPluggable, isPort } from '../../store/outline.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { Button } from '../widgets/Button.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { Select } from '../widgets/Select.tsx';
import { Field } from './Field.tsx';
import { closeDialog } from './close.ts';

/** Per-lane speeds of the generations 1 to 6, GT/s. */
const SPEEDS = [2.5, 5, 8, 16, 32, 64];
const WIDTHS = [1, 2, 4, 8, 16];

/** The edit that plugs a device into a port, or pulls it out (`portId` empty). */
function plug(
  scenario: Scenario,
  deviceId: string,
  portId: string,
  wire: { readonly speedGtps: number; readonly width: number },
): Edit {
  const old = scenario.links.find((link) => link.to === deviceId);
  const edits: Edit[] = old === undefined ? [] : [{ kind: 'disconnect', id: old.id }];
  if (portId !== '') {
    edits.push({ kind: 'connect', link: newLink({ from: portId, to: deviceId, ...wire }) });
  }
  return { kind: 'batch', edits };
}

/** What the form starts with: the selected device, or the first one; the selected free port, or where it is now. */
function start(scenario: Scenario) {
  const { selection } = useView.getState();
  const selected = scenario.components.filter((one) => selection.includes(one.id));
  const devices = scenario.components.filter(isPluggable);
  const device = selected.find(isPluggable) ?? devices[0];
  const link = scenario.links.find((one) => one.to === device?.id);
  const port = selected.find((one) => isPort(one) && freePorts(scenario).includes(one));
  return {
    deviceId: device?.id ?? '',
    portId: port?.id ?? link?.from ?? '',
    speedGtps: link?.speedGtps ?? 32,
    width: link?.width ?? 16,
  };
}

/** Plugs a device into a port, moves it to another one, or pulls it out; the form for what a drag does. */
export function ConnectDialog() {
  const scenario = useDocument((state) => state.scenario);
  const [form, setForm] = useState(() => start(scenario));
  const devices = scenario.components.filter(isPluggable);
  const current = scenario.links.find((link) => link.to === form.deviceId)?.from;
  const ports = scenario.components.filter(
    (one) => one.id === current || freePorts(scenario).some((free) => free.id === one.id),
  );
  const nameOf = (id: string): string => {
    const component = scenario.components.find((one) => one.id === id);
    const parent = component !== undefined && 'parent' in component ? component.parent : null;
    const inside = scenario.components.find((one) => one.id === parent)?.name;
    return [inside, component?.name].filter((part) => part !== undefined).join(' ');
  };
  if (devices.length === 0) {
    return (
      <Dialog title={strings.connect.title} onClose={closeDialog} size="w-[440px] max-w-[94vw]">
        <p className="p-4 text-ink-2">{strings.connect.nothing}</p>
      </Dialog>
    );
  }
  return (
    <Dialog title={strings.connect.title} onClose={closeDialog} size="w-[440px] max-w-[94vw]">
      <form
        className="flex flex-col gap-1 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          const { edit } = useDocument.getState();
          if (edit(plug(scenario, form.deviceId, form.portId, form), 'connect')) closeDialog();
        }}
      >
        <Field label={strings.connect.device}>
          <Select
            look="outline"
            label={strings.connect.device}
            value={form.deviceId}
            onChange={(deviceId) => setForm({ ...form, deviceId })}
          >
            {devices.map((device) => (
              <option key={device.id} value={device.id}>
                {nameOf(device.id)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={strings.connect.port}>
          <Select
            look="outline"
            label={strings.connect.port}
            value={form.portId}
            onChange={(portId) => setForm({ ...form, portId })}
          >
            <option value="">{strings.connect.none}</option>
            {ports.map((port) => (
              <option key={port.id} value={port.id}>
                {nameOf(port.id)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={strings.connect.speed}>
          <Select
            look="outline"
            label={strings.connect.speed}
            value={String(form.speedGtps)}
            onChange={(speed) => setForm({ ...form, speedGtps: Number(speed) })}
          >
            {SPEEDS.map((speed) => (
              <option key={speed} value={speed}>
                {strings.connect.gen(speed)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={strings.connect.width}>
          <Select
            look="outline"
            label={strings.connect.width}
            value={String(form.width)}
            onChange={(width) => setForm({ ...form, width: Number(width) })}
          >
            {WIDTHS.map((width) => (
              <option key={width} value={width}>
                {`x${width}`}
              </option>
            ))}
          </Select>
        </Field>
        <Button look="solid" type="submit" className="mt-3 self-end">
          {strings.shell.apply}
        </Button>
      </form>
    </Dialog>
  );
}
