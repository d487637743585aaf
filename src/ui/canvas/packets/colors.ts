import type { GlyphClass } from '../../glyphs/glyph-shapes.ts';

/** Colours of the theme in force. */
export interface SpriteColors {
  readonly classes: Readonly<Record<GlyphClass, string>>;
  readonly canvas: string;
  readonly ink: string;
  readonly here: string;
  readonly hereSoft: string;
}

/** The colours that packets are drawn with, by the value of each token. */
export function spriteColors(of: (token: string) => string): SpriteColors {
  return {
    classes: {
      posted: of('--tlp-posted'),
      nonposted: of('--tlp-nonposted'),
      completion: of('--tlp-completion'),
      ats: of('--tlp-ats'),
      message: of('--tlp-message'),
      fault: of('--tlp-fault'),
    },
    canvas: of('--canvas'),
    ink: of('--ink'),
    here: of('--here'),
    hereSoft: of('--here-soft'),
  };
}

/** Reads the colours of the theme in force from the token variables of `element`. */
export function readColors(element: Element): SpriteColors {
  const style = getComputedStyle(element);
  return spriteColors((name) => style.getPropertyValue(name).trim());
}
