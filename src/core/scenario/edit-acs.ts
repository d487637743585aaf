import { ACS_BIT, ACS_ENHANCED, ACS_ENHANCED_FIELD } from './acs.ts';
import type { AcsBitName, AcsFieldName } from './acs.ts';
import type { Acs } from './schema.ts';

function isBasic(field: AcsBitName | AcsFieldName): field is AcsBitName {
  return Object.hasOwn(ACS_BIT, field);
}

/**
 * Sets one bit or field of the ACS control register; an unread register counts as 0.
 *
 * @returns null where the capability does not have it, so that hardware would keep it 0, or where
 *   `value` does not fit the field.
 */
export function setAcsField(acs: Acs, field: AcsBitName | AcsFieldName, value: number): Acs | null {
  const place = isBasic(field)
    ? { shift: Math.log2(ACS_BIT[field]), width: 1 }
    : ACS_ENHANCED_FIELD[field];
  const needed = isBasic(field) ? ACS_BIT[field] : ACS_ENHANCED;
  if ((acs.capability & needed) === 0 || value < 0 || value >= 2 ** place.width) return null;
  const mask = (2 ** place.width - 1) << place.shift;
  return { ...acs, control: ((acs.control ?? 0) & ~mask) | (value << place.shift) };
}
