import { useMemo, useState } from 'react';
import type { Machine } from '../../core/machine/types.ts';
import { headerBits } from '../../core/pcie/tlp/bit-layout.ts';
import { readTlp } from '../../core/pcie/tlp/decode.ts';
import type { IdeFields } from '../../core/pcie/tlp-fields.ts';
import { DwFigure } from './DwFigure.tsx';
import { FieldTree } from './FieldTree.tsx';
import { HexDump } from './HexDump.tsx';
import { InjectBar } from './InjectBar.tsx';
import { describeFields, rawBits } from './field-rows.ts';

interface Props {
  readonly machine: Machine;
  /** Prefixes, header and payload as they are now, and as they were before a person edited them. */
  readonly bytes: Uint8Array;
  readonly sent: Uint8Array;
  /** What its IDE prefix says; null: it has none. */
  readonly ide: IdeFields | null;
  /** Which TLP this is and where. */
  readonly caption: string;
}

/**
 * One TLP three ways: fields, header DWs over a bit ruler, hex and ASCII. Pointing at a field in one marks it in
 * all; a bit or byte that is changed in one is decoded again for all.
 */
export function TlpBytes({ machine, bytes, sent, ide, caption }: Props) {
  const [field, setField] = useState<string | null>('address');
  const { fields, broken } = useMemo(() => readTlp(bytes), [bytes]);
  const bits = useMemo(() => (fields ? headerBits(fields.type) : rawBits(bytes)), [fields, bytes]);
  const rows = useMemo(() => (fields ? describeFields(fields, ide) : []), [fields, ide]);
  const before = useMemo(() => {
    const { fields: of } = readTlp(sent);
    return new Map(of ? describeFields(of, ide).map((row) => [row.field, row.value]) : []);
  }, [sent, ide]);
  const link = { field, setField };
  const headerStart = (fields?.prefixes?.length ?? 0) * 4;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-0 flex-1 overflow-x-auto max-[1023px]:flex-col max-[1023px]:overflow-y-auto">
        <FieldTree rows={rows} before={before} {...link} />
        <DwFigure
          bits={bits}
          bytes={bytes}
          sent={sent}
          headerStart={headerStart}
          rows={rows}
          {...link}
        />
        <HexDump bits={bits} bytes={bytes} sent={sent} headerStart={headerStart} {...link} />
      </div>
      <InjectBar machine={machine} caption={caption} broken={broken} />
    </div>
  );
}
