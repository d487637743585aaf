import { spriteColors } from '../canvas/packets/colors.ts';
import type { SpriteColors } from '../canvas/packets/colors.ts';

/*
 * An SVG of the page as a file that stands alone: no classes, no variables, no styles, only attributes that every
 * viewer knows.
 */

export type PictureTheme = 'light' | 'dark';

const SELECTORS: Readonly<Record<PictureTheme, readonly string[]>> = {
  light: [':root'],
  dark: [':root', ':root[data-theme="dark"]'],
};

/** The custom properties of a theme as the style sheet has them, whichever theme is in force on the page. */
function themeTokens(theme: PictureTheme): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  for (const wanted of SELECTORS[theme]) {
    for (const rule of rules) {
      if (!(rule instanceof CSSStyleRule) || rule.selectorText !== wanted) continue;
      for (const name of rule.style) {
        if (name.startsWith('--')) tokens.set(name, rule.style.getPropertyValue(name).trim());
      }
    }
  }
  return tokens;
}

const VARIABLE = /var\((--[\w-]+)\)/g;

/** Values of variables may name variables themselves. */
const DEEPEST = 4;

function resolved(text: string, tokens: ReadonlyMap<string, string>): string {
  let value = text;
  for (let depth = 0; depth < DEEPEST && value.includes('var('); depth++) {
    value = value.replaceAll(VARIABLE, (_all, name: string) => tokens.get(name) ?? 'none');
  }
  return value;
}

/** What a class says in attributes; all other classes say nothing that a picture needs. */
const CLASSES: readonly (readonly [string, string, string])[] = [
  ['font-mono', 'font-family', 'var(--font-mono)'],
  ['font-ui', 'font-family', 'var(--font-ui)'],
  ['font-strong', 'font-weight', '600'],
];

const PAGE_ONLY = /^(?:class|style|role|tabindex|aria-.*|data-.*)$/;

/** Makes an SVG element stand alone: every variable becomes the theme's value. */
export function standAlone(svg: SVGSVGElement, theme: PictureTheme): void {
  const tokens = themeTokens(theme);
  for (const element of [svg, ...svg.querySelectorAll('*')]) {
    for (const [name, attribute, value] of CLASSES) {
      if (element.classList.contains(name)) element.setAttribute(attribute, value);
    }
    for (const { name, value } of Array.from(element.attributes)) {
      if (PAGE_ONLY.test(name)) element.removeAttribute(name);
      else if (value.includes('var(')) element.setAttribute(name, resolved(value, tokens));
    }
  }
}

/** The colours that packets are drawn with in a theme. */
export function themeColors(theme: PictureTheme): SpriteColors {
  const tokens = themeTokens(theme);
  return spriteColors((name) => tokens.get(name) ?? 'black');
}
