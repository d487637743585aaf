import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { actorSchema } from '../src/core/scenario/schema-actors.ts';
import { bookmarkSchema } from '../src/core/scenario/schema-bookmark.ts';
import { factSchema } from '../src/core/scenario/schema-facts.ts';
import { faultSchema } from '../src/core/scenario/schema-faults.ts';
import {
  deviceActionSchema,
  linuxRequestSchema,
  systemSchema,
} from '../src/core/scenario/schema-linux.ts';
import { timingSchema } from '../src/core/scenario/schema-timing.ts';
import {
  acsSchema,
  barSchema,
  functionSchema,
  hostBridgeSchema,
  iommuSchema,
  linkSchema,
  memorySchema,
  noteSchema,
  scenarioSchema,
  transferSchema,
} from '../src/core/scenario/schema.ts';

/* docs/file-format.md from the schema that reads files: its structure from zod, its words from the schema's comments. */

interface Part {
  readonly title: string;
  readonly about: string;
  readonly schema: z.core.$ZodType;
  /** Where its fields are commented: a file of core/scenario and the name of the constant. */
  readonly source: readonly [file: string, name: string];
}

const part = (
  title: string,
  about: string,
  schema: z.core.$ZodType,
  file: string,
  name: string,
): Part => ({ title, about, schema, source: [file, name] });

const PARTS: readonly Part[] = [
  part('The document', 'The whole file.', scenarioSchema, 'schema.ts', 'scenarioSchema'),
  part('System', '`system`.', systemSchema, 'schema-linux.ts', 'systemSchema'),
  part(
    'Host bridge',
    '`components[]` of kind `host-bridge`.',
    hostBridgeSchema,
    'schema.ts',
    'hostBridgeSchema',
  ),
  part(
    'Function',
    '`components[]` of every kind of PCI function: ports, endpoints, bridges.',
    functionSchema,
    'schema.ts',
    'functionSchema',
  ),
  part('ACS', '`acs` of a function.', acsSchema, 'schema.ts', 'acsSchema'),
  part('BAR', '`bars[]` of a function.', barSchema, 'schema.ts', 'barSchema'),
  part('Memory', '`components[]` of kind `memory`.', memorySchema, 'schema.ts', 'memorySchema'),
  part('IOMMU', '`components[]` of kind `iommu`.', iommuSchema, 'schema-iommu.ts', 'iommuSchema'),
  part('Note', '`components[]` of kind `note`.', noteSchema, 'schema.ts', 'noteSchema'),
  part('Link', '`links[]`.', linkSchema, 'schema.ts', 'linkSchema'),
  part('Transfer', '`transfers[]`.', transferSchema, 'schema.ts', 'transferSchema'),
  part(
    'Linux request',
    '`linux` of a transfer.',
    linuxRequestSchema,
    'schema-linux.ts',
    'linuxRequestSchema',
  ),
  part('Action', '`actions[]`.', deviceActionSchema, 'schema-linux.ts', 'deviceActionSchema'),
  part('Timing', '`timing`.', timingSchema, 'schema-timing.ts', 'timingSchema'),
  part('Fault', '`faults[]`.', faultSchema, 'schema-faults.ts', 'faultSchema'),
  part('Bookmark', '`bookmarks[]`.', bookmarkSchema, 'schema-bookmark.ts', 'bookmarkSchema'),
  part('Actor', '`actors[]`.', actorSchema, 'schema-actors.ts', 'actorSchema'),
  part('Fact', '`facts[]`.', factSchema, 'schema-facts.ts', 'factSchema'),
];

/** A JSON Schema, as far as zod writes it. */
interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly prefixItems?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

/** What a value may be, in words. */
function wordsOf(shape: Shape): string {
  if (shape.const !== undefined) return code(shape.const);
  if (shape.enum) return shape.enum.map(code).join(', ');
  const options = shape.anyOf ?? shape.oneOf;
  if (options) return [...new Set(options.map(wordsOf))].join(', or ');
  if (shape.type === 'array') {
    if (shape.prefixItems) return `list of ${shape.prefixItems.length}`;
    const most = shape.maxItems === undefined ? '' : `, at most ${shape.maxItems}`;
    return `list of ${shape.items ? wordsOf(shape.items) : 'anything'}${most}`;
  }
  if (shape.type === 'string') {
    if (shape.pattern !== undefined) return `text like \`${shape.pattern.replaceAll('|', '\\|')}\``;
    return shape.maxLength === undefined ? 'text' : `text, at most ${shape.maxLength} characters`;
  }
  if (shape.type === 'integer' || shape.type === 'number') {
    const kind = shape.type === 'integer' ? 'whole number' : 'number';
    const { minimum, maximum = Number.MAX_SAFE_INTEGER } = shape;
    if (minimum === undefined || minimum === Number.MIN_SAFE_INTEGER) return kind;
    const most = maximum === Number.MAX_SAFE_INTEGER ? ' or more' : ` to ${maximum}`;
    return `${kind}, ${minimum}${most}`;
  }
  return shape.type ?? 'anything';
}

/** The properties of a shape, of all its forms. */
function formsOf(shape: Shape): readonly Shape[] {
  if (shape.properties) return [shape];
  return (shape.anyOf ?? shape.oneOf ?? []).flatMap(formsOf);
}

const textOf = (file: string): string =>
  readFileSync(new URL(`../src/core/scenario/${file}`, import.meta.url), 'utf8');
const COMMON = textOf('schema-values.ts');

/** The comment above a field where the schema is written; '' where there is none. */
function commentOf([file, name]: Part['source'], field: string): string {
  const text = textOf(file);
  const start = text.indexOf(`const ${name} =`);
  const end = text.indexOf('\n});', start);
  const body = `${text.slice(start, end < 0 ? undefined : end)}\n${COMMON}`;
  const match = new RegExp(`/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*${field}\\b`).exec(body);
  return (match?.[1] ?? '')
    .replaceAll(/\s*\n\s*\*\s*/g, ' ')
    .replaceAll('|', '\\|')
    .trim();
}

function rowsOf({ schema, source }: Part): readonly string[] {
  const shape = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as Shape;
  const forms = formsOf(shape);
  const names = new Set(forms.flatMap((one) => Object.keys(one.properties ?? {})));
  return [...names].map((name) => {
    const own = forms.flatMap(({ properties, required }) => {
      const value = properties?.[name];
      return value ? [{ value, isRequired: required?.includes(name) === true }] : [];
    });
    const values = [...new Set(own.map(({ value }) => wordsOf(value)))].join(', or ');
    const isRequired = own.length === forms.length && own.every((one) => one.isRequired);
    const must = isRequired ? 'yes' : own.some((one) => one.isRequired) ? 'in some forms' : '';
    return `| \`${name}\` | ${must} | ${values} | ${commentOf(source, name)} |`;
  });
}

/** The page. */
export function fileFormatPage(): string {
  const sections = PARTS.map(
    (one) =>
      `## ${one.title}\n\n${one.about}\n\n| Field | Required | Value | Meaning |\n| --- | --- | --- | --- |\n${rowsOf(one).join('\n')}\n`,
  );
  return `# The scenario file\n\nA document is one JSON object. It is read strictly: a field that is not listed here refuses the file, with its place. Files\nof an older \`version\` are brought up to date when they are read; a newer one is refused and says so. Sizes are bytes,\ninstants picoseconds, addresses text in hex. Ids are unique in the document; other fields name parts by them.\n\n${sections.join('\n')}`;
}
