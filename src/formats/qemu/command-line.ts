/** One `-device`, `-object` or the like, taken apart. */
export interface QemuOption {
  /** Without its dashes. */
  readonly option: string;
  /** Its first word: the driver of a `-device`. */
  readonly kind: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly line: number;
}

interface Word {
  readonly text: string;
  readonly line: number;
}

/** Splits a shell command into words: quotes, backslashes, continued lines, comments. Nothing is expanded. */
function shellWords(text: string): Word[] {
  const words: Word[] = [];
  let word = '';
  let isOpen = false;
  let quote = '';
  let line = 1;
  const close = (): void => {
    if (isOpen) words.push({ text: word, line });
    word = '';
    isOpen = false;
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (quote !== '') {
      if (c === quote) quote = '';
      else if (c === '\\' && quote === '"' && i + 1 < text.length) word += text[++i] ?? '';
      else word += c;
    } else if (c === "'" || c === '"') {
      quote = c;
      isOpen = true;
    } else if (c === '\\') {
      const next = text[++i] ?? '';
      if (next === '\n') line++;
      else if (next !== '\r') word += next;
      isOpen = isOpen || (next !== '\n' && next !== '\r');
    } else if (c === '#' && !isOpen) {
      while (i + 1 < text.length && text[i + 1] !== '\n') i++;
    } else if (/\s/.test(c)) close();
    else {
      word += c;
      isOpen = true;
    }
    if (c === '\n') line++;
  }
  close();
  return words;
}

/** `driver,key=value,...`; a doubled comma is one comma of the value. */
function propertiesOf(text: string): { kind: string; properties: Map<string, string> } {
  const parts = text.split(/(?<!,),(?!,)/).map((part) => part.replaceAll(',,', ','));
  const properties = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    if (equals > 0) properties.set(part.slice(0, equals), part.slice(equals + 1));
  }
  const [first = ''] = parts;
  const kind = first.includes('=')
    ? (properties.get('driver') ?? properties.get('type') ?? '')
    : first;
  return { kind, properties };
}

/** The JSON form of `-device`. */
function jsonProperties(text: string): { kind: string; properties: Map<string, string> } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const entries = Object.entries(value).map(([key, one]) => [key, String(one)] as const);
    const properties = new Map(entries);
    return { kind: properties.get('driver') ?? '', properties };
  } catch {
    return null;
  }
}

/** No option of QEMU is longer; JSON and pattern work is bounded by it. */
const LONGEST_WORD = 8192;
const WANTED = new Set(['device', 'object', 'machine', 'M', 'cpu', 'append', 'm']);

/** Whether a text is a QEMU command line: the program's name, or devices of it. */
export function isQemuCommandLine(text: string): boolean {
  return (
    /(?:^|[\s/"'])qemu-(?:system-|kvm)/.test(text) || /(?:^|\s)-device\s+["'{]?[\w-]+/.test(text)
  );
}

/**
 * Reads the options of a command line that say what hardware there is.
 *
 * @returns them in order, and the words that a JSON form could not be read from.
 */
export function qemuOptions(text: string): { options: QemuOption[]; damaged: Word[] } {
  const words = shellWords(text);
  const options: QemuOption[] = [];
  const damaged: Word[] = [];
  for (let i = 0; i + 1 < words.length; i++) {
    const word = words[i];
    const name = /^--?([A-Za-z][\w-]*)$/.exec(word?.text ?? '')?.[1];
    const value = words[i + 1];
    if (name === undefined || !WANTED.has(name) || word === undefined || value === undefined)
      continue;
    i++;
    const isTooLong = value.text.length > LONGEST_WORD;
    const read = isTooLong
      ? null
      : value.text.startsWith('{')
        ? jsonProperties(value.text)
        : propertiesOf(value.text);
    if (read === null) damaged.push(value);
    else options.push({ option: name, ...read, line: word.line });
  }
  return { options, damaged };
}
