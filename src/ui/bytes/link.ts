/** The field that is pointed at; shared by the three panes. */
export interface FieldLink {
  readonly field: string | null;
  readonly setField: (field: string | null) => void;
}

/** Fill of each group of fields; text stays ink. */
export const GROUP_FILL = {
  kind: 'bg-f-kind',
  control: 'bg-f-ctl',
  'address-type': 'bg-f-at',
  id: 'bg-f-id',
  address: 'bg-f-addr',
  reserved: 'bg-sunken',
} as const;
