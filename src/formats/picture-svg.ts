/*
 * SVG pictures that hold their document in their <metadata>. Dropped back, they reopen it. Text in, text out: no DOM.
 * @source SVG 2 §5.9
 */

const SVG_OPEN = '<metadata id="p2pdma-scenario">';
const SVG_CLOSE = '</metadata>';

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescapeXml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Puts the document's JSON into an SVG; an older one in it is replaced. The text is unchanged when it is no SVG. */
export function embedInSvg(svg: string, json: string): string {
  const bare = withoutEmbedded(svg);
  const open = bare.indexOf('<svg');
  const end = open < 0 ? -1 : bare.indexOf('>', open);
  if (end < 0) return svg;
  const metadata = `${SVG_OPEN}${escapeXml(json)}${SVG_CLOSE}`;
  if (bare[end - 1] === '/')
    return `${bare.slice(0, end - 1)}>${metadata}</svg>${bare.slice(end + 1)}`;
  return `${bare.slice(0, end + 1)}${metadata}${bare.slice(end + 1)}`;
}

function withoutEmbedded(svg: string): string {
  const start = svg.indexOf(SVG_OPEN);
  const end = start < 0 ? -1 : svg.indexOf(SVG_CLOSE, start);
  return end < 0 ? svg : svg.slice(0, start) + svg.slice(end + SVG_CLOSE.length);
}

/** The JSON that an SVG embeds, or null. */
export function sceneInSvg(svg: string): string | null {
  const start = svg.indexOf(SVG_OPEN);
  const end = start < 0 ? -1 : svg.indexOf(SVG_CLOSE, start);
  return end < 0 ? null : unescapeXml(svg.slice(start + SVG_OPEN.length, end));
}
