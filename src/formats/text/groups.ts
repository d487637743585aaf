import { formatBdf, parseBdf } from '../../core/base/bdf.ts';
import type { Bdf } from '../../core/base/bdf.ts';
import { emptyFacts } from '../facts.ts';
import type { FunctionFacts } from '../facts.ts';
import type { Line } from '../lines.ts';
import { addressOf } from '../lspci/records.ts';
import { parseHeader } from '../lspci/header.ts';
import { ignoreLine } from '../privacy.ts';
import type { Place, Report } from '../report.ts';

/*
 * IOMMU group listings in every form of import-formats.md §7: sysfs paths, shell loops with lspci lines, headings with
 * indented lines, columns, `ls -l` and `tree` of the group folders; and as the kernel logs it. Group numbers are labels;
 * what is not PCI is opaque.
 */

const PATH = /iommu_groups\/(\d{1,9})(?:\/devices(?:\/([^\s/:]*(?::[^\s/]*)?))?)?(?=[\s:/]|$)/;
const FOLDER = /iommu_groups\/?:?$/;
/** `IOMMU group: 12` alone is a property line of lspci, not a heading. */
const HEADING =
  /^(?!\s*IOMMU group: \d+\s*$)\W{0,8}(?:IOMMU )?[Gg]roup:? ?#?(\d{1,9})\b:?\s*(.*)$/i;
