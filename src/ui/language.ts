import type { RULES as Rules } from '../core/rules/catalogue.ts';
import { usePreferences } from '../store/preferences.ts';

/*
 * The languages of the window. English stands in `strings/`; another language is a folder beside it whose files and
 * exports have the same names, and takes the place of the English words before the first paint. What a language
 * leaves out stays English.
 */

/** `pseudo` brackets every word of the catalogue, so that a test sees what does not come from it. */
export type Language = 'en' | 'zh-CN' | 'pseudo';

type Words = Readonly<Record<string, unknown>>;

// Loaded only to be replaced: an English page takes each panel's words with the panel.
const ENGLISH = import.meta.glob<Words>('./strings/*.ts');
const CHINESE = import.meta.glob<Words>('./strings/zh-CN/*.ts');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Puts the words of `other` in the place of those of `own` that have the same path. */
export function replaceWords(own: Record<string, unknown>, other: Words): void {
  for (const [key, word] of Object.entries(other)) {
    const mine = Object.hasOwn(own, key) ? own[key] : undefined;
    if (isObject(mine) && isObject(word)) replaceWords(mine, word);
    else if (typeof mine === typeof word) own[key] = word;
  }
}

const bracket = (text: string): string => (text === '' ? '' : `⟦${text}⟧`);

/** The same words in brackets: a function's answer too. */
function bracketed(value: unknown): unknown {
  if (typeof value === 'string') return bracket(value);
  if (typeof value === 'function') {
    return (...given: unknown[]): unknown => {
      const answer: unknown = Reflect.apply(value, undefined, given);
      return typeof answer === 'string' ? bracket(answer) : answer;
    };
  }
  if (!isObject(value) || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bracketed(one)]));
}

/** Every exported catalogue of the English files; functions that are exported by themselves read these. */
async function catalogues(): Promise<
  [file: string, name: string, words: Record<string, unknown>][]
> {
  const modules = await Promise.all(
    Object.entries(ENGLISH).map(async ([path, load]) => [path, await load()] as const),
  );
  return modules.flatMap(([path, module]) =>
    Object.entries(module).flatMap(([name, words]): [string, string, Record<string, unknown>][] =>
      isObject(words) ? [[path.slice('./strings/'.length), name, words]] : [],
    ),
  );
}

/** The language of this page: what the address asks for, else what the person chose, else the browser's. */
export function presentLanguage(): Language {
  const asked = new URLSearchParams(window.location.search).get('lang');
  const wanted = asked ?? usePreferences.getState().language ?? navigator.language;
  if (wanted === 'pseudo') return 'pseudo';
  return wanted.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** Puts the page into a language; before anything is drawn. */
export async function speakLanguageOfPage(): Promise<void> {
  const language = presentLanguage();
  if (language === 'en') return;
  document.documentElement.lang = language === 'pseudo' ? 'en' : language;
  for (const [file, name, words] of await catalogues()) {
    const module = await CHINESE[`./strings/zh-CN/${file}`]?.();
    const other = language === 'pseudo' ? bracketed(words) : module?.[name];
    if (isObject(other)) replaceWords(words, other);
  }
  const rules = await CHINESE['./strings/zh-CN/rules.ts']?.();
  // The rules are long, and the first picture does without their words.
  const { RULES } = await import('../core/rules/catalogue.ts');
  const other = language === 'pseudo' ? bracketedRules(RULES) : rules?.['RULE_WORDS'];
  if (isObject(other)) replaceWords(RULES, other);
}

/** Titles and explanations in brackets; sources and confidence are no words of ours. */
function bracketedRules(own: typeof Rules): Words {
  return Object.fromEntries(
    Object.entries(own).map(([id, { title, explanation }]) => [
      id,
      { title: bracket(title), explanation: bracket(explanation) },
    ]),
  );
}
