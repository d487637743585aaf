#!/usr/bin/env node
// What the package runs: without a command it serves the app, else it is the command line.
import { main } from '../dist-cli/main.js';

const words = process.argv.slice(2);
process.exitCode = await main(words.length === 0 ? ['serve'] : words);
