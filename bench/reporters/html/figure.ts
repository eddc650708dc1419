import type { EChartsCoreOption } from 'echarts/core';
import { labelOf } from '../label.ts';
import { chart } from './chart.ts';
import { escape } from './escape.ts';
import type { Mark, Marks } from './marks.ts';

/** What a figure consists of. */
export interface Figure {
  /** Its own in the page. */
  readonly id: string;
  /** What is seen, in a sentence. */
  readonly title: string;
  /** How to read it, in a sentence. */
  readonly caption: string;
  /** Markup above the drawing, such as {@link legend}; not where the drawing says itself which transport is which. */
  readonly above?: string;
  readonly height: number;
  readonly option: EChartsCoreOption;
}

export function figure({ id, title, caption, above = '', height, option }: Figure): string {
  return `<figure id="${id}">
<h3>${escape(title)}</h3>
${above}${chart(id, `${title}. ${caption}`, height, option)}
<figcaption>${escape(caption)}</figcaption>
</figure>`;
}

/** Which line belongs to which transport. */
export function legend(transports: readonly string[], marks: Marks): string {
  const items = transports.map((name) => `<li>${key(marks(name))}${escape(labelOf(name))}</li>`);
  return `<ul class="legend">${items.join('')}</ul>\n`;
}

/** A piece of a transport's line. */
export function key({ colour, dash }: Mark): string {
  return `<span class="key" style="border-top-style:${dash};border-color:${colour}"></span>`;
}

/** A line of a transport in a figure: nothing happens on touching it. */
export function line({ colour, dash }: Mark): object {
  return {
    type: 'line',
    silent: true,
    emphasis: { disabled: true },
    symbol: 'none',
    lineStyle: { color: colour, type: dash, width: 2.25 },
  };
}

/** Points of a transport, hollow. */
export function points({ colour, symbol }: Mark): object {
  return {
    type: 'scatter',
    silent: true,
    emphasis: { disabled: true },
    symbol,
    symbolSize: 8,
    itemStyle: { color: 'transparent', borderColor: colour, borderWidth: 1.5, opacity: 1 },
  };
}
