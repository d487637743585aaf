// Runs src/cli/main.ts on Node: sets up, bundles it when a source is newer than the last bundle, and starts it.
import { pathToFileURL } from 'node:url';
import './setup.mjs';

const { bundle } = await import('./build-cli.mjs');
const { main } = await import(pathToFileURL(bundle).href);
process.exitCode = await main(process.argv.slice(2));
