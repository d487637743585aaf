import { useMemo, useState } from 'react';
import { headerBits } from '../../core/pcie/tlp/bit-layout.ts';
import { encodeTlp } from '../../core/pcie/tlp/encode.ts';
import type { TlpFields } from '../../core/pcie/tlp/fields.ts';
import type { IdeFields } from '../../core/pcie/tlp-fields.ts';
import { DwFigure } from './DwFigure.tsx';
import { FieldTree } from './FieldTree.tsx';
import { HexDump } from './HexDump.tsx';
import { describeFields } from './field-rows.ts';

interface Props {
  readonly fields: TlpFields;
  /** What its IDE prefix says; null: it has none. */
  readonly ide: IdeFields | null;
  /** Which TLP this is and where. */
  readonly caption: string;
}

/** One TLP three ways: fields, header DWs over a bit ruler, hex and ASCII. Pointing at a field in one marks it in all. */
export function TlpBytes({ fields, ide, caption }: Props) {
  const [field, setField] = useState<string | null>('address');
  const encoded = useMemo(() => encodeTlp(fields), [fields]);
  const bits = useMemo(() => headerBits(fields.type), [fields.type]);
  const rows = useMemo(() => describeFields(fields, ide), [fields, ide]);
  if (!encoded.ok) return <p className="p-3 text-stop">{encoded.error}</p>;
  const link = { field, setField };
  const prefixBytes = (fields.prefixes?.length ?? 0) * 4;
  return (
    <div className="flex min-h-0 flex-1 overflow-x-auto">
      <FieldTree rows={rows} {...link} />
      <DwFigure
        bits={bits}
        bytes={encoded.value.subarray(prefixBytes)}
        rows={rows}
        caption={caption}
        {...link}
      />
      <HexDump bits={bits} bytes={encoded.value} headerStart={prefixBytes} {...link} />
    </div>
  );
}
