import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/*
 * Who may import whom, as data. A room may import itself and what its row names; a room without a row
 * fails. Test files may import anything.
 */

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

interface Row {
  /** Rooms that it may import. */
  readonly rooms: readonly string[];
  /** Rooms of which it may import types only. */
  readonly typesOf?: readonly string[];
  /** npm packages (or `node:`). */
  readonly npm?: readonly string[];
}

const BELOW_LINUX = ['base', 'rules', 'scenario', 'machine', 'pcie', 'iommu', 'cca', 'linux'].map(
  (room) => `core/${room}`,
);
const CORE_NO_SIM = [...BELOW_LINUX, 'core/advise'];

const TABLE: Readonly<Record<string, Row>> = {
  'core/base': { rooms: [] },
  'core/rules': { rooms: ['core/base'] },
  'core/scenario': { rooms: ['core/base', 'core/rules'], npm: ['zod'] },
  'core/machine': { rooms: BELOW_LINUX.slice(0, 3) },
  'core/pcie': { rooms: BELOW_LINUX.slice(0, 4) },
  'core/iommu': { rooms: BELOW_LINUX.slice(0, 5) },
  'core/cca': { rooms: BELOW_LINUX.slice(0, 5), typesOf: ['core/iommu'] },
  'core/linux': { rooms: BELOW_LINUX.slice(0, 7) },
  'core/sim': { rooms: BELOW_LINUX },
  'core/advise': { rooms: BELOW_LINUX },
  formats: { rooms: CORE_NO_SIM, typesOf: ['core/sim'], npm: ['zod', 'fflate'] },
  lessons: { rooms: ['formats', ...CORE_NO_SIM], typesOf: ['core/sim'], npm: ['zod'] },
  // formats: the log of a run is written beside the page, where the run is.
  worker: { rooms: ['formats', ...CORE_NO_SIM, 'core/sim'] },
  layout: { rooms: ['core/scenario', 'core/rules', 'core/base'], npm: ['elkjs'] },
  store: {
    rooms: ['worker', 'layout', 'lessons', 'formats', ...CORE_NO_SIM],
    typesOf: ['core/sim'],
    npm: ['zustand', 'idb-keyval'],
  },
  commands: {
    rooms: ['store', 'worker', 'layout', 'lessons', 'formats', ...CORE_NO_SIM],
    typesOf: ['core/sim'],
    npm: ['zustand'],
  },
  ui: {
    rooms: ['commands', 'store', 'lessons', 'formats', ...CORE_NO_SIM],
    typesOf: ['core/sim'],
    npm: ['react', 'react-dom', '@xyflow/react', 'lucide-react', 'zustand'],
  },
  // zod: case files enter through a schema, as every foreign document does.
  cli: { rooms: ['formats', 'lessons', ...CORE_NO_SIM, 'core/sim'], npm: ['node:', 'zod'] },
};

/** Inside the worker room these run on the page: they see types of core/sim only. */
const WORKER_PAGE_FILES = ['protocol.ts', 'frame.ts', 'client.ts', 'export-client.ts'];

interface Import {
  readonly specifier: string;
  readonly isType: boolean;
}

const FORMS: readonly { readonly form: string; readonly pattern: RegExp }[] = [
  {
    form: 'static or type',
    pattern: /(?:^|[;}\n])\s*import\s+(type\s+)?[\w*{][^'";]*?from\s*['"]([^'"]+)['"]/g,
  },
  { form: 'side effect', pattern: /(?:^|[;}\n])\s*import\s+()['"]([^'"]+)['"]/g },
  {
    form: 're-export',
    pattern: /(?:^|[;}\n])\s*export\s+(type\s+)?[*{][^'";]*?from\s*['"]([^'"]+)['"]/g,
  },
  { form: 'dynamic', pattern: /()\bimport\s*\(\s*['"]([^'"]+)['"]/g },
  {
    form: 'new URL',
    pattern: /()new\s+URL\(\s*['"]([^'"]+)['"]\s*,\s*import\.meta\.url/g,
  },
];

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1');
}

