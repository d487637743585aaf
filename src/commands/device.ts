import type { DeviceAction } from '../core/scenario/schema.ts';
import { actNow, actionTarget } from '../store/device-actions.ts';
import type { Command } from './command.ts';

type ActionId = `device.${DeviceAction['kind']}`;

function actionCommand(kind: DeviceAction['kind']): Command & { readonly id: ActionId } {
  return {
    id: `device.${kind}`,
    group: 'time',
    run: () => {
      const id = actionTarget();
      if (id !== null) actNow(id, kind);
    },
    isEnabled: () => actionTarget() !== null,
  };
}

/** What can be done to a device at the instant that is shown. */
export const DEVICE_COMMANDS = [
  actionCommand('reset'),
  actionCommand('clearMemoryDecode'),
  actionCommand('setMemoryDecode'),
  actionCommand('close'),
];
