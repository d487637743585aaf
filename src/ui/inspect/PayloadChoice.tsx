import { useMemo, useState } from 'react';
import type { MpsPolicy } from '../../core/linux/boot-parameters.ts';
import { linuxMachine } from '../../core/linux/machine-tree.ts';
import { mpsEdits } from '../../core/linux/mps-policy.ts';
import type { Machine } from '../../core/machine/types.ts';
import { tlpStrings } from '../strings/tlp.ts';
import { Choice } from './fields.tsx';
import { submit } from './form.ts';

const POLICIES = ['default', 'safe', 'performance', 'peer2peer'] as const satisfies MpsPolicy[];
const AS_SET = 'set';
const OPTIONS = [AS_SET, ...POLICIES] as const;
const words = tlpStrings.payload;

/** What Linux makes of MPS and MRRS at boot: a choice sets every function as that policy leaves it. */
export function PayloadChoice({ machine }: { readonly machine: Machine }) {
  const [chosen, setChosen] = useState<MpsPolicy | null>(null);
  const edits = useMemo(() => {
    const { tree } = linuxMachine(machine);
    return new Map(POLICIES.map((policy) => [policy, mpsEdits(machine, tree, policy)]));
  }, [machine]);
  const holds = (policy: (typeof POLICIES)[number]): boolean => edits.get(policy)?.length === 0;
  const last = POLICIES.find((policy) => policy === chosen && holds(policy));
  const now = last ?? POLICIES.find(holds) ?? AS_SET;
  return (
    <>
      <Choice
        label={words.label}
        value={now}
        options={OPTIONS.filter((value) => value !== AS_SET || now === AS_SET).map((value) => ({
          value,
          text: words.policies[value],
        }))}
        onChange={(value) => {
          if (value === AS_SET) return;
          setChosen(value);
          const batch = edits.get(value) ?? [];
          if (batch.length > 0) submit(words.edit(value), { kind: 'batch', edits: batch });
        }}
      />
      <p className="m-0 mt-1 text-ink-2">{words.meaning[now]}</p>
    </>
  );
}
