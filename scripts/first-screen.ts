// Which chunk a module goes into: what one screen always loads together is one file, since many small ones compress badly.

interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

const root = new URL('..', import.meta.url).pathname;

/** The page itself; the drawing and what stands around it on every screen; then the window around it. */
const SCREENS: readonly (readonly [chunk: string, entry: string])[] = [
  ['Start', 'src/main.tsx'],
  ['Canvas', 'src/ui/canvas/Canvas.tsx'],
  ['Canvas', 'src/ui/theme.ts'],
  ['Canvas', 'src/ui/title.ts'],
  ['Canvas', 'src/ui/shell/panels.tsx'],
  ['Canvas', 'src/ui/widgets/TooltipLayer.tsx'],
  ['App', 'src/ui/App.tsx'],
  ['EmbedApp', 'src/ui/embed/EmbedApp.tsx'],
];

/** Another language takes the place of these before any other module may keep them, so they stand by themselves. */
const WORDS = `${root}src/ui/strings/`;

let chunks: ReadonlyMap<string, string> | null = null;

/** Every module that a screen cannot start without, by the first screen that needs it. */
function chunksOf(graph: ModuleGraph): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [chunk, entry] of SCREENS) {
    const queue = [`${root}${entry}`];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (found.has(id)) continue;
      found.set(id, id.startsWith(WORDS) ? 'Words' : chunk);
      queue.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
    }
  }
  return found;
}

/** The chunk of a module; null leaves it to the bundler. */
export function chunkOf(id: string, graph: ModuleGraph): string | null {
  chunks ??= chunksOf(graph);
  return chunks.get(id) ?? null;
}
