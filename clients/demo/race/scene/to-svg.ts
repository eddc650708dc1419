import type { Palette } from './palette.ts';
import type { Look, Path, Scene, Shape, Text } from './shape.ts';

const STRIPES = 'stripes';
const CLIP = 'plot';

/** A scene as an SVG document of its own, with the colours of a palette. */
export function toSvg(scene: Scene, { colours, font }: Palette): string {
  const { width, height, plot } = scene;
  const draw = (shapes: readonly Shape[]): string => shapes.map((shape) => elementOf(shape, colours)).join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    ` font-family="${escape(font)}">`,
    `<defs><pattern id="${STRIPES}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">`,
    `<path d="M0 0V6" stroke="${colours.error}" stroke-width="3"/></pattern>`,
    `<clipPath id="${CLIP}"><rect x="${plot.x}" y="${plot.y}" width="${plot.width}" height="${plot.height}"/></clipPath></defs>`,
    `<rect width="${width}" height="${height}" fill="${colours.sheet}"/>`,
    draw(scene.still),
    `<g clip-path="url(#${CLIP})">${scene.moving.map(draw).join('')}</g>`,
    draw(scene.front),
    '</svg>\n',
  ].join('');
}

function elementOf(shape: Shape, colours: Palette['colours']): string {
  if (shape.form === 'text') return textOf(shape, colours);
  const paint = paintOf(shape.look, colours);
  if (shape.form === 'dot') return `<circle cx="${px(shape.x)}" cy="${px(shape.y)}" r="${px(shape.r)}" ${paint}/>`;
  return `<path d="${pathOf(shape)}" ${paint}/>`;
}

function pathOf({ points, isClosed }: Path): string {
  const steps = points.flatMap((value, i) =>
    i % 2 === 0 ? [`${i === 0 ? 'M' : 'L'}${px(value)} ${px(points[i + 1]!)}`] : [],
  );
  return steps.join('') + (isClosed ? 'Z' : '');
}

function paintOf({ fill, opacity, isHatched, stroke, width, dash }: Look, colours: Palette['colours']): string {
  const filling = fill === undefined ? 'none' : isHatched === true ? `url(#${STRIPES})` : colours[fill];
  return [
    `fill="${filling}"`,
    ...(opacity === undefined ? [] : [`fill-opacity="${opacity}"`]),
    ...(stroke === undefined ? [] : [`stroke="${colours[stroke]}" stroke-width="${width ?? 1}"`]),
    ...(dash === undefined ? [] : [`stroke-dasharray="${dash.join(' ')}"`]),
  ].join(' ');
}

function textOf({ x, y, text, sizePx, anchor, isBold, look }: Text, colours: Palette['colours']): string {
  const place = `x="${px(x)}" y="${px(y)}" font-size="${px(sizePx)}" text-anchor="${anchor}"`;
  const paint = `${paintOf(look, colours)} paint-order="stroke"`;
  return `<text ${place} font-weight="${isBold ? 600 : 400}" ${paint}>${escape(text)}</text>`;
}

/** To a hundredth: finer can't be seen, and would be most of the file. */
function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
