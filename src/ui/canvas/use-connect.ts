import type { Connection, FinalConnectionState, IsValidConnection } from '@xyflow/react';
import { useCallback, useState } from 'react';
import { useDocument } from '../../store/document.ts';
import { strings } from '../strings/canvas.ts';
import { plugIn, refusalOf } from './connect.ts';
import type { Refusal } from './connect.ts';
import type { WireEdge } from './nodes.ts';
import type { Point } from './scene.ts';

/** Why the connection under the pointer is refused, and where the pointer is on the page. */
export interface RefusedAt extends Point {
  readonly text: string;
}

/** How long a refusal stays after the gesture ended, ms: long enough to read it once. */
const LINGER_MS = 3_000;

function refusal(port: string | null | undefined, box: string): Refusal | null {
  const { scenario } = useDocument.getState();
  return port ? refusalOf(scenario, port, box) : 'notPluggable';
}

/** Connecting a port with a device by drag or by two clicks; a refusal says why, at the pointer. */
export function useConnect() {
  const [refused, setRefused] = useState<RefusedAt | null>(null);

  const isValidConnection: IsValidConnection<WireEdge> = useCallback(
    ({ sourceHandle, target }) => refusal(sourceHandle, target) === null,
    [],
  );
  const onConnect = useCallback(({ sourceHandle, target }: Connection) => {
    if (refusal(sourceHandle, target) !== null || sourceHandle === null) return;
    useDocument.getState().edit(plugIn(sourceHandle, target), 'connect');
  }, []);
  const onConnectStart = useCallback(() => setRefused(null), []);
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, { fromHandle, toNode, isValid }: FinalConnectionState) => {
      if (isValid === true || !fromHandle || !toNode) return;
      const isFromPort = fromHandle.type === 'source';
      const why = isFromPort ? refusal(fromHandle.id, toNode.id) : 'notPluggable';
      if (why === null) return;
      const at = 'changedTouches' in event ? event.changedTouches[0] : event;
      const shown = { x: at?.clientX ?? 0, y: at?.clientY ?? 0, text: strings.refused[why] };
      setRefused(shown);
      setTimeout(() => setRefused((now) => (now === shown ? null : now)), LINGER_MS);
    },
    [],
  );
  return { refused, isValidConnection, onConnect, onConnectStart, onConnectEnd };
}
