import {
  breakFollowed,
  corruptFollowed,
  faultDevice,
  faultLink,
  followedLink,
  followedRequest,
  linkDownNow,
  removeNow,
} from '../store/faults.ts';
import type { Command } from './command.ts';

const isOnLink = (): boolean => followedRequest() !== null && followedLink() !== null;

/** Bad arrivals in a row after which REPLAY_NUM rolls over. @source PCIe Base §3.6.2.1 */
const UNTIL_ROLLOVER = 4;

/** What can be broken at the instant that is shown. */
export const FAULT_COMMANDS = [
  {
    id: 'fault.linkDown',
    group: 'time',
    run: () => {
      const link = faultLink();
      if (link !== null) linkDownNow(link);
    },
    isEnabled: () => faultLink() !== null,
  },
  {
    id: 'fault.removal',
    group: 'time',
    run: () => {
      const device = faultDevice();
      if (device !== null) removeNow(device);
    },
    isEnabled: () => faultDevice() !== null,
  },
  {
    id: 'fault.dropCompletion',
    group: 'time',
    run: () => breakFollowed('dropCompletion'),
    isEnabled: () => followedRequest() !== null,
  },
  {
    id: 'fault.poison',
    group: 'time',
    run: () => breakFollowed('poison'),
    isEnabled: () => followedRequest() !== null,
  },
  {
    id: 'fault.corrupt',
    group: 'time',
    run: () => corruptFollowed(1),
    isEnabled: isOnLink,
  },
  {
    id: 'fault.corruptAgain',
    group: 'time',
    run: () => corruptFollowed(UNTIL_ROLLOVER),
    isEnabled: isOnLink,
  },
] as const satisfies readonly Command[];
