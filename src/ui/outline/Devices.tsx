import type { DragEvent } from 'react';
import { runCommand } from '../../commands/registry.ts';
import { DEVICE_KINDS } from '../../core/scenario/device-kinds.ts';
import type { DeviceKind } from '../../core/scenario/device-kinds.ts';
import type { Component } from '../../core/scenario/schema.ts';
import { useDocument } from '../../store/document.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { DEVICE_WORDS } from '../strings/kinds.ts';
import { DeviceIcon } from '../widgets/DeviceIcon.tsx';
import { DEVICE_DRAG_TYPE } from '../device-drag.ts';

/** The icon of what will be added. */
const LOOKS: Readonly<
  Record<DeviceKind, { readonly kind: Component['kind']; readonly classCode?: string }>
> = {
  'host-bridge': { kind: 'host-bridge' },
  'root-port': { kind: 'root-port' },
  switch: { kind: 'switch-upstream' },
  'switch-downstream': { kind: 'switch-downstream' },
  gpu: { kind: 'endpoint', classCode: '0302' },
  nic: { kind: 'endpoint', classCode: '0200' },
  'sriov-nic': { kind: 'endpoint', classCode: '0200' },
  nvme: { kind: 'endpoint', classCode: '0108' },
  endpoint: { kind: 'endpoint' },
  function: { kind: 'endpoint' },
  'rc-integrated-endpoint': { kind: 'rc-integrated-endpoint' },
  'pcie-to-pci-bridge': { kind: 'pcie-to-pci-bridge' },
  conventional: { kind: 'conventional' },
  memory: { kind: 'memory' },
  smmu: { kind: 'iommu' },
  note: { kind: 'note' },
};

/** What can be added: click to add at the selection, or drag onto the canvas. */
export function Devices() {
  const name = useDocument((state) => {
    const [id] = useView.getState().selection;
    return state.scenario.components.find((one) => one.id === id)?.name ?? null;
  });
  const selected = useView((state) => state.selection[0]);
  const onDragStart = (event: DragEvent, kind: DeviceKind) => {
    event.dataTransfer.setData(DEVICE_DRAG_TYPE, kind);
    event.dataTransfer.effectAllowed = 'copy';
  };
  return (
    <div className="min-h-0 grow overflow-auto p-2">
      <p className="px-2 pb-2 text-ink-2">
        {selected === undefined || name === null
          ? strings.devices.hintNone
          : strings.devices.hint(name)}
      </p>
      <ul aria-label={strings.devices.list}>
        {DEVICE_KINDS.map((kind) => (
          <li key={kind}>
            <button
              type="button"
              draggable
              onDragStart={(event) => onDragStart(event, kind)}
              onClick={() => runCommand(`add.${kind}`)}
              className="flex h-8 w-full items-center gap-2 rounded-control px-2 text-left -outline-offset-2 hover:bg-hover pointer-coarse:h-11"
            >
              <DeviceIcon {...LOOKS[kind]} size={16} />
              {DEVICE_WORDS[kind]}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