function importsOf(source: string): Import[] {
  const text = withoutComments(source);
  return FORMS.flatMap(({ pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({
      specifier: match[2] ?? '',
      isType: (match[1] ?? '').startsWith('type'),
    })),
  );
}

function roomOf(file: string): string {
  const parts = file.split('/');
  return parts[0] === 'core' ? `core/${parts[1]}` : (parts[0] ?? '');
}

/** Why `file` (relative to src) may not contain this import, or null. */
function violation(file: string, imported: Import): string | null {
  const room = roomOf(file);
  const row = TABLE[room];
  if (row === undefined) return `${file}: folder ${room} has no row in the import table`;
  const specifier = imported.specifier.replace(/\?.*$/, '');
  if (!specifier.startsWith('.')) {
    const isAllowed = (row.npm ?? []).some((name) =>
      name.endsWith(':')
        ? specifier.startsWith(name)
        : specifier === name || specifier.startsWith(`${name}/`),
    );
    return isAllowed ? null : `${file}: ${room} may not import the package ${specifier}`;
  }
  const target = posix.normalize(posix.join(posix.dirname(file), specifier));
  if (target.startsWith('..')) return `${file}: ${specifier} leaves src`;
  const to = roomOf(target);
  const isPageSide = room === 'worker' && WORKER_PAGE_FILES.includes(posix.basename(file));
  const isTypesOnly = (row.typesOf ?? []).includes(to) || (isPageSide && to === 'core/sim');
  if (to === room) return null;
  if (isTypesOnly) {
    return imported.isType ? null : `${file}: ${room} may import only types of ${to}`;
  }
  return row.rooms.includes(to) ? null : `${file}: ${room} may not import ${to}`;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'testdata' ? [] : sourceFiles(path);
    return /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name) ? [path] : [];
  });
}

describe('the import table', () => {
  test('holds for every source file', () => {
    const src = join(ROOT, 'src');
    const wrong = sourceFiles(src)
      .map((path) => relative(src, path).split(sep).join('/'))
      .filter((file) => file !== 'main.tsx')
      .flatMap((file) =>
        importsOf(readFileSync(join(src, file), 'utf8'))
          .map((imported) => violation(file, imported))
          .filter((reason) => reason !== null),
      );
    expect(wrong).toEqual([]);
  });

  const SAMPLES: readonly [form: string, file: string, source: string][] = [
    ['static', 'core/pcie/x.ts', "import { a } from '../sim/engine.ts';"],
    ['static over lines', 'core/pcie/x.ts', "import {\n  a,\n  b,\n} from '../sim/engine.ts';"],
    ['type', 'core/base/x.ts', "import type { A } from '../scenario/schema.ts';"],
    ['dynamic', 'core/linux/x.ts', "const a = await import('../../ui/App.tsx');"],
    ['side effect', 'core/machine/x.ts', "import '../pcie/acs.ts';"],
    ['re-export', 'core/iommu/x.ts', "export { a } from '../linux/p2pdma.ts';"],
    ['re-export of all', 'core/iommu/x.ts', "export * from '../linux/p2pdma.ts';"],
    ['new URL', 'layout/x.ts', "const u = new URL('../worker/sim.worker.ts', import.meta.url);"],
    ['a package', 'core/machine/x.ts', "import { z } from 'zod';"],
    ['a value where types only', 'ui/x.tsx', "import { run } from '../core/sim/run.ts';"],
    ['a value on the page side', 'worker/client.ts', "import { run } from '../core/sim/run.ts';"],
    ['node in the core', 'core/sim/x.ts', "import { readFileSync } from 'node:fs';"],
    ['a folder without a row', 'helpers/x.ts', "import { a } from '../core/base/result.ts';"],
  ];

  test.each(SAMPLES)('refuses %s', (_form, file, source) => {
    const found = importsOf(source);
    expect(found).toHaveLength(1);
    expect(found.map((imported) => violation(file, imported))).not.toContain(null);
  });

  test('lets a lower room be imported, and types where only types are allowed', () => {
    const fine: readonly [string, string][] = [
      ['core/pcie/x.ts', "import { enumerate } from '../machine/enumerate.ts';"],
      ['ui/x.tsx', "import type { FlowInfo } from '../core/sim/types.ts';"],
      ['cli/x.ts', "import { readFileSync } from 'node:fs';"],
    ];
    for (const [file, source] of fine) {
      expect(importsOf(source).map((imported) => violation(file, imported))).toEqual([null]);
    }
  });
});