/** The kernel's own message when a function joins its group. @source drivers/iommu/iommu.c iommu_group_alloc_device() */
const JOINED = /\bpci ([0-9a-f:.]{7,20}): Adding to iommu group (\d{1,9})\s*$/i;
const TREE_GROUP = /^[\s│|]{0,40}[├└`|][─-]{1,3} (\d{1,9})$/;
const TREE_MEMBER = /^[\s│|]{0,40}[├└`|][─-]{1,3} (\S+)(?: -> (\S+))?$/;
const LINK_ROW = /^[lrwx-]{10}.? .{0,80}? (\S+) -> (\S+)$/;
const COLUMNS = /^\[([0-9a-f]{4}):([0-9a-f]{4})\](?: \[R\])?\s+(\S+)\s+(.*)$/i;
const BDF_TOKEN = /^(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/i;
const NOT_PCI = 'not a PCI function: kept out of the machine';

/** Lines of a listing that belong to it and state nothing. */
const FURNITURE =
  /^(?:total \d+|\.|[\s│|]{0,40}[├└`|][─-]{1,3} (?:devices|reserved_regions|type|dmar\d+|ivhd\d+)(?: -> \S+)?|USB:\s.*|\d+ director(?:y|ies).*)$/;

interface Listing {
  readonly functions: FunctionFacts[];
  readonly rest: Line[];
  group: number | null;
}

/** The parent in a sysfs path `.../pci0000:00/0000:00:01.0/0000:01:00.0`. */
function parentIn(target: string | undefined): Bdf | 'root' | null {
  if (target === undefined) return null;
  const steps = target.split('/').filter((step) => BDF_TOKEN.test(step));
  const above = steps.at(-2);
  if (steps.length === 0 || !target.includes('pci')) return null;
  return above === undefined ? 'root' : parseBdf(above);
}

function member(
  listing: Listing,
  group: number,
  bdf: Bdf,
  place: Place,
  report: Report,
): FunctionFacts {
  const facts = emptyFacts(bdf, place);
  facts.iommuGroup = group;
  listing.functions.push(facts);
  report.read.push({ ...place, fact: `${formatBdf(bdf)} IOMMU group ${group}` });
  return facts;
}

/** Reads what follows a group number on its line, or a line below a heading. */
function readMember(
  listing: Listing,
  group: number,
  text: string,
  place: Place,
  report: Report,
): boolean {
  const columns = COLUMNS.exec(text);
  const at = parseBdf(columns?.[3] ?? '');
  if (columns !== null && at !== null) {
    const facts = member(listing, group, at, place, report);
    facts.vendorId = columns[1]?.toLowerCase() ?? null;
    facts.deviceId = columns[2]?.toLowerCase() ?? null;
    const [className = '', name = ''] = (columns[4] ?? '').split(/\s{2,}/, 2);
    facts.className = className === '' ? null : className.slice(0, 100);
    facts.name = name === '' ? null : name.slice(0, 160);
    if (/^PCI bridge/i.test(className)) facts.isBridge = true;
    return true;
  }
  const header = parseHeader(text.replace(/^(?:device:? |[-*] )/i, ''));
  const bdf = header === null ? null : addressOf(header);
  if (header === null || bdf === null) return false;
  const facts = member(listing, group, bdf, place, report);
  facts.className = header.className;
  facts.classCode = header.classCode;
  facts.name = header.name;
  facts.vendorId = header.vendorId;
  facts.deviceId = header.deviceId;
  if (header.classCode === '0604' || /^PCI bridge/i.test(header.className ?? '')) {
    facts.isBridge = true;
  }
  return true;
}

function readPath(listing: Listing, text: string, place: Place, report: Report): boolean {
  const path = PATH.exec(text);
  if (path === null) return false;
  const group = Number(path[1]);
  listing.group = group;
  const name = path[2] ?? '';
  if (name === '') return true;
  const bdf = parseBdf(name);
  if (bdf === null) ignoreLine(report, place, text, NOT_PCI);
  else {
    const target = text.includes(' -> ') ? text.slice(text.indexOf(' -> ') + 4).trim() : undefined;
    member(listing, group, bdf, place, report).parent = parentIn(target);
  }
  return true;
}

/** A line of the kernel's log states one member and its group. */
function readJoined(listing: Listing, text: string, place: Place, report: Report): boolean {
  const joined = JOINED.exec(text);
  const bdf = parseBdf(joined?.[1] ?? '');
  if (joined === null || bdf === null) return false;
  member(listing, Number(joined[2]), bdf, place, report);
  return true;
}

/** Reads a row that names its group by where it stands: below a heading, in `ls -l` or `tree` output. */
function readBelow(listing: Listing, text: string, place: Place, report: Report): boolean {
  const group = TREE_GROUP.exec(text)?.[1];
  if (group !== undefined) {
    listing.group = Number(group);
    return true;
  }
  if (listing.group === null) return false;
  if (FURNITURE.test(text.trim())) return true;
  const row = LINK_ROW.exec(text) ?? TREE_MEMBER.exec(text);
  const bdf = parseBdf(row?.[1] ?? '');
  if (row !== null && bdf !== null) {
    member(listing, listing.group, bdf, place, report).parent = parentIn(row[2]);
    return true;
  }
  if (row !== null) {
    ignoreLine(report, place, text, NOT_PCI);
    return true;
  }
  return /^\s/.test(text) && readMember(listing, listing.group, text.trim(), place, report);
}

/**
 * Takes the lines of IOMMU group listings out of a text.
 *
 * @returns the functions with their groups, and the lines that are no part of such a listing.
 */
export function takeGroups(
  lines: readonly Line[],
  at: (line: number) => Place,
  report: Report,
): { readonly functions: FunctionFacts[]; readonly rest: Line[] } {
  const hasListing = lines.some(
    ({ text }) => PATH.test(text) || HEADING.test(text) || FOLDER.test(text) || JOINED.test(text),
  );
  if (!hasListing) return { functions: [], rest: [...lines] };
  const listing: Listing = { functions: [], rest: [], group: null };
  for (const line of lines) {
    const { text } = line;
    const place = at(line.number);
    if (text.trim() === '') {
      listing.rest.push(line);
      continue;
    }
    if (FOLDER.test(text) || readPath(listing, text, place, report)) continue;
    if (readJoined(listing, text, place, report)) continue;
    const heading = HEADING.exec(text);
    if (heading !== null) {
      listing.group = Number(heading[1]);
      const after = (heading[2] ?? '').trim();
      if (after !== '' && !readMember(listing, listing.group, after, place, report)) {
        ignoreLine(report, place, text, NOT_PCI);
      }
      continue;
    }
    if (readBelow(listing, text, place, report)) continue;
    if (!/^\s/.test(text)) listing.group = null;
    listing.rest.push(line);
  }
  return { functions: listing.functions, rest: listing.rest };
}
