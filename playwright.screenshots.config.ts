import base from './playwright.config.ts';

/** `npm run screenshots`: the pictures of the documentation, taken from the built app. */
export default { ...base, testDir: 'e2e', testMatch: '**/*.shots.ts', retries: 0 };
