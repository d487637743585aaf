import { useMemo, useState } from 'react';
import { headerBits } from '../../core/pcie/tlp/bit-layout.ts';
import { encodeTlp } from '../../core/pcie/tlp/encode.ts';
import type { TlpFields } from '../../core/pcie/tlp/fields.ts';
import { DwFigure } from './DwFigure.tsx';
import { FieldTree } from './FieldTree.tsx';
import { HexDump } from './HexDump.tsx';
import { describeFields } from './field-rows.ts';

interface Props {
  readonly fields: TlpFields;
}

/** One TLP three ways: fields, header DWs over a bit ruler, hex and ASCII. Pointing at a field in one marks it in all. */
export function TlpBytes({ fields }: Props) {
  const [field, setField] = useState<string | null>(null);
  const encoded = useMemo(() => encodeTlp(fields), [fields]);
  const bits = useMemo(() => headerBits(fields.type), [fields.type]);
  const rows = useMemo(() => describeFields(fields), [fields]);
  if (!encoded.ok) return <p className="p-3 text-stop">{encoded.error}</p>;
  const link = { field, setField };
  const prefixBytes = (fields.prefixes?.length ?? 0) * 4;
  return (
    <div className="flex min-h-0 flex-1">
      <FieldTree rows={rows} {...link} />
      <DwFigure bits={bits} bytes={encoded.value.subarray(prefixBytes)} rows={rows} {...link} />
      <HexDump bits={bits} bytes={encoded.value} headerStart={prefixBytes} {...link} />
    </div>
  );
}
