import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { escape } from './escape.ts';

use([BarChart, CustomChart, LineChart, ScatterChart, GridComponent, TitleComponent, SVGRenderer]);

/**
 * Every figure is drawn this wide, in units of its own: 1.1 times as large in the two columns of a desktop and 0.76 times
 * on a phone, so that {@link FONT_SIZE} can be read on both.
 */
export const WIDTH = 480;
export const FONT_SIZE = 13;

/** An SVG of the width {@link WIDTH}; `id` is its own in the page, `label` says to a screen reader what it shows. */
export function chart(id: string, label: string, height: number, option: EChartsCoreOption): string {
  const size = { width: WIDTH, height };
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    drawing.setOption({ animation: false, textStyle: { fontSize: FONT_SIZE, color: 'var(--ink)' }, ...option });
    return tidy(drawing.renderToSVGString(), id, label);
  } finally {
    drawing.dispose();
  }
}

/** ECharts numbers its drawings through a process, names namespaces that HTML knows, styles hovering, and is too exact. */
function tidy(svg: string, id: string, label: string): string {
  return svg
    .replace(/<style >[\s\S]*?<\/style>\s*/, '')
    .replaceAll(/ (?:class="zr\d+-cls-\d+"|pointer-events="visible"|ecmeta_\w+="[^"]*")/g, '')
    .replaceAll(/(id="|url\(#)zr\d+-/g, `$1${id}-`)
    .replaceAll(/ (?:d|transform)="[^"]*"/g, (attribute) => attribute.replaceAll(/(\.\d\d)\d+/g, '$1'))
    .replace(
      /^<svg [^>]*?(viewBox="[^"]*")[^>]*>/,
      (_, box) => `<svg role="img" aria-label="${escape(label)}" ${box}>`,
    );
}
