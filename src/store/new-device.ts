import type { DeviceKind } from '../core/scenario/device-kinds.ts';
import { newDevice } from '../core/scenario/new-device.ts';
import { useDocument } from './document.ts';
import { useView } from './view.ts';

/**
 * Adds a device in one undo step and selects it.
 *
 * @param place what it is plugged into, or where on the canvas it stands free; absent: it finds a place itself.
 * @returns its id, or null when it could not be added.
 */
export function addNewDevice(
  kind: DeviceKind,
  place: Parameters<typeof newDevice>[2],
): string | null {
  const { scenario, edit } = useDocument.getState();
  const made = newDevice(kind, scenario, place);
  if (!edit(made.edit, 'addComponent')) return null;
  useView.getState().select([made.id]);
  return made.id;
}
